"""FA2: how far apart two teams' home games so far may be, after each of a set of slots (RobinX FA2, mode H)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, Row, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class FA2:
    """After each of `slots`, any two of `teams` have had numbers of home games that differ by at most `most`.

    A pair deviates by what its worst slot has over `most`, once.
    """

    price: Price
    teams: tuple[int, ...]
    slots: tuple[int, ...]
    most: int


def encode(limit: FA2, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for one, other in combinations(limit.teams, 2):
        ours, theirs = to.home_games(one), to.home_games(other)
        to.keep_near([[(ours[slot], 1), (theirs[slot], -1)] for slot in limit.slots], limit.most, limit.price)


def cost(row_one: Row, row_two: Row, slots_mask: int, most: int) -> int:
    """Return the deviation of one pair from its rows; the limit's slots are bits."""
    apart, worst = 0, 0
    for slot in range(len(row_one)):
        if row_one[slot] > 0:
            apart += 1
        if row_two[slot] > 0:
            apart -= 1
        if (slots_mask >> slot) & 1:
            worst = max(worst, abs(apart))
    return max(worst - most, 0)


def check(limit: FA2, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each pair's deviation, with the home games of the two up to their worst slot."""
    hosted = {team: [game.slot for game in fixtures if game.home == team] for team in limit.teams}
    slots = sorted(limit.slots)
    so_far = {team: [sum(at <= slot for at in own) for slot in slots] for team, own in hosted.items()}
    found = []
    for one, other in combinations(limit.teams, 2):
        apart = [abs(ours - theirs) for ours, theirs in zip(so_far[one], so_far[other], strict=True)]
        worst = max(apart, default=0)
        if worst > limit.most:
            last = slots[apart.index(worst)]
            hits = [game for game in fixtures if game.home in (one, other) and game.slot <= last]
            found.append(deviation(limit.price, worst - limit.most, [one, other], hits))
    return found
