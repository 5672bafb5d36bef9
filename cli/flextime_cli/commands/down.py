"""`flextime down`: stop the services, then the servers; the data stays."""

from __future__ import annotations

import time

import typer

from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.stack import control
from flextime_cli.stack.folder import find_data_folder


def register(app: typer.Typer) -> None:
    """Hang `down` into the command line."""
    app.command(name="down")(down)


def down(data: DataOption = None) -> None:
    """Stop everything and lose nothing; `flextime up` brings it back."""
    folder = find_data_folder(data)
    began = time.monotonic()
    with plain_words():
        ran = control.stop(folder)
    if ran:
        console.print(f"Stopped in {time.monotonic() - began:.1f} s. The data stays in {folder.root}", soft_wrap=True)
    else:
        console.print(f"Nothing runs on {folder.root}", soft_wrap=True)
