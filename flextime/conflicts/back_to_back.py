"""Back to back: a team plays on consecutive days, or twice on one, by the calendars of the venues."""

from flextime.conflicts.double_booking import is_double
from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, NeighbourKind
from flextime.conflicts.model import Team
from flextime.conflicts.placed import PlacedGame


def find(team: Team, one: PlacedGame, other: PlacedGame, facts: Facts) -> Finding | None:
    last, first = one.days[-1], other.days[0]
    if (first - last).days >= facts.numbers.days_apart or is_double(one, other, facts.numbers):
        return None
    return Finding(
        key=(team.sport, team.school, one.id, other.id),
        severity="high",
        sentence=f"{team} plays back to back: {one} on {last} and {other} on {first}.",
        games=(one, other),
        teams=(team.school,),
    )


KIND = NeighbourKind(name="back-to-back", priority=6, find=find)
