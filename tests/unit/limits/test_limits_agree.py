"""The three faces of a limit say the same: CP-SAT and the search's cost are played against the independent check."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from flextime.league.big12 import SCHOOLS, VENUES, mbb_plan
from flextime.limits import (
    CA1,
    CA3,
    SE1,
    DayCount,
    OffBye,
    PartnerWeekends,
    SlotLimit,
    SplitWeeks,
    Travel,
    TravelBalance,
    days,
    off_bye,
    partner_weekends,
    rest,
    split_weeks,
    travel,
)
from flextime.limits.days import DatedFixture
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.evaluating import check
from flextime.limits.model import Deviation, Fixture, Price
from flextime.limits.rest import DayRun, Rest
from flextime.solve.annealing import Cooling, anneal, start
from flextime.solve.arrays import limits_arrays, rows_of
from flextime.solve.encode import encode
from flextime.solve.problem import SeasonFacts
from flextime.solve.timetable import Timetable
from flextime.solve.totals import total_cost
from tests.timetables import (
    SLOTS,
    TEAMS,
    encoded_price,
    modes,
    prices,
    slot_limits,
    some_teams,
    timetables,
)

MILES = ((0.0, 100.0, 250.0, 400.0), (100.0, 0.0, 180.0, 330.0), (250.0, 180.0, 0.0, 90.0), (400.0, 330.0, 90.0, 0.0))
FACTS = SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES)


def checked(limit: SlotLimit, games: list[Fixture]) -> list[Deviation]:
    match limit:
        case OffBye():
            return off_bye.check(limit, games)
        case PartnerWeekends():
            return partner_weekends.check(limit, games)
        case SplitWeeks():
            return split_weeks.check(limit, games)
        case Travel() | TravelBalance():
            return travel.check(limit, games)
        case _:
            return check(limit, games, SLOTS)


def table_of(*limits: SlotLimit) -> Timetable:
    return Timetable(
        facts=FACTS, teams=TEAMS, slots=SLOTS, games_per_team=0, days=(), slot_limits=limits, day_limits=(),
        barred=frozenset(), pinned=(),
    )  # fmt: skip


def weeks() -> st.SearchStrategy[SplitWeeks]:
    parts = st.sampled_from([((0, 1), (2, 3), (4, 5)), ((1, 2), (4, 5)), ((0, 1, 2), (3,), (4, 5))])
    return st.builds(
        lambda price, teams, weeks, most: SplitWeeks(price=price, teams=teams, weeks=weeks, most=most),
        prices(), some_teams, parts, st.integers(0, 2),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@example(
    [Fixture(0, 1, 3), Fixture(0, 1, 4)],
    CA3(price=Price(rule="soft", points=2.0), teams=(0,), length=3, mode="H", most=1, unit="slots"),
)
@example(
    [Fixture(0, 1, 0), Fixture(0, 1, 1), Fixture(0, 1, 4)],
    CA1(price=Price(rule="soft", points=2.0), teams=(0,), places=(-2, -1), mode="H", least=0, most=1, unit="games"),
)
@given(timetables(), st.one_of(slot_limits(), weeks()))
def test_cp_sat_and_the_check_agree(games: list[Fixture], limit: SlotLimit) -> None:
    found = checked(limit, games)
    if limit.price.points is None:
        assert (encoded_price(limit, games) is None) == bool(found)
    else:
        assert encoded_price(limit, games) == pytest.approx(sum(one.price for one in found))


@settings(max_examples=80, deadline=None)
@example([Fixture(0, 1, 0), Fixture(0, 1, 1)], [SE1(price=Price(rule="hard"), teams=(0,), least=1)])
@given(timetables(), st.lists(st.one_of(slot_limits(), weeks()), min_size=1, max_size=4))
def test_the_cost_of_the_search_and_the_checks_agree(games: list[Fixture], limits: list[SlotLimit]) -> None:
    extra: list[SlotLimit] = [
        Travel(price=Price(rule="miles", points=0.1), miles=MILES),
        TravelBalance(price=Price(rule="balance", points=0.2), miles=MILES, percent=10.0),
        OffBye(price=Price(rule="byes", points=3.0), teams=(0, 1, 3), most=0),
    ]
    table = table_of(*limits, *extra)
    found = [one for limit in table.slot_limits for one in checked(limit, games)]
    total = total_cost(limits_arrays(table), rows_of(table, games))
    assert total[0] == sum(one.amount for one in found if one.hard)
    assert total[1] == pytest.approx(sum(one.price for one in found))
    assert total[2] == pytest.approx(sum(travel.season_miles(games, MILES)))


@settings(max_examples=25, deadline=None)
@given(timetables(), st.lists(st.one_of(slot_limits(), weeks()), min_size=1, max_size=4), st.integers(0, 1000))
def test_moves_keep_teams_at_one_game_a_slot_and_prices_true(
    games: list[Fixture], limits: list[SlotLimit], seed: int
) -> None:
    table = table_of(*limits, Travel(price=Price(rule="miles", points=0.1), miles=MILES))
    arrays = limits_arrays(table)
    run = start(arrays, rows_of(table, games), seed)
    anneal(run, 500, lambda _: True, Cooling(warm=500.0, cold=5.0))
    for team in range(TEAMS):
        for slot in range(SLOTS):
            entry = int(run.rows[team, slot])
            if entry:
                assert run.rows[abs(entry) - 1, slot] == (-(team + 1) if entry > 0 else team + 1)
    if np.isfinite(run.best_price):
        best = total_cost(arrays, run.best)
        assert (best[0], best[1]) == (0.0, pytest.approx(run.best_price))


SATURDAY = date(2026, 1, 3)
DAYS = tuple((SATURDAY + timedelta(days=3 * slot), SATURDAY + timedelta(days=3 * slot + 1)) for slot in range(3))


def day_limits() -> st.SearchStrategy[DayCount | Rest | DayRun]:
    price = prices()
    count = st.builds(
        lambda price, teams, mode, n: DayCount(
            price=price, teams=teams, mode=mode, days=tuple(own[n % 2] for own in DAYS), least=0, most=n // 2
        ),
        price, some_teams, modes, st.integers(0, 3),
    )  # fmt: skip
    resting = st.builds(
        lambda price, teams, n: Rest(price=price, teams=teams, free_days=n), price, some_teams, st.integers(0, 3)
    )
    run = st.builds(
        lambda price, teams: DayRun(price=price, teams=teams, firsts=(SATURDAY,), gaps=(3, 4)), price, some_teams
    )
    return st.one_of(count, resting, run)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1)), min_size=6, max_size=6), day_limits())
def test_cp_sat_and_the_check_agree_on_days(plan: list[tuple[bool, int]], limit: DayCount | Rest | DayRun) -> None:
    games = [
        DatedFixture(Fixture(pair * 2, pair * 2 + 1, slot), DAYS[slot][plan[2 * slot + pair][1]])
        for slot in range(3)
        for pair in range(2)
        if plan[2 * slot + pair][0]
    ]
    found = days.check(limit, games) if isinstance(limit, DayCount) else rest.check(limit, games)
    model = cp_model.CpModel()
    play = {game.fixture: model.new_constant(1) for game in games}
    encoding = Encoding(model, teams=4, slots=3, most_byes=3, play=play, days=DAYS)
    for game in games:
        model.add(encoding.on(game.fixture.home, game.fixture.slot, game.day) == 1)
    encode([limit], encoding, soft=True)
    model.minimize(sum(points * excess for excess, points in encoding.penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    feasible = solver.solve(model) == cp_model.OPTIMAL
    assert feasible == (not any(one.hard for one in found))
    if feasible:
        assert solver.objective_value / POINT_SCALE == pytest.approx(sum(one.price for one in found))
