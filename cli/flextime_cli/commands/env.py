"""`flextime env`: the addresses as shell variables, for `eval "$(flextime env)"`."""

from __future__ import annotations

import shlex

import typer

from flextime_cli.commands.common import DataOption, plain_words
from flextime_cli.stack import control
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import find_data_folder


def register(app: typer.Typer) -> None:
    """Hang `env` into the command line."""
    app.command(name="env")(env)


def env(data: DataOption = None) -> None:
    """Print the environment that services get, in the words of a POSIX shell."""
    folder = find_data_folder(data)
    with plain_words():
        values = environment(folder, control.ports_of(folder))
    for name, value in values.items():
        print(f"export {name}={shlex.quote(value)}")
