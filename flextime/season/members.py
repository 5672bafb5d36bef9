"""The conference and its schools."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flextime.league.model import School
from flextime.season.refusal import AlreadyExists, Invalid, NotFound
from flextime.season.state import Conference

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterConference:
    """Begin the history of a conference."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitSchool:
    """Let a school in, as a member, an associate, or a former member whose games are on record."""

    school: School


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSchool:
    """Say anew what a school is: all of it, under the code that it has."""

    school: School


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceRegistered:
    """A conference's history began."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolAdmitted:
    """A school was let in."""

    school: School


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolChanged:
    """What is known of a school changed."""

    was: School
    now: School


# Decide --------------------------------------------------------------------------------------------------------------


def register_conference(state: Conference, command: RegisterConference) -> Sequence[ConferenceRegistered]:
    """Decide on the first command of a conference; the same name again is already so."""
    if not command.name.strip():
        raise Invalid("A conference needs a name.", field="name")
    if state.name == command.name:
        return []
    if state.name is not None:
        raise AlreadyExists(f"The conference {state.id} is registered as {state.name!r}.", field="name")
    return [ConferenceRegistered(name=command.name)]


def admit_school(state: Conference, command: AdmitSchool) -> Sequence[SchoolAdmitted]:
    """Decide whether a school comes in. The conference must exist; codes are unique."""
    if state.name is None:
        raise NotFound(f"The conference {state.id} is not registered yet: send RegisterConference first.")
    school = command.school
    _require_possible(school)
    if (known := state.schools.get(school.code)) is None:
        return [SchoolAdmitted(school=school)]
    if known == school:
        return []
    raise AlreadyExists(f"The code {school.code} belongs to {known.name}: send ChangeSchool.", field="school.code")


def change_school(state: Conference, command: ChangeSchool) -> Sequence[SchoolChanged]:
    """Decide on a change: the school must be in; its code stays, so that all that names it goes on doing so."""
    school = command.school
    _require_possible(school)
    if (was := state.schools.get(school.code)) is None:
        raise NotFound(f"There is no school {school.code}: send AdmitSchool.", field="school.code")
    return [] if was == school else [SchoolChanged(was=was, now=school)]


def _require_possible(school: School) -> None:
    require_time_zone(school.time_zone, "school.time_zone")
    if not (-90 <= school.latitude <= 90 and -180 <= school.longitude <= 180):
        raise Invalid(
            f"({school.latitude}, {school.longitude}) is no place on Earth: latitude -90 to 90, longitude -180 to 180.",
            field="school.latitude",
        )
    if not school.code.isalnum() or school.code != school.code.upper():
        raise Invalid(f"{school.code!r} is no school code: use capital letters and digits.", field="school.code")


def require_time_zone(name: str, field: str) -> None:
    """Raise Invalid unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"{name!r} is no IANA time zone; write it like America/Chicago.", field=field) from error


# Evolve --------------------------------------------------------------------------------------------------------------


def conference_registered(state: Conference, event: ConferenceRegistered) -> Conference:
    return replace(state, name=event.name)


def school_admitted(state: Conference, event: SchoolAdmitted) -> Conference:
    return replace(state, schools={**state.schools, event.school.code: event.school})


def school_changed(state: Conference, event: SchoolChanged) -> Conference:
    return replace(state, schools={**state.schools, event.now.code: event.now})
