"""Step 1: the conference with its schools, venues and calendars, and the season with its rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from flextime.league.big12_seasons import every_season
from flextime.league.ids import SeasonId
from flextime.league.model import SeasonPlan
from flextime.rules.model import Rule
from flextime.season.decide import Command
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.rulebook import AddRule
from flextime.season.seasons import OpenSeason
from flextime.season.venues import CloseVenue, RegisterVenue, SetAcademicCalendar
from flextime_cli.errors import StackError


class BadAsk(StackError):
    """An option that no season can be made with."""


def season_of(sport: str, games: int | None) -> tuple[SeasonPlan, tuple[Rule, ...]]:
    """Return a sport's plan and rulebook. Men's basketball with 20 games has an id of its own, so that both can stand.

    Raises BadAsk for a sport without a plan, or a number of games that its season does not have.
    """
    if sport == "MBB":
        if games not in (None, 18, 20):
            raise BadAsk(f"A men's season has 18 or 20 conference games, not {games}.")
        plan = mbb_plan(games_per_team=games or 18)
        return plan if games != 20 else replace(plan, id=SeasonId(f"{plan.id}-{games}-games")), mbb_rules()
    planned = {plan.sport: (plan, rules) for plan, rules in every_season()}
    if sport not in planned:
        raise BadAsk(f"There is no plan of {sport!r}.", advice=f"There are plans of {', '.join(planned)}.")
    plan, rules = planned[sport]
    if games not in (None, plan.games_per_team):
        raise BadAsk(f"A season of {plan.name} has {plan.games_per_team} conference games, not {games}.")
    return plan, rules


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


def season_and_rules(plan: SeasonPlan, rules: Sequence[Rule]) -> Iterator[Command]:
    """Yield what opens a season with its rulebook."""
    yield OpenSeason(plan=plan)
    for rule in rules:
        yield AddRule(season=plan.id, rule=rule, asked_by="conference office", because=f"rulebook of {plan.name}")
