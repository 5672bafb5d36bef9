"""Back to back: a team plays on consecutive days, or twice on one, by the calendars of the venues."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flextime.conflicts.double_booking import is_double
from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind
from flextime.conflicts.model import Team
from flextime.conflicts.placed import PlacedGame


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    for one, other in pairwise(games):
        last, first = one.days[-1], other.days[0]
        if (first - last).days < facts.numbers.days_apart and not is_double(one, other, facts.numbers):
            yield Finding(
                key=(team.sport, team.school, one.id, other.id),
                severity="high",
                sentence=f"{team} plays back to back: {one} on {last} and {other} on {first}.",
                games=(one, other),
                teams=(team.school,),
            )


KIND = TeamKind(name="back-to-back", title="Back to back", priority=6, find=find)
