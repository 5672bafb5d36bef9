"""Heat: in the hot months, games in hot places begin in the evening."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, nothing
from flextime.rules.parameters import number, team_set
from flextime.rules.places import places_in, spoken
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """The first tip-off by the venue's clock, from the first to the last hot month of a year."""

    hour: int = number(18, "hours", least=0, most=23)
    first_month: int = number(8, "months", least=1, most=12)
    last_month: int = number(9, "months", least=1, most=12)
    places: tuple[str, ...] = team_set("ARIZ", "ASU", "BAY", "HOU", "TCU", "TTU", "UCF")

    def __post_init__(self) -> None:
        if self.last_month < self.first_month:
            raise RuleError("parameters.last_month", f"{self.last_month} comes before month {self.first_month}")


def sentence(given: Heat, facts: SeasonFacts) -> str:
    months = [f"{date(facts.plan.first.year, month, 1):%B}" for month in (given.first_month, given.last_month)]
    when = f"from {months[0]} to {months[1]} begin at {given.hour}:00 or later"
    return f"Games {when} in hot places: {spoken(given.places, facts)}."


def check(given: Heat, view: SeasonView) -> Iterator[Finding]:
    places = places_in(given.places, view.facts)
    for game in view.games:
        hot = game.home in places and given.first_month <= game.date.month <= given.last_month
        if hot and game.tip_off < time(given.hour):
            said = f"{game.away} at {game.home} on {game.date} begins at {game.tip_off:%H:%M}, in the heat."
            yield Finding(sentence=said, teams=(game.home, game.away), games=(game,))


KIND = RuleKind(
    name="heat",
    title="Heat",
    category="Venue",
    parameters=Heat,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # tip-offs are settled after the search, by the rules of tip-offs
)
