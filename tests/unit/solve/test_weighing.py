"""Weights of hard limits: what is broken comes to count more, what is kept less, and the best is told without them."""

from typing import Any

import numpy as np
import pytest

from flextime.limits import BR1, BR2, CA1, CA3, GA1, SE1, Tournament, TournamentLimit
from flextime.limits.evaluating import evaluate
from flextime.limits.model import Price
from flextime.solve import solve, tournaments
from flextime.solve.annealing import Anneal, Cooling, start
from flextime.solve.arrays import NEVER, Limits, fixtures_of, limits_arrays, rows_of
from flextime.solve.grids import circle_method, grid_of, hill_climb
from flextime.solve.timetabling import TournamentBudget
from flextime.solve.tournaments import tournament_ways
from flextime.solve.weighing import KEPT, STEP, anneal_weighing, own_weights, weigh, weight
from tests.timetables import tournament_of
from tests.watches import Counting

HARD = Price(rule="hard")
SOFT = Price(rule="soft", points=7.0)
GAMES = circle_method(range(6))
FIRST = next(game for game in GAMES if game.slot == 0)
HOME, AWAY = FIRST.home, FIRST.away
COOLING = Cooling(warm=2.0, cold=0.4, hard_points=1.0)


def arrays_of(tournament: Tournament) -> Limits:
    return own_weights(limits_arrays(grid_of(tournament)))


def away_first(team: int, price: Price) -> CA1:
    return CA1(price=price, teams=(team,), places=(0,), mode="H", least=0, most=0)


def crowded() -> Tournament:
    """Twelve teams of which each of many overlapping groups wants few games among itself: not kept in one anneal."""
    everybody = tuple(range(12))
    groups = [tuple((team * step + start) % 12 for team in range(5)) for step in (1, 5, 7) for start in range(12)]
    limits = [
        GA1(
            price=HARD,
            meetings=tuple((a, b) for a in group for b in group if a != b),
            slots=tuple((start + 4 * place) % 22 for place in range(6)),
            least=0,
            most=1,
        )
        for start, group in enumerate(groups)
    ]
    few_breaks = BR2(price=HARD, teams=everybody, slots=tuple(range(22)), most=24)
    return tournament_of(12, *limits, few_breaks)


def begun(tournament: Tournament, seed: int) -> Anneal:
    rows = rows_of(grid_of(tournament), hill_climb(len(tournament.teams), seed))
    return start(arrays_of(tournament), rows, seed, tournament_ways(tournament))


@pytest.mark.parametrize(
    ("field", "broken", "kept"),
    [
        ("ca1_points", away_first(HOME, HARD), away_first(AWAY, HARD)),
        (
            "ca3_points",
            CA3(price=HARD, teams=(HOME,), length=1, mode="H", most=0),
            CA3(price=HARD, teams=(AWAY,), length=10, mode="H", most=10),
        ),
        (
            "br1_points",
            BR1(price=HARD, teams=(0, 1, 2), mode="HA", slots=tuple(range(10)), most=0),
            BR1(price=HARD, teams=(0, 1, 2), mode="HA", slots=tuple(range(10)), most=10),
        ),
        (
            "ga1_points",
            GA1(price=HARD, meetings=((HOME, AWAY),), slots=(0,), least=0, most=0),
            GA1(price=HARD, meetings=((HOME, AWAY),), slots=(0,), least=1, most=1),
        ),
    ],
)
def test_a_broken_limit_counts_more_and_a_kept_one_what_it_did(
    field: str, broken: TournamentLimit, kept: TournamentLimit
) -> None:
    for limit, expected in ((broken, -1.0 - STEP), (kept, -1.0)):
        limits = arrays_of(tournament_of(6, limit))
        weigh(limits, rows_of(grid_of(tournament_of(6)), GAMES))
        assert expected in getattr(limits, field)
        assert set(getattr(limits, field)) <= {expected, -1.0}


