"""Venues, the days on which they are closed, and the schools' academic calendars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flextime.league.ids import VenueId
from flextime.league.model import AcademicCalendar, Closure, DateSpan, Venue
from flextime.season.members import require_time_zone
from flextime.season.refusal import AlreadyExists, Invalid, NotFound, NotNow
from flextime.season.state import Conference, calendar_key
from flextime.season.years import require_year

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterVenue:
    """Make a building or field known, with the sports that play there in order of priority."""

    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVenue:
    """Say anew what a venue is: all of it, under the id that it has. It stays its school's."""

    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseVenue:
    """Close a venue for whole days, both ends included."""

    venue: VenueId
    span: DateSpan
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenVenue:
    """Take back a closure; the span must be the one that was filed."""

    venue: VenueId
    span: DateSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAcademicCalendar:
    """Set, or set anew, a school's academic year."""

    calendar: AcademicCalendar


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRegistered:
    """A venue became known."""

    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueChanged:
    """What is known of a venue changed."""

    was: Venue
    now: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueClosed:
    """A venue was closed for some days."""

    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueReopened:
    """A closure was taken back."""

    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicCalendarSet:
    """A school's academic year was set; `was` is None the first time."""

    was: AcademicCalendar | None
    now: AcademicCalendar


# Decide --------------------------------------------------------------------------------------------------------------


def register_venue(state: Conference, command: RegisterVenue) -> Sequence[VenueRegistered]:
    """Decide whether a venue becomes known: its school must be, its zone must exist."""
    venue = command.venue
    _require_possible(state, venue)
    if (known := state.venues.get(venue.id)) is None:
        return [VenueRegistered(venue=venue)]
    if known == venue:
        return []
    raise AlreadyExists(f"The venue {venue.id} is {known.name}: send ChangeVenue.", field="venue.id")


def change_venue(state: Conference, command: ChangeVenue) -> Sequence[VenueChanged]:
    """Decide on a change: the venue must be known, stay its school's, and go on hosting what is planned there."""
    venue, was = command.venue, state.venue(command.venue.id)
    _require_possible(state, venue)
    if venue.school != was.school:
        raise Invalid(f"{was.id} belongs to {was.school}: another owner's is another venue.", field="venue.school")
    for season in state.seasons.values():
        played_here = any(home.venue == venue.id for home in season.plan.home_venues)
        if played_here and season.plan.sport not in venue.sports:
            raise NotNow(f"{venue.id} is a home of {season.plan.id}, in {season.plan.sport}.", field="venue.sports")
    return [] if was == venue else [VenueChanged(was=was, now=venue)]


def _require_possible(state: Conference, venue: Venue) -> None:
    if venue.school not in state.schools:
        raise NotFound(f"There is no school {venue.school}.", field="venue.school")
    require_time_zone(venue.time_zone, "venue.time_zone")
    if venue.capacity is not None and venue.capacity <= 0:
        raise Invalid(f"A capacity of {venue.capacity} is none; leave it out if unknown.", field="venue.capacity")


def close_venue(state: Conference, command: CloseVenue) -> Sequence[VenueClosed]:
    """Decide on a closure; the same one again is already so."""
    state.venue(command.venue)
    require_order(command.span, "span")
    closure = Closure(venue=command.venue, span=command.span, reason=command.reason)
    if any(known.venue == closure.venue and known.span == closure.span for known in state.closures):
        return []
    return [VenueClosed(closure=closure)]


def reopen_venue(state: Conference, command: ReopenVenue) -> Sequence[VenueReopened]:
    """Decide on taking a closure back; an open venue is already so."""
    state.venue(command.venue)
    require_order(command.span, "span")
    return [
        VenueReopened(closure=known)
        for known in state.closures
        if known.venue == command.venue and known.span == command.span
    ]


def set_academic_calendar(state: Conference, command: SetAcademicCalendar) -> Sequence[AcademicCalendarSet]:
    """Decide on a school's calendar: known school, an academic year, spans in order."""
    calendar = command.calendar
    if calendar.school not in state.schools:
        raise NotFound(f"There is no school {calendar.school}.", field="calendar.school")
    require_year(calendar.year, "calendar.year")
    for name in ("exams", "graduations", "breaks", "no_host", "no_play"):
        for index, span in enumerate(getattr(calendar, name)):
            require_order(span, f"calendar.{name}[{index}]")
    was = state.calendars.get(calendar_key(calendar.school, calendar.year))
    return [] if was == calendar else [AcademicCalendarSet(was=was, now=calendar)]


def require_order(span: DateSpan, field: str) -> None:
    """Raise Invalid when a span ends before it begins."""
    if span.last < span.first:
        raise Invalid(f"The span ends on {span.last}, before it begins on {span.first}.", field=field)


# Evolve --------------------------------------------------------------------------------------------------------------


def venue_registered(state: Conference, event: VenueRegistered) -> Conference:
    return replace(state, venues={**state.venues, event.venue.id: event.venue})


def venue_changed(state: Conference, event: VenueChanged) -> Conference:
    return replace(state, venues={**state.venues, event.now.id: event.now})


def venue_closed(state: Conference, event: VenueClosed) -> Conference:
    return replace(state, closures=(*state.closures, event.closure))


def venue_reopened(state: Conference, event: VenueReopened) -> Conference:
    return replace(state, closures=tuple(known for known in state.closures if known != event.closure))


def academic_calendar_set(state: Conference, event: AcademicCalendarSet) -> Conference:
    key = calendar_key(event.now.school, event.now.year)
    return replace(state, calendars={**state.calendars, key: event.now})
