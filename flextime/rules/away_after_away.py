"""No away game in midweek after an away weekend: who was away on Saturday is at home on Wednesday."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flextime.limits import Approach
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, nothing
from flextime.rules.parameters import number, team_set, text
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import weekday_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayAfterAway:
    """From the Saturday before to a Wednesday are four days."""

    weekday: str = text("Wednesday", "a day of the week")
    days: int = number(4, "days", least=1, most=14)
    teams: tuple[str, ...] = team_set()

    def __post_init__(self) -> None:
        weekday_of(self.weekday, "weekday")


def sentence(given: AwayAfterAway, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} no away game on a {given.weekday} when the game before, up to {given.days} days earlier, was away."


def check(given: AwayAfterAway, view: SeasonView) -> Iterator[Finding]:
    weekday = weekday_of(given.weekday, "weekday")
    for team in view.chosen(given.teams):
        for one, other in pairwise(view.by_team[team]):
            ended = view.days_of(one)[-1]
            soon = other.date.weekday() == weekday and (other.date - ended).days <= given.days
            if soon and team == one.away == other.away:
                said = f"{team} is away on {ended:%A}, {ended}, and again on {other.date:%A}, {other.date}."
                yield Finding(sentence=said, teams=(team,), games=(one, other))


def limits(given: AwayAfterAway, price: Price, frame: Frame) -> Iterator[Approach]:
    weekday = weekday_of(given.weekday, "weekday")
    days, teams = tuple(day for day in frame.days() if day.weekday() == weekday), frame.numbers(given.teams)
    within = given.days + frame.facts.plan.days_per_game - 1  # limits count from the first day of a series
    yield Approach(price=price, teams=teams, days=days, mode="A", before="H", within_days=within)


KIND = RuleKind(
    name="away-after-away",
    title="No away midweek after an away weekend",
    category="Travel",
    parameters=AwayAfterAway,
    points=150.0,  # keeping it costs trips of three, and miles with them: at 30 nobody did
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=nothing,  # the search counts from the last day of the window before
    default_hardness="soft",
)
