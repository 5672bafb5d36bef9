"""Seasons of a file against those on record: one that contradicts the record refuses the whole file beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flextime.league.model import PlayedGame
from flextime.season.seasons import ImportPlayedSeason
from flextime_cli.errors import StackError
from flextime_schemas.plain import from_python

GAME_FIELDS = ("date", "neutral", "attendance", "home_won")


class ContradictsRecord(StackError):
    """A season of the file is on record with other games, or is open for planning."""


def require_no_contradiction(
    command: ImportPlayedSeason, season: Mapping[str, Any] | None, games: Iterable[Mapping[str, Any]]
) -> None:
    """Compare a season with the query API's documents of it, None where there are none. Raises ContradictsRecord."""
    if season is None:
        return
    if not season["played"]:
        raise ContradictsRecord(f"{command.season} is open for planning: nothing was imported.")
    ours, known = {game.game: game for game in command.games}, {game["id"]: _game(game) for game in games}
    differing = sorted(game for game in ours.keys() | known.keys() if ours.get(game) != known.get(game))
    if differing:
        raise ContradictsRecord(
            f"{command.season} is on record with other games: {len(differing)} differ, the first {differing[0]}. "
            "Nothing was imported.",
            advice=f"On record: {_said(known.get(differing[0]))}; in the file: {_said(ours.get(differing[0]))}",
        )


def _game(document: Mapping[str, Any]) -> PlayedGame:
    facts = {name: document[name] for name in GAME_FIELDS}
    sides = {side: document[side]["id"] for side in ("home", "away")}
    venue = document["venue"] and document["venue"]["id"]
    return from_python(PlayedGame, {"game": document["id"], "venue": venue, **sides, **facts})


def _said(game: PlayedGame | None) -> str:
    if game is None:
        return "no such game"
    where = " on neutral ground" if game.neutral else ""
    won = "winner unknown" if game.home_won is None else f"{game.home if game.home_won else game.away} won"
    seen = "attendance unknown" if game.attendance is None else f"{game.attendance} people"
    return f"{game.away} at {game.home}{where} on {game.date}, {won}, {seen}"
