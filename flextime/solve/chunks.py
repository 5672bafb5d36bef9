"""A chunk of an annealing, compiled: moves are drawn, priced by what they touch, and taken or undone."""

from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating, compiled, inlined
from flextime.solve.costing import MASKS, count_game, games_cost, hard_cost, league_cost, soft_cost, trip_miles
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
from flextime.solve.spanning import Spans, keep_spans, price_spans, spans_of
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

# What a price is made of: hard deviations of rows and games, and of what spans teams; soft points of the same.
HARD_ROWS, SOFT_ROWS, SOFT_LEAGUE, HARD_SPANS = range(4)
PARTS = 4


class Desk(NamedTuple):
    """What a compiled chunk works on: made once, so that no move allocates."""

    cells: Ints  # what the move at hand would write: team, slot, entry; a fourth column for chains to stack teams
    old: Ints  # what stood there
    info: Ints  # [0]: 1 when the move changes who meets whom
    seen: Ints
    touched: Ints  # the teams whose rows the move changes
    last: Ints
    masks: Ints
    parts: Floats  # hard deviations, soft price and miles of each team's row as it stands
    fresh: Floats  # the same with the move made
    counts: Ints  # games that each GA1 limit counts
    change: Floats  # hard and soft change of GA1 by the move at hand
    team_miles: Floats
    price: Floats
    spans: Spans


@compiled
def _propose(ways: Ways, rows: Ints, state: Ints, desk: Desk) -> int:  # noqa: C901, PLR0911  one line a kind
    """Draw a move; desk.info[0] says whether it changes who meets whom. The mix is told in docs/solver.md."""
    teams, slots = rows.shape
    luck, team, one = draw(state, 100), draw(state, teams), draw(state, slots)
    desk.info[0] = 0
    if luck < ways.mix[KEMPE]:
        other = _other_slot(one, slots, ways.half, state)
        if luck < ways.mix[SWAP_SLOTS]:
            return swap_slots(rows, one, other, desk.cells)
        return kempe_chain(rows, team, one, other, desk.cells, desk.seen)
    if luck < ways.mix[SWAP_HOMES]:
        return swap_homes(rows, team, one, desk.cells)
    desk.info[0] = 1
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
        return trade_games(rows, team, other, one, desk.cells)
    if luck < ways.mix[TRADE_ALL]:
        return trade_all_games(rows, team, other, desk.cells)
    if luck < ways.mix[TRADE_HALF]:
        return trade_half(rows, team, other, one, desk.cells)
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
    """Try `chunk` moves; `heating` is temperature, its factor a move, what hard ones cost; [3] feasible moves."""
    _try_moves(limits, ways, _desk(limits, rows), rows, best, best_found, state, chunk, heating)


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
    _price_all(limits, rows, desk, price)
    heat, hard_points = heating[0], heating[2]
    for _ in range(chunk):
        heat *= heating[1]
        count = _propose(ways, rows, state, desk)
        if count == 0 or _any_fixed(limits, desk.cells, count):
            continue
        if price[HARD_ROWS] + price[HARD_SPANS] < 0.5:
            heating[3] += 1.0
        # Metropolis, with its number drawn first: the move is taken when it costs at most `bound`.
        luck = (draw(state, TWO_TO_31) + 1) / TWO_TO_31
        bound = _worth(price, hard_points) - heat * np.log(luck)
        moved = _apply(limits, rows, desk, count)
        if not _accept(limits, ways, rows, desk, moved, price, bound, hard_points):
            _undo(limits, rows, desk, count)
        elif _is_better(price, best_found):
            best_found[0] = price[HARD_ROWS] + price[HARD_SPANS]
            best_found[1] = price[SOFT_ROWS] + price[SOFT_LEAGUE]
            _copy(rows, best)


@inlined
def _worth(price: Floats, hard_points: float) -> float:
    worth: float = hard_points * (price[HARD_ROWS] + price[HARD_SPANS]) + price[SOFT_ROWS] + price[SOFT_LEAGUE]
    return worth


@inlined
def _is_better(price: Floats, best_found: Floats) -> bool:
    hard = price[HARD_ROWS] + price[HARD_SPANS]
    if hard > best_found[0] - 0.5:
        better: bool = hard < best_found[0] + 0.5 and price[SOFT_ROWS] + price[SOFT_LEAGUE] < best_found[1] - LEAST_GAIN
        return better
    return True


