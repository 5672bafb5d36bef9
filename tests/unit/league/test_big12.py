"""The conference's data agree with its own tables."""

import subprocess
import sys
from datetime import date

import pytest

from flextime.league.big12 import CALENDARS, RIVALRIES, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.league.distance import great_circle_miles
from flextime.rules.check import validate_rule
from flextime.solve.problem import SeasonFacts

CHECKED_MILES = [
    ("ARIZ", "ASU", 100),
    ("BAY", "TCU", 82),
    ("KU", "KSU", 73),
    ("UTAH", "WVU", 1675),
    ("ARIZ", "WVU", 1798),
]


@pytest.mark.parametrize(("one", "other", "miles"), CHECKED_MILES)
def test_distances_are_those_of_the_travel_sheets(one: str, other: str, miles: int) -> None:
    schools = {school.code: school for school in SCHOOLS}
    a, b = (next(s for c, s in schools.items() if c == code) for code in (one, other))
    assert round(great_circle_miles(a, b)) == miles


def test_sixteen_members_and_two_that_left() -> None:
    assert sum(school.status == "full" for school in SCHOOLS) == 16
    assert {school.code for school in SCHOOLS if school.status == "former"} == {"TEX"}
    assert {calendar.school for calendar in CALENDARS} == {s.code for s in SCHOOLS if s.status == "full"}
    assert len({venue.id for venue in VENUES}) == len(VENUES)


@pytest.mark.parametrize(("games", "windows"), [(18, 19), (20, 20)])
def test_the_season_has_its_windows_in_order(games: int, windows: int) -> None:
    plan = mbb_plan(games_per_team=games)
    days = [day for window in plan.windows for day in window.dates]
    assert len(plan.windows) == windows
    assert days == sorted(set(days))
    assert plan.first <= days[0]
    assert days[-1] == plan.last
    assert {rivalry.first for rivalry in RIVALRIES} <= set(plan.teams)


def test_midweek_is_from_monday_to_thursday_and_weekends_are_saturday_and_sunday() -> None:
    names = {"weekend": {"Sat", "Sun"}, "midweek": {"Mon", "Tue", "Wed", "Thu"}}
    windows = mbb_plan().windows
    for window in windows[:-1]:
        assert {f"{day:%a}" for day in window.dates} == names[window.kind]
    assert [f"{day:%a}" for day in windows[-1].dates] == ["Sat"]
    assert sum(window.kind == "weekend" for window in windows) == 10


def test_tcu_does_not_host_on_one_day_in_december() -> None:
    (tcu,) = [calendar for calendar in CALENDARS if calendar.school == "TCU"]
    assert [(span.first, span.last) for span in tcu.no_host] == [(date(2025, 12, 13), date(2025, 12, 13))]


def test_every_default_rule_is_possible() -> None:
    facts = SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES, calendars=CALENDARS)
    for rule in mbb_rules():
        validate_rule(rule, facts)


def test_a_season_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="2030-31"):
        mbb_plan("2030-31")
    with pytest.raises(ValueError, match="19"):
        mbb_plan(games_per_team=19)


def test_checking_loads_no_solver() -> None:
    heavy = "{'numba', 'ortools', 'numpy'} & set(sys.modules)"
    code = f"import sys, flextime.rules.check, flextime.solve; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
