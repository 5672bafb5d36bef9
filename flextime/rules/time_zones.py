"""Time zones: how many a team crosses from one game to the next, and how often it goes far from its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from flextime.league.ids import SchoolCode
from flextime.rules.kind import Finding, RuleKind, everyone, nothing, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import SeasonView
from flextime.rules.trips import road_trips
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZones:
    """`zones` from one game to the next; `trips` with a game `far_zones` or more from home."""

    zones: int = number(2, "time zones", least=0, most=12)
    trips: int = number(2, "road trips", least=0, most=40)
    far_zones: int = number(2, "time zones", least=1, most=12)
    teams: tuple[str, ...] = team_set()


def sentence(given: TimeZones, _facts: SeasonFacts) -> str:
    who, zones = everyone(given.teams, "crosses", "cross"), plural(given.zones, "time zone")
    own = "has" if len(given.teams) < 2 else "have"
    return (
        f"{who} at most {zones} from one game to the next, and {own} at most {plural(given.trips, 'road trip')} with "
        f"a game {plural(given.far_zones, 'time zone')} or more from home."
    )


def check(given: TimeZones, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for one, other in pairwise(view.by_team[team]):
            crossed = hours_between(view, one.home, other.home, view.starts(other))
            if crossed > given.zones:
                said = f"{team} crosses {crossed:g} time zones between {one.date} and {other.date}."
                yield Finding(sentence=said, amount=crossed - given.zones, teams=(team,), games=(one, other))
        yield from _check_trips(given, view, team)


def _check_trips(given: TimeZones, view: SeasonView, team: SchoolCode) -> Iterator[Finding]:
    far = [
        game
        for trip in road_trips(view, team)
        for game in [g for g in trip if hours_between(view, team, g.home, view.starts(g)) >= given.far_zones][:1]
    ]
    if len(far) > given.trips:
        days = ", ".join(str(game.date) for game in far)
        said = f"{team} makes {plural(len(far), 'road trip')} of {given.far_zones} time zones or more: {days}."
        yield Finding(sentence=said, amount=len(far) - given.trips, teams=(team,), games=tuple(far))


def hours_between(view: SeasonView, one: SchoolCode, other: SchoolCode, at: datetime) -> float:
    """Return by how many hours the clocks of two schools differ at a moment; by none where one is unknown."""
    zones = [ZoneInfo(school.time_zone) for school in view.facts.schools if school.code in (one, other)]
    clocks = [at.astimezone(zone).replace(tzinfo=None) for zone in zones]
    return (max(clocks) - min(clocks)).total_seconds() / 3600 if clocks else 0.0


KIND = RuleKind(
    name="time-zones",
    title="Time zones crossed",
    category="Travel",
    parameters=TimeZones,
    points=15.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit knows the place of the game before
)
