"""GA1: how many of a set of ordered games fall in a set of slots (RobinX GA1). At most none is a ban."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class GA1:
    """From `least` to `most` of the ordered `meetings` (home, away) are played in `slots`."""

    price: Price
    meetings: tuple[tuple[int, int], ...]
    slots: tuple[int, ...]
    least: int
    most: int


def encode(limit: GA1, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    to.keep_between(to.meetings(limit.meetings, limit.slots), limit.least, limit.most, limit.price)


def cost(count: int, least: int, most: int) -> int:
    """Return the deviation of a count that the search keeps as games come and go."""
    if count > most:
        return count - most
    if count < least:
        return least - count
    return 0


def check(limit: GA1, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return the deviation, with the games that were counted."""
    hits = [game for game in fixtures if (game.home, game.away) in limit.meetings and game.slot in limit.slots]
    amount = outside(len(hits), limit.least, limit.most)
    teams = sorted({team for pair in limit.meetings for team in pair})
    return [deviation(limit.price, amount, teams, hits)] if amount else []
