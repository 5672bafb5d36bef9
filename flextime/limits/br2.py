"""BR2: how many breaks all teams of a set have together in a set of slots (RobinX BR2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.breaks import breaks_of
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class BR2:
    """The breaks of all `teams` in `slots`, at home and away, are at most `most`."""

    price: Price
    teams: tuple[int, ...]
    slots: tuple[int, ...]
    most: int


def encode(limit: BR2, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    breaks = [literal for team in limit.teams for literal in to.breaks(team, limit.slots, "HA")]
    to.keep_between(breaks, 0, limit.most, limit.price)


def cost(count: int, most: int) -> int:
    """Return the deviation of a count that the search keeps as games move."""
    return max(count - most, 0)


def check(limit: BR2, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return the excess, with the games that are breaks; a game that is one for both its teams stands there twice."""
    hits = [game for team in limit.teams for game in breaks_of(fixtures, team, "HA", limit.slots)]
    over = len(hits) - limit.most
    return [deviation(limit.price, over, limit.teams, hits)] if over > 0 else []
