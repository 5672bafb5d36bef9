"""A chunk of an annealing, compiled: moves are drawn, priced by what they touch, and taken or undone."""

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating, compiled, inlined
from flextime.solve.moves import (
    draw,
    exchange_guests,
    kempe_chain,
    swap_homes,
    swap_slots,
    swap_teams,
    trade_all_games,
    trade_games,
    trade_half,
    turn_game,
    turn_triangle,
)
from flextime.solve.pricing import (
    HARD_ROWS,
    HARD_SPANS,
    MEETINGS_CHANGE,
    SOFT_LEAGUE,
    SOFT_ROWS,
    Desk,
    accept,
    apply,
    desk_for,
    undo,
    worth,
)
from flextime.solve.ways import (
    EXCHANGE_GUESTS,
    KEMPE,
    SWAP_HOMES,
    SWAP_SLOTS,
    SWAP_TEAMS,
    TRADE_ALL,
    TRADE_GAMES,
    TRADE_HALF,
    TRIANGLE,
    Ways,
)

TWO_TO_31 = 2147483648
LEAST_GAIN = 1e-9  # points; less is rounding


@compiled
def _propose(ways: Ways, rows: Ints, state: Ints, desk: Desk) -> int:  # noqa: C901, PLR0911  one line a kind
    """Draw a move, and say whether it changes who meets whom. The mix is told in docs/solver.md."""
    teams, slots = rows.shape
    luck, team, one = draw(state, 100), draw(state, teams), draw(state, slots)
    desk.info[MEETINGS_CHANGE] = 0
    if luck < ways.mix[KEMPE]:
        other = _other_slot(one, slots, ways.half, state)
        if luck < ways.mix[SWAP_SLOTS]:
            return swap_slots(rows, one, other, desk.cells)
        return kempe_chain(rows, team, one, other, desk.cells, desk.seen)
    if luck < ways.mix[SWAP_HOMES]:
        return swap_homes(rows, team, one, desk.cells)
    desk.info[MEETINGS_CHANGE] = 1
    if luck < ways.mix[TRIANGLE]:
        return turn_triangle(rows, team, state, desk.cells)
    if ways.mix[SWAP_TEAMS] <= luck < ways.mix[EXCHANGE_GUESTS]:
        return exchange_guests(rows, team, one, draw(state, teams), desk.cells)
    other = (team + 1 + draw(state, teams - 1)) % teams if teams > 1 else team
    if other == team:
        return 0
    if luck < ways.mix[SWAP_TEAMS]:
        return swap_teams(rows, team, other, one, ways.half, desk.cells)
    if luck < ways.mix[TRADE_GAMES]:
        return trade_games(rows, team, other, one, slots >> draw(state, ways.lengths), desk.cells)
    if luck < ways.mix[TRADE_ALL]:
        return trade_all_games(rows, team, other, desk.cells)
    if luck < ways.mix[TRADE_HALF]:
        return trade_half(rows, team, other, one, slots // 2 >> draw(state, ways.lengths), desk.cells)
    return turn_game(rows, team, one, desk.cells)


@compiled
def _other_slot(one: int, slots: int, half: int, state: Ints) -> int:
    """Draw another slot, of the same phase where there are phases."""
    many = half if half > 0 else slots
    first = one - one % many
    return first + (one - first + 1 + draw(state, many - 1)) % many if many > 1 else one


@allocating
def anneal_chunk(
    limits: Limits, ways: Ways, rows: Ints, best: Ints, best_found: Floats, state: Ints, chunk: int, heating: Floats
) -> None:
    """Try `chunk` moves; `heating` is temperature, its factor a move, what hard ones cost.

    Out of it come [3] from how many feasible timetables moves were tried, and [4] the sum of their prices.
    """
    _try_moves(limits, ways, desk_for(limits, rows), rows, best, best_found, state, chunk, heating)


@compiled
def _try_moves(
    limits: Limits,
    ways: Ways,
    desk: Desk,
    rows: Ints,
    best: Ints,
    best_found: Floats,
    state: Ints,
    chunk: int,
    heating: Floats,
) -> None:
    price = desk.price
    heat, hard_points = heating[0], heating[2]
    for _ in range(chunk):
        heat *= heating[1]
        count = _propose(ways, rows, state, desk)
        if count == 0 or _any_fixed(limits, desk.cells, count):
            continue
        if price[HARD_ROWS] + price[HARD_SPANS] < 0.5:
            heating[3] += 1.0
            heating[4] += price[SOFT_ROWS] + price[SOFT_LEAGUE]
        # Metropolis, with its number drawn first: the move is taken when it costs at most `bound`.
        luck = (draw(state, TWO_TO_31) + 1) / TWO_TO_31
        bound = worth(price, hard_points) - heat * np.log(luck)
        apply(rows, desk, count)
        if not accept(limits, ways, rows, desk, count, bound, hard_points):
            undo(rows, desk, count)
        elif _is_better(price, best_found):
            best_found[0] = price[HARD_ROWS] + price[HARD_SPANS]
            best_found[1] = price[SOFT_ROWS] + price[SOFT_LEAGUE]
            _copy(rows, best)


@inlined
def _is_better(price: Floats, best_found: Floats) -> bool:
    hard = price[HARD_ROWS] + price[HARD_SPANS]
    if hard > best_found[0] - 0.5:
        better: bool = hard < best_found[0] + 0.5 and price[SOFT_ROWS] + price[SOFT_LEAGUE] < best_found[1] - LEAST_GAIN
        return better
    return True


@inlined
def _any_fixed(limits: Limits, cells: Ints, count: int) -> bool:
    for i in range(count):  # noqa: SIM110  numba compiles no generator here
        if limits.fixed[cells[i, 0], cells[i, 1]]:
            return True
    return False


@inlined
def _copy(source: Ints, target: Ints) -> None:
    """Copy cell by cell: between slices, numba allows for an overlap and makes an array."""
    for row in range(source.shape[0]):
        for column in range(source.shape[1]):
            target[row, column] = source[row, column]
