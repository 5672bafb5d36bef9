"""`flextime export`: a season's schedule as a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.queries import QueryApi
from flextime_cli.commands.common import DataOption, complaints, plain_words
from flextime_cli.errors import StackError


class Format(StrEnum):
    """How a schedule may be written."""

    CSV = "csv"
    JSON = "json"
    ICS = "ics"
    HTML = "html"


class NotWritten(StackError):
    """The file cannot be written."""


def register(app: typer.Typer) -> None:
    """Hang `export` into the command line."""
    app.command(name="export")(export)


def export(
    season: Annotated[str, typer.Argument(help="For example mbb-2025-26.")],
    form: Annotated[Format, typer.Option("--format", help="csv has a row for each game, teams by their codes.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file; else standard output.")] = None,
    conference: Annotated[str, typer.Option("--conference")] = "big12",
    data: DataOption = None,
) -> None:
    """Write a season's schedule, as the query API serves it."""
    with plain_words():
        with QueryApi(find_settings(data).query_api, conference, patience_seconds=10.0) as api:
            content = schedule_file(api, season, form)
        if out is None:
            sys.stdout.buffer.write(content)
            return
        write_file(out, content)
    complaints.print(f"{out}: {len(content):,} bytes", soft_wrap=True)


def schedule_file(api: QueryApi, season: str, form: Format, position: str | None = None) -> bytes:
    """Return a schedule as a file, at a position or later. Raises Problem, NotReached."""
    suffix = "" if form is Format.JSON else f".{form}"
    absolute = "true" if form is Format.HTML else None  # opened as a file, the page has no other way back to the API
    return api.file(f"seasons/{season}/schedule{suffix}", min_position=position, absolute=absolute)


def write_file(file: Path, content: bytes) -> None:
    """Write a file whole. Raises NotWritten."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise NotWritten(f"{file} cannot be written: {error.strerror}.") from error
