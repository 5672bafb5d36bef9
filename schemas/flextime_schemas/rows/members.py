"""Rows of conferences, schools and venues."""

from collections.abc import Iterable

from flextime.league.ids import SchoolCode, SeasonId, VenueId
from flextime.league.model import AcademicCalendar, DateSpan
from flextime.season.state import Conference
from flextime_schemas.ledger import Ledger
from flextime_schemas.read_documents import (
    CalendarDocument,
    ConferenceDocument,
    SchoolDocument,
    SeasonBrief,
    SpanDocument,
    VenueDocument,
)
from flextime_schemas.rows.common import Built, maybe_moment, named_school, named_venue


def conference(ledger: Ledger, _season: str, _id: str) -> Built:
    state = ledger.state
    document: ConferenceDocument = {
        "id": state.id,
        "name": state.name or state.id,
        "schools": len(state.schools),
        "venues": len(state.venues),
        "seasons": season_briefs(state),
        "registered_at": maybe_moment(ledger.registered_at) or "",
    }
    return Built(document, (document["name"],))


def season_briefs(state: Conference) -> list[SeasonBrief]:
    """Name the seasons of a conference, the latest academic year first."""
    planned: list[SeasonBrief] = [
        {"id": s.plan.id, "name": s.plan.name, "sport": s.plan.sport, "year": s.plan.year, "status": s.status}
        for s in state.seasons.values()
    ]
    played: list[SeasonBrief] = [
        {"id": s.id, "name": s.name, "sport": s.sport, "year": s.year, "status": "completed"}
        for s in state.played.values()
    ]
    by_id = sorted([*planned, *played], key=lambda brief: SeasonId(brief["id"]))
    return sorted(by_id, key=lambda brief: brief["year"], reverse=True)


def school(ledger: Ledger, _season: str, code: str) -> Built | None:
    state = ledger.state
    if (found := state.schools.get(SchoolCode(code))) is None:
        return None
    document: SchoolDocument = {
        "conference": state.id,
        "id": found.code,
        "name": found.name,
        "city": found.city,
        "state": found.state,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "time_zone": found.time_zone,
        "nicknames": list(found.nicknames),
        "status": found.status,
        "venues": [named_venue(venue) for venue in state.venues.values() if venue.school == code],
        "calendars": [_calendar(c) for _, c in sorted(state.calendars.items()) if c.school == code],
    }
    return Built(document, (found.name, found.status))


def _calendar(calendar: AcademicCalendar) -> CalendarDocument:
    return {
        "year": calendar.year,
        "exams": _spans(calendar.exams),
        "graduations": _spans(calendar.graduations),
        "breaks": _spans(calendar.breaks),
        "no_host": _spans(calendar.no_host),
        "no_play": _spans(calendar.no_play),
    }


def _spans(spans: Iterable[DateSpan]) -> list[SpanDocument]:
    return [{"first": span.first.isoformat(), "last": span.last.isoformat()} for span in spans]


def venue(ledger: Ledger, _season: str, key: str) -> Built | None:
    state = ledger.state
    if (found := state.venues.get(VenueId(key))) is None:
        return None
    owner = state.schools.get(found.school)
    document: VenueDocument = {
        "conference": state.id,
        "id": found.id,
        "name": found.name,
        "school": named_school(state.schools, found.school),
        "city": owner.city if owner else "",
        "state": owner.state if owner else "",
        "time_zone": found.time_zone,
        "sports": list(found.sports),
        "capacity": found.capacity,
        "closures": [
            {"first": c.span.first.isoformat(), "last": c.span.last.isoformat(), "reason": c.reason}
            for c in sorted(state.closures, key=lambda c: (c.span.first, c.span.last))
            if c.venue == found.id
        ],
    }
    return Built(document, (found.name, found.school))
