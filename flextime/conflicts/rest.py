"""Rest: from one game's end to the next one's begin, more after a game away, and more after a long way."""

from flextime.conflicts.double_booking import is_double
from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, NeighbourKind, hours
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.numbers import HOUR
from flextime.conflicts.placed import PlacedGame


def find(team: Team, one: PlacedGame, other: PlacedGame, facts: Facts) -> Finding | None:
    needed, why = _needed(team, one, other, facts)
    rest = other.start - one.end
    if rest >= needed * HOUR or is_double(one, other, facts.numbers):
        return None
    told = f"{team} has {hours(rest)} of rest between {one} on {one.days[-1]} and {other} on {other.game.date}"
    return Finding(
        key=(team.sport, team.school, one.id, other.id),
        severity="medium",
        sentence=f"{told}; {why} it is {hours(needed * HOUR)}.",
        games=(one, other),
        teams=(team.school,),
        causes=tuple(Cause("school", place) for place in (one.place, other.place) if place),
    )


def _needed(team: Team, one: PlacedGame, other: PlacedGame, facts: Facts) -> tuple[float, str]:
    """Return the hours of rest after a game, and what makes them so many."""
    numbers, miles = facts.numbers, facts.miles(one.place, other.place)
    if miles > numbers.far_miles:
        return numbers.rest_far_hours, f"with {miles:,.0f} miles between them"
    if one.is_home(team):
        return numbers.rest_at_home_hours, "after a home game"
    return numbers.rest_away_hours, "after a game away"


KIND = NeighbourKind(name="rest", priority=7, find=find)
