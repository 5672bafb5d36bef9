"""SE2: two slots with the same pairings: a pair of teams meets in both or in neither (RobinX SE2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class SE2:
    """In the two slots of each of `pairs` the same teams meet; each pair of teams that meets in one only deviates."""

    price: Price
    pairs: tuple[tuple[int, int], ...]


def encode(limit: SE2, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for one, other in combinations(range(to.teams), 2):
        meet = [(one, other), (other, one)]
        for first, second in limit.pairs:
            here, there = to.meetings(meet, [first]), to.meetings(meet, [second])
            to.keep_near([[*((game, 1) for game in here), *((game, -1) for game in there)]], 0, limit.price)


def check(limit: SE2, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each two teams that meet in one slot of a pair and not in the other, with their games in the two."""
    found = []
    for pair in limit.pairs:
        games = [game for game in fixtures if game.slot in pair]
        for teams in sorted({tuple(sorted(game[:2])) for game in games}):
            hits = [game for game in games if {game.home, game.away} == set(teams)]
            if {game.slot for game in hits} != set(pair):
                found.append(deviation(limit.price, 1, teams, hits))
    return found
