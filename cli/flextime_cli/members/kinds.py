"""The three kinds of things that can be imported: the fields of each, how they are read, and the command they become.

A field that the file does not have keeps what is known of it; one that is there and empty is cleared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar, get_args

from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import AcademicCalendar, DateSpan, School, SchoolStatus, Sport, Venue
from flextime.season.decide import Command
from flextime.season.members import AdmitSchool, ChangeSchool, require_time_zone
from flextime.season.refusal import Invalid
from flextime.season.state import Conference, calendar_key
from flextime.season.venues import ChangeVenue, RegisterVenue, SetAcademicCalendar
from flextime.season.years import days_of
from flextime_cli.files.nodes import nearest
from flextime_cli.files.record import Record

LARGEST_VENUE = 250_000  # seats; the largest speedway has some 240,000, and a larger number is a slip
# A calendar may tell the break of the spring before, as a guide; what lies further off is a slip.
A_YEAR = timedelta(days=366)
CALENDAR_PARTS = ("exams", "graduations", "breaks", "no_host", "no_play")

Thing = School | Venue | AcademicCalendar
T = TypeVar("T", School, Venue, AcademicCalendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of thing. `read` returns None when a field is wrong; `key` names a thing within the conference."""

    name: str
    purpose: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Record, Conference], Thing | None]
    key: Callable[[Any], str]
    command: Callable[[Conference, Any], Command]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field, in the order of the docs."""
        return self.required + self.optional


def _read_school(record: Record, state: Conference) -> School | None:
    code, name = record.text("code"), record.text("name")
    city, in_state = record.text("city"), record.text("state")
    latitude = record.number("latitude", "degrees north", least=-90.0, most=90.0)
    longitude = record.number("longitude", "degrees east", least=-180.0, most=180.0)
    zone = _zone(record)
    if code is not None and not (code.isascii() and code.isalnum() and code == code.upper()):
        record.mistakes.at(record.place("code"), f"code is capital letters and digits, not {code!r}")
    status = record.choice("status", get_args(SchoolStatus)) or "full"
    nicknames = record.texts("nicknames")
    if code is None or name is None or city is None or in_state is None:
        return None
    if latitude is None or longitude is None or zone is None:
        return None
    read = School(
        code=SchoolCode(code),
        name=name,
        city=city,
        state=in_state,
        latitude=latitude,
        longitude=longitude,
        time_zone=zone,
        nicknames=nicknames,
        status=status,  # type: ignore[arg-type]  # one of the options
    )
    return _kept(record, read, state.schools.get(read.code), SCHOOLS.optional)


def _read_venue(record: Record, state: Conference) -> Venue | None:
    identity, name = record.text("id"), record.text("name")
    school = _school(record, state)
    sports = record.choices("sports", get_args(Sport))
    zone = _zone(record)
    capacity = record.whole("capacity", "people", least=1, most=LARGEST_VENUE)
    if identity is not None and not _is_id(identity):
        record.mistakes.at(record.place("id"), f"id is small letters, digits and hyphens, not {identity!r}")
    if identity is None or name is None or school is None:
        return None
    read = Venue(
        id=VenueId(identity),
        name=name,
        school=school.code,
        time_zone=zone or school.time_zone,
        sports=sports,  # type: ignore[arg-type]  # each one of the options
        capacity=capacity,
    )
    return _kept(record, read, state.venues.get(read.id), VENUES.optional)


def _read_calendar(record: Record, state: Conference) -> AcademicCalendar | None:
    school, year = _school(record, state), record.text("year")
    parts = {name: record.spans(name) for name in CALENDAR_PARTS}
    days = None if year is None else days_of(year)
    if year is not None and days is None:
        record.mistakes.at(record.place("year"), f"year is written like 2025-26, not {year!r}")
    if school is None or year is None or days is None:
        return None
    near = DateSpan(first=days.first - A_YEAR, last=days.last + A_YEAR)
    for name, spans in parts.items():
        for span in spans:
            if span.first not in near or span.last not in near:
                reason = f"{name}: {_said(span)} lies more than a year outside {year}"
                record.mistakes.at(record.place(name), reason)
    read = AcademicCalendar(school=school.code, year=year, **parts)
    return _kept(record, read, state.calendars.get(_calendar_key(read)), CALENDARS.optional)


def _kept(record: Record, read: T, known: T | None, optional: tuple[str, ...]) -> T:
    """Return what was read with what is known in the place of fields that the file does not have."""
    if known is None:
        return read
    return replace(read, **{name: getattr(known, name) for name in optional if not record.has(name)})


def _zone(record: Record) -> str | None:
    if (zone := record.text("time_zone")) is None:
        return None
    try:
        require_time_zone(zone, "time_zone")
    except Invalid as wrong:
        record.mistakes.at(record.place("time_zone"), f"time_zone: {wrong.detail}")
        return None
    return zone


def _school(record: Record, state: Conference) -> School | None:
    """Read the code of a school of the conference."""
    if (code := record.text("school")) is None:
        return None
    if (school := state.schools.get(SchoolCode(code))) is None:
        reason = f"school: {code!r} is not in the conference{nearest(code, state.schools) if state.schools else ''}"
        record.mistakes.at(record.place("school"), f"{reason} (flextime import schools brings one in)")
    return school


def _is_id(text: str) -> bool:
    return text.isascii() and text.replace("-", "").isalnum() and text == text.lower()


def _said(span: DateSpan) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}..{span.last}"


def _calendar_key(calendar: AcademicCalendar) -> str:
    return calendar_key(calendar.school, calendar.year)


SCHOOLS = Kind(
    name="schools",
    purpose="Let schools in, and change what is known of them.",
    required=("code", "name", "city", "state", "latitude", "longitude", "time_zone"),
    optional=("nicknames", "status"),
    read=_read_school,
    key=lambda school: str(school.code),
    command=lambda state, school: (ChangeSchool if school.code in state.schools else AdmitSchool)(school=school),
)
VENUES = Kind(
    name="venues",
    purpose="Register venues, and change what is known of them.",
    required=("id", "name", "school", "sports"),
    optional=("capacity", "time_zone"),
    read=_read_venue,
    key=lambda venue: str(venue.id),
    command=lambda state, venue: (ChangeVenue if venue.id in state.venues else RegisterVenue)(venue=venue),
)
CALENDARS = Kind(
    name="calendars",
    purpose="Set academic calendars, a school's year each.",
    required=("school", "year"),
    optional=CALENDAR_PARTS,
    read=_read_calendar,
    key=_calendar_key,
    command=lambda _, calendar: SetAcademicCalendar(calendar=calendar),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (SCHOOLS, VENUES, CALENDARS)}
