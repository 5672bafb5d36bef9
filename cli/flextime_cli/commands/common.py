"""What every subcommand shares: the --data option, the console, and one way to say that something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flextime_cli.errors import StackError

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)

DataOption = Annotated[
    Path | None, typer.Option("--data", help="The data folder; FLEXTIME_DATA, else .flextime in the checkout.")
]

ConferenceArgument = Annotated[str, typer.Argument(help="For example big12.")]
ActorOption = Annotated[str, typer.Option("--actor", help="Who says so; stands in the history.")]
FromFile = Annotated[Path | None, typer.Option("--from-file", help="Ask a copy of the records.")]


class Unreadable(StackError):
    """A file that a command was given is not there, or not for us to read."""


def content_of(file: Path) -> bytes:
    """Return what is in a file. Raises Unreadable."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}.", advice="Is the path right?") from error


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn a StackError into two lines and exit code 1; anything else is our bug and keeps its traceback."""
    try:
        yield
    except StackError as error:
        complaints.print(f"[red]{escape(str(error))}[/red]", soft_wrap=True)
        if error.advice:
            complaints.print(escape(error.advice), soft_wrap=True)
        raise typer.Exit(1) from error
