"""`flextime games`: what befalls games of a season under way: postponed, made up, cancelled, forfeited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.season.decide import Command
from flextime.season.in_season import CancelGames, ForfeitGames, MakeUpGames, PostponeGames
from flextime.season.schedules import NewPlace
from flextime.season.state import Conference
from flextime_cli.auditing.present import history_now
from flextime_cli.commands.common import ActorOption, ConferenceArgument, DataOption, plain_words
from flextime_cli.commands.sending import send_unless
from flextime_cli.errors import StackError

app = typer.Typer(help="Postpone games, make them up, cancel and forfeit them.", no_args_is_help=True)

GamesArgument = Annotated[list[str], typer.Argument(metavar="GAME...", help="Ids, as mbb-2025-26.ku-at-tcu.")]
GameArgument = Annotated[str, typer.Argument(metavar="GAME", help="An id, as mbb-2025-26.ku-at-tcu.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; stands in the history.")]


class BadGames(StackError):
    """Games that cannot go into one command."""


def register(parent: typer.Typer) -> None:
    """Hang `games` into the command line."""
    parent.add_typer(app, name="games")


@app.command(name="postpone")
def postpone(
    conference: ConferenceArgument,
    games: GamesArgument,
    *,
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Take games from their places, all of them or none; they stay owed."""

    def command(season: SeasonId, named: tuple[GameId, ...]) -> Command:
        return PostponeGames(season=season, games=named, because=reason)

    _send(conference, games, command, actor, data)


@app.command(name="make-up")
def make_up(
    conference: ConferenceArgument,
    game: GameArgument,
    *,
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="On this date.")],
    tip_off: Annotated[datetime, typer.Option("--time", formats=["%H:%M"], help="At this tip-off, local.")],
    venue: Annotated[str | None, typer.Option("--venue", help="Here; without it, where it was to be.")] = None,
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Give a postponed game a new place; `flextime conflicts ways-out` tells good ones."""

    def command(season: SeasonId, named: tuple[GameId, ...]) -> Command:
        where = VenueId(venue) if venue else None
        places = tuple(NewPlace(game=one, date=day.date(), tip_off=tip_off.time(), venue=where) for one in named)
        return MakeUpGames(season=season, places=places, because=reason)

    _send(conference, [game], command, actor, data)


@app.command(name="cancel")
def cancel(
    conference: ConferenceArgument,
    games: GamesArgument,
    *,
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Call games off for good, all of them or none, postponed ones too."""

    def command(season: SeasonId, named: tuple[GameId, ...]) -> Command:
        return CancelGames(season=season, games=named, because=reason)

    _send(conference, games, command, actor, data)


@app.command(name="forfeit")
def forfeit(
    conference: ConferenceArgument,
    games: GamesArgument,
    *,
    by: Annotated[str, typer.Option("--by", help="The code of the team that forfeits.")],
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Let a team forfeit games of its own, all of them or none; they count as met."""

    def command(season: SeasonId, named: tuple[GameId, ...]) -> Command:
        return ForfeitGames(season=season, games=named, by=SchoolCode(by), because=reason)

    _send(conference, games, command, actor, data)


def _send(
    conference: str,
    games: Sequence[str],
    command: Callable[[SeasonId, tuple[GameId, ...]], Command],
    actor: str,
    data: Path | None,
) -> None:
    with plain_words():
        ledger = history_now(conference, data=data, from_file=None).ledger
        named = tuple(map(GameId, games))
        season = season_of_all(ledger.state, named)
        send_unless(ledger, [command(season, named)], preview=False, actor=actor, data=data)


def season_of_all(state: Conference, games: Sequence[GameId]) -> SeasonId:
    """Return the season that all these games are of: a command is of one. Raises BadGames."""
    homes = {game: state.season_of(game) for game in games}
    if strangers := [game for game, season in homes.items() if season is None]:
        raise BadGames(f"There is no game {strangers[0]}.", advice="The schedules and `flextime conflicts` name games.")
    seasons = sorted({season for season in homes.values() if season is not None})
    if len(seasons) > 1:
        raise BadGames(
            f"These games are of {len(seasons)} seasons: {', '.join(seasons)}.",
            advice="Send those of each season by themselves: games of one season go all together or not at all.",
        )
    return seasons[0]
