"""Which rows an event changes. A row that depends on something that changed and is not named here would be stale:
the property test that splits a history into batches at random finds it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, assert_never

from flextime.league.ids import ConferenceId, GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import PlayedGame, ScheduledGame
from flextime.season.conflicts import (
    ConflictAcknowledged,
    ConflictChanged,
    ConflictCleared,
    ConflictOpened,
    ConflictOverridden,
)
from flextime.season.decide import Event
from flextime.season.in_season import GameCancelled, GameForfeited, GameMadeUp, GamePostponed
from flextime.season.members import ConferenceRegistered, SchoolAdmitted, SchoolChanged
from flextime.season.reports import RuleReportRecorded, RulesCompared
from flextime.season.rulebook import RuleAdded, RuleChanged, RuleRetired
from flextime.season.runs import (
    CandidateProposed,
    MemberFailed,
    RunCancelled,
    RunFailed,
    RunFoundInfeasible,
    ScheduleRequested,
)
from flextime.season.schedules import CandidateAdopted, GameMoved, GamePinned, GameUnpinned, SchedulePublished
from flextime.season.seasons import PlayedSeasonImported, SeasonOpened
from flextime.season.state import Conference
from flextime.season.venues import AcademicCalendarSet, VenueChanged, VenueClosed, VenueRegistered, VenueReopened


class RowKey(NamedTuple):
    """A row of a view within its conference; `season` is empty where ids are unique without it."""

    view: str
    season: str
    id: str


def touched(before: Conference, event: Event, after: Conference) -> Iterator[RowKey]:  # noqa: C901, PLR0912 - the table
    """Yield the rows that the event changes; a row of a game that is no more is among them."""
    match event:
        case ConferenceRegistered() | SchoolAdmitted() | VenueRegistered() | SeasonOpened() | PlayedSeasonImported():
            yield RowKey("conferences", "", after.id)
            yield from _newcomers(event, after)
        case SchoolChanged():
            yield from _of_school(event.now.code, after)
        case VenueChanged():
            yield from (RowKey("venues", "", event.now.id), RowKey("schools", "", event.now.school))
            for season, games in _seasons(after):
                yield from _games(season, (game.game for game in games if game.venue == event.now.id))
            yield from _conflicts_at(event.now.id, after)
        case VenueClosed() | VenueReopened():
            yield RowKey("venues", "", event.closure.venue)
        case AcademicCalendarSet():
            yield RowKey("schools", "", event.now.school)
        case RuleAdded() | RuleRetired():
            yield from (RowKey("rules", event.season, event.rule.id), _season(event.season), _report(event.season))
        case RuleChanged():
            yield from (RowKey("rules", event.season, event.now.id), _report(event.season))
        case ScheduleRequested() | RunCancelled() | RunFoundInfeasible() | MemberFailed() | RunFailed():
            yield RowKey("runs", "", event.run)
        case CandidateProposed():
            yield from (RowKey("runs", "", event.run), RowKey("candidates", "", event.candidate))
        case CandidateAdopted() | GameMoved() | GamePinned() | GameUnpinned() | SchedulePublished():
            yield _season(event.season)
            yield from _of_schedule(before, event, after)
        case GamePostponed() | GameMadeUp() | GameCancelled() | GameForfeited():
            yield from _in_season(event)
        case (
            ConflictOpened(conflict=found)
            | ConflictChanged(now=found)
            | ConflictCleared(was=found)
            | ConflictAcknowledged(conflict=found)
            | ConflictOverridden(conflict=found)
        ):
            yield RowKey("conflicts", "", found.id)
        case RuleReportRecorded() | RulesCompared():
            yield _report(event.season)
        case _:
            assert_never(event)


def _report(season: SeasonId) -> RowKey:
    return RowKey("rule_reports", "", season)


def _season(season: SeasonId) -> RowKey:
    return RowKey("seasons", "", season)


def _newcomers(
    event: ConferenceRegistered | SchoolAdmitted | VenueRegistered | SeasonOpened | PlayedSeasonImported,
    after: Conference,
) -> Iterator[RowKey]:
    match event:
        case ConferenceRegistered():
            pass
        case SchoolAdmitted():
            yield RowKey("schools", "", event.school.code)
        case VenueRegistered():
            yield from (RowKey("venues", "", event.venue.id), RowKey("schools", "", event.venue.school))
            yield from _played_in(event.venue.id, after)
            yield from _conflicts_at(event.venue.id, after)
        case SeasonOpened():
            yield from (_season(event.plan.id), _report(event.plan.id))
            yield from _standings(event.plan.id, event.plan.teams)
        case PlayedSeasonImported():
            yield _season(event.season)
            yield from _games(event.season, (game.game for game in after.played[event.season].games))
            yield from _standings(event.season, {team for game in event.games for team in (game.home, game.away)})


def _played_in(venue: VenueId, after: Conference) -> Iterator[RowKey]:
    """Played seasons come in as they were recorded: a game may name a venue that is registered only later."""
    for season, played in after.played.items():
        if games := [game for game in played.games if game.venue == venue]:
            yield _season(season)
            yield from _games(season, (game.game for game in games))
            yield from _standings(season, {team for game in games for team in (game.home, game.away)})


def _conflicts_at(venue: VenueId, after: Conference) -> Iterator[RowKey]:
    return (RowKey("conflicts", "", key) for key, known in after.conflicts.items() if known.conflict.venue == venue)


def _of_school(code: SchoolCode, after: Conference) -> Iterator[RowKey]:
    """A school's name and place stand in its venues and games, in the miles of whoever visits it, and in the search
    for rules that name it."""
    own = {venue.id for venue in after.venues.values() if venue.school == code}
    yield RowKey("schools", "", code)
    yield from (RowKey("venues", "", venue) for venue in own)
    yield from (RowKey("conflicts", "", key) for key, known in after.conflicts.items() if code in known.conflict.teams)
    for season, games in _seasons(after):
        yield _season(season)
        yield from _games(season, (game.game for game in games if code in (game.home, game.away) or game.venue in own))
        yield from _standings(season, {team for game in games for team in (game.home, game.away)})
    for season, planned in after.seasons.items():
        yield from _standings(season, planned.plan.teams)
        yield from (RowKey("rules", season, rule) for rule in (*planned.rules, *planned.retired))


def _seasons(after: Conference) -> Iterator[tuple[SeasonId, Sequence[ScheduledGame | PlayedGame]]]:
    for season, planned in after.seasons.items():
        yield season, (*planned.games.values(), *planned.off.values())
    for season, played in after.played.items():
        yield season, played.games


def _of_schedule(
    before: Conference,
    event: CandidateAdopted | GameMoved | GamePinned | GameUnpinned | SchedulePublished,
    after: Conference,
) -> Iterator[RowKey]:
    was, now = before.seasons[event.season], after.seasons[event.season]
    match event:
        case GamePinned() | GameUnpinned():
            yield from _games(event.season, [event.game])
        case GameMoved():
            yield from _games(event.season, [event.game])
            yield from _standings(event.season, {event.was.home, event.was.away})
        case CandidateAdopted():
            yield RowKey("runs", "", event.run)
            yield from (RowKey("candidates", "", known) for known in (event.was, event.now) if known)
            if event.was and (former := before.candidates.get(event.was)) and former.run != event.run:
                yield RowKey("runs", "", former.run)
            yield from _games(event.season, _changed(was.games, now.games))
            yield from _standings(event.season, now.plan.teams)
        case SchedulePublished():
            yield RowKey("conferences", "", ConferenceId(after.id))
            yield from _games(event.season, {*_changed(was.published, now.published), *now.off})


def _in_season(event: GamePostponed | GameMadeUp | GameCancelled | GameForfeited) -> Iterator[RowKey]:
    stood = event.at if isinstance(event, GameForfeited) else event.was
    yield _season(event.season)
    yield from _games(event.season, [event.game])
    yield from _standings(event.season, (stood.home, stood.away))


def _changed(was: dict[GameId, ScheduledGame], now: dict[GameId, ScheduledGame]) -> list[GameId]:
    return [game for game in {**was, **now} if was.get(game) != now.get(game)]


def _games(season: SeasonId, games: Iterable[GameId]) -> Iterator[RowKey]:
    return (RowKey("games", season, game) for game in games)


def _standings(season: SeasonId, teams: Iterable[SchoolCode]) -> Iterator[RowKey]:
    return (RowKey("standings", season, team) for team in teams)
