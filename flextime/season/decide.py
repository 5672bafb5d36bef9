"""The whole write model in two functions: decide what a command brings about, and evolve the state by an event."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from flextime.league.ids import ConferenceId, SeasonId
from flextime.season import conflicts, in_season, members, reports, rulebook, runs, schedules, seasons, venues
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
from flextime.season.in_season import (
    CancelGames,
    ForfeitGames,
    GameCancelled,
    GameForfeited,
    GameMadeUp,
    GamePostponed,
    MakeUpGames,
    PostponeGames,
)
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
from flextime.season.rulebook import AddRule, ChangeRule, RetireRule, RuleAdded, RuleChanged, RuleRetired
from flextime.season.runs import (
    CancelRun,
    CandidateProposed,
    FailRun,
    MemberFailed,
    ProposeCandidate,
    ReportInfeasible,
    RequestSchedule,
    RunCancelled,
    RunFailed,
    RunFoundInfeasible,
    ScheduleRequested,
)
from flextime.season.schedules import (
    AdoptCandidate,
    CandidateAdopted,
    GameMoved,
    GamePinned,
    GameUnpinned,
    MoveGame,
    MoveGames,
    PinGame,
    PublishSchedule,
    SchedulePublished,
    UnpinGame,
)
from flextime.season.seasons import ImportPlayedSeason, OpenSeason, PlayedSeasonImported, SeasonOpened
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

Command = (
    RegisterConference
    | AdmitSchool
    | ChangeSchool
    | RegisterVenue
    | ChangeVenue
    | CloseVenue
    | ReopenVenue
    | SetAcademicCalendar
    | OpenSeason
    | ImportPlayedSeason
    | AddRule
    | ChangeRule
    | RetireRule
    | RequestSchedule
    | CancelRun
    | ProposeCandidate
    | ReportInfeasible
    | FailRun
    | AdoptCandidate
    | MoveGame
    | MoveGames
    | PostponeGames
    | MakeUpGames
    | CancelGames
    | ForfeitGames
    | PinGame
    | UnpinGame
    | PublishSchedule
    | RecordConflicts
    | AcknowledgeConflict
    | OverrideConflict
    | RecordRuleReport
    | RecordRuleComparison
)

Event = (
    ConferenceRegistered
    | SchoolAdmitted
    | SchoolChanged
    | VenueRegistered
    | VenueChanged
    | VenueClosed
    | VenueReopened
    | AcademicCalendarSet
    | SeasonOpened
    | PlayedSeasonImported
    | RuleAdded
    | RuleChanged
    | RuleRetired
    | ScheduleRequested
    | RunCancelled
    | CandidateProposed
    | RunFoundInfeasible
    | MemberFailed
    | RunFailed
    | CandidateAdopted
    | GameMoved
    | GamePostponed
    | GameMadeUp
    | GameCancelled
    | GameForfeited
    | GamePinned
    | GameUnpinned
    | SchedulePublished
    | ConflictOpened
    | ConflictChanged
    | ConflictCleared
    | ConflictAcknowledged
    | ConflictOverridden
    | RuleReportRecorded
    | RulesCompared
)


CONFLICTS_STREAM = "conflicts"  # of all seasons: a building's conflict belongs to none


def empty(conference: ConferenceId) -> Conference:
    """Return the state of a conference before its first event."""
    return Conference(id=conference)


def decide(state: Conference, command: Command, now: datetime) -> Sequence[Event]:  # noqa: C901, PLR0911, PLR0912 - the table
    """Return the events that a command brings about, none when it is already so.

    `now` is the moment of the decision, aware of its zone. Raises a `Refused` with reason and evidence.
    """
    if now.tzinfo is None:
        raise ValueError("decide needs an aware time")
    if state.name is None and not isinstance(command, RegisterConference):
        raise NotFound(f"The conference {state.id} is not registered yet: send RegisterConference first.")
    match command:
        case RegisterConference():
            return members.register_conference(state, command)
        case AdmitSchool():
            return members.admit_school(state, command)
        case ChangeSchool():
            return members.change_school(state, command)
        case RegisterVenue():
            return venues.register_venue(state, command)
        case ChangeVenue():
            return venues.change_venue(state, command)
        case CloseVenue():
            return venues.close_venue(state, command)
        case ReopenVenue():
            return venues.reopen_venue(state, command)
        case SetAcademicCalendar():
            return venues.set_academic_calendar(state, command)
        case OpenSeason():
            return seasons.open_season(state, command)
        case ImportPlayedSeason():
            return seasons.import_played_season(state, command)
        case AddRule():
            return rulebook.add_rule(state, command)
        case ChangeRule():
            return rulebook.change_rule(state, command)
        case RetireRule():
            return rulebook.retire_rule(state, command)
        case RequestSchedule():
            return runs.request_schedule(state, command)
        case CancelRun():
            return runs.cancel_run(state, command)
        case ProposeCandidate():
            return runs.propose_candidate(state, command)
        case ReportInfeasible():
            return runs.report_infeasible(state, command)
        case FailRun():
            return runs.fail_run(state, command)
        case AdoptCandidate():
            return schedules.adopt_candidate(state, command)
        case MoveGame():
            return schedules.move_game(state, command)
        case MoveGames():
            return schedules.move_games(state, command)
        case PostponeGames():
            return in_season.postpone_games(state, command)
        case MakeUpGames():
            return in_season.make_up_games(state, command)
        case CancelGames():
            return in_season.cancel_games(state, command)
        case ForfeitGames():
            return in_season.forfeit_games(state, command)
        case PinGame():
            return schedules.pin_game(state, command)
        case UnpinGame():
            return schedules.unpin_game(state, command)
        case PublishSchedule():
            return schedules.publish_schedule(state, command)
        case RecordConflicts():
            return conflicts.record_conflicts(state, command)
        case AcknowledgeConflict():
            return conflicts.acknowledge_conflict(state, command)
        case OverrideConflict():
            return conflicts.override_conflict(state, command)
        case RecordRuleReport():
            return reports.record_rule_report(state, command)
        case RecordRuleComparison():
            return reports.record_rule_comparison(state, command)
        case _:
            assert_never(command)


def evolve(state: Conference, event: Event) -> Conference:  # noqa: C901, PLR0911, PLR0912 - the table
    """Return the state after the event. Never refuses: it has happened."""
    match event:
        case ConferenceRegistered():
            return members.conference_registered(state, event)
        case SchoolAdmitted():
            return members.school_admitted(state, event)
        case SchoolChanged():
            return members.school_changed(state, event)
        case VenueRegistered():
            return venues.venue_registered(state, event)
        case VenueChanged():
            return venues.venue_changed(state, event)
        case VenueClosed():
            return venues.venue_closed(state, event)
        case VenueReopened():
            return venues.venue_reopened(state, event)
        case AcademicCalendarSet():
            return venues.academic_calendar_set(state, event)
        case SeasonOpened():
            return seasons.season_opened(state, event)
        case PlayedSeasonImported():
            return seasons.played_season_imported(state, event)
        case RuleAdded() | RuleChanged():
            return rulebook.rule_in_force(state, event)
        case RuleRetired():
            return rulebook.rule_retired(state, event)
        case ScheduleRequested():
            return runs.schedule_requested(state, event)
        case CandidateProposed():
            return runs.candidate_proposed(state, event)
        case MemberFailed():
            return runs.member_failed(state, event)
        case RunCancelled() | RunFoundInfeasible() | RunFailed():
            return runs.run_ended(state, event)
        case CandidateAdopted():
            return schedules.candidate_adopted(state, event)
        case GameMoved():
            return schedules.game_moved(state, event)
        case GamePostponed():
            return in_season.game_postponed(state, event)
        case GameMadeUp():
            return in_season.game_made_up(state, event)
        case GameCancelled():
            return in_season.game_cancelled(state, event)
        case GameForfeited():
            return in_season.game_forfeited(state, event)
        case GamePinned():
            return schedules.game_pinned(state, event)
        case GameUnpinned():
            return schedules.game_unpinned(state, event)
        case SchedulePublished():
            return schedules.schedule_published(state, event)
        case ConflictOpened():
            return conflicts.conflict_opened(state, event)
        case ConflictChanged():
            return conflicts.conflict_changed(state, event)
        case ConflictCleared():
            return conflicts.conflict_cleared(state, event)
        case ConflictAcknowledged() | ConflictOverridden():
            return conflicts.conflict_answered(state, event)
        case RuleReportRecorded():
            return reports.rule_report_recorded(state, event)
        case RulesCompared():
            return reports.rules_compared(state, event)
        case _:
            assert_never(event)


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
        case _:
            return season_stream(command.season)


def _season_of_candidate(state: Conference, command: AdoptCandidate) -> SeasonId:
    if (candidate := state.candidates.get(command.candidate)) is None:
        raise NotFound(f"There is no candidate {command.candidate}.", field="candidate")
    return candidate.season
