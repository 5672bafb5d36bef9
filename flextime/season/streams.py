"""Which stream within its conference an event belongs to, and which one's version a command speaks of."""

from flextime.league.ids import SeasonId
from flextime.season import waivers
from flextime.season.conflicts import (
    AcknowledgeConflict,
    ConflictAcknowledged,
    ConflictChanged,
    ConflictCleared,
    ConflictOpened,
    ConflictOverridden,
    OverrideConflict,
    RecordConflicts,
)
from flextime.season.decide import Command, Event
from flextime.season.members import (
    AdmitSchool,
    ChangeSchool,
    ConferenceRegistered,
    RegisterConference,
    SchoolAdmitted,
    SchoolChanged,
)
from flextime.season.refusal import NotFound
from flextime.season.reports import RecordRuleComparison, RecordRuleReport, RuleReportRecorded, RulesCompared
from flextime.season.runs import CancelRun, FailRun, ProposeCandidate, ReportInfeasible
from flextime.season.schedules import AdoptCandidate
from flextime.season.seasons import OpenSeason, SeasonOpened
from flextime.season.state import Conference
from flextime.season.venues import (
    AcademicCalendarSet,
    ChangeVenue,
    CloseVenue,
    RegisterVenue,
    ReopenVenue,
    SetAcademicCalendar,
    VenueChanged,
    VenueClosed,
    VenueRegistered,
    VenueReopened,
)
from flextime.season.waivers import GrantWaiver, RefuseWaiver, WithdrawWaiver

CONFLICTS_STREAM = "conflicts"  # of all seasons: a building's conflict belongs to none


def stream_of(event: Event) -> str:  # noqa: C901, PLR0911 - the table
    """Name the stream within its conference that an event belongs to; versions count per stream."""
    match event:
        case ConferenceRegistered():
            return "conference"
        case SchoolAdmitted():
            return f"school/{event.school.code}"
        case SchoolChanged():
            return f"school/{event.now.code}"
        case VenueRegistered():
            return f"venue/{event.venue.id}"
        case VenueChanged():
            return f"venue/{event.now.id}"
        case VenueClosed() | VenueReopened():
            return f"venue/{event.closure.venue}"
        case AcademicCalendarSet():
            return f"school/{event.now.school}"
        case SeasonOpened():
            return season_stream(event.plan.id)
        case ConflictOpened() | ConflictChanged() | ConflictCleared() | ConflictAcknowledged() | ConflictOverridden():
            return CONFLICTS_STREAM
        case RuleReportRecorded() | RulesCompared():
            return rule_reports_stream(event.season)
        case _:
            return season_stream(event.season)


def season_stream(season: SeasonId) -> str:
    """Name a season's stream: "season/mbb-2025-26"."""
    return f"season/{season}"


def rule_reports_stream(season: SeasonId) -> str:
    """Name the stream of reports on a season's rules; in the season's own they would outdate what planners saw."""
    return f"rule-reports/{season}"


def stream_of_command(state: Conference, command: Command) -> str:  # noqa: C901, PLR0911 - the table
    """Name the stream whose version a command's `If-Match` speaks of; a run's is that of its season."""
    match command:
        case RegisterConference():
            return "conference"
        case AdmitSchool() | ChangeSchool():
            return f"school/{command.school.code}"
        case SetAcademicCalendar():
            return f"school/{command.calendar.school}"
        case RegisterVenue() | ChangeVenue():
            return f"venue/{command.venue.id}"
        case CloseVenue() | ReopenVenue():
            return f"venue/{command.venue}"
        case OpenSeason():
            return season_stream(command.plan.id)
        case CancelRun() | ProposeCandidate() | ReportInfeasible() | FailRun():
            return season_stream(state.run(command.run).season)
        case AdoptCandidate():
            return season_stream(_season_of_candidate(state, command))
        case RecordConflicts() | AcknowledgeConflict() | OverrideConflict():
            return CONFLICTS_STREAM
        case RecordRuleReport() | RecordRuleComparison():
            return rule_reports_stream(command.season)
        case GrantWaiver() | RefuseWaiver() | WithdrawWaiver():
            return season_stream(waivers.season_of(state, command.waiver))
        case _:
            return season_stream(command.season)


def _season_of_candidate(state: Conference, command: AdoptCandidate) -> SeasonId:
    if (candidate := state.candidates.get(command.candidate)) is None:
        raise NotFound(f"There is no candidate {command.candidate}.", field="candidate")
    return candidate.season
