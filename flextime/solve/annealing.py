"""Stage 3: simulated annealing over a season's slots, in compiled chunks that a caller can watch and end."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import compiled
from flextime.solve.costing import count_game, games_cost, hard_cost, league_cost, soft_cost, total_cost, trip_miles
from flextime.solve.moves import draw, exchange_guests, kempe_chain, swap_homes, swap_slots, swap_teams, turn_triangle

CHUNK = 20_000  # evaluations between two looks at the clock, and at how often hard limits are kept: some 50 ms
LEAST_HARD_HEATS, MOST_HARD_HEATS = 1.5, 25.0  # what a hard deviation counts, in temperatures
STEER = 1.06  # factor from chunk to chunk: from one end to the other in fifty
TWO_TO_31 = 2147483648


MOST_HARD = 1.5  # a move that adds two hard deviations is refused unseen: it is never taken, whatever its soft price
LEAST_GAIN = 1e-9  # points; less is rounding


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """Temperatures in points, and the share of its time that the search should keep every hard limit.

    What a hard deviation counts is steered to that share: a search that never crosses what it may not keep is stuck
    (held at 400 points it stopped 5 % above what it reaches so), one that always does ends with nothing to show.
    """

    warm: float
    cold: float
    feasible_share: float = 0.3


FIRST = Cooling(warm=65.0, cold=22.0)
REHEATED = Cooling(warm=42.0, cold=16.0)  # warm enough to leave the best, too cold to forget it


@dataclass(slots=True)
class Anneal:
    """One run: its rows, its best, and its random state. Changed in place by each chunk."""

    limits: Limits
    rows: Ints
    best: Ints
    best_price: float
    state: Ints
    hard_heats: float = 3.0  # what a hard deviation counts, in temperatures
    done: int = 0


def start(limits: Limits, rows: Ints, seed: int) -> Anneal:
    """Return a run that begins at rows. The seed may be any integer."""
    mixed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFF
    total = total_cost(limits, rows)
    price = float(total[1]) if total[0] == 0 else float("inf")
    return Anneal(limits, rows.copy(), rows.copy(), price, np.array([mixed], dtype=np.int64))


def anneal(run: Anneal, evaluations: int, go_on: Callable[[Anneal], bool], cooling: Cooling) -> None:
    """Run the evaluations, cooling geometrically; `go_on` is asked after each chunk."""
    rate = log(cooling.cold / cooling.warm) / max(1, evaluations)
    while run.done < evaluations:
        chunk = min(CHUNK, evaluations - run.done)
        heat = cooling.warm * exp(rate * run.done)
        hard_points = min(max(run.hard_heats, LEAST_HARD_HEATS), MOST_HARD_HEATS) * heat
        heating = np.array([heat, exp(rate), hard_points, 0.0])
        run.best_price = float(_anneal_chunk(run.limits, run.rows, run.best, run.best_price, run.state, chunk, heating))
        steer = STEER if heating[3] < cooling.feasible_share * chunk else 1 / STEER
        run.hard_heats = min(max(run.hard_heats * steer, LEAST_HARD_HEATS), MOST_HARD_HEATS)
        run.done += chunk
        if not go_on(run):
            return


@compiled
def _propose(rows: Ints, state: Ints, desk: Desk) -> int:
    """Draw a move; desk.info[0] says whether it changes who meets whom. The mix is told in docs/solver.md."""
    teams, slots = rows.shape
    kind, team, one = draw(state, 100), draw(state, teams), draw(state, slots)
    desk.info[0] = 0
    if kind < 45:
        other = (one + 1 + draw(state, slots - 1)) % slots if slots > 1 else one
        if kind < 2:
            return swap_slots(rows, one, other, desk.cells)
        return kempe_chain(rows, team, one, other, desk.cells, desk.seen)
    if kind < 57:
        return swap_homes(rows, team, one, desk.cells)
    desk.info[0] = 1
    if kind < 70:
        return turn_triangle(rows, team, state, desk.cells)
    if kind < 90:
        other = (team + 1 + draw(state, teams - 1)) % teams if teams > 1 else team
        return swap_teams(rows, team, other, one, desk.cells) if other != team else 0
    return exchange_guests(rows, team, one, draw(state, teams), desk.cells)


@compiled
def _anneal_chunk(
    limits: Limits, rows: Ints, best: Ints, best_price: float, state: Ints, chunk: int, heating: Floats
) -> float:
    """Try `chunk` moves; `heating` is temperature, its factor a move, what hard ones cost; [3] feasible moves."""
    desk = _desk(limits, rows)
    price = np.zeros(3)  # hard deviations, soft price of rows and games, soft price of the league
    _price_all(limits, rows, desk, price)
    heat, hard_points = heating[0], heating[2]
    for _ in range(chunk):
        heat *= heating[1]
        count = _propose(rows, state, desk)
        if count == 0 or _any_fixed(limits, desk.cells, count):
            continue
        if price[0] < 0.5:
            heating[3] += 1.0
        # Metropolis, with its number drawn first: the move is taken when it costs at most `bound`.
        luck = (draw(state, TWO_TO_31) + 1) / TWO_TO_31
        bound = hard_points * price[0] + price[1] + price[2] - heat * np.log(luck)
        moved = _apply(limits, rows, desk, count)
        if not _accept(limits, rows, desk, moved, price, bound, hard_points):
            _undo(limits, rows, desk, count)
        elif price[0] < 0.5 and price[1] + price[2] < best_price - LEAST_GAIN:
            best_price = price[1] + price[2]
            best[:] = rows
    return best_price


@compiled
def _desk(limits: Limits, rows: Ints) -> Desk:
    teams, most_cells = rows.shape[0], 4 * max(rows.shape) + 16
    return Desk(
        np.zeros((most_cells, 4), np.int64),
        np.zeros(most_cells, np.int64),
        np.zeros(1, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros((teams, 7), np.int64),
        np.zeros((teams, 3)),
        np.zeros((teams, 3)),
        np.zeros(limits.ga1_points.size, np.int64),
        np.zeros(2),
        np.zeros(teams),
    )


@compiled
def _price_all(limits: Limits, rows: Ints, desk: Desk, price: Floats) -> None:
    teams = rows.shape[0]
    games_cost(limits, rows, desk.counts, desk.change)
    for team in range(teams):
        desk.touched[team] = team
    price[0] = desk.change[0] + _price_hard(limits, rows, desk, teams, 1e18)
    price[1] = desk.change[1] + _price_soft(limits, rows, desk, teams)
    price[2] = league_cost(limits, rows, desk.team_miles)
    desk.parts[:] = desk.fresh


@compiled
def _accept(
    limits: Limits, rows: Ints, desk: Desk, moved: int, price: Floats, bound: float, hard_points: float
) -> bool:
    """Price the touched rows, the hard limits first; take the price and return True when it is within the bound."""
    if desk.change[0] > 0.5:  # who meets whom is kept: what is lost there is not found again by small moves
        return False
    hard = price[0] + desk.change[0]
    hard += _price_hard(limits, rows, desk, moved, MOST_HARD - desk.change[0])
    if hard > price[0] + MOST_HARD:
        return False
    soft = price[1] + desk.change[1] + _price_soft(limits, rows, desk, moved)
    league = 0.0
    within: bool = hard_points * hard + soft <= bound
    if within:
        league = league_cost(limits, rows, desk.team_miles)
        within = hard_points * hard + soft + league <= bound
    for i in range(moved):
        team = desk.touched[i]
        if within:
            desk.parts[team] = desk.fresh[team]
        desk.team_miles[team] = desk.parts[team, 2]
    if within:
        price[0], price[1], price[2] = hard, soft, league
    return within


@compiled
def _any_fixed(limits: Limits, cells: Ints, count: int) -> bool:
    for i in range(count):  # noqa: SIM110  numba compiles no generator here
        if limits.fixed[cells[i, 0], cells[i, 1]]:
            return True
    return False


@compiled
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


@compiled
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


@compiled
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


@compiled
def _undo(limits: Limits, rows: Ints, desk: Desk, count: int) -> None:
    _recount(limits, rows, desk, count, -1)
    for i in range(count):
        rows[desk.cells[i, 0], desk.cells[i, 1]] = desk.old[i]


@compiled
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
