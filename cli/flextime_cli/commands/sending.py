"""Commands that were decided in advance, sent in order: what the writer sees differently stops them, and is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.progress import track

from flextime.season.decide import Command
from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.commands import CommandApi, content_id
from flextime_cli.apis.problems import NotReached, Problem
from flextime_cli.commands.common import console
from flextime_cli.errors import StackError
from flextime_schemas.ledger import Ledger

PATIENCE_SECONDS = 30.0


class Stopped(StackError):
    """Some commands were accepted, and then one was not."""


def send_unless(ledger: Ledger, commands: Sequence[Command], *, preview: bool, actor: str, data: Path | None) -> None:
    """Send what was decided on a ledger, unless it is a preview, and say where things stand then.

    Ids are of the ledger's position and the content: what is sent again because an answer was lost is the same
    command, and the same change a year later is another. Raises Stopped, Problem, NotReached.
    """
    if preview or not commands:
        console.print("Nothing was sent." if preview else "There is nothing to send.")
        return
    address = find_settings(data).command_api
    with CommandApi(address, ledger.state.id, actor=actor, patience_seconds=PATIENCE_SECONDS) as api:
        position = send_all(api, f"{ledger.state.id}:{ledger.sequence}", commands)
    console.print(f"All {len(commands)} accepted; now at {position}.", markup=False)


def send_all(api: CommandApi, position: str, commands: Sequence[Command]) -> str | None:
    """Send commands that were decided at a position; return the position behind them.

    Raises Stopped when one is not accepted after others were, Problem and NotReached when it is the first.
    """
    reached = None
    for number, command in enumerate(track(commands, "Sending", console=console, transient=True)):
        try:
            reached = api.decide(command, command_id=content_id(position, command)).position
        except (Problem, NotReached) as error:
            if number == 0:
                raise
            advice = f"{error.advice}\nDo the same again: what is in is not changed by it.".strip()
            raise Stopped(f"{number} of {len(commands)} were accepted, then: {error}", advice=advice) from error
    return reached
