"""Double bookings of a team: two of its games at once, or two tip-offs within a few hours of each other."""

from collections.abc import Iterator, Sequence

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind, hours
from flextime.conflicts.model import Team
from flextime.conflicts.numbers import HOUR, Numbers
from flextime.conflicts.placed import PlacedGame


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    hold = facts.numbers.team_hours * HOUR
    for place, one in enumerate(games):
        until = max(one.end, one.last_start + hold)
        for other in games[place + 1 :]:
            if other.start >= until:
                break
            overlap = other.start < one.end
            said = "overlap" if overlap else f"begin within {hours(other.start - one.last_start)}, not {hours(hold)}"
            yield Finding(
                key=(team.sport, team.school, *sorted((one.id, other.id))),
                severity="high" if overlap else "medium",
                sentence=f"{team}: {one} on {one.days[-1]} and {other} on {other.game.date} {said}.",
                games=(one, other),
                teams=(team.school,),
            )


def is_double(one: PlacedGame, other: PlacedGame, numbers: Numbers) -> bool:
    """Return True when a game and a later one of the same team are a double booking."""
    return other.start < max(one.end, one.last_start + numbers.team_hours * HOUR)


KIND = TeamKind(name="team-double-booking", priority=10, find=find)
