"""A tournament as the search sees it, and a double round robin to begin from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from flextime.limits import SlotLimit, Tournament, Travel
from flextime.limits.model import Fixture, Price
from flextime.solve.arrays import Ints
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


def hill_climb(teams: int, seed: int) -> list[Fixture]:
    """Return a mirrored double round robin of an even number of teams drawn from the seed, hosts by the toss of a coin.

    Hill climbing to a one-factorization (Dinitz and Stinson 1987). Where the circle method stands alone between a
    search and all others, this is where to begin: of a number of teams one above a prime, any two of its slots are one
    cycle through all teams, and no Kempe chain leads out of it (Januario et al. 2016).
    """
    state, half = np.array([seed & 0xFFFFFFFFFFFF], dtype=np.int64), teams - 1
    mate = np.full((teams, half), -1, dtype=np.int64)  # a team's opponent in a slot
    when = np.full((teams, teams), -1, dtype=np.int64)  # a pair's slot
    while len(free := np.argwhere(mate < 0)):
        one, slot = (int(place) for place in free[draw(state, len(free))])
        others = [other for other in range(teams) if other != one and (when[one, other] < 0) | (mate[other, slot] < 0)]
        other = others[draw(state, len(others))]
        if when[one, other] < 0:
            _part(mate, when, other, slot)
        else:
            _part(mate, when, other, int(when[one, other]))
        mate[one, slot], mate[other, slot], when[one, other], when[other, one] = other, one, slot, slot
    tossed = [(pair, slot) for pair, slot in np.ndenumerate(when) if pair[0] < pair[1]]
    hosts = [pair if draw(state, 2) else pair[::-1] for pair, _ in tossed]
    first = [Fixture(home, away, int(slot)) for (home, away), (_, slot) in zip(hosts, tossed, strict=True)]
    return [*first, *(Fixture(game.away, game.home, game.slot + half) for game in first)]


def _part(mate: Ints, when: Ints, team: int, slot: int) -> None:
    """Take a team's game of a slot away, if there is one."""
    if (other := int(mate[team, slot])) >= 0:
        mate[team, slot] = mate[other, slot] = when[team, other] = when[other, team] = -1


def shuffled(count: int, seed: int) -> list[int]:
    """Return the numbers below count in an order drawn from the seed (Fisher and Yates)."""
    order, state = list(range(count)), np.array([seed & 0xFFFFFFFFFFFF], dtype=np.int64)
    for last in range(count - 1, 0, -1):
        place = draw(state, last + 1)
        order[last], order[place] = order[place], order[last]
    return order
