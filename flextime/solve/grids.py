"""A tournament as the search sees it, and a double round robin to begin from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from flextime.limits import SlotLimit, Tournament, Travel
from flextime.limits.model import Fixture, Price
from flextime.solve.moves import draw

MILE = Price(rule="miles", points=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Teams, slots and the limits on them; nothing is pinned in a tournament."""

    teams: int
    slots: int
    slot_limits: tuple[SlotLimit, ...]
    pinned: tuple[Fixture, ...] = ()


def grid_of(tournament: Tournament, *, hard_only: bool = False) -> Grid:
    """Return a tournament's limits, the miles of a travelling one among them; `hard_only` without what has a price."""
    limits: list[SlotLimit] = [limit for limit in tournament.limits if limit.price.points is None or not hard_only]
    if tournament.miles is not None and not hard_only:
        limits.append(Travel(price=MILE, miles=tournament.miles))
    return Grid(teams=len(tournament.teams), slots=tournament.slots, slot_limits=tuple(limits))


def circle_method(order: Sequence[int]) -> list[Fixture]:
    """Return a mirrored double round robin: the circle method (Kirkman 1847), its second half with arenas swapped.

    `order` seats an even number of teams around the circle; the last one is its centre. Games alternate along the
    circle, which leaves each half with the fewest breaks there can be (de Werra 1981).
    """
    half = len(order) - 1
    first = [Fixture(order[home], order[away], slot) for home, away, slot in _circle(len(order))]
    return [*first, *(Fixture(game.away, game.home, game.slot + half) for game in first)]


def _circle(teams: int) -> Iterator[tuple[int, int, int]]:
    ring, centre = teams - 1, teams - 1
    for slot in range(ring):
        yield (slot, centre, slot) if slot % 2 == 0 else (centre, slot, slot)
        for step in range(1, teams // 2):
            one, other = (slot + step) % ring, (slot - step) % ring
            yield (one, other, slot) if step % 2 else (other, one, slot)


def shuffled(count: int, seed: int) -> list[int]:
    """Return the numbers below count in an order drawn from the seed (Fisher and Yates)."""
    order, state = list(range(count)), np.array([seed & 0xFFFFFFFFFFFF], dtype=np.int64)
    for last in range(count - 1, 0, -1):
        place = draw(state, last + 1)
        order[last], order[place] = order[place], order[last]
    return order
