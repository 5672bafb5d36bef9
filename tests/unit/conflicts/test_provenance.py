"""Provenance: of all that happened, the events that made the facts that a conflict hangs on."""

from dataclasses import replace
from datetime import date

import pytest

from flextime.conflicts.model import Cause
from flextime.conflicts.provenance import provenance, says
from flextime.league.big12 import CALENDARS, SCHOOLS, VENUES
from flextime.league.model import Closure, DateSpan
from flextime.season.decide import Event
from flextime.season.in_season import GameCancelled, GameForfeited, GameMadeUp, GamePostponed
from flextime.season.members import SchoolAdmitted, SchoolChanged
from flextime.season.schedules import GamePinned, GameUnpinned
from flextime.season.seasons import SeasonOpened
from flextime.season.venues import AcademicCalendarSet, VenueChanged, VenueClosed, VenueReopened
from tests.four_teams import DRAFTED, GAMES, PLAN, SEASON, state_after
from tests.unit.season.test_waivers import ASKED, GRANTED, ONE_SUNDAY, REFUSED, WITHDRAWN

ARENA = next(venue for venue in VENUES if venue.id == "asu-desert-financial-arena")
ASU = next(school for school in SCHOOLS if school.code == "ASU")
CALENDAR = next(calendar for calendar in CALENDARS if calendar.school == "ASU")
CLOSURE = Closure(
    venue=ARENA.id, span=DateSpan(first=date(2026, 1, 9), last=date(2026, 1, 11)), reason="flood"
)  # an instance of its own: others of the arena are other facts
POSTPONED = GamePostponed(season=SEASON, game=GAMES[5].game, was=GAMES[5], because="flood")
CANCELLED = GameCancelled(season=SEASON, game=GAMES[5].game, was=GAMES[5], postponed=False, because="flood")
FORFEITED = GameForfeited(season=SEASON, game=GAMES[5].game, at=GAMES[5], by=GAMES[5].away, because="illness")
MADE_UP = replace(GAMES[5], date=date(2026, 1, 14), window=3)
LATER = replace(CLOSURE, span=DateSpan(first=date(2026, 2, 1), last=date(2026, 2, 2)))