def test_what_is_kept_again_comes_back_to_one_and_what_is_always_broken_ends_at_eleven() -> None:
    points = -1.0
    for _ in range(5000):
        points = weight(points, True)
    assert points == pytest.approx(-1.0 - STEP / (1 - KEPT))
    for _ in range(5000):
        points = weight(points, False)
    assert points == pytest.approx(-1.0)


def test_soft_limits_and_those_that_must_never_break_keep_their_points() -> None:
    limits = arrays_of(tournament_of(6, away_first(HOME, SOFT)))
    weigh(limits, rows_of(grid_of(tournament_of(6)), GAMES))
    assert list(limits.ca1_points) == [7.0]
    assert (weight(7.0, True), weight(NEVER, True)) == (7.0, NEVER)


def test_what_spans_the_league_keeps_its_weight() -> None:
    no_breaks = BR2(price=HARD, teams=tuple(range(6)), slots=tuple(range(10)), most=0)
    apart = SE1(price=HARD, teams=tuple(range(6)), least=8)
    limits = arrays_of(tournament_of(6, no_breaks, apart))
    weigh(limits, rows_of(grid_of(tournament_of(6)), GAMES))
    assert (list(limits.br2_points), list(limits.se1_points)) == ([-1.0], [-1.0])


def test_weights_are_the_runs_own() -> None:
    shared = limits_arrays(grid_of(tournament_of(6, away_first(HOME, HARD))))
    weigh(own_weights(shared), rows_of(grid_of(tournament_of(6)), GAMES))
    assert list(shared.ca1_points) == [-1.0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_best_is_told_by_the_limits_and_not_by_their_weights(seed: int) -> None:
    tournament = crowded()
    hard, run = limits_arrays(grid_of(tournament)), begun(tournament, seed)
    before = float(run.best_found[0])
    anneal_weighing(run, 400_000, lambda _: True, COOLING, 400_000, hard=hard)
    assert max(-run.limits.ga1_points) > 1.0
    assert run.best_found[0] == evaluate(tournament, tuple(fixtures_of(run.best))).infeasibility < before


def test_parts_of_an_anneal_come_to_the_same_as_the_whole() -> None:
    tournament = crowded()
    hard, whole, parts = limits_arrays(grid_of(tournament)), begun(tournament, 1), begun(tournament, 1)
    anneal_weighing(whole, 200_000, lambda _: True, COOLING, 200_000, hard=hard)
    for _ in range(2):
        anneal_weighing(parts, 200_000, lambda _: True, COOLING, 100_000, hard=hard)
    assert np.array_equal(whole.best, parts.best)
    assert np.array_equal(whole.limits.ga1_points, parts.limits.ga1_points)


def test_it_ends_when_every_limit_is_kept() -> None:
    tournament = tournament_of(6, away_first(0, HARD), away_first(1, HARD))
    hard, run = limits_arrays(grid_of(tournament)), begun(tournament, 2)
    anneal_weighing(run, 10**9, lambda _: True, COOLING, 10**9, hard=hard)
    assert run.best_found[0] == 0
    assert run.done <= 100_000


@pytest.mark.parametrize("members", [1, 2])
def test_a_league_that_is_not_soon_done_is_tried_in_both_manners_and_the_same_comes_out(
    monkeypatch: pytest.MonkeyPatch, members: int
) -> None:
    monkeypatch.setattr(tournaments, "TRIAL_EVALUATIONS", 20_000)
    weighed: list[bool] = []
    looked = anneal_weighing

    def counted(*given: Any, **named: Any) -> None:  # noqa: ANN401  the arguments are those of anneal_weighing
        weighed.append(True)
        looked(*given, **named)

    monkeypatch.setattr(tournaments, "anneal_weighing", counted)
    budget = TournamentBudget(evaluations=200_000, members=members, seconds=1e9)
    once, again = (solve(crowded(), budget, 5, Counting()) for _ in range(2))
    assert once.infeasibility > 0  # else it was soon done
    assert once.evaluations >= 100_000
    assert weighed
    assert once.fixtures == again.fixtures
