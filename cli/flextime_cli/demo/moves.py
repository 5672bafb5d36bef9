"""Step 3: a move that the rules allow, and one that they refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import islice

from flextime.league.ids import GameId, SeasonId
from flextime.season.schedules import MoveGame
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.problems import JsonObject, Problem

RULE_BROKEN = 409
SUNDAY = 6
MOST_TRIES = 60  # a season where none of these moves is allowed has no slack to show


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A game that was moved within its window; `sent` has the position behind the move."""

    game: JsonObject
    to: date
    sent: Sent


def move_one(commands: CommandApi, season: JsonObject, games: Sequence[JsonObject]) -> Moved | None:
    """Move the first game that can play on another day of its window; None when the rules allow no such move.

    The writer decides, not we: each try is a command, and a refused one changes nothing.
    """
    for game, day in islice(other_days(season, games), MOST_TRIES):
        try:
            sent = commands.decide(_move(season, game, day, "shown by the demo"))
        except Problem as problem:
            if problem.status != RULE_BROKEN:
                raise
            continue
        return Moved(game=game, to=day, sent=sent)
    return None


def refused_move(
    commands: CommandApi, season: JsonObject, games: Sequence[JsonObject]
) -> tuple[JsonObject, date, Problem] | None:
    """Ask for a home game of BYU on a Sunday; return the game, the day and the refusal, None where none was to be had.

    Only for a season in which "byu-no-sunday" is in force: without it the move would happen.
    """
    windows = {window["number"]: window for window in season["windows"]}
    for game in games:
        sundays = [day for day in _days(windows[game["window"]]) if day.weekday() == SUNDAY]
        if game["home"]["id"] == "BYU" and sundays and not game["pinned"]:
            try:
                commands.decide(_move(season, game, sundays[0], "shown by the demo"))
            except Problem as problem:
                return game, sundays[0], problem
            return None
    return None


def other_days(season: JsonObject, games: Sequence[JsonObject]) -> Iterator[tuple[JsonObject, date]]:
    """Yield each free game with each other day of its window, midweek first: there the days are many."""
    windows = {window["number"]: window for window in season["windows"]}
    for kind in ("midweek", "weekend"):
        for game in games:
            window = windows[game["window"]]
            if window["kind"] == kind and not game["pinned"]:
                yield from ((game, day) for day in _days(window) if day.isoformat() != game["date"])


def sentence(game: JsonObject, day: date) -> str:
    """Return a game and its day: "Kansas at TCU, Tuesday 2026-02-10"."""
    return f"{game['away']['name']} at {game['home']['name']}, {day:%A} {day}"


def _days(window: JsonObject) -> list[date]:
    return [date.fromisoformat(day) for day in window["dates"]]


def _move(season: JsonObject, game: JsonObject, day: date, because: str) -> MoveGame:
    tip_off = time.fromisoformat(game["tip_off_local"])
    return MoveGame(season=SeasonId(season["id"]), game=GameId(game["id"]), date=day, tip_off=tip_off, because=because)
