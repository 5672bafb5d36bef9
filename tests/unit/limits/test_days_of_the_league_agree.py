"""Days of the whole league, and how a team comes to a game: CP-SAT is played against the independent check."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from flextime.limits import Approach, DayCount, MeetingDays, approach, days, meeting_days
from flextime.limits.days import DatedFixture
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price
from flextime.solve.encode import encode

TEAMS, SLOTS = 4, 3
SATURDAY = date(2026, 1, 3)
DAYS = tuple((SATURDAY + timedelta(days=3 * slot), SATURDAY + timedelta(days=3 * slot + 1)) for slot in range(SLOTS))
ALL_DAYS = [day for own in DAYS for day in own]

prices = st.sampled_from([Price(rule="hard"), Price(rule="soft", points=2.0)])
some_days = st.sets(st.sampled_from(ALL_DAYS), min_size=1).map(lambda found: tuple(sorted(found)))
sides: st.SearchStrategy[Mode] = st.sampled_from(["H", "A"])


@st.composite
def rounds(draw: st.DrawFn) -> list[DatedFixture]:
    """Every team plays in every slot, on one of its two days."""
    games = []
    for slot in range(SLOTS):
        order = draw(st.permutations(range(TEAMS)))
        for home, away in (order[:2], order[2:]):
            games.append(DatedFixture(Fixture(home, away, slot), draw(st.sampled_from(DAYS[slot]))))
    return games


def encoded_price(limit: DayCount | Approach | MeetingDays, games: Sequence[DatedFixture]) -> float | None:
    """Return the soft price that CP-SAT finds with games and days fixed, None when it finds them impossible."""
    model = cp_model.CpModel()
    play = {game.fixture: model.new_constant(1) for game in games}
    encoding = Encoding(model, teams=TEAMS, slots=SLOTS, most_byes=0, play=play, days=DAYS)
    for game in games:
        model.add(encoding.on(game.fixture.home, game.fixture.slot, game.day) == 1)
    encode([limit], encoding, soft=True)
    model.minimize(sum(points * excess for excess, points in encoding.penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.objective_value / POINT_SCALE if solver.solve(model) == cp_model.OPTIMAL else None


def agree(limit: DayCount | Approach | MeetingDays, games: Sequence[DatedFixture], found: Sequence[Deviation]) -> None:
    if limit.price.points is None:
        assert (encoded_price(limit, games) is None) == bool(found)
    else:
        assert encoded_price(limit, games) == pytest.approx(sum(one.price for one in found))


@settings(max_examples=40, deadline=None)
@given(rounds(), prices, some_days, st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted))
def test_cp_sat_and_the_check_agree_on_the_days_of_the_league(
    games: list[DatedFixture], price: Price, chosen: tuple[date, ...], bounds: list[int]
) -> None:
    limit = DayCount(
        price=price, teams=(0, 1, 2, 3), mode="H", days=chosen, least=bounds[0], most=bounds[1], together=True
    )
    agree(limit, games, days.check(limit, games))


@settings(max_examples=40, deadline=None)
@given(rounds(), prices, some_days, sides, sides)
def test_cp_sat_and_the_check_agree_on_how_a_team_comes_to_a_game_with_no_bye_before_it(
    games: list[DatedFixture], price: Price, chosen: tuple[date, ...], mode: Mode, before: Mode
) -> None:
    limit = Approach(
        price=price, teams=(0, 1, 2), days=chosen, mode=mode, before=before, within_days=5, exempt=((0, 3),)
    )
    agree(limit, games, approach.check(limit, games))


@settings(max_examples=60, deadline=None)
@given(rounds(), prices, some_days, st.sets(st.sampled_from([(0, 1), (1, 0), (2, 3), (0, 3)]), min_size=1))
def test_cp_sat_and_the_check_agree_on_the_days_of_pairs(
    games: list[DatedFixture], price: Price, chosen: tuple[date, ...], pairs: set[tuple[int, int]]
) -> None:
    limit = MeetingDays(price=price, meetings=tuple(sorted(pairs)), days=chosen)
    agree(limit, games, meeting_days.check(limit, games))
