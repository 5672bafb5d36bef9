"""Where a fact comes from: the events that made it what it is, each as a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from flextime.conflicts.model import Cause, ConflictId, closure_key
from flextime.league.ids import GameId
from flextime.league.model import ScheduledGame
from flextime.season.conflicts import (
    ConflictAcknowledged,
    ConflictChanged,
    ConflictCleared,
    ConflictOpened,
    ConflictOverridden,
)
from flextime.season.decide import Event
from flextime.season.in_season import GameCancelled, GameForfeited, GameMadeUp, GamePostponed
from flextime.season.members import SchoolAdmitted, SchoolChanged
from flextime.season.schedules import CandidateAdopted, GameMoved, GamePinned, GameUnpinned
from flextime.season.seasons import SeasonOpened
from flextime.season.state import Season
from flextime.season.venues import AcademicCalendarSet, VenueChanged, VenueClosed, VenueRegistered, VenueReopened
from flextime.season.waivers import WaiverAsked, WaiverEvent, WaiverGranted, WaiverRefused, WaiverWithdrawn

Mark = TypeVar("Mark")

# The events that say something: a reader of a long history need not decode the others.
TELLING: tuple[type[Event], ...] = (
    CandidateAdopted, GameMoved, GamePinned, GameUnpinned, VenueClosed, VenueReopened, AcademicCalendarSet,
    VenueRegistered, VenueChanged, SchoolAdmitted, SchoolChanged, SeasonOpened, ConflictOpened, ConflictChanged,
    ConflictAcknowledged, ConflictOverridden, ConflictCleared,
    GamePostponed, GameMadeUp, GameCancelled, GameForfeited,
    WaiverAsked, WaiverGranted, WaiverRefused, WaiverWithdrawn,
)  # fmt: skip


@dataclass(slots=True)
class _Walk:
    """The games asked for, where they stood last."""

    games: frozenset[GameId]
    stands: dict[GameId, ScheduledGame] = field(default_factory=dict)


def provenance(
    causes: Iterable[Cause], events: Iterable[tuple[Mark, Event]], conflict: ConflictId | None = None
) -> Iterator[tuple[Mark, str]]:
    """Yield, of a conference's events from the first on, those that made the facts, each with its mark.

    A mark is whatever the caller knows an event by. Of an adoption only the games count whose place it changes. With a
    conflict, what was recorded of it is told as well.
    """
    asked = set(causes)
    walk = _Walk(frozenset(GameId(cause.key) for cause in asked if cause.kind == "game"))
    for mark, event in events:
        for sentence in (*_of_games(walk, event), *_of_facts(asked, event), *_of_conflict(conflict, event)):
            yield mark, sentence


def stands(game: ScheduledGame) -> str:
    """Return where a game stands.

    >>> from datetime import date, time
    >>> stands(ScheduledGame(game="g", home="TCU", away="KU", venue="tcu-arena", date=date(2026, 1, 3),
    ...     tip_off=time(19), window=0))
    'Saturday 2026-01-03 at 19:00, tcu-arena'
    """
    return f"{game.date:%A} {game.date} at {game.tip_off:%H:%M}, {game.venue}"


def says(season: Season, game: GameId) -> str:
    """Say where a game of a season stands, or stood last. Raises KeyError for a stranger."""
    at = season.games.get(game) or season.off[game]
    between = f"{at.away} at {at.home}"
    if game in season.off:
        return f"{between} is {'postponed' if game in season.postponed else 'cancelled'}: it stood on {stands(at)}."
    by = season.forfeited.get(game)
    return f"{between} stands on {stands(at)}{f', forfeited by {by}' if by else ''}."


def _of_games(walk: _Walk, event: Event) -> Iterator[str]:
    match event:
        case CandidateAdopted(games=games, now=candidate):
            for game in games:
                if game.game in walk.games and walk.stands.get(game.game) != game:
                    walk.stands[game.game] = game
                    yield f"{game.away} at {game.home} stands on {stands(game)}: {candidate} was adopted."
        case GameMoved(game=moved, was=was, now=now, because=because) if moved in walk.games:
            walk.stands[moved] = now
            why = f": {because}" if because else ", for no reason that was given"
            yield f"{now.away} at {now.home} was moved from {stands(was)} to {stands(now)}{why}."
        case GamePostponed() | GameMadeUp() | GameCancelled() | GameForfeited() if event.game in walk.games:
            yield _in_season(walk, event)
        case GamePinned(game=pinned, at=at) if pinned in walk.games:
            yield f"{at.away} at {at.home} was pinned where it stands."
        case GameUnpinned(game=freed) if freed in walk.games:
            yield f"{freed} was let go."
        case WaiverAsked() | WaiverGranted() | WaiverRefused() | WaiverWithdrawn():
            if walk.games & {*event.waiver.games}:
                yield _of_waiver(event)
        case _:
            return


def _in_season(walk: _Walk, event: GamePostponed | GameMadeUp | GameCancelled | GameForfeited) -> str:
    match event:
        case GamePostponed(was=was):
            walk.stands.pop(event.game, None)
            said = f"{was.away} at {was.home} was postponed from {stands(was)}"
        case GameMadeUp(was=was, now=now):
            walk.stands[event.game] = now
            said = f"{now.away} at {now.home}, postponed from {was.date}, is made up on {stands(now)}"
        case GameCancelled(was=was, postponed=postponed):
            walk.stands.pop(event.game, None)
            since = f"postponed from {was.date}" if postponed else f"on {stands(was)}"
            said = f"{was.away} at {was.home}, {since}, was cancelled"
        case GameForfeited(at=at, by=by):
            said = f"{at.away} at {at.home} on {at.date} was forfeited by {by}"
    return f"{said}: {event.because}."


def _of_waiver(event: WaiverEvent) -> str:
    """Say what became of a waiver."""
    waiver = event.waiver
    match event:
        case WaiverAsked():
            games = f" for {', '.join(waiver.games)}" if waiver.games else ""
            said = f"{waiver.asked_by} asked for the waiver {waiver.id} of {waiver.rule}{games} until {waiver.until}"
            return f"{said}: {waiver.because}."
        case WaiverGranted(signed_by=signed_by):
            said = f"was granted until {waiver.until}, signed by {signed_by}"
        case WaiverRefused():
            said = "was refused"
        case WaiverWithdrawn(was=was):
            said = f"was withdrawn after it was {was}"
    return f"The waiver {waiver.id} of {waiver.rule} {said}: {event.because}."


def _of_conflict(asked: ConflictId | None, event: Event) -> Iterator[str]:
    match event:
        case ConflictOpened(conflict=found) if found.id == asked:
            yield f"The conflict opened: {found.sentence}"
        case ConflictChanged(now=found) if found.id == asked:
            yield f"It changed: {found.sentence}"
        case ConflictCleared(was=found) if found.id == asked:
            yield "It was cleared."
        case ConflictAcknowledged(conflict=found, because=because) if found.id == asked:
            yield f"It was acknowledged{f': {because}' if because else '.'}"
        case ConflictOverridden(conflict=found, because=because) if found.id == asked:
            yield f"It was let stand: {because}"
        case _:
            return


def _of_facts(asked: set[Cause], event: Event) -> Iterator[str]:
    match event:
        case VenueClosed(closure=closure) if Cause("closure", closure_key(closure)) in asked:
            yield f"{closure.venue} was closed from {closure.span.first} to {closure.span.last}: {closure.reason}."
        case VenueReopened(closure=closure) if Cause("closure", closure_key(closure)) in asked:
            yield f"{closure.venue} was opened again from {closure.span.first} to {closure.span.last}."
        case AcademicCalendarSet(now=calendar):
            if Cause("calendar", f"{calendar.school} {calendar.year}") in asked:
                yield f"The calendar of {calendar.school} for {calendar.year} was set."
        case VenueRegistered(venue=venue) if Cause("venue", venue.id) in asked:
            yield f"{venue.name} ({venue.id}) became known, in {venue.time_zone}."
        case VenueChanged(now=venue) if Cause("venue", venue.id) in asked:
            yield f"What is known of {venue.name} ({venue.id}) changed."
        case SchoolAdmitted(school=school) if Cause("school", school.code) in asked:
            yield f"{school.name} was admitted, in {school.city}, {school.state}."
        case SchoolChanged(now=school) if Cause("school", school.code) in asked:
            yield f"What is known of {school.name} changed."
        case SeasonOpened(plan=plan) if Cause("season", plan.id) in asked:
            yield f"{plan.name} was opened, from {plan.first} to {plan.last}."
        case _:
            return
