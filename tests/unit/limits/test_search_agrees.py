"""The search on tournaments: its moves keep the round robin, and what it counts as it goes is what the checks count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.limits import SE2, TournamentLimit
from flextime.limits.evaluating import evaluate
from flextime.limits.round_robin import check
from flextime.solve.annealing import Cooling, anneal, start
from flextime.solve.arrays import fixtures_of, limits_arrays, rows_of
from flextime.solve.grids import grid_of, hill_climb
from flextime.solve.totals import total_cost
from flextime.solve.ways import KEMPE, SWAP_HOMES, SWAP_SLOTS, TRADE_ALL, TRADE_GAMES, TRADE_HALF, ways
from tests.timetables import capacity_limits, pattern_limits, slot_limits, tournament_of

tournament_limits = st.one_of(slot_limits(), capacity_limits(), pattern_limits()).filter(
    lambda limit: not isinstance(limit, SE2) and getattr(limit, "unit", "slots") == "slots"
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(tournament_limits, min_size=1, max_size=5),
    st.sampled_from([SWAP_SLOTS, KEMPE, SWAP_HOMES, TRADE_GAMES, TRADE_ALL, TRADE_HALF]),
    st.booleans(),
    st.integers(0, 1000),
)
def test_each_move_keeps_the_round_robin_and_what_is_counted_is_true(
    limits: list[TournamentLimit], kind: int, phased: bool, seed: int
) -> None:
    if phased and kind == TRADE_GAMES:
        kind = TRADE_HALF
    tournament = tournament_of(4, *limits, phased=phased)
    arrays = limits_arrays(grid_of(tournament))
    may = ways({kind: 60, SWAP_HOMES: 40} if kind != SWAP_HOMES else {kind: 100}, half=3 if phased else 0, lengths=2)
    run = start(arrays, rows_of(grid_of(tournament), hill_climb(4, 0)), seed, may)
    anneal(run, 400, lambda _: True, Cooling(warm=50.0, cold=1.0))
    for rows in (run.rows, run.best):
        games = fixtures_of(rows)
        assert check(tournament.base, games, 4, 6) == []
        told, value = total_cost(arrays, rows), evaluate(tournament, games)
        assert told[0] == sum(found.deviation.amount for found in value.findings if found.deviation.hard)
        assert told[1] == pytest.approx(value.objective)
    assert (run.best_found[0], run.best_found[1]) == (pytest.approx(total_cost(arrays, run.best)[:2]))
