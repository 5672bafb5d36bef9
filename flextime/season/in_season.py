"""Games of a season under way: postponed and made up, cancelled, forfeited.

A postponed game is owed: it has a pair and a host, and no place until it is made up. A cancelled one is owed no more.
Neither stands among the season's games, so that rules, venues and repairs see the games that have a place. A forfeited
game keeps its place: it counts as met, and its day is not free.

A made-up game is an event of its own and no GameMoved: whoever reads one of those may trust that the game stood at
`was` until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flextime.league.ids import GameId, SchoolCode, SeasonId
from flextime.league.model import ScheduledGame
from flextime.season.refusal import Invalid, NotNow
from flextime.season.schedules import NewPlace, at_place, game_of, require_free, require_kept
from flextime.season.seasons import with_season
from flextime.season.state import Conference, Season

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeGames:
    """Take games from their places, all of them or none: they stay owed until they are made up or cancelled."""

    season: SeasonId
    games: tuple[GameId, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUpGames:
    """Give postponed games new places, all of them or none; without a venue a game stays in the one it had."""

    season: SeasonId
    places: tuple[NewPlace, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelGames:
    """Say that games, postponed or not, will not be played, all of them or none."""

    season: SeasonId
    games: tuple[GameId, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForfeitGames:
    """Let a team forfeit games of its own, all of them or none: each counts as met, and keeps its day."""

    season: SeasonId
    games: tuple[GameId, ...]
    by: SchoolCode
    because: str


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GamePostponed:
    """A game lost its place and is owed since; `was` is where it stood."""

    season: SeasonId
    game: GameId
    was: ScheduledGame
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GameMadeUp:
    """A postponed game got a place again; `was` is where it stood before it was postponed."""

    season: SeasonId
    game: GameId
    was: ScheduledGame
    now: ScheduledGame
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GameCancelled:
    """A game was called off for good; `was` is where it stood, or stood last when it had been `postponed`."""

    season: SeasonId
    game: GameId
    was: ScheduledGame
    postponed: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GameForfeited:
    """A team forfeited a game, which stays where it stands."""

    season: SeasonId
    game: GameId
    at: ScheduledGame
    by: SchoolCode
    because: str


# Decide --------------------------------------------------------------------------------------------------------------


def postpone_games(state: Conference, command: PostponeGames) -> Sequence[GamePostponed]:
    """Decide on a postponement: no rule is asked, for a storm asks none. A postponed game is already so.

    Nor is the clock: a game is often recorded as postponed after the hour at which it was not played.
    """
    season = _season(state, command.season, command.games, command.because)
    standing = [game_of(season, game) for game in command.games if game not in season.postponed]
    for game in standing:
        require_free(season, game.game, field="games")
    return [GamePostponed(season=command.season, game=was.game, was=was, because=command.because) for was in standing]


def make_up_games(state: Conference, command: MakeUpGames, today: date) -> Sequence[GameMadeUp]:
    """Decide on new places for postponed games, judged together and as moves are. One that stands there is already so.

    The network's slot was that of the lost day: a made-up game has none.
    """
    season = _season(state, command.season, [place.game for place in command.places], command.because)
    made_up: list[tuple[ScheduledGame, ScheduledGame]] = []
    for place in command.places:
        if (was := season.postponed.get(place.game)) is not None:
            made_up.append((was, replace(at_place(season, was, place), network=None)))
        elif at_place(season, standing := game_of(season, place.game), place) != standing:
            raise NotNow(f"{place.game} is not postponed: send MoveGames.", field="places")
    require_kept(state, command.season, [now for _, now in made_up], today, field="places")
    return [
        GameMadeUp(season=command.season, game=was.game, was=was, now=now, because=command.because)
        for was, now in made_up
    ]


def cancel_games(state: Conference, command: CancelGames) -> Sequence[GameCancelled]:
    """Decide on calling games off, owed ones too. A cancelled game is already so."""
    season = _season(state, command.season, command.games, command.because)
    events = []
    for game in command.games:
        if game in season.cancelled:
            continue
        owed = season.postponed.get(game)
        was = owed or game_of(season, game)
        require_free(season, game, field="games")
        events.append(
            GameCancelled(
                season=command.season, game=game, was=was, postponed=owed is not None, because=command.because
            )
        )
    return events


def forfeit_games(state: Conference, command: ForfeitGames) -> Sequence[GameForfeited]:
    """Decide on forfeits: games of the team's own that stand. One that it has forfeited is already so."""
    season = _season(state, command.season, command.games, command.because)
    events = []
    for at in (game_of(season, game) for game in command.games):
        if command.by not in (at.home, at.away):
            raise Invalid(f"{command.by} does not play in {at.game}: {at.away} visits {at.home}.", field="by")
        if (by := season.forfeited.get(at.game)) == command.by:
            continue
        if by is not None:
            raise NotNow(f"{at.game} was forfeited by {by}.", field="games")
        events.append(GameForfeited(season=command.season, game=at.game, at=at, by=command.by, because=command.because))
    return events


def _season(state: Conference, season: SeasonId, games: Sequence[GameId], because: str) -> Season:
    """Return the season. Raises for one that is over, for games that are none or named twice, and without a reason."""
    if season in state.played:
        raise NotNow(f"{season} has been played: its games are on record as they were.", field="season")
    if not because.strip():
        raise Invalid("Say why: it stands in the history for whoever asks later.", field="because")
    if not games:
        raise Invalid("Name at least one game.", field="games")
    if len(set(games)) < len(games):
        raise Invalid(f"{next(game for game in games if games.count(game) > 1)} is named twice.", field="games")
    return state.season(season)


# Evolve --------------------------------------------------------------------------------------------------------------


def game_postponed(state: Conference, event: GamePostponed) -> Conference:
    season = state.seasons[event.season]
    postponed = {**season.postponed, event.game: event.was}
    return with_season(state, replace(season, games=_without(season.games, event.game), postponed=postponed))


def game_made_up(state: Conference, event: GameMadeUp) -> Conference:
    season = state.seasons[event.season]
    games = {**season.games, event.game: event.now}
    return with_season(state, replace(season, games=games, postponed=_without(season.postponed, event.game)))


def game_cancelled(state: Conference, event: GameCancelled) -> Conference:
    season = state.seasons[event.season]
    now = replace(
        season,
        games=_without(season.games, event.game),
        postponed=_without(season.postponed, event.game),
        cancelled={**season.cancelled, event.game: event.was},
    )
    return with_season(state, now)


def game_forfeited(state: Conference, event: GameForfeited) -> Conference:
    season = state.seasons[event.season]
    return with_season(state, replace(season, forfeited={**season.forfeited, event.game: event.by}))


def _without(games: dict[GameId, ScheduledGame], gone: GameId) -> dict[GameId, ScheduledGame]:
    return {game: placed for game, placed in games.items() if game != gone}
