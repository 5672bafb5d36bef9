"""SE1: how many slots lie between two meetings of the same pair (RobinX SE1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, Row, Scratch, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class SE1:
    """Between two consecutive meetings of any two of `teams` lie at least `least` slots."""

    price: Price
    teams: tuple[int, ...]
    least: int


def encode(limit: SE1, to: Encoding) -> None:
    """State the limit in CP-SAT: two meetings in slots too near each other cannot both be, or cost what is missing."""
    for one, other in combinations(limit.teams, 2):
        pair = [(one, other), (other, one)]
        if limit.price.points is None:
            for first in range(to.slots - limit.least):
                near = to.meetings(pair, range(first, first + limit.least + 1))
                to.keep_between(near, 0, 1, limit.price)
            continue
        for first in range(to.slots):
            for second in range(first + 1, min(to.slots, first + limit.least + 1)):
                missing = limit.least - (second - first - 1)
                price = Price(rule=limit.price.rule, points=limit.price.points * missing)
                between = to.none_of(to.meetings(pair, range(first + 1, second)))
                to.keep_between(to.meetings(pair, [first, second]), 0, 1, price, between)


def cost(row: Row, team: int, teams: int, least: int, last: Scratch) -> int:
    """Return the slots missing between a team's meetings with opponents of a higher number, so each pair counts once.

    `teams` are the limit's, as bits; `last` is scratch, one cell per team.
    """
    total = 0
    for other in range(len(last)):
        last[other] = -1
    for slot in range(len(row)):
        if row[slot] == 0:
            continue
        other = abs(row[slot]) - 1
        if other > team and (teams >> other) & 1:
            if last[other] >= 0 and slot - last[other] - 1 < least:
                total += least - (slot - last[other] - 1)
            last[other] = slot
    return total


def check(limit: SE1, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each two consecutive meetings that lie too near each other."""
    found = []
    for one, other in combinations(limit.teams, 2):
        met = sorted((f for f in fixtures if {f.home, f.away} == {one, other}), key=lambda f: f.slot)
        for earlier, later in pairwise(met):
            missing = limit.least - (later.slot - earlier.slot - 1)
            if missing > 0:
                found.append(deviation(limit.price, missing, [one, other], [earlier, later]))
    return found
