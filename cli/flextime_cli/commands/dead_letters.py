"""`flextime dead-letters`: what no service could take, as it was, and why; and what is to become of it."""

from __future__ import annotations

import getpass
import json
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flextime_cli.apis.addresses import find_settings
from flextime_cli.auditing.letters import (
    CannotSettle,
    check_discard,
    check_replay,
    chosen,
    history_of,
    read_letters,
    settle,
    to_settle,
)
from flextime_cli.auditing.records import load_codec
from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.rendering.letters import letter_lines, moment, plain_letter, state_of

app = typer.Typer(help="What no service could take, as it was, and why.", no_args_is_help=True)

WhichArgument = Annotated[
    str,
    typer.Argument(metavar="ID|TOPIC:PARTITION:OFFSET", help="A letter's id, or a record's place: all its letters."),
]
ByOption = Annotated[str, typer.Option("--by", help="Who decides; your account's name unless given.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One line of JSON for each, with all bytes.")]


def register(parent: typer.Typer) -> None:
    """Hang `dead-letters` into the command line."""
    parent.add_typer(app, name="dead-letters")


@app.command(name="list")
def list_letters(
    service: Annotated[str, typer.Option("--service", help="Only those of one service, as conflicts.")] = "",
    conference: Annotated[str, typer.Option("--conference", help="Only those about one conference.")] = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Those that are settled too.")] = False,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List the open dead letters, the oldest first, with the conferences that stand still because of them."""
    with plain_words():
        letters = [
            filed
            for filed in read_letters(find_settings(data))
            if service in ("", filed.letter.service)
            and conference in ("", filed.conference)
            and (everything or filed.standing.settled is None)
        ]
    if as_json:
        for filed in letters:
            print(json.dumps(plain_letter(filed)))
        return
    if not letters:
        console.print("No dead letters." if everything else "No open dead letters.")
        return
    table = Table("id", "at", "parks", "state", "reason", box=None, pad_edge=False)
    for filed in letters:
        letter = filed.letter
        table.add_row(letter.id, moment(letter.at), letter.parks or "", escape(state_of(filed)), escape(letter.reason))
    console.print(table)


@app.command(name="show")
def show_letter(which: WhichArgument, *, as_json: JsonOption = False, data: DataOption = None) -> None:
    """Print a dead letter: why, envelope, the beginning of its bytes, and how to go on."""
    with plain_words():
        letters = chosen(read_letters(find_settings(data)), which)
    for filed in letters:
        if as_json:
            print(json.dumps(plain_letter(filed)))
        else:
            console.print("\n".join(letter_lines(filed)), markup=False, soft_wrap=True)


@app.command(name="replay")
def replay_letter(
    which: WhichArgument,
    *,
    because: Annotated[str, typer.Option("--because", help="What was mended.")] = "",
    by: ByOption = "",
    data: DataOption = None,
) -> None:
    """Have the service try the record again, from the log, and go on with what waits behind it."""
    with plain_words():
        settings = find_settings(data)
        letters = to_settle(read_letters(settings), which)
        for filed in letters:
            check_replay(filed)
        settle(settings, letters, "replay", by=by or getpass.getuser(), because=because)
    for filed in letters:
        console.print(f"{filed.letter.service} tries again; what fails again is an open letter again.", soft_wrap=True)


@app.command(name="discard")
def discard_letter(
    which: WhichArgument,
    *,
    because: Annotated[str, typer.Option("--because", help="Why it can be done without; stays on record.")],
    by: ByOption = "",
    data: DataOption = None,
) -> None:
    """Have the service go on without ever acting on the record. An event that is read stays part of the history."""
    with plain_words():
        if not because.strip():
            raise CannotSettle("A discard needs a reason.", advice='Give one: --because "..."')
        settings = find_settings(data)
        letters, codec = to_settle(read_letters(settings), which), load_codec(settings)
        for filed in letters:
            check_discard(filed, codec, history_of(settings, filed))
        settle(settings, letters, "discard", by=by or getpass.getuser(), because=because)
    for filed in letters:
        console.print(f"{filed.letter.service} goes on without {filed.place}.", soft_wrap=True)
