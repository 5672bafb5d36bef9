"""Weekends of travel partners: CP-SAT is played against the independent check."""

from hypothesis import example, given, settings

from flextime.limits import PartnerWeekends, partner_weekends
from flextime.limits.model import Fixture, Price
from tests.timetables import encoded_price, timetables

PARTNERS = PartnerWeekends(
    price=Price(rule="partners"), pairs=((0, 1), (2, 3)), weekends=((0, 1), (2, 3), (4, 5))
)  # of timetables of four teams in six slots
WHOLE = [Fixture(0, 2, 0), Fixture(1, 3, 0), Fixture(0, 3, 1), Fixture(1, 2, 1)]


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
