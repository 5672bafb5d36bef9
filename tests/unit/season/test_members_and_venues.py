"""The conference, its schools, venues and calendars."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from flextime.league.big12 import CALENDARS, SCHOOLS, VENUES
from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import Closure, DateSpan, School
from flextime.season.decide import decide
from flextime.season.members import (
    AdmitSchool,
    ChangeSchool,
    ConferenceRegistered,
    RegisterConference,
    SchoolAdmitted,
    SchoolChanged,
)
from flextime.season.refusal import AlreadyExists, Invalid, NotFound, NotNow
from flextime.season.venues import (
    AcademicCalendarSet,
    ChangeVenue,
    CloseVenue,
    RegisterVenue,
    ReopenVenue,
    SetAcademicCalendar,
    VenueChanged,
    VenueClosed,
    VenueReopened,
)
from tests.four_teams import ARENAS, MEMBERSHIP, OPENED, given, state_after

BYU = next(school for school in SCHOOLS if school.code == "BYU")
KU = next(school for school in SCHOOLS if school.code == "KU")
MARRIOTT = VenueId(ARENAS[BYU.code])
THREE_DAYS = DateSpan(first=date(2026, 1, 5), last=date(2026, 1, 7))
CLOSED = VenueClosed(closure=Closure(venue=MARRIOTT, span=THREE_DAYS, reason="flood"))


def test_the_first_command_of_a_conference_registers_it() -> None:
    assert given(()).when(RegisterConference(name="Big 12")) == [ConferenceRegistered(name="Big 12")]


def test_registering_a_conference_again_is_already_so() -> None:
    assert given((ConferenceRegistered(name="Big 12"),)).when(RegisterConference(name="Big 12")) == []


def test_a_conference_cannot_be_registered_under_another_name() -> None:
    with pytest.raises(AlreadyExists, match="Big 12"):
        given((ConferenceRegistered(name="Big 12"),)).when(RegisterConference(name="Pac-12"))


def test_a_conference_needs_a_name() -> None:
    with pytest.raises(Invalid) as refusal:
        given(()).when(RegisterConference(name="  "))
    assert refusal.value.field == "name"


def test_nothing_can_be_said_of_a_conference_before_it_is_registered() -> None:
    with pytest.raises(NotFound, match="RegisterConference first"):
        given(()).when(AdmitSchool(school=KU))


def test_a_school_is_admitted_once() -> None:
    command = AdmitSchool(school=KU)
    assert given(MEMBERSHIP).when(command) == [SchoolAdmitted(school=KU)]
    assert given((*MEMBERSHIP, SchoolAdmitted(school=KU))).when(command) == []


def test_a_code_belongs_to_one_school() -> None:
    with pytest.raises(AlreadyExists, match="belongs to BYU"):
        given(MEMBERSHIP).when(AdmitSchool(school=replace(BYU, name="Brigham")))


@pytest.mark.parametrize(
    ("school", "field"),
    [
        (replace(KU, time_zone="America/Lawrence"), "school.time_zone"),
        (replace(KU, latitude=91.0), "school.latitude"),
        (replace(KU, code=SchoolCode("k u")), "school.code"),
    ],
    ids=["zone", "place", "code"],
)
def test_a_school_that_cannot_be_is_refused_with_the_field(school: School, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(MEMBERSHIP).when(AdmitSchool(school=school))
    assert refusal.value.field == field
    with pytest.raises(Invalid):
        given(MEMBERSHIP).when(ChangeSchool(school=school))


def test_a_school_that_changes_tells_what_it_was() -> None:
    now = replace(BYU, city="Provo City")
    told = SchoolChanged(was=BYU, now=now)
    assert given(MEMBERSHIP).when(ChangeSchool(school=now)) == [told]
    assert given((*MEMBERSHIP, told)).when(ChangeSchool(school=now)) == []
    assert state_after(*MEMBERSHIP, told).schools[BYU.code] == now


def test_a_school_that_is_not_in_cannot_change() -> None:
    with pytest.raises(NotFound, match="send AdmitSchool"):
        given(MEMBERSHIP).when(ChangeSchool(school=KU))


def test_a_venue_that_changes_tells_what_it_was() -> None:
    was = state_after(*MEMBERSHIP).venue(MARRIOTT)
    now = replace(was, capacity=17_978)
    told = VenueChanged(was=was, now=now)
    assert given(MEMBERSHIP).when(ChangeVenue(venue=now)) == [told]
    assert given((*MEMBERSHIP, told)).when(ChangeVenue(venue=now)) == []
    assert state_after(*MEMBERSHIP, told).venue(MARRIOTT) == now


def test_a_venue_stays_its_schools() -> None:
    venue = replace(state_after(*MEMBERSHIP).venue(MARRIOTT), school=SchoolCode("UTAH"))
    with pytest.raises(Invalid, match="belongs to BYU") as refusal:
        given(MEMBERSHIP).when(ChangeVenue(venue=venue))
    assert refusal.value.field == "venue.school"


def test_a_venue_goes_on_hosting_what_is_planned_there() -> None:
    venue = replace(state_after(*MEMBERSHIP).venue(MARRIOTT), sports=("VB",))
    assert len(given(MEMBERSHIP).when(ChangeVenue(venue=venue))) == 1
    with pytest.raises(NotNow, match="a home of mbb-test") as refusal:
        given(OPENED).when(ChangeVenue(venue=venue))
    assert refusal.value.field == "venue.sports"


def test_a_venue_belongs_to_a_known_school() -> None:
    venue = next(venue for venue in VENUES if venue.school == "KU")
    with pytest.raises(NotFound, match="KU"):
        given(MEMBERSHIP).when(RegisterVenue(venue=venue))


def test_a_venue_without_seats_is_refused() -> None:
    venue = replace(state_after(*MEMBERSHIP).venue(MARRIOTT), id=VenueId("byu-tent"), capacity=0)
    with pytest.raises(Invalid) as refusal:
        given(MEMBERSHIP).when(RegisterVenue(venue=venue))
    assert refusal.value.field == "venue.capacity"


def test_closing_a_closed_venue_is_already_so() -> None:
    command = CloseVenue(venue=MARRIOTT, span=THREE_DAYS, reason="flood")
    assert given(MEMBERSHIP).when(command) == [CLOSED]
    assert given((*MEMBERSHIP, CLOSED)).when(command) == []


def test_reopening_takes_the_closure_back() -> None:
    command = ReopenVenue(venue=MARRIOTT, span=THREE_DAYS)
    assert given((*MEMBERSHIP, CLOSED)).when(command) == [VenueReopened(closure=CLOSED.closure)]
    assert given(MEMBERSHIP).when(command) == []
    assert state_after(*MEMBERSHIP, CLOSED, VenueReopened(closure=CLOSED.closure)) == state_after(*MEMBERSHIP)


def test_a_closure_that_ends_before_it_begins_is_refused() -> None:
    span = DateSpan(first=date(2026, 1, 7), last=date(2026, 1, 5))
    with pytest.raises(Invalid, match="before it begins"):
        given(MEMBERSHIP).when(CloseVenue(venue=MARRIOTT, span=span, reason="flood"))


def test_closing_an_unknown_venue_is_refused() -> None:
    with pytest.raises(NotFound, match="nowhere"):
        given(MEMBERSHIP).when(CloseVenue(venue=VenueId("nowhere"), span=THREE_DAYS, reason="flood"))


def test_a_calendar_tells_what_it_was() -> None:
    first = next(calendar for calendar in CALENDARS if calendar.school == "BYU")
    second = replace(first, no_host=(THREE_DAYS,))
    told = AcademicCalendarSet(was=None, now=first)
    assert given(MEMBERSHIP).when(SetAcademicCalendar(calendar=first)) == [told]
    past = given((*MEMBERSHIP, told))
    assert past.when(SetAcademicCalendar(calendar=first)) == []
    assert past.when(SetAcademicCalendar(calendar=second)) == [AcademicCalendarSet(was=first, now=second)]


def test_a_calendar_of_a_year_that_never_comes_is_refused() -> None:
    calendar = next(calendar for calendar in CALENDARS if calendar.school == "BYU")
    with pytest.raises(Invalid, match="2025-26") as refusal:
        given(MEMBERSHIP).when(SetAcademicCalendar(calendar=replace(calendar, year="2025/26")))
    assert refusal.value.field == "calendar.year"


def test_a_decision_needs_an_aware_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        decide(state_after(), RegisterConference(name="Big 12"), datetime(2026, 1, 1))  # noqa: DTZ001 - the claim