@pytest.mark.parametrize(
    ("cause", "event", "said"),
    [
        (
            Cause("closure", f"{ARENA.id} 2026-01-09..2026-01-11"),
            VenueClosed(closure=CLOSURE),
            f"{ARENA.id} was closed from 2026-01-09 to 2026-01-11: flood.",
        ),
        (
            Cause("closure", f"{ARENA.id} 2026-01-09..2026-01-11"),
            VenueReopened(closure=CLOSURE),
            f"{ARENA.id} was opened again from 2026-01-09 to 2026-01-11.",
        ),
        (
            Cause("calendar", "ASU 2025-26"),
            AcademicCalendarSet(was=None, now=CALENDAR),
            "The calendar of ASU for 2025-26 was set.",
        ),
        (
            Cause("venue", ARENA.id),
            VenueChanged(was=ARENA, now=replace(ARENA, capacity=1)),
            f"What is known of Desert Financial Arena ({ARENA.id}) changed.",
        ),
        (Cause("school", "ASU"), SchoolAdmitted(school=ASU), "Arizona State was admitted, in Tempe, AZ."),
        (
            Cause("school", "ASU"),
            SchoolChanged(was=ASU, now=replace(ASU, city="Mesa")),
            "What is known of Arizona State changed.",
        ),
        (
            Cause("season", SEASON),
            SeasonOpened(plan=PLAN),
            "Four teams, once around was opened, from 2026-01-02 to 2026-01-31.",
        ),
        (
            Cause("game", GAMES[5].game),
            GamePinned(season=SEASON, game=GAMES[5].game, at=GAMES[5]),
            "BYU at ASU was pinned where it stands.",
        ),
        (
            Cause("game", GAMES[5].game),
            GameUnpinned(season=SEASON, game=GAMES[5].game),
            f"{GAMES[5].game} was let go.",
        ),
        (
            Cause("game", GAMES[5].game),
            POSTPONED,
            f"BYU at ASU was postponed from Saturday 2026-01-10 at 19:00, {ARENA.id}: flood.",
        ),
        (
            Cause("game", GAMES[5].game),
            GameMadeUp(season=SEASON, game=GAMES[5].game, was=GAMES[5], now=MADE_UP, because="bye"),
            f"BYU at ASU, postponed from 2026-01-10, is made up on Wednesday 2026-01-14 at 19:00, {ARENA.id}: bye.",
        ),
        (
            Cause("game", GAMES[5].game),
            CANCELLED,
            f"BYU at ASU, on Saturday 2026-01-10 at 19:00, {ARENA.id}, was cancelled: flood.",
        ),
        (
            Cause("game", GAMES[5].game),
            GameCancelled(season=SEASON, game=GAMES[5].game, was=GAMES[5], postponed=True, because="no day left"),
            "BYU at ASU, postponed from 2026-01-10, was cancelled: no day left.",
        ),
        (
            Cause("game", GAMES[5].game),
            FORFEITED,
            "BYU at ASU on 2026-01-10 was forfeited by BYU: illness.",
        ),
        (
            Cause("game", GAMES[1].game),
            ASKED,
            f"UTAH asked for the waiver one-sunday of byu-no-sunday for {GAMES[1].game} until 2026-01-31: "
            f"{ONE_SUNDAY.because}.",
        ),
        (
            Cause("game", GAMES[1].game),
            GRANTED,
            "The waiver one-sunday of byu-no-sunday was granted until 2026-01-31, signed by BYU: "
            "once, for a neighbour.",
        ),
        (
            Cause("game", GAMES[1].game),
            REFUSED,
            "The waiver one-sunday of byu-no-sunday was refused: never on a Sunday.",
        ),
        (
            Cause("game", GAMES[1].game),
            WITHDRAWN,
            "The waiver one-sunday of byu-no-sunday was withdrawn after it was granted: the arena is free again.",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str | Cause) else "",
)
def test_a_fact_is_traced_to_the_event_that_made_it(cause: Cause, event: Event, said: str) -> None:
    assert list(provenance([cause], [(7, event)])) == [(7, said)]
    assert list(provenance([replace(cause, key="another")], [(7, event)])) == []


def test_another_closure_of_the_same_venue_is_another_fact() -> None:
    asked = [Cause("closure", f"{ARENA.id} 2026-01-09..2026-01-11")]
    assert list(provenance(asked, [(1, VenueClosed(closure=LATER))])) == []


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((), "stands on Saturday 2026-01-10 at 19:00, asu-desert-financial-arena."),
        ((POSTPONED,), "is postponed: it stood on Saturday 2026-01-10 at 19:00, asu-desert-financial-arena."),
        ((CANCELLED,), "is cancelled: it stood on Saturday 2026-01-10 at 19:00, asu-desert-financial-arena."),
        ((FORFEITED,), "stands on Saturday 2026-01-10 at 19:00, asu-desert-financial-arena, forfeited by BYU."),
    ],
    ids=["stands", "postponed", "cancelled", "forfeited"],
)
def test_a_game_is_said_as_it_stands_or_stood_last(events: tuple[Event, ...], said: str) -> None:
    season = state_after(*DRAFTED, *events).seasons[SEASON]
    assert says(season, GAMES[5].game) == f"BYU at ASU {said}"


def test_an_adoption_that_leaves_a_game_where_it_stood_is_not_told_again() -> None:
    twice = (*DRAFTED, DRAFTED[-1])
    told = list(provenance([Cause("game", GAMES[5].game)], enumerate(twice)))
    assert [mark for mark, _ in told] == [len(DRAFTED) - 1]
