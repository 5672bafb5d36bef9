"""Tournaments that are no compact double round robins: known optima, proofs, and what is returned is what it says."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.limits import BR2, CA1, GA1, SE2, RoundRobin, Tournament, TournamentLimit
from flextime.limits.evaluating import evaluate
from flextime.limits.model import Fixture, Price
from flextime.limits.round_robin import check
from flextime.limits.travel import season_miles
from flextime.robinx import read_instance
from flextime.solve import affordable, solve
from flextime.solve.annealing import Cooling, anneal, start
from flextime.solve.arrays import fixtures_of, limits_arrays, rows_of
from flextime.solve.grids import grid_of, shuffled
from flextime.solve.shapes import is_compact_double, opening_games, shape_grid, shape_ways
from flextime.solve.timetabling import Timetabled, TournamentBudget
from flextime.solve.totals import total_cost
from tests.bench_data import bench_data
from tests.timetables import PAIRINGS, tournament_of
from tests.watches import Counting

HARD, ONE_POINT = Price(rule="hard"), Price(rule="soft", points=1.0)


def league(teams: int, slots: int, *limits: TournamentLimit, base: RoundRobin) -> Tournament:
    names = tuple(f"slot {number}" for number in range(slots))
    return replace(tournament_of(teams, *limits), slots=slots, slot_names=names, base=base)


def breaks(teams: int, slots: int, price: Price = ONE_POINT) -> BR2:
    """No team is at home, or away, twice running."""
    return BR2(price=price, teams=tuple(range(teams)), slots=tuple(range(slots)), most=0)


def single_round_robins_of_four() -> Iterator[list[Fixture]]:
    """Every order of the three slots and every choice of hosts."""
    for order in permutations(PAIRINGS):
        games = [Fixture(one, other, slot) for slot, pairing in enumerate(order) for one, other in pairing]
        for turns in product((False, True), repeat=len(games)):
            yield [
                Fixture(game.away, game.home, game.slot) if turned else game
                for game, turned in zip(games, turns, strict=True)
            ]


def solved(tournament: Tournament, evaluations: int = 2_000_000, *, members: int = 1, seed: int = 1) -> Timetabled:
    found = solve(tournament, TournamentBudget(evaluations=evaluations, members=members, seconds=1e9), seed, Counting())
    value = evaluate(tournament, found.fixtures)
    assert (value.infeasibility, value.objective) == (found.infeasibility, found.objective)
    return found


@pytest.mark.parametrize("teams", [4, 6])
def test_a_single_round_robin_has_the_fewest_breaks_there_can_be(teams: int) -> None:
    single = league(teams, teams - 1, breaks(teams, teams - 1), base=RoundRobin(rounds=1))
    found = solved(single)
    assert (found.infeasibility, found.objective) == (0, teams - 2)  # de Werra 1981


def test_an_odd_league_with_byes_has_no_break_at_all() -> None:
    odd = league(7, 7, breaks(7, 7, HARD), base=RoundRobin(rounds=1))
    found = solved(odd)
    assert (found.infeasibility, len(found.fixtures)) == (0, 21)


def test_a_triple_round_robin_in_phases_is_solved_to_its_optimum() -> None:
    four = league(4, 9, breaks(4, 9), base=RoundRobin(rounds=3, phased=True))
    assert solved(four, 400_000).objective == 6  # CP-SAT proves it, stated at once


def test_a_partial_league_plays_whom_it_likes() -> None:
    """Given six teams of which each plays three games, when two trios would rather not meet within, none does."""
    everybody, within = range(6), [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    pairs = tuple(pair for one, other in within for pair in ((one, other), (other, one)))
    partial = league(
        6,
        4,
        CA1(price=HARD, teams=tuple(everybody), places=(0, 1, 2, 3), mode="HA", least=3, most=3),
        GA1(price=ONE_POINT, meetings=pairs, slots=(0, 1, 2, 3), least=0, most=0),
        base=RoundRobin(rounds=1, all_games=False),
    )
    found = solved(partial)
    assert (found.infeasibility, found.objective, len(found.fixtures)) == (0, 0, 9)


def test_a_time_relaxed_league_moves_its_games_out_of_the_way() -> None:
    """Given three slots to spare of which two are dear to all and one to some, when solved, those are free."""
    dear = CA1(price=ONE_POINT, teams=(0, 1, 2, 3), places=(0, 4), mode="HA", least=0, most=0)
    some = CA1(price=ONE_POINT, teams=(0, 1), places=(2,), mode="HA", least=0, most=0)
    relaxed = league(4, 9, dear, some, base=RoundRobin())
    assert (solved(relaxed).infeasibility, solved(relaxed).objective) == (0, 0)
    tight = league(4, 7, dear, base=RoundRobin())
    assert solved(tight).objective == 4  # one of the two slots holds two games: four teams play in it


def test_paired_slots_make_a_mirrored_season_with_its_fewest_breaks() -> None:
    mirrored = tournament_of(4, SE2(price=HARD, pairs=((0, 3), (1, 4), (2, 5))), breaks(4, 6))
    found = solved(mirrored)
    assert (found.infeasibility, found.objective) == (0, 6)  # three for each team after the second: de Werra 1981


def test_a_travelling_single_round_robin_is_as_short_as_any() -> None:
    """Given two pairs of neighbours, when solved, no order of the three slots and no choice of hosts is shorter."""
    miles = ((0.0, 1.0, 10.0, 10.0), (1.0, 0.0, 10.0, 10.0), (10.0, 10.0, 0.0, 1.0), (10.0, 10.0, 1.0, 0.0))
    single = replace(league(4, 3, base=RoundRobin(rounds=1)), miles=miles)
    shortest = min(sum(season_miles(games, miles), 0.0) for games in single_round_robins_of_four())
    assert solved(single).objective == shortest


def test_too_few_slots_are_told_as_proven() -> None:
    found = solved(league(4, 2, base=RoundRobin(rounds=1)))
    assert (found.infeasibility, found.seconds_to_first, found.proven) == (2, None, True)


def test_a_contradiction_is_proven_and_missed_by_as_little_as_can_be() -> None:
    all_away = CA1(price=HARD, teams=(0, 1, 2), places=(0,), mode="H", least=0, most=0)  # three of four, in two games
    found = solved(league(4, 3, all_away, base=RoundRobin(rounds=1)), 200_000)
    assert (found.infeasibility, found.proven, found.cut) == (1, True, False)


@pytest.mark.parametrize("members", [1, 2])
def test_the_same_seed_and_counts_give_the_same_timetable(members: int) -> None:
    tied = league(5, 16, breaks(5, 16), SE2(price=ONE_POINT, pairs=((0, 8), (3, 11))), base=RoundRobin(rounds=3))
    single = league(8, 7, breaks(8, 7), base=RoundRobin(rounds=1))
    for tournament in (tied, single):
        once, again = (solved(tournament, 150_000, members=members, seed=7) for _ in range(2))
        assert (once.fixtures, once.evaluations) == (again.fixtures, again.evaluations)
        assert solved(tournament, 150_000, members=members, seed=8).fixtures != once.fixtures


def test_a_cancelled_solve_returns_the_best_so_far() -> None:
    three = league(6, 15, breaks(6, 15), base=RoundRobin(rounds=3))
    watch = Counting(cancel_after=4)
    found = solve(three, TournamentBudget(evaluations=10**12, members=2, seconds=1e9), 1, watch)
    assert (found.infeasibility, found.cut) == (0, True)
    assert [progress.aim for progress in watch.reports][-1] == "objective"


def test_what_seconds_afford_is_measured_on_any_shape() -> None:
    for tournament in (league(4, 2, base=RoundRobin(rounds=1)), league(5, 5, breaks(5, 5), base=RoundRobin(rounds=1))):
        assert affordable(tournament, 2, 10.0, Counting()) > 0


@st.composite
def shapes(draw: st.DrawFn) -> Tournament:
    """Any shape of three to six teams but the compact double round robin, with room for its games."""
    teams, rounds = draw(st.integers(3, 6)), draw(st.integers(1, 3))
    slots = rounds * (teams - 1 + teams % 2) + draw(st.integers(0, 3))
    base = RoundRobin(rounds=rounds, phased=draw(st.booleans()), all_games=draw(st.booleans()))
    return league(teams, slots, base=base)


@st.composite
def kept_limits(draw: st.DrawFn, tournament: Tournament) -> tuple[TournamentLimit, ...]:
    """Hard limits that a hidden timetable keeps exactly."""
    teams, slots = range(len(tournament.teams)), range(tournament.slots)
    hidden = opening_games(tournament, draw(st.permutations(teams)))
    limits: list[TournamentLimit] = []
    for _ in range(draw(st.integers(0, 4))):
        team, places = draw(st.sampled_from(teams)), tuple(draw(st.sets(st.sampled_from(slots), min_size=1)))
        home = sum(game.home == team and game.slot in places for game in hidden)
        limits.append(CA1(price=HARD, teams=(team,), places=places, mode="H", least=home, most=home))
    for game in draw(st.lists(st.sampled_from(hidden), max_size=3)):
        limits.append(GA1(price=HARD, meetings=(game[:2],), slots=(game.slot,), least=1, most=1))
    return tuple(limits)


@settings(max_examples=25, deadline=None)
@given(st.data(), shapes().filter(lambda drawn: not is_compact_double(drawn)))
def test_a_feasible_tournament_of_any_shape_is_solved(data: st.DataObject, tournament: Tournament) -> None:
    limits = data.draw(kept_limits(tournament))
    priced = breaks(len(tournament.teams), tournament.slots)
    found = solved(replace(tournament, limits=(*limits, priced)), 60_000)
    assert (found.infeasibility, found.proven) == (0, False)


@settings(max_examples=60, deadline=None)
@given(shapes(), st.integers(0, 1000))
def test_the_moves_keep_any_shape_and_what_is_counted_is_true(tournament: Tournament, seed: int) -> None:
    teams = len(tournament.teams)
    tournament = replace(tournament, limits=(breaks(teams, tournament.slots),))
    arrays = limits_arrays(shape_grid(tournament))
    rows = rows_of(grid_of(tournament), opening_games(tournament, shuffled(teams, seed)))
    run = start(arrays, rows, seed, shape_ways(tournament))
    anneal(run, 1000, lambda _: True, Cooling(warm=50.0, cold=1.0))
    for kept in (run.rows, run.best):
        games = fixtures_of(kept)
        assert check(tournament.base, games, teams, tournament.slots) == []
        assert tuple(total_cost(arrays, kept)[:2]) == (0, evaluate(tournament, games).objective)
    assert run.best_found[1] == evaluate(tournament, fixtures_of(run.best)).objective


@settings(max_examples=60, deadline=None)
@given(shapes(), st.integers(0, 1000))
def test_the_opening_is_a_round_robin_of_the_shape(tournament: Tournament, seed: int) -> None:
    teams = len(tournament.teams)
    assert check(tournament.base, opening_games(tournament, shuffled(teams, seed)), teams, tournament.slots) == []


@pytest.mark.parametrize("name", ["ACC", "Big10"])
def test_the_college_seasons_of_the_archive_are_feasible_at_once(name: str) -> None:
    tournament = read_instance(bench_data(f"real/instances/{name}.xml").read_bytes())
    found = solved(tournament, 10_000_000, members=2)
    assert (found.infeasibility, found.objective) == (0, 0)
    assert all(isinstance(game, Fixture) for game in found.fixtures)
