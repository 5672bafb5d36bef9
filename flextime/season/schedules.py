"""The schedule of a season: a candidate adopted as the draft, games moved and pinned, and the publication."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from flextime.league.clocks import is_skipped
from flextime.league.ids import CandidateId, GameId, RunId, SchoolCode, SeasonId, VenueId
from flextime.league.model import ScheduledGame, Venue
from flextime.rules.check import check_moves
from flextime.rules.waiving import unwaived
from flextime.season.refusal import Invalid, NotFound, NotNow, RuleBroken
from flextime.season.runs import require_valid
from flextime.season.seasons import with_season
from flextime.season.state import Conference, Season, season_facts, waivers_in_force

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptCandidate:
    """Make a candidate the draft of its season, in the place of the present one."""

    candidate: CandidateId


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveGame:
    """Move a game to a date and tip-off (local to the venue); without a venue it stays in its own."""

    season: SeasonId
    game: GameId
    date: date
    tip_off: time
    venue: VenueId | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """Where a game goes: a date and a tip-off, local to the venue; without a venue it stays in its own."""

    game: GameId
    date: date
    tip_off: time
    venue: VenueId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveGames:
    """Move several games of a season together, all of them or none: what only fits together is judged together."""

    season: SeasonId
    moves: tuple[NewPlace, ...]
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinGame:
    """Hold a game where it stands: neither a solve nor a repair moves it."""

    season: SeasonId
    game: GameId


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpinGame:
    """Let a pinned game go."""

    season: SeasonId
    game: GameId


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSchedule:
    """Make the draft the schedule that everybody sees."""

    season: SeasonId


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAdopted:
    """A candidate became the draft; `was` is the one before it. All games are here, so that no reader looks back."""

    season: SeasonId
    run: RunId
    was: CandidateId | None
    now: CandidateId
    games: tuple[ScheduledGame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GameMoved:
    """A game was moved."""

    season: SeasonId
    game: GameId
    was: ScheduledGame
    now: ScheduledGame
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GamePinned:
    """A game was pinned where it stands."""

    season: SeasonId
    game: GameId
    at: ScheduledGame


@dataclass(frozen=True, slots=True, kw_only=True)
class GameUnpinned:
    """A pinned game was let go."""

    season: SeasonId
    game: GameId


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePublished:
    """The draft was published as `revision`, with all its games."""

    season: SeasonId
    revision: int
    games: tuple[ScheduledGame, ...]


# Decide --------------------------------------------------------------------------------------------------------------


def adopt_candidate(state: Conference, command: AdoptCandidate, today: date) -> Sequence[CandidateAdopted]:
    """Decide on a new draft: pinned and forfeited games stay, and the rules of today hold over it.

    The candidate that the draft grew from may be adopted again: that takes the moves since back, and what was postponed
    or cancelled. Another one may not bring such games back unasked.
    """
    if (candidate := state.candidates.get(command.candidate)) is None:
        raise NotFound(f"There is no candidate {command.candidate}.", field="candidate")
    season = state.season(candidate.season)
    games = {game.game: game for game in candidate.games}
    if season.adopted == candidate.id and season.games == games:
        return []
    _require_held(season, candidate.id, games)
    require_valid(state, candidate.season, candidate.games, today=today)
    return [
        CandidateAdopted(
            season=candidate.season, run=candidate.run, was=season.adopted, now=candidate.id, games=candidate.games
        )
    ]


def _require_held(season: Season, candidate: CandidateId, games: dict[GameId, ScheduledGame]) -> None:
    """Raise NotNow when a candidate has a game elsewhere that stays, or one that is off."""
    for game in sorted({*season.pinned, *season.forfeited}):
        if games.get(game) != season.games[game]:
            why = "pinned" if game in season.pinned else "forfeited"
            raise NotNow(f"{game} is {why}, and {candidate} has it elsewhere.", field="candidate")
    if season.adopted == candidate:
        return
    # One off and one more between the two, whoever hosts it, would be one too many.
    standing, coming = (Counter(map(_pair, found)) for found in (season.games.values(), games.values()))
    for game, off in sorted(season.off.items()):
        if game in games or coming[_pair(off)] > standing[_pair(off)]:
            why = "postponed" if game in season.postponed else "cancelled"
            raise NotNow(f"{game} is {why}, and {candidate} has it, here or there.", field="candidate")


def _pair(game: ScheduledGame) -> tuple[SchoolCode, ...]:
    return tuple(sorted((game.home, game.away)))


def move_game(state: Conference, command: MoveGame, today: date) -> Sequence[GameMoved]:
    """Decide on a move: nowhere is no event; a pinned game stays; no hard rule may be broken that is not already.

    A network booked a day of the week: it stays with the game while that does.
    """
    place = NewPlace(game=command.game, date=command.date, tip_off=command.tip_off, venue=command.venue)
    return _moves(state, command.season, [place], command.because, today, field="date")


def move_games(state: Conference, command: MoveGames, today: date) -> Sequence[GameMoved]:
    """Decide on several moves as on one: the rules see the schedule with all of them made."""
    games = [place.game for place in command.moves]
    if not games:
        raise Invalid("Name at least one game to move.", field="moves")
    if len(set(games)) < len(games):
        twice = next(game for game in games if games.count(game) > 1)
        raise Invalid(f"{twice} is to be moved to two places.", field="moves")
    return _moves(state, command.season, command.moves, command.because, today, field="moves")


def _moves(
    state: Conference, season_id: SeasonId, places: Sequence[NewPlace], because: str, today: date, *, field: str
) -> Sequence[GameMoved]:
    season = state.season(season_id)
    stands = [(game_of(season, place.game), place) for place in places]
    moves = [(was, now) for was, place in stands if (now := at_place(season, was, place)) != was]
    for was, _ in moves:
        require_free(season, was.game, field="game" if field == "date" else field)
    require_kept(state, season_id, [now for _, now in moves], today, field=field)
    return [GameMoved(season=season_id, game=was.game, was=was, now=now, because=because) for was, now in moves]


def at_place(season: Season, was: ScheduledGame, place: NewPlace) -> ScheduledGame:
    """Return a game at another place. Raises Invalid for a date in no window."""
    return replace(
        was,
        date=place.date,
        tip_off=place.tip_off,
        venue=place.venue or was.venue,
        window=_window_of(season, place.date),
        network=was.network if place.date.weekday() == was.date.weekday() else None,
    )


def game_of(season: Season, game: GameId) -> ScheduledGame:
    """Return a game that has a place. Raises NotNow for one that has none now, NotFound for a stranger."""
    if game in season.postponed:
        raise NotNow(f"{game} is postponed and has no place: send MakeUpGames first.", field="game")
    if game in season.cancelled:
        raise NotNow(f"{game} is cancelled.", field="game")
    if not season.games:
        raise NotNow(f"{season.plan.id} has no schedule yet: adopt a candidate first.", field="season")
    if (found := season.games.get(game)) is None:
        raise NotFound(f"There is no game {game} in {season.plan.id}.", field="game")
    return found


def require_free(season: Season, game: GameId, *, field: str) -> None:
    """Raise NotNow when a game must stay as it is: pinned, or forfeited."""
    if game in season.pinned:
        raise NotNow(f"{game} is pinned: unpin it first.", field=field)
    if (by := season.forfeited.get(game)) is not None:
        raise NotNow(f"{game} was forfeited by {by}: its result stands.", field=field)


def require_kept(
    state: Conference, season_id: SeasonId, games: Sequence[ScheduledGame], today: date, *, field: str
) -> None:
    """Raise unless games may go where they are to go: in known venues, at hours that exist, no hard rule newly broken.

    The rules see the schedule with all of them there. What a waiver covers `today` is not held against them.
    """
    for game in games:
        _require_clock(state.venue(game.venue), game)
    if not games:
        return
    season = state.season(season_id)
    rules = tuple(season.rules.values())
    newly = check_moves(season_facts(state, season_id), rules, tuple(season.games.values()), games)
    broken = unwaived(newly, waivers_in_force(state, season_id, today))
    if broken:
        raise RuleBroken(broken[0].sentence, field=field, evidence=broken)


def _require_clock(venue: Venue, game: ScheduledGame) -> None:
    if is_skipped(game.date, game.tip_off, venue.time_zone):
        when = f"{game.tip_off:%H:%M} on {game.date}"
        raise Invalid(f"There is no {when} in {venue.time_zone}: the clocks skip it. Choose another.", field="tip_off")


def _window_of(season: Season, day: date) -> int:
    for window in season.plan.windows:
        if day in window.dates:
            return window.number
    raise Invalid(f"{day} lies in no window of {season.plan.id}.", field="date")


def pin_game(state: Conference, command: PinGame) -> Sequence[GamePinned]:
    """Decide on a pin; a pinned game is already so."""
    season = state.season(command.season)
    at = game_of(season, command.game)
    return [] if command.game in season.pinned else [GamePinned(season=command.season, game=command.game, at=at)]


def unpin_game(state: Conference, command: UnpinGame) -> Sequence[GameUnpinned]:
    """Decide on letting a game go; a free game is already so."""
    season = state.season(command.season)
    game_of(season, command.game)
    return [GameUnpinned(season=command.season, game=command.game)] if command.game in season.pinned else []


def publish_schedule(state: Conference, command: PublishSchedule, today: date) -> Sequence[SchedulePublished]:
    """Decide on a publication: there is a draft, it differs from what is published, and every hard rule holds.

    A rule that is broken only because games are postponed or cancelled does not keep the rest from being published.
    """
    season = state.season(command.season)
    if not season.games and not season.off:
        raise NotNow(f"{command.season} has no schedule yet: adopt a candidate first.", field="season")
    if season.published == season.games:
        return []
    games = tuple(season.games.values())
    require_valid(state, command.season, games, off=tuple(season.off.values()), today=today)
    return [SchedulePublished(season=command.season, revision=season.revision + 1, games=games)]


# Evolve --------------------------------------------------------------------------------------------------------------


def candidate_adopted(state: Conference, event: CandidateAdopted) -> Conference:
    games = {game.game: game for game in event.games}
    was = state.seasons[event.season]
    season = replace(
        was,
        adopted=event.now,
        games=games,
        postponed={game: stood for game, stood in was.postponed.items() if game not in games},
        cancelled={game: stood for game, stood in was.cancelled.items() if game not in games},
    )
    runs = state.runs
    if (run := runs[event.run]).status == "requested":
        runs = {**runs, run.id: replace(run, status="solved")}
    return with_season(replace(state, runs=runs), season)


def game_moved(state: Conference, event: GameMoved) -> Conference:
    season = state.seasons[event.season]
    return with_season(state, replace(season, games={**season.games, event.game: event.now}))


def game_pinned(state: Conference, event: GamePinned) -> Conference:
    season = state.seasons[event.season]
    return with_season(state, replace(season, pinned=season.pinned | {event.game}))


def game_unpinned(state: Conference, event: GameUnpinned) -> Conference:
    season = state.seasons[event.season]
    return with_season(state, replace(season, pinned=season.pinned - {event.game}))


def schedule_published(state: Conference, event: SchedulePublished) -> Conference:
    games = {game.game: game for game in event.games}
    season = replace(state.seasons[event.season], revision=event.revision, published=games, status="active")
    return with_season(state, season)
