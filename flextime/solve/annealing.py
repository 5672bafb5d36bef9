"""Simulated annealing over the slots of a season or tournament, in compiled chunks that a caller can watch and end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import compiled, inlined
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
from flextime.solve.totals import total_cost

CHUNK = 20_000  # evaluations between two looks at the clock, and at how often hard limits are kept: some 50 ms
LEAST_HARD_HEATS, MOST_HARD_HEATS = 1.5, 25.0  # what a hard deviation counts, in temperatures
STEER = 1.06  # factor from chunk to chunk: from one end to the other in fifty
TWO_TO_31 = 2147483648
LEAST_GAIN = 1e-9  # points; less is rounding

# What a price is made of: hard deviations of rows and games, and of what spans teams; soft points of the same.
HARD_ROWS, SOFT_ROWS, SOFT_LEAGUE, HARD_SPANS = range(4)
PARTS = 4

# The kinds of moves, in the order of a mix.
(
    SWAP_SLOTS, KEMPE, SWAP_HOMES, TRIANGLE, SWAP_TEAMS, EXCHANGE_GUESTS, TRADE_GAMES, TRADE_ALL, TRADE_HALF, TURN_GAME,
) = range(10)  # fmt: skip
KINDS = 10


class Ways(NamedTuple):
    """What a search may do. `mix` holds, by kind of move, the hundredth of draws below which it is taken."""

    mix: Ints
    half: int  # slots of a phase: moves of slots stay within one; 0 without phases
    keeps_games: bool  # a move that loses what must be played is refused: small moves would not find it again
    most_hard: float  # a move that adds more hard deviations is refused unseen, whatever its soft price


def ways(shares: Mapping[int, int], *, half: int = 0, keeps_games: bool = False, most_hard: float = 1e9) -> Ways:
    """Return the ways of a mix given in hundredths by kind. Raises ValueError unless they add up to 100."""
    if sum(shares.values()) != 100:
        raise ValueError(f"The shares of moves add up to {sum(shares.values())}, not to 100.")
    mix = np.cumsum([shares.get(kind, 0) for kind in range(KINDS)]).astype(np.int64)
    return Ways(mix, half, keeps_games, most_hard)


# A season is begun valid. A move that adds two hard deviations was never taken.
SEASON = ways(
    {SWAP_SLOTS: 2, KEMPE: 43, SWAP_HOMES: 12, TRIANGLE: 13, SWAP_TEAMS: 20, EXCHANGE_GUESTS: 10},
    keeps_games=True,
    most_hard=1.5,
)


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
    spans: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """Temperatures in points, and the share of its time that the search should keep every hard limit.

    What a hard deviation counts is steered to that share: a search that never crosses what it may not keep is stuck
    (held at 400 points it stopped 5 % above what it reaches so), one that always does ends with nothing to show.
    With `hard_points` it counts that much instead, whatever comes.
    """

    warm: float
    cold: float
    feasible_share: float = 0.3
    hard_points: float | None = None
    most_hard_heats: float = MOST_HARD_HEATS


FIRST = Cooling(warm=65.0, cold=22.0)
REHEATED = Cooling(warm=42.0, cold=16.0)  # warm enough to leave the best, too cold to forget it
AWAY = Cooling(warm=65.0, cold=16.0, feasible_share=0.6)  # warm enough to forget it: for another structure


@dataclass(slots=True)
class Anneal:
    """One run: its rows, its best, and its random state. Changed in place by each chunk."""

    limits: Limits
    ways: Ways
    rows: Ints
    best: Ints
    best_found: Floats  # hard deviations and soft price of the best
    state: Ints
    hard_heats: float = 3.0  # what a hard deviation counts, in temperatures
    done: int = 0
    present: int = 0  # evaluations of the anneal under way

    @property
    def best_price(self) -> float:
        """Return the soft price of the best, infinite while none keeps the hard limits."""
        return float(self.best_found[1]) if self.best_found[0] == 0 else float("inf")


def start(limits: Limits, rows: Ints, seed: int, ways: Ways = SEASON) -> Anneal:
    """Return a run that begins at rows. The seed may be any integer."""
    mixed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFF
    found = total_cost(limits, rows)[:2].copy()
    return Anneal(limits, ways, rows.copy(), rows.copy(), found, np.array([mixed], dtype=np.int64))


def anneal(
    run: Anneal, evaluations: int, go_on: Callable[[Anneal], bool], cooling: Cooling, part: int | None = None
) -> None:
    """Run so many evaluations, cooling geometrically, or the next `part` of them; ask `go_on` after each chunk."""
    rate = log(cooling.cold / cooling.warm) / max(1, evaluations)
    until = evaluations if part is None else min(evaluations, run.present + part)
    while run.present < until:
        chunk = min(CHUNK, until - run.present)
        heat = cooling.warm * exp(rate * run.present)
        hard_points = run.hard_heats * heat
        if cooling.hard_points is not None:
            hard_points = cooling.hard_points
        heating = np.array([heat, exp(rate), hard_points, 0.0])
        _anneal_chunk(run.limits, run.ways, run.rows, run.best, run.best_found, run.state, chunk, heating)
        steer = STEER if heating[3] < cooling.feasible_share * chunk else 1 / STEER
        run.hard_heats = min(max(run.hard_heats * steer, LEAST_HARD_HEATS), cooling.most_hard_heats)
        run.done += chunk
        run.present += chunk
        if not go_on(run):
            break
    if run.present >= evaluations:
        run.present = 0


def typical_change(run: Anneal, moves: int) -> float:
    """Return by how much a move changes the soft price: the median of those that do, over a walk that takes any move.

    It gives an instance's temperatures their scale, whether it counts breaks or miles. 1.0 where no move has a price.
    """
    walk = start(run.limits, run.rows, int(run.state[0]), run.ways)
    changes, before = [], float(total_cost(run.limits, walk.rows)[1])
    for _ in range(moves):
        anneal(walk, 1, lambda _: True, Cooling(warm=1e12, cold=1e12, hard_points=1e-9))
        after = float(total_cost(run.limits, walk.rows)[1])
        if abs(after - before) > LEAST_GAIN:
            changes.append(abs(after - before))
        before = after
    return float(np.median(changes)) if changes else 1.0


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


@compiled
def _anneal_chunk(
    limits: Limits, ways: Ways, rows: Ints, best: Ints, best_found: Floats, state: Ints, chunk: int, heating: Floats
) -> None:
    """Try `chunk` moves; `heating` is temperature, its factor a move, what hard ones cost; [3] feasible moves."""
    desk = _desk(limits, rows)
    price = np.zeros(PARTS)
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
            best[:] = rows


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


@compiled
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
        spans_of(limits, teams, rows.shape[1]),
    )


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
    desk.parts[:] = desk.fresh


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
            desk.parts[team] = desk.fresh[team]
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
