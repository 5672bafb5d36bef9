"""What soft limits on days say of slots: no more than what every choice of days would cost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flextime.league.big12 import season_facts
from flextime.league.big12_spring import bsb_plan, bsb_rules
from flextime.limits import CA1, Approach, DayCount, DayLimit
from flextime.limits.model import Price
from flextime.solve.foreseeing import foreseen
from flextime.solve.problem import Problem
from flextime.solve.timetable import Timetable, timetable_of

WEDNESDAY = date(2026, 1, 7)
SOFT = Price(rule="soft", points=3.0)
WEDNESDAYS = tuple(WEDNESDAY + timedelta(weeks=week) for week in range(2))


@pytest.fixture(scope="module")
def baseball() -> Timetable:
    return timetable_of(Problem(facts=season_facts(bsb_plan(), []), rules=bsb_rules()))


def added(table: Timetable, limit: DayLimit) -> list[CA1]:
    """Return what a table of two weeks, Wednesday and then Saturday or Sunday, is told of one limit alone."""
    days = tuple(own for day in WEDNESDAYS for own in ((day,), (day + timedelta(days=3), day + timedelta(days=4))))
    small = replace(table, slots=4, days=days, slot_limits=(), day_limits=(limit,))
    return [known for known in foreseen(small).slot_limits if isinstance(known, CA1)]


def test_exams_that_cover_a_weekend_cost_in_its_slot(baseball: Timetable) -> None:
    exams = [known for known in foreseen(baseball).slot_limits if known.price.rule == "exams"]
    arizona = baseball.facts.plan.teams.index("ARIZ")
    places = {place for known in exams if isinstance(known, CA1) and arizona in known.teams for place in known.places}
    assert places == {9, 10}


def test_a_slot_with_a_day_outside_is_left_to_the_choice_of_days(baseball: Timetable) -> None:
    saturdays = tuple(day + timedelta(days=3) for day in WEDNESDAYS)
    limit = DayCount(price=SOFT, teams=(0,), mode="HA", days=(*WEDNESDAYS, *saturdays), least=0, most=0)
    assert [known.places for known in added(baseball, limit)] == [(0, 2)]


def test_what_is_hard_is_not_told_again(baseball: Timetable) -> None:
    limit = DayCount(price=Price(rule="hard"), teams=(0,), mode="HA", days=WEDNESDAYS, least=0, most=0)
    assert added(baseball, limit) == []


def test_a_midweek_away_game_after_a_weekend_away_costs_where_all_days_are_near(baseball: Timetable) -> None:
    near = Approach(price=SOFT, teams=(0,), days=WEDNESDAYS, mode="A", before="H", within_days=4)
    told = added(baseball, near)
    assert [(known.places, known.mode, known.most) for known in told] == [((1, 2), "A", 1)]
    assert added(baseball, replace(near, within_days=3)) == []
    assert added(baseball, replace(near, exempt=((0, 1),))) == []
