"""Seasons: opened to be scheduled, or imported as they were played."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flextime.league.ids import SchoolCode, SeasonId
from flextime.league.model import DateSpan, PlayedGame, SeasonPlan, Sport
from flextime.season.refusal import AlreadyExists, Invalid, NotFound
from flextime.season.state import Conference, PlayedSeason, Season
from flextime.season.years import require_year

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeason:
    """Open a season for planning."""

    plan: SeasonPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlayedSeason:
    """Bring in a season that was played, whole or not at all."""

    season: SeasonId
    sport: Sport
    year: str
    name: str
    games: tuple[PlayedGame, ...]


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonOpened:
    """A season was opened for planning."""

    plan: SeasonPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedSeasonImported:
    """A played season was taken into the record."""

    season: SeasonId
    sport: Sport
    year: str
    name: str
    games: tuple[PlayedGame, ...]


# Decide --------------------------------------------------------------------------------------------------------------


def open_season(state: Conference, command: OpenSeason) -> Sequence[SeasonOpened]:
    """Decide on opening a season: its teams and venues must be known, its windows inside it and in order."""
    plan = command.plan
    if (known := state.seasons.get(plan.id)) is not None:
        if known.plan == plan:
            return []
        raise AlreadyExists(f"The season {plan.id} is open already with another plan.", field="plan.id")
    if plan.id in state.played:
        raise AlreadyExists(f"The season {plan.id} has been played.", field="plan.id")
    require_year(plan.year, "plan.year")
    _require_teams(state, plan)
    _require_home_venues(state, plan)
    _require_windows(plan)
    return [SeasonOpened(plan=plan)]


def _require_teams(state: Conference, plan: SeasonPlan) -> None:
    if len(plan.teams) < 2 or len(set(plan.teams)) != len(plan.teams):
        raise Invalid("A season needs two teams or more, each named once.", field="plan.teams")
    for index, team in enumerate(plan.teams):
        _require_school(state, team, f"plan.teams[{index}]")
    for index, rivalry in enumerate(plan.rivalries):
        if rivalry.first == rivalry.second or not {rivalry.first, rivalry.second} <= set(plan.teams):
            raise Invalid("A rivalry is between two teams of the season.", field=f"plan.rivalries[{index}]")
    most = 2 * (len(plan.teams) - 1)
    if not 1 <= plan.games_per_team <= most or plan.games_per_team * len(plan.teams) % 2:
        raise Invalid(
            f"{len(plan.teams)} teams cannot play {plan.games_per_team} games each: "
            f"1 to {most}, and an even number of team games in all.",
            field="plan.games_per_team",
        )


def _require_home_venues(state: Conference, plan: SeasonPlan) -> None:
    counts = Counter(home.team for home in plan.home_venues)
    for team in plan.teams:
        if counts[team] != 1:
            raise Invalid(f"{team} needs exactly one home venue, and has {counts[team]}.", field="plan.home_venues")
    for index, home in enumerate(plan.home_venues):
        if plan.sport not in state.venue(home.venue).sports:
            raise Invalid(f"{home.venue} does not host {plan.sport}.", field=f"plan.home_venues[{index}].venue")


def _require_windows(plan: SeasonPlan) -> None:
    if plan.last < plan.first:
        raise Invalid(f"The season ends on {plan.last}, before it begins on {plan.first}.", field="plan.last")
    if [window.number for window in plan.windows] != list(range(len(plan.windows))):
        raise Invalid("Windows are numbered from 0 without gaps, in order of time.", field="plan.windows")
    if len(plan.windows) < plan.games_per_team:
        raise Invalid(
            f"{len(plan.windows)} windows cannot hold {plan.games_per_team} games of a team.", field="plan.windows"
        )
    days = [day for window in plan.windows for day in window.dates]
    if any(earlier >= later for earlier, later in pairwise(days)):
        raise Invalid("The dates of the windows must rise from first to last.", field="plan.windows")
    for index, window in enumerate(plan.windows):
        if not window.dates or not (plan.first <= window.dates[0] and window.dates[-1] <= plan.last):
            raise Invalid(
                f"The dates of a window lie within {plan.first} to {plan.last}.", field=f"plan.windows[{index}].dates"
            )


def import_played_season(state: Conference, command: ImportPlayedSeason) -> Sequence[PlayedSeasonImported]:
    """Decide on a played season. Every game is looked at before any is taken; the first wrong one refuses all."""
    event = PlayedSeasonImported(
        season=command.season, sport=command.sport, year=command.year, name=command.name, games=command.games
    )
    if (known := state.played.get(command.season)) is not None:
        if known.games == command.games:
            return []
        raise AlreadyExists(f"The season {command.season} is on record with other games.", field="season")
    if command.season in state.seasons:
        raise AlreadyExists(f"The season {command.season} is open for planning.", field="season")
    days = require_year(command.year, "year")
    if not command.games:
        raise Invalid("A played season has games.", field="games")
    for index, game in enumerate(command.games):
        _require_played_game(state, game, days, f"games[{index}]")
    _require_played_games(state, command.games)
    return [event]


def _require_played_game(state: Conference, game: PlayedGame, days: DateSpan, field: str) -> None:
    """Raise unless a game by itself can have been: where, when, before how many."""
    if game.venue is not None and game.venue not in state.venues:
        raise NotFound(f"There is no venue {game.venue}.", field=f"{field}.venue")
    if game.date not in days:
        raise Invalid(f"{game.date} lies outside {days.first} to {days.last}.", field=f"{field}.date")
    if game.attendance is not None and game.attendance < 0:
        raise Invalid(f"An attendance of {game.attendance} cannot be.", field=f"{field}.attendance")


def _require_played_games(state: Conference, games: Sequence[PlayedGame]) -> None:
    ids: set[str] = set()
    busy: dict[tuple[SchoolCode, object], int] = {}
    for index, game in enumerate(games):
        field = f"games[{index}]"
        _require_school(state, game.home, f"{field}.home")
        _require_school(state, game.away, f"{field}.away")
        if game.home == game.away:
            raise Invalid(f"{game.home} cannot play itself.", field=f"{field}.away")
        if game.game in ids:
            raise Invalid(f"The game {game.game} stands twice.", field=f"{field}.game")
        ids.add(game.game)
        for team in (game.home, game.away):
            if (other := busy.setdefault((team, game.date), index)) != index:
                raise Invalid(f"{team} has two games on {game.date}: games[{other}] and {field}.", field=field)


def _require_school(state: Conference, code: SchoolCode, field: str) -> None:
    if code not in state.schools:
        raise NotFound(f"There is no school {code} in this conference.", field=field)


# Evolve --------------------------------------------------------------------------------------------------------------


def season_opened(state: Conference, event: SeasonOpened) -> Conference:
    return replace(state, seasons={**state.seasons, event.plan.id: Season(plan=event.plan)})


def played_season_imported(state: Conference, event: PlayedSeasonImported) -> Conference:
    season = PlayedSeason(id=event.season, sport=event.sport, year=event.year, name=event.name, games=event.games)
    return replace(state, played={**state.played, event.season: season})


def with_season(state: Conference, season: Season) -> Conference:
    """Return the state with this season in the place of the one with its id."""
    return replace(state, seasons={**state.seasons, season.plan.id: season})
