"""CA2: how many games a team has against a set of opponents in a set of slots (RobinX CA2, mode2 GLOBAL)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price, Row, counts_as, deviation, games_of, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class CA2:
    """Each of `teams` has from `least` to `most` games of `mode` against any of `opponents` in `slots`."""

    price: Price
    teams: tuple[int, ...]
    opponents: tuple[int, ...]
    slots: tuple[int, ...]
    mode: Mode
    least: int
    most: int


def encode(limit: CA2, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for team in limit.teams:
        hosted = [(team, other) for other in limit.opponents] if limit.mode != "A" else []
        visited = [(other, team) for other in limit.opponents] if limit.mode != "H" else []
        met = to.meetings([*hosted, *visited], limit.slots)
        to.keep_between(met, limit.least, limit.most, limit.price)


def opponent_mask(row: Row, opponents: int) -> int:
    """Return the slots, as bits, in which a team's row names one of the opponents, given as bits."""
    mask = 0
    for slot in range(len(row)):
        if row[slot] != 0 and (opponents >> (abs(row[slot]) - 1)) & 1:
            mask |= 1 << slot
    return mask


def check(limit: CA2, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team's deviation, with its games against the opponents."""
    found = []
    for team in limit.teams:
        hits = [
            game
            for game in games_of(fixtures, team)
            if game.slot in limit.slots
            and counts_as(game, team, limit.mode)
            and (game.away if game.home == team else game.home) in limit.opponents
        ]
        if amount := outside(len(hits), limit.least, limit.most):
            found.append(deviation(limit.price, amount, [team], hits))
    return found
