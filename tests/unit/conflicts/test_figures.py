"""Conflicts at the figure itself: what has exactly the hours, miles, days or parts that are asked is none."""

from datetime import date

import pytest

from flextime.conflicts.numbers import SPORTS, Numbers
from flextime.league.distance import great_circle_miles
from tests.conflict_worlds import found, game, school


def miles(one: str, other: str) -> float:
    return great_circle_miles(school(min(one, other)), school(max(one, other)))


@pytest.mark.parametrize(("second", "late"), [("03:59", True), ("04:00", False)])
def test_a_way_of_an_hour_takes_six_and_six_are_enough(second: str, late: bool) -> None:
    hour_away = Numbers(miles_per_hour=miles("WVU", "ASU"))
    two = (game("KU@WVU", "2026-03-05", "21:00"), game("KU@ASU", "2026-03-06", second))  # ends at 22:00 in Phoenix
    assert bool(found("travel", *two, numbers=hour_away)) == late


def test_exactly_five_hundred_miles_are_not_a_long_way_and_exactly_three_thousand_no_burden() -> None:
    two = (game("KU@WVU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-06", "19:00"))  # 31 h of rest
    assert found("rest", *two, numbers=Numbers(far_miles=miles("WVU", "KU"))) == []
    back = [game("KU@WVU", "2026-03-05"), game("KU@ASU", "2026-03-07"), game("KU@WVU", "2026-03-09", id="mbb.again")]
    total = sum([miles("KU", "WVU"), miles("WVU", "ASU"), miles("ASU", "WVU")])
    assert found("travel-burden", *back, numbers=Numbers(burden_miles=total)) == []


@pytest.mark.parametrize(("third", "burdens"), [("2026-03-11", 1), ("2026-03-12", 0)])
def test_the_seventh_day_is_within_a_week_and_the_eighth_is_not(third: str, burdens: int) -> None:
    there = (game("KU@WVU", "2026-03-05"), game("KU@ASU", "2026-03-07"))
    assert len(found("travel-burden", *there, game("KU@WVU", third, id="mbb.again"))) == burdens


def test_parts_that_are_apart_by_the_figure_itself_are_balanced_and_by_twice_the_figure_not_yet_grave() -> None:
    days = ("2025-10-30", "2025-11-01", "2025-11-03", "2026-03-05")
    hosts = [game("WVU@KU", day, id=f"mbb.{n}") for n, day in enumerate(days)]
    away = game("KU@BYU", "2026-05-01")
    own = found("imbalance", *hosts[:3], away, numbers=Numbers(imbalance=0.5))
    assert [told for told in own if told.teams == ("KU",)] == []
    assert [told.severity for told in found("imbalance", *hosts, away) if told.teams == ("KU",)] == ["low"]


def test_the_cold_ends_with_the_fourteenth_of_march() -> None:
    (cold,) = found("weather", game("BYU@KU", "2026-03-14", season="bsb"))
    assert cold.dates == (date(2026, 3, 14),)
    assert found("weather", game("BYU@KU", "2026-03-15", season="bsb")) == []


@pytest.mark.parametrize(
    ("before", "first", "last", "after"),
    [
        ("2025-12-07", "2025-12-08", "2025-12-20", "2025-12-21"),
        ("2026-04-30", "2026-05-01", "2026-05-14", "2026-05-15"),
    ],
)
def test_the_usual_exams_have_their_first_and_their_last_day(before: str, first: str, last: str, after: str) -> None:
    days = (before, first, last, after)
    told = [len(found("academic-dates", game("KU@BYU", day, season="gym"))) for day in days]
    assert told == [0, 2, 2, 0]  # of each school one


@pytest.mark.parametrize(("gymnastics", "short"), [("01:00", False), ("03:00", False), ("03:01", True)])
def test_before_the_second_day_of_a_series_a_building_is_cleared_of_gymnastics_for_eight_hours(
    gymnastics: str, short: bool
) -> None:
    hour_long = Numbers(game_hours=dict.fromkeys(SPORTS, 1.0))
    series = game("WVU@KU", "2026-03-05", "12:00", season="bsb")
    meet = game("BYU@KU", "2026-03-06", gymnastics, season="gym")  # twelve hours and more after the first day
    assert bool(found("venue-overlap", series, meet, numbers=hour_long)) == short
