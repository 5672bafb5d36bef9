"""The last step: the addresses, and what to try next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS


def addresses(settings: Settings, queries: QueryApi, season: str, page: Path) -> Iterator[tuple[str, str]]:
    """Yield what there is to open, with its address."""
    yield "the season as a page", f"{queries.address}{queries.path(f'seasons/{season}/schedule.html')}"
    yield "the same, kept as a file", page.as_uri()
    yield "reading", f"{settings.query_api}/docs"
    yield "commanding", f"{settings.command_api}/docs"
    yield "schemas", settings.registry_url
    yield "the log itself", log_reader(settings)


def suggestions(
    queries: QueryApi, season: str, moved: JsonObject | None, data_option: str
) -> Iterator[tuple[str, str]]:
    """Yield things to try, each with what it shows. `moved` is the last GameMoved event, if any game was moved."""
    here, flextime = f"{queries.address}{queries.path()}", program()
    conference = queries.conference
    yield "search as you would say it", f"curl '{here}/search?q=byu+saturday+home'"
    yield "the games of a team", f"curl '{here}/seasons/{season}/games?team=KU'"
    if moved is not None:
        before = moved["sequence"] - 1
        yield "the season before the move", f"curl '{here}/seasons/{season}/games?team={moved['team']}&as_of={before}'"
    yield "the history, verified and folded", f"{flextime} replay {conference}{data_option}"
    yield "the calendar of the season", f"{flextime} export {season} --format ics --out season.ics{data_option}"
    yield "events as they happen", f"{flextime} watch {conference}{data_option}"
    yield "stop everything, lose nothing", f"{flextime} down{data_option}"


def log_reader(settings: Settings) -> str:
    """Return the command that shows the log itself, for whoever has kcat."""
    return f"kcat -b {settings.kafka} -t {EVENTS.name} -C -e -f '%o %k %h\\n'"


def program() -> str:
    """Return how this very command is called from here: its name where the PATH has it, else where it lies."""
    if shutil.which("flextime") is not None:
        return "flextime"
    installed = Path(sys.executable).with_name("flextime")
    return os.path.relpath(installed) if installed.is_relative_to(Path.cwd()) else str(installed)