@allocating
def _desk(limits: Limits, rows: Ints) -> Desk:
    teams, most_cells = rows.shape[0], 4 * rows.size + 16
    return Desk(
        np.zeros((most_cells, 4), np.int64),
        np.zeros(most_cells, np.int64),
        np.zeros(1, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros((teams, MASKS), np.int64),
        np.zeros((teams, 3)),
        np.zeros((teams, 3)),
        np.zeros(limits.ga1_points.size, np.int64),
        np.zeros(2),
        np.zeros(teams),
        np.zeros(PARTS),
        spans_of(limits, teams, rows.shape[1]),
    )


@inlined
def _copy(source: Ints | Floats, target: Ints | Floats) -> None:
    """Copy cell by cell: between slices, numba allows for an overlap and makes an array."""
    for row in range(source.shape[0]):
        for column in range(source.shape[1]):
            target[row, column] = source[row, column]


@compiled
def _price_all(limits: Limits, rows: Ints, desk: Desk, price: Floats) -> None:
    teams = rows.shape[0]
    games_cost(limits, rows, desk.counts, desk.change)
    for team in range(teams):
        desk.touched[team] = team
    price[HARD_ROWS] = desk.change[0] + _price_hard(limits, rows, desk, teams, 1e18)
    price[SOFT_ROWS] = desk.change[1] + _price_soft(limits, rows, desk, teams)
    price[HARD_SPANS] = price_spans(limits, desk.spans, rows, desk.masks, desk.touched, teams, True)
    price[SOFT_LEAGUE] = league_cost(limits, rows, desk.team_miles)
    price[SOFT_LEAGUE] += price_spans(limits, desk.spans, rows, desk.masks, desk.touched, teams, False)
    keep_spans(limits, desk.spans, desk.touched, teams)
    _copy(desk.fresh, desk.parts)


@inlined
def _accept(
    limits: Limits, ways: Ways, rows: Ints, desk: Desk, moved: int, price: Floats, bound: float, hard_points: float
) -> bool:
    """Price the touched rows, the hard limits first; take the price and return True when it is within the bound."""
    if ways.keeps_games and desk.change[0] > 0.5:
        return False
    # Soft prices are never negative: hard deviations that alone are past the bound need no more looking at.
    most = min(price[HARD_ROWS] + ways.most_hard, bound / hard_points)
    hard = price[HARD_ROWS] + desk.change[0]
    hard += _price_hard(limits, rows, desk, moved, most - hard)
    if hard > most:
        return False
    spanned = price_spans(limits, desk.spans, rows, desk.masks, desk.touched, moved, True)
    soft = price[SOFT_ROWS] + desk.change[1] + _price_soft(limits, rows, desk, moved)
    league = 0.0
    within: bool = hard_points * (hard + spanned) + soft <= bound
    if within:
        league = league_cost(limits, rows, desk.team_miles)
        league += price_spans(limits, desk.spans, rows, desk.masks, desk.touched, moved, False)
        within = hard_points * (hard + spanned) + soft + league <= bound
    for i in range(moved):
        team = desk.touched[i]
        if within:
            for part in range(3):
                desk.parts[team, part] = desk.fresh[team, part]
        desk.team_miles[team] = desk.parts[team, 2]
    if within:
        keep_spans(limits, desk.spans, desk.touched, moved)
        price[HARD_ROWS], price[HARD_SPANS], price[SOFT_ROWS], price[SOFT_LEAGUE] = hard, spanned, soft, league
    return within


@inlined
def _any_fixed(limits: Limits, cells: Ints, count: int) -> bool:
    for i in range(count):  # noqa: SIM110  numba compiles no generator here
        if limits.fixed[cells[i, 0], cells[i, 1]]:
            return True
    return False


@inlined
def _price_hard(limits: Limits, rows: Ints, desk: Desk, moved: int, enough: float) -> float:
    """Return the change in hard deviations of the touched rows; stops when it is past `enough`."""
    total: float = 0.0
    for i in range(moved):
        team = desk.touched[i]
        desk.fresh[team, 0] = hard_cost(limits, team, rows[team], desk.masks[team], desk.last)
        total += desk.fresh[team, 0] - desk.parts[team, 0]
        if total > enough:
            break
    return total


@inlined
def _price_soft(limits: Limits, rows: Ints, desk: Desk, moved: int) -> float:
    """Return the change in the soft price of the touched rows, travel with it."""
    total = 0.0
    for i in range(moved):
        team = desk.touched[i]
        desk.fresh[team, 1] = soft_cost(limits, team, rows[team], desk.masks[team], desk.last)
        desk.fresh[team, 2] = trip_miles(rows[team], team, limits.miles)
        desk.team_miles[team] = desk.fresh[team, 2]
        total += desk.fresh[team, 1] - desk.parts[team, 1]
        total += limits.mile_points * (desk.fresh[team, 2] - desk.parts[team, 2])
    return total


@inlined
def _apply(limits: Limits, rows: Ints, desk: Desk, count: int) -> int:
    """Write the cells into the rows, keeping what stood there; list the teams touched and return how many."""
    moved = 0
    desk.seen[:] = 0
    for i in range(count):
        team, slot = desk.cells[i, 0], desk.cells[i, 1]
        desk.old[i] = rows[team, slot]
        rows[team, slot] = desk.cells[i, 2]
        if desk.seen[team] == 0:
            desk.seen[team] = 1
            desk.touched[moved] = team
            moved += 1
    desk.change[:] = 0.0
    _recount(limits, rows, desk, count, 1)
    return moved


@inlined
def _undo(limits: Limits, rows: Ints, desk: Desk, count: int) -> None:
    _recount(limits, rows, desk, count, -1)
    for i in range(count):
        rows[desk.cells[i, 0], desk.cells[i, 1]] = desk.old[i]


@inlined
def _recount(limits: Limits, rows: Ints, desk: Desk, count: int, step: int) -> None:
    """Count the games that come and go; those of GA1 on all slots only where a move changes who meets whom."""
    teams, slots = rows.shape
    if limits.game_ga1.size == 0 and desk.info[0] == 0:
        return
    for i in range(count):
        for entry, sign in ((desk.old[i], -step), (desk.cells[i, 2], step)):
            if entry > 0:
                pair = desk.cells[i, 0] * teams + entry - 1
                cell = pair * slots + desk.cells[i, 1]
                count_game(limits, limits.game_at, limits.game_ga1, cell, sign, desk.counts, desk.change)
                if desk.info[0] == 1:
                    count_game(limits, limits.pair_at, limits.pair_ga1, pair, sign, desk.counts, desk.change)
