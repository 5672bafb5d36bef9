"""Games that GA1 limits count, compiled: what a move shifts is listed, and counted only when the move is taken."""

from typing import NamedTuple

import numpy as np

from flextime.limits import ga1
from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating, compiled, inlined

ga1_cost = compiled(ga1.cost)


class Counts(NamedTuple):
    """Per GA1 limit: how many games it counts, and how many more it would count with the move at hand."""

    games: Ints
    shifts: Ints
    is_listed: Ints
    listed: Ints  # the limits of games that the move at hand moves
    sizes: Ints  # [0]: how many those are


@allocating
def counts_for(limits: Limits) -> Counts:
    """Return room for the limits, with no game counted."""
    size = limits.ga1_points.size
    none = np.zeros(size, np.int64)
    return Counts(none, none.copy(), none.copy(), none.copy(), np.zeros(1, np.int64))


@compiled
def count_games(limits: Limits, rows: Ints, games: Ints, out: Floats) -> None:
    """Count every game from nothing, and put the hard and soft deviations of all GA1 limits into `out`."""
    teams, slots = rows.shape
    games[:] = 0
    out[:] = 0.0
    for home in range(teams):
        for slot in range(slots):
            if rows[home, slot] > 0:
                pair = home * teams + rows[home, slot] - 1
                cell = pair * slots + slot
                for place in range(limits.game_at[2 * cell], limits.game_at[2 * cell + 2]):
                    games[limits.game_ga1[place]] += 1
                for place in range(limits.pair_at[2 * pair], limits.pair_at[2 * pair + 2]):
                    games[limits.pair_ga1[place]] += 1
    for k in range(games.size):
        soft = int(limits.ga1_points[k] >= 0.0)
        out[soft] += ga1_cost(games[k], limits.ga1[k, 0], limits.ga1[k, 1]) * abs(limits.ga1_points[k])


@inlined
def shift_counts(
    limits: Limits, counts: Counts, rows: Ints, cells: Ints, old: Ints, count: int, everywhere: bool, soft: int
) -> float:
    """Note the games that come and go for the hard limits, or for the soft ones, and return the change in their price.

    Limits on all slots see nothing where who meets whom stays, which is when `everywhere` is False.
    """
    teams, slots = rows.shape
    first = counts.sizes[0]
    for i in range(count):
        for entry, step in ((old[i], -1), (cells[i, 2], 1)):
            if entry > 0:
                pair: int = cells[i, 0] * teams + entry - 1
                at: int = 2 * (pair * slots + cells[i, 1]) + soft
                _shift(counts, limits.game_ga1, limits.game_at[at], limits.game_at[at + 1], step)
                if everywhere:
                    at = 2 * pair + soft
                    _shift(counts, limits.pair_ga1, limits.pair_at[at], limits.pair_at[at + 1], step)
    change = 0.0
    for place in range(first, counts.sizes[0]):
        k: int = counts.listed[place]
        shift: int = counts.shifts[k]
        if shift != 0:
            least, most = limits.ga1[k, 0], limits.ga1[k, 1]
            games: int = counts.games[k]
            by = ga1_cost(games + shift, least, most) - ga1_cost(games, least, most)
            if by != 0:
                change += by * abs(limits.ga1_points[k])
    return change


@inlined
def _shift(counts: Counts, members: Ints, begin: int, end: int, step: int) -> None:
    for place in range(begin, end):
        k: int = members[place]
        counts.shifts[k] += step
        if counts.is_listed[k] == 0:
            counts.is_listed[k] = 1
            counts.listed[counts.sizes[0]] = k
            counts.sizes[0] += 1


@inlined
def settle_counts(counts: Counts, taken: int) -> None:
    """Forget the move at hand, of whose shifts `taken` (0 or 1) times as many are counted from now on."""
    for place in range(counts.sizes[0]):
        k = counts.listed[place]
        counts.games[k] += taken * counts.shifts[k]
        counts.shifts[k] = 0
        counts.is_listed[k] = 0
    counts.sizes[0] = 0
