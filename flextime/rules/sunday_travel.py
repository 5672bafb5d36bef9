"""No Sunday travel: who keeps the Sunday is on no road from Saturday evening to Monday morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import Approach
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, nothing
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import MONDAY, SATURDAY
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SundayTravel:
    """What the wish "no travel after Saturday 18:00 nor before Monday 06:00" asks of a schedule.

    A team that was away on Saturday is still there on Monday morning, so it plays on Monday only within `near_miles`
    of where it is. Its Saturday away games tip off at `saturday_hour`, by its own clock, at the latest.
    """

    teams: tuple[str, ...] = team_set()
    saturday_hour: int = number(18, "hours", least=12, most=24)
    near_miles: int = number(300, "miles", least=0, most=3000)


def sentence(given: SundayTravel, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "does", "do")
    return (
        f"{who} not travel between Saturday evening and Monday morning: after a Saturday away game no Monday game "
        f"beyond {given.near_miles} miles from it, and Saturday away games begin by {given.saturday_hour}:00 home time."
    )


def check(given: SundayTravel, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        games = view.by_team[team]
        for game in games:
            yield from _check_hour(given, view, team, game)
        for one, other in pairwise(games):
            on = (one.date.weekday(), other.date.weekday(), (other.date - one.date).days)
            miles = view.miles.get((one.home, other.home), 0.0)
            if one.away == team and on == (SATURDAY, MONDAY, 2) and miles > given.near_miles:
                said = f"{team} is away on Saturday, {one.date}, and {miles:,.0f} miles from there on Monday."
                yield Finding(sentence=said, teams=(team,), games=(one, other))


def _check_hour(given: SundayTravel, view: SeasonView, team: SchoolCode, game: ScheduledGame) -> Iterator[Finding]:
    if game.away != team or game.date.weekday() != SATURDAY:
        return
    zone = next(school.time_zone for school in view.facts.schools if school.code == team)
    begins = view.starts(game).astimezone(ZoneInfo(zone))
    hours = (begins.date() - game.date).days * 24 + begins.hour + begins.minute / 60
    if hours > given.saturday_hour:
        said = f"{team} is away on Saturday, {game.date}, at {begins:%H:%M} of its own time."
        yield Finding(sentence=said, amount=hours - given.saturday_hour, teams=(team,), games=(game,))


def limits(given: SundayTravel, price: Price, frame: Frame) -> Iterator[Approach]:
    # The search does without the neighbours: a Monday game follows a home game. Tip-offs are settled after the days.
    mondays = tuple(day for day in frame.days() if day.weekday() == MONDAY)
    yield Approach(price=price, teams=frame.numbers(given.teams), days=mondays, mode="HA", before="H", within_days=2)


KIND = RuleKind(
    name="sunday-travel",
    title="No Sunday travel",
    category="Travel",
    parameters=SundayTravel,
    points=300.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=nothing,  # near neighbours may be played on a Monday
)
