"""Step 1: the conference with its schools, venues and calendars, and the season with its rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flextime.league.big12 import (
    CALENDARS,
    CLOSURES,
    CONFERENCE_NAME,
    SCHOOLS,
    VENUES,
    mbb_plan,
    mbb_rules,
)
from flextime.league.ids import SeasonId
from flextime.league.model import SeasonPlan
from flextime.season.decide import Command
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.rulebook import AddRule
from flextime.season.seasons import OpenSeason
from flextime.season.venues import CloseVenue, RegisterVenue, SetAcademicCalendar


def season_plan(games: int) -> SeasonPlan:
    """Return the plan of the men's season; the one with 20 games has an id of its own, so that both can stand."""
    plan = mbb_plan(games_per_team=games)
    return plan if games == 18 else replace(plan, id=SeasonId(f"{plan.id}-{games}-games"))


def membership() -> Iterator[Command]:
    """Yield what brings the conference about; each is already so when it is sent again."""
    yield RegisterConference(name=CONFERENCE_NAME)
    for school in SCHOOLS:
        yield AdmitSchool(school=school)
    for venue in VENUES:
        yield RegisterVenue(venue=venue)
    for closure in CLOSURES:
        yield CloseVenue(venue=closure.venue, span=closure.span, reason=closure.reason)
    for calendar in CALENDARS:
        yield SetAcademicCalendar(calendar=calendar)


def season_and_rules(plan: SeasonPlan) -> Iterator[Command]:
    """Yield what opens a season with the conference's rulebook."""
    yield OpenSeason(plan=plan)
    for rule in mbb_rules():
        yield AddRule(season=plan.id, rule=rule, asked_by="conference office", because="rulebook of men's basketball")
