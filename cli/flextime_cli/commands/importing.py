"""`flextime import`: played seasons, schools, venues and academic calendars from files, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flextime.league.big12 import CONFERENCE
from flextime_cli.auditing.present import history_now
from flextime_cli.commands import import_played
from flextime_cli.commands.common import DataOption, console, content_of, plain_words
from flextime_cli.commands.sending import send_unless
from flextime_cli.files.nodes import require_none
from flextime_cli.members.kinds import KINDS, Kind
from flextime_cli.members.reading import read_changes
from flextime_cli.rendering.members import import_lines

app = typer.Typer(help="Played seasons, schools, venues and calendars from files.", no_args_is_help=True)

FileArgument = Annotated[Path, typer.Argument(help="A file whose name ends in .csv, .yaml or .yml.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show what would change, send nothing.")]
FromFile = Annotated[Path | None, typer.Option("--from-file", help="Preview on a copy of the records.")]
Actor = Annotated[str, typer.Option("--actor", help="Who sends it; stands in the history.")]
ConferenceOption = Annotated[str, typer.Option("--conference")]


def register(parent: typer.Typer) -> None:
    """Hang `import` into the command line."""
    import_played.register(app)
    parent.add_typer(app, name="import")


def _command(kind: Kind) -> Callable[..., None]:
    def run(
        file: FileArgument,
        *,
        preview: Preview = False,
        actor: Actor = import_played.ACTOR,
        conference: ConferenceOption = CONFERENCE,
        from_file: FromFile = None,
        data: DataOption = None,
    ) -> None:
        with plain_words():
            ledger = history_now(conference, data=data, from_file=from_file).ledger
            changes, mistakes = read_changes(file.name, content_of(file), kind, ledger.state, datetime.now(UTC))
            require_none(str(file), mistakes)
            for line in import_lines(changes):
                console.print(line, soft_wrap=True)
            commands = [change.command for change in changes if change.effect != "unchanged"]
            send_unless(ledger, commands, preview=preview or from_file is not None, actor=actor, data=data)

    return run


for each in KINDS.values():
    app.command(name=each.name, help=f"{each.purpose} A file with a mistake changes nothing.")(_command(each))
