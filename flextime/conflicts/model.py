"""What a conflict is to everything outside this folder, and what an edit may open and clear."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, NewType

from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import AcademicCalendar, Closure, ScheduledGame, School, SeasonPlan, Sport, Venue

ConflictId = NewType("ConflictId", str)  # "rest:MBB:KU:mbb-2025-26.ku-at-tcu:mbb-2025-26.bay-at-ku"
Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
GRAVE: tuple[Severity, ...] = ("critical", "high")
CauseKind = Literal["game", "venue", "closure", "calendar", "school", "season"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A fact that a conflict hangs on; with it gone or changed the conflict may be cleared. `key` is its id or code.

    A closure's key is venue and days, "asu-arena 2025-12-13..2025-12-18"; a calendar's is school and year.
    """

    kind: CauseKind
    key: str


def closure_key(closure: Closure) -> str:
    """Return what a closure is known by among causes."""
    return f"{closure.venue} {closure.span.first}..{closure.span.last}"


class Team(NamedTuple):
    """A school's team of one sport, whatever the season."""

    sport: Sport
    school: SchoolCode

    def __str__(self) -> str:
        return f"{self.school} ({self.sport})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something wrong with games as they stand. The same facts give the same conflict, id and all.

    `priority` is 1 to 10, the most pressing 10. `games` are in order of time; `by_hand` are those of them that a
    planner moved. `dates` are local to the venues.
    """

    id: ConflictId
    kind: str
    severity: Severity
    priority: int
    sentence: str
    seasons: tuple[SeasonId, ...]
    teams: tuple[SchoolCode, ...]
    games: tuple[GameId, ...]
    venue: VenueId | None
    dates: tuple[date, ...]
    by_hand: tuple[GameId, ...]
    depends_on: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedConflict:
    """A conflict that was there before and is there still, with other facts: later, shorter, graver."""

    was: Conflict
    now: Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What edits brought about, each part in order of urgency."""

    opened: tuple[Conflict, ...] = ()
    cleared: tuple[Conflict, ...] = ()
    changed: tuple[ChangedConflict, ...] = ()

    def made_grave(self) -> tuple[Conflict, ...]:
        """Return the grave conflicts that were not there, or not as grave."""
        rank = SEVERITIES.index
        graver = (one.now for one in self.changed if rank(one.now.severity) < rank(one.was.severity))
        return tuple(one for one in (*self.opened, *graver) if one.severity in GRAVE)


def urgency(conflict: Conflict) -> tuple[int, int, str]:
    """Return what conflicts are sorted by: the gravest first, of equally grave ones the most pressing, then by id."""
    return SEVERITIES.index(conflict.severity), -conflict.priority, conflict.id


# Edits ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowSchool:
    """A school and where it lies, new or set anew."""

    school: School


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowVenue:
    """A venue and its clock, new or set anew."""

    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowSeason:
    """A season's plan, new or set anew. Each day of a series has its game at the same hour."""

    plan: SeasonPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCalendar:
    """A school's academic year, new or set anew."""

    calendar: AcademicCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDays:
    """A venue was closed; the same closure twice counts once."""

    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDays:
    """A closure was taken back; one that is not known is none."""

    closure: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A game stands here now, for the first time or after a move; `by_hand` when a planner put it there."""

    season: SeasonId
    game: ScheduledGame
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A game stands nowhere any more; one that did not is as well."""

    game: GameId


Edit = KnowSchool | KnowVenue | KnowSeason | SetCalendar | CloseDays | OpenDays | Place | Remove
