"""Weekends of travel partners, and days of a pair's games: CP-SAT is played against the independent check."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from flextime.limits import MeetingDays, PartnerWeekends, meeting_days, partner_weekends
from flextime.limits.days import DatedFixture
from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture, Price
from flextime.solve.encode import encode
from tests.timetables import encoded_price, timetables

PARTNERS = PartnerWeekends(
    price=Price(rule="partners"), pairs=((0, 1), (2, 3)), weekends=((0, 1), (2, 3), (4, 5))
)  # of timetables of four teams in six slots
WHOLE = [Fixture(0, 2, 0), Fixture(1, 3, 0), Fixture(0, 3, 1), Fixture(1, 2, 1)]
FRIDAY = date(2026, 3, 6)


@settings(max_examples=150, deadline=None)
@example(WHOLE)
@example([*WHOLE, Fixture(1, 0, 2), Fixture(2, 3, 3)])
@example(WHOLE[:3])
@example([Fixture(0, 2, 0), Fixture(1, 3, 0), Fixture(3, 0, 1), Fixture(1, 2, 1)])
@example([Fixture(0, 1, 0), Fixture(1, 0, 1)])
@given(timetables())
def test_cp_sat_and_the_check_agree_on_weekends_of_partners(games: list[Fixture]) -> None:
    assert (encoded_price(PARTNERS, games) is None) == bool(partner_weekends.check(PARTNERS, games))


def test_a_weekend_with_a_game_missing_and_one_played_twice_deviates_by_two() -> None:
    games = [*WHOLE[:3], Fixture(0, 2, 1)]
    assert [found.amount for found in partner_weekends.check(PARTNERS, games)] == [2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1)), min_size=3, max_size=3), st.sampled_from([None, 2.0]))
def test_cp_sat_and_the_check_agree_on_the_days_of_a_pair(plan: list[tuple[bool, int]], points: float | None) -> None:
    days = [(FRIDAY + timedelta(weeks=slot), FRIDAY + timedelta(weeks=slot, days=1)) for slot in range(3)]
    games = [
        DatedFixture(Fixture(*((0, 1) if turned else (1, 0)), slot), days[slot][late])
        for slot, (turned, late) in enumerate(plan)
    ]
    price = Price(rule="days", points=points)
    limit = MeetingDays(price=price, meetings=((0, 1),), days=tuple(own[1] for own in days))
    found = meeting_days.check(limit, games)
    model = cp_model.CpModel()
    play = {game.fixture: model.new_constant(1) for game in games}
    encoding = Encoding(model, teams=2, slots=3, most_byes=0, play=play, days=days)
    for game in games:
        model.add(encoding.on(game.fixture.home, game.fixture.slot, game.day) == 1)
    encode([limit], encoding, soft=True)
    model.minimize(sum(points * excess for excess, points in encoding.penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solved = solver.solve(model) == cp_model.OPTIMAL
    assert solved == (points is not None or not found)
    if points is not None:
        assert solver.objective_value == 200 * len(found)
