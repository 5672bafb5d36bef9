"""How hot tournaments are annealed: what a quick anneal reads off, and what is made of it."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flextime.limits import CA3, SE1, Tournament
from flextime.limits.model import Price
from flextime.solve import solve
from flextime.solve.annealing import CHUNK, Anneal, Cooling, Reading, anneal, start
from flextime.solve.arrays import limits_arrays, rows_of
from flextime.solve.grids import grid_of, hill_climb
from flextime.solve.heating import FEWEST_READINGS, LEAST_RATIO, MOST_RATIO, fall, lower
from flextime.solve.timetabling import TournamentBudget
from flextime.solve.tournaments import tournament_ways
from tests.timetables import tournament_of
from tests.watches import Counting

HARD = Price(rule="hard")
EVERYBODY = tuple(range(6))


def travelling(miles: int) -> Tournament:
    """A travelling tournament of six on a circle, whose neighbours live `miles` apart."""
    return tournament_of(
        6,
        CA3(price=HARD, teams=EVERYBODY, length=4, mode="H", most=3),
        CA3(price=HARD, teams=EVERYBODY, length=4, mode="A", most=3),
        SE1(price=HARD, teams=EVERYBODY, least=1),
        miles=[[miles * min(abs(i - j), 6 - abs(i - j)) for j in EVERYBODY] for i in EVERYBODY],
    )


def begun(tournament: Tournament) -> Anneal:
    """A run of the tournament that has come to keep every hard limit."""
    grid = grid_of(tournament)
    run = start(limits_arrays(grid), rows_of(grid, hill_climb(6, 1)), 1, tournament_ways(tournament))
    anneal(run, 100_000, lambda each: each.best_found[0] > 0, Cooling(warm=1e3, cold=1e2))
    assert run.best_found[0] == 0
    return run


def falling(warm: float, cold: float) -> list[Reading]:
    """Readings from 1,000 degrees to a thousandth: a price of 900 at `warm` and above, of 100 at `cold` and below."""
    readings: list[Reading] = []
    for number in range(121):
        heat = 10.0 ** (3 - number / 20)
        left = min(1.0, max(0.0, (heat - cold) / (warm - cold)))
        readings.append(Reading(heat=heat, price=100.0 + 800.0 * left))
    return readings


@given(cold=st.floats(min_value=0.01, max_value=10.0), ratio=st.floats(min_value=1.5, max_value=50.0))
def test_the_hot_anneal_begins_within_the_fall_and_is_neither_narrow_nor_wide(cold: float, ratio: float) -> None:
    found = fall(falling(cold * ratio, cold), 900.0)

    assert found is not None
    first, last = found
    assert 0.8 * cold <= first <= cold * ratio
    assert first / last * (1 + 1e-9) >= LEAST_RATIO
    assert first / last <= MOST_RATIO * (1 + 1e-9)


@given(scale=st.integers(min_value=-8, max_value=8), noise=st.lists(st.floats(0, 50), min_size=121, max_size=121))
def test_the_fall_is_so_many_times_as_hot_where_prices_are_so_many_times_as_high(
    scale: int, noise: Sequence[float]
) -> None:
    by = 2.0**scale  # which multiplies exactly
    readings = [
        replaced._replace(price=replaced.price + more) for replaced, more in zip(falling(20.0, 2.0), noise, strict=True)
    ]
    dearer = [Reading(heat=reading.heat * by, price=reading.price * by) for reading in readings]

    found, again = fall(readings, 900.0), fall(dearer, 900.0 * by)

    assert found is not None
    assert again == (found[0] * by, found[1] * by)


def test_one_timetable_that_is_cheap_by_chance_does_not_end_the_fall() -> None:
    readings = falling(20.0, 2.0)
    lucky = [*readings[:10], readings[10]._replace(price=100.0), *readings[11:]]

    assert fall(lucky, 900.0) == fall(readings, 900.0)


def test_too_few_readings_tell_no_fall() -> None:
    readings = falling(20.0, 2.0)[::15]

    assert len(readings) < FEWEST_READINGS
    assert fall(readings, 900.0) is None


def test_a_price_that_hardly_falls_tells_no_fall() -> None:
    readings = [reading._replace(price=820.0 + reading.price / 10) for reading in falling(20.0, 2.0)]

    assert readings[0].price - readings[-1].price == pytest.approx(80.0)
    assert fall(readings, 910.0) is None


def test_readings_are_of_one_anneal_from_hot_to_cold_and_no_price_is_below_the_best() -> None:
    run = begun(travelling(1))
    for _ in range(2):
        anneal(run, 10 * CHUNK, lambda _: True, Cooling(warm=20.0, cold=0.1))

        assert len(run.readings) <= 10
        assert all(one.heat > other.heat for one, other in pairwise(run.readings))
        assert min(reading.price for reading in run.readings) >= run.best_price


@pytest.mark.parametrize("evaluations", [50_000, 10_000_000])
def test_all_evaluations_are_spent_and_each_anneal_ends_colder_than_the_one_before(evaluations: int) -> None:
    run, spent, coolings = begun(travelling(1)), 0, list[Cooling]()

    def search(many: int, cooling: Cooling) -> Sequence[Anneal]:
        nonlocal spent
        spent += many
        coolings.append(cooling)
        anneal(run, many, lambda _: True, cooling)
        return [run]

    lower(run, evaluations, search)

    assert spent == evaluations
    probe, hot, reheated = coolings
    assert probe.warm > hot.warm > reheated.warm > hot.cold > reheated.cold


def test_what_is_four_times_as_far_is_annealed_four_times_as_hot_and_comes_to_the_same_timetable() -> None:
    budget = TournamentBudget(evaluations=3_000_000, members=2, seconds=1e9)

    near, far = (solve(travelling(miles), budget, 3, Counting()) for miles in (1, 4))

    assert far.fixtures == near.fixtures
    assert far.objective == 4 * near.objective
