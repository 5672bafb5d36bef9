"""BR1: how many breaks each team has in a set of slots (RobinX BR1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.breaks import breaks_of
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class BR1:
    """Each of `teams` has at most `most` breaks of `mode` in `slots`: two home games in a row, two away, or either."""

    price: Price
    teams: tuple[int, ...]
    slots: tuple[int, ...]
    mode: Mode
    most: int


def encode(limit: BR1, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for team in limit.teams:
        to.keep_between(to.breaks(team, limit.slots, limit.mode), 0, limit.most, limit.price)


def cost(breaks: int, slots: int, most: int) -> int:
    """Return the deviation, from bits: `breaks` where the team has one of the limit's mode, `slots` the limit's."""
    left = breaks & slots
    over = -most
    while left:  # a step for each break there, and they are few: most limits name one to four slots
        left &= left - 1
        over += 1
    return max(over, 0)


def check(limit: BR1, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team's excess, with the games that are breaks."""
    found = []
    for team in limit.teams:
        hits = breaks_of(fixtures, team, limit.mode, limit.slots)
        if len(hits) > limit.most:
            found.append(deviation(limit.price, len(hits) - limit.most, [team], hits))
    return found
