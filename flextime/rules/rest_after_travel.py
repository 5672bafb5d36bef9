"""Rest after travel: the longer the way from one game to the next, the longer the time between them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.kind import Finding, RuleKind, nothing, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RestAfterTravel:
    """Hours from tip-off to tip-off, after a home game, an away game, and beyond `far_miles`; free days still further.

    Of several that hold for two games, each is asked for.
    """

    home_hours: int = number(20, "hours", least=0, most=168)
    away_hours: int = number(24, "hours", least=0, most=168)
    far_miles: int = number(500, "miles", least=0, most=6000)
    far_hours: int = number(36, "hours", least=0, most=168)
    longest_miles: int = number(1000, "miles", least=0, most=6000)
    longest_days: int = number(2, "days", least=0, most=14)


def sentence(given: RestAfterTravel, _facts: SeasonFacts) -> str:
    return (
        f"A team's next game begins at least {plural(given.home_hours, 'hour')} after a home game and "
        f"{given.away_hours} after an away game, {given.far_hours} where the two are more than {given.far_miles:,} "
        f"miles apart, and with {plural(given.longest_days, 'free day')} between where they are more than "
        f"{given.longest_miles:,}."
    )


def check(given: RestAfterTravel, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        for one, other in pairwise(games):
            if said := _short(given, view, team, one, other):
                yield Finding(sentence=said, teams=(team,), games=(one, other))


def _short(given: RestAfterTravel, view: SeasonView, team: SchoolCode, one: ScheduledGame, other: ScheduledGame) -> str:
    miles = view.miles.get((one.home, other.home), 0.0)
    ended = view.days_of(one)[-1]
    hours = (view.starts(other) - view.starts(replace(one, date=ended))).total_seconds() / 3600
    wanted = given.home_hours if one.home == team else given.away_hours
    if miles > given.far_miles:
        wanted = max(wanted, given.far_hours)
    way = f"{team} plays on {ended} and, {miles:,.0f} miles from there, on {other.date}"
    if hours < wanted:
        return f"{way}, {hours:.3g} hours later, not {wanted}."
    free = (other.date - ended).days - 1
    if miles > given.longest_miles and free < given.longest_days:
        return f"{way}, with {plural(max(free, 0), 'free day')} between, not {given.longest_days}."
    return ""


KIND = RuleKind(
    name="rest-after-travel",
    title="Rest after long travel",
    category="Rest",
    parameters=RestAfterTravel,
    points=15.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit knows both the day and the place of the game before
)
