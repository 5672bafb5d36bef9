"""`flextime logs NAME`: the log of one server or service."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from flextime_cli.commands.common import DataOption, plain_words
from flextime_cli.errors import StackError
from flextime_cli.stack.folder import DataFolder, find_data_folder
from flextime_cli.stack.processes import last_lines

# How soon a new line is shown; a person does not see the difference to less.
FOLLOW_SECONDS = 0.3


def register(app: typer.Typer) -> None:
    """Hang `logs` into the command line."""
    app.command(name="logs")(logs)


def logs(
    name: Annotated[str, typer.Argument(help="kafka, writer, supervisor ...")],
    data: DataOption = None,
    lines: Annotated[int, typer.Option("--lines", "-n", help="How many of the last lines.")] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C.")] = False,
) -> None:
    """Print the end of a log."""
    with plain_words():
        path = _existing_log(find_data_folder(data), name)
    end = path.stat().st_size
    for line in last_lines(path, lines):
        print(line)
    if follow:
        _follow(path, end)


def _existing_log(folder: DataFolder, name: str) -> Path:
    path = folder.log_of(name)
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in folder.logs.glob("*.log"))) or "none yet"
        raise StackError(f"There is no log of {name!r} in {folder.logs}.", advice=f"There are: {known}.")
    return path


def _follow(path: Path, position: int) -> None:
    while True:
        if path.stat().st_size < position:
            position = 0  # set aside at a restart; begin with the new one
        with path.open("rb") as stream:
            stream.seek(position)
            news = stream.read()
        position += len(news)
        print(news.decode(errors="replace"), end="", flush=True)
        time.sleep(FOLLOW_SECONDS)
