"""What the builders of rows share: how moments, miles and names are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flextime.league.distance import great_circle_miles
from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import School, Venue
from flextime_schemas.read_documents import Named

Cell = Any  # str, int, float, bool, date, time, datetime, bytes or None, as the column's type says


@dataclass(frozen=True, slots=True)
class Built:
    """A row before it has its number: the document, and the cells after the common ones in the view's order."""

    document: Any
    cells: tuple[Cell, ...]


def moment(at: datetime) -> str:
    """Write a moment as RFC 3339 in UTC: "2026-02-15T01:00:00Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def maybe_moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def named_school(schools: Mapping[SchoolCode, School], code: SchoolCode) -> Named:
    """Refer to a school; one that was never admitted goes by its code."""
    school = schools.get(code)
    return {"id": code, "name": school.name if school else code}


def named_venue(venue: Venue) -> Named:
    return {"id": VenueId(venue.id), "name": venue.name}


def campus_miles(schools: Mapping[SchoolCode, School], a: SchoolCode, b: SchoolCode) -> float:
    """Return the great-circle miles between two campuses, 0.0 where one is unknown.

    The pair is put in order first, so that sums do not depend on who is named first, as in the rules' own distances.
    """
    if a == b or a not in schools or b not in schools:
        return 0.0
    one, other = (schools[a], schools[b]) if a < b else (schools[b], schools[a])
    place = (one.latitude, one.longitude, other.latitude, other.longitude)
    if (known := _MILES.get(place)) is None:
        known = _MILES[place] = great_circle_miles(one, other)
    return known


_MILES: dict[tuple[float, float, float, float], float] = {}  # a conference has some hundred pairs of campuses


def rounded(miles: float) -> float:
    """Round miles to the tenth that documents show."""
    return round(miles, 1)
