"""Tournaments: what the moves keep, that increments are true, known optima, and the same again from the same seed."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from flextime.limits import CA1, CA3, SE1, RoundRobin, Tournament
from flextime.limits.model import Fixture, Price
from flextime.limits.round_robin import check
from flextime.solve import solve
from flextime.solve.annealing import CHUNK, Cooling, anneal, start
from flextime.solve.arrays import limits_arrays, rows_of
from flextime.solve.grids import circle_method, grid_of, hill_climb
from flextime.solve.moves import kempe_chain
from flextime.solve.timetabling import Timetabled, TournamentBudget
from flextime.solve.totals import total_cost
from tests.timetables import tournament_of
from tests.watches import Counting

HARD = Price(rule="hard")
CHAINED = list(combinations(range(19), 2))  # slots of one half


def circular(teams: int) -> Tournament:
    """The travelling tournament on a circle (Easton, Nemhauser and Trick 2001): at most three in a row, no rematch."""
    everybody = tuple(range(teams))
    return tournament_of(
        teams,
        CA3(price=HARD, teams=everybody, length=4, mode="H", most=3),
        CA3(price=HARD, teams=everybody, length=4, mode="A", most=3),
        SE1(price=HARD, teams=everybody, least=1),
        miles=[[min(abs(i - j), teams - abs(i - j)) for j in everybody] for i in everybody],
    )


def solved(tournament: Tournament, evaluations: int, members: int = 1, seed: int = 1) -> Timetabled:
    budget = TournamentBudget(evaluations=evaluations, members=members, seconds=1e9)
    return solve(tournament, budget, seed, Counting())


@pytest.mark.parametrize("teams", [2, 4, 6, 8, 16])
def test_the_circle_gives_a_phased_double_round_robin_with_the_fewest_breaks(teams: int) -> None:
    games = circle_method(range(teams))
    assert check(RoundRobin(phased=True), games, teams, 2 * (teams - 1)) == []
    breaks = 0
    for team in range(teams):
        home = [game.home == team for game in sorted(games, key=lambda g: g.slot) if team in (game.home, game.away)]
        half = home[: teams - 1]
        breaks += sum(before == after for before, after in pairwise(half))
    assert breaks == teams - 2


@pytest.mark.parametrize("teams", [2, 4, 6, 8, 12, 16, 20])
def test_what_a_search_begins_from_is_a_phased_double_round_robin(teams: int) -> None:
    assert check(RoundRobin(phased=True), hill_climb(teams, 7), teams, 2 * (teams - 1)) == []


def test_kempe_chains_lead_out_of_what_a_search_begins_from() -> None:
    rows = rows_of(grid_of(tournament_of(20)), hill_climb(20, 7))
    cells, seen = np.zeros((4 * rows.size + 16, 4), np.int64), np.zeros(20, np.int64)
    chains = [kempe_chain(rows, team, one, other, cells, seen) for one, other in CHAINED for team in range(20)]
    assert sum(count > 0 for count in chains) > len(chains) / 10  # of the circle method's slots none


@pytest.mark.parametrize(("teams", "optimum"), [(4, 20.0), (6, 64.0)])
def test_the_known_optima_of_small_circles_are_found(teams: int, optimum: float) -> None:
    found = solved(circular(teams), 400_000)
    assert (found.infeasibility, found.objective) == (0, optimum)


def test_hard_limits_are_kept_first_and_then_the_price_falls() -> None:
    away_early = CA1(price=HARD, teams=(0, 1, 2), places=(0, 1), mode="H", least=0, most=0)
    dear = CA1(price=Price(rule="soft", points=10.0), teams=(3,), places=(4, 5), mode="A", least=0, most=0)
    found = solved(tournament_of(6, away_early, dear), 200_000)
    assert (found.infeasibility, found.objective) == (0, 0)
    hosts = Counter(game.home for game in found.fixtures if game.slot in (0, 1))
    assert not {0, 1, 2} & set(hosts)


def test_what_cannot_be_kept_is_missed_by_as_little_as_can_be() -> None:
    all_away = CA1(price=HARD, teams=(0, 1, 2), places=(0,), mode="H", least=0, most=0)  # three of four, in two games
    found = solved(tournament_of(4, all_away), 100_000)
    assert (found.infeasibility, found.seconds_to_first) == (1, None)


@pytest.mark.parametrize("members", [1, 2, 3])
def test_the_same_seed_and_counts_give_the_same_timetable(members: int) -> None:
    circle = circular(8)
    once, again = (solved(circle, 120_000, members=members, seed=7) for _ in range(2))
    assert once.fixtures == again.fixtures
    assert once.evaluations == again.evaluations >= 120_000  # those of hard limits alone count an eighth
    assert solved(circle, 120_000, members=members, seed=8).fixtures != once.fixtures


def test_a_timetable_without_a_price_ends_the_solve() -> None:
    found = solved(tournament_of(6), 10**12)
    assert (found.infeasibility, found.objective, found.cut) == (0, 0, False)


def test_a_cancelled_solve_returns_the_best_so_far() -> None:
    watch = Counting(cancel_after=2)
    found = solve(circular(6), TournamentBudget(evaluations=10**12, members=2, seconds=1e9), 1, watch)
    assert (found.infeasibility, found.cut) == (0, True)
    assert found.evaluations < 10**12
    assert [progress.aim for progress in watch.reports][-1] == "objective"


def test_slots_to_spare_are_byes() -> None:
    base = RoundRobin(compact=False)
    relaxed = replace(circular(6), slots=12, base=base)
    found = solved(relaxed, 200_000)
    assert (found.infeasibility, found.seconds_to_first is None) == (0, False)
    assert check(base, found.fixtures, 6, 12) == []
    assert len({game.slot for game in found.fixtures}) > 10


def test_fixtures_are_told_in_order_of_slot_and_host() -> None:
    fixtures = solved(tournament_of(4), 1000).fixtures
    assert list(fixtures) == sorted(fixtures, key=lambda game: (game.slot, game.home))
    assert all(isinstance(game, Fixture) for game in fixtures)


def test_a_search_that_strays_from_the_hard_limits_goes_on_from_its_best() -> None:
    games = circle_method(range(6))
    as_begun = [
        CA1(price=HARD, teams=(team,), places=tuple(g.slot for g in games if g.home == team), mode="H", least=5, most=5)
        for team in range(6)
    ]
    grid = grid_of(tournament_of(6, *as_begun))
    anything_goes = Cooling(warm=1e12, cold=1e12, hard_points=1e-9)
    lost, kept = (start(limits_arrays(grid), rows_of(grid, games), 1) for _ in range(2))
    anneal(lost, 2 * CHUNK, lambda _: True, anything_goes)
    assert total_cost(lost.limits, lost.rows)[0] > 0
    anneal(kept, 2 * CHUNK, lambda _: True, replace(anything_goes, stray_chunks=1))
    assert total_cost(kept.limits, kept.rows)[0] == 0
