"""The whole write model in two functions: decide what a command brings about, and evolve the state by an event."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from flextime.league.ids import ConferenceId
from flextime.rules.waiving import day_of
from flextime.season import (
    conflicts,
    in_season,
    members,
    reports,
    rulebook,
    runs,
    schedules,
    seasons,
    venues,
    waivers,
)
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
from flextime.season.waivers import (
    AskWaiver,
    GrantWaiver,
    RefuseWaiver,
    WaiverAsked,
    WaiverCommand,
    WaiverEvent,
    WaiverGranted,
    WaiverRefused,
    WaiverWithdrawn,
    WithdrawWaiver,
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
    | WaiverCommand
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
    | WaiverEvent
)


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
    today = day_of(now)
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
            return runs.propose_candidate(state, command, today)
        case ReportInfeasible():
            return runs.report_infeasible(state, command)
        case FailRun():
            return runs.fail_run(state, command)
        case AdoptCandidate():
            return schedules.adopt_candidate(state, command, today)
        case MoveGame():
            return schedules.move_game(state, command, today)
        case MoveGames():
            return schedules.move_games(state, command, today)
        case PostponeGames():
            return in_season.postpone_games(state, command)
        case MakeUpGames():
            return in_season.make_up_games(state, command, today)
        case CancelGames():
            return in_season.cancel_games(state, command)
        case ForfeitGames():
            return in_season.forfeit_games(state, command)
        case PinGame():
            return schedules.pin_game(state, command)
        case UnpinGame():
            return schedules.unpin_game(state, command)
        case PublishSchedule():
            return schedules.publish_schedule(state, command, today)
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
        case AskWaiver():
            return waivers.ask_waiver(state, command, today)
        case GrantWaiver():
            return waivers.grant_waiver(state, command, today)
        case RefuseWaiver():
            return waivers.refuse_waiver(state, command)
        case WithdrawWaiver():
            return waivers.withdraw_waiver(state, command)
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
        case WaiverAsked() | WaiverGranted() | WaiverRefused() | WaiverWithdrawn():
            return waivers.waiver_recorded(state, event)
        case _:
            assert_never(event)
