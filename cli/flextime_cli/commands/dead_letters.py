"""`flextime dead-letters`: what no service could take, as it was, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Annotated, Any

import typer
from confluent_kafka import KafkaException
from rich.markup import escape
from rich.table import Table

from flextime_cli.apis.addresses import find_settings
from flextime_cli.auditing.records import NoTopic, load_codec, require_broker
from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.errors import StackError
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.kafka import read_to_end
from flextime_schemas.messages import DeadLetter
from flextime_schemas.settings import Settings
from flextime_schemas.topics import DEAD_LETTERS

app = typer.Typer(help="What no service could take, as it was, and why.", no_args_is_help=True)


class NoSuchLetter(StackError):
    """There is no dead letter with this number."""


def register(parent: typer.Typer) -> None:
    """Hang `dead-letters` into the command line."""
    parent.add_typer(app, name="dead-letters")


@app.command(name="list")
def list_letters(
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each.")] = False,
    data: DataOption = None,
) -> None:
    """List the dead letters, the oldest first, with the numbers that `show` takes."""
    with plain_words():
        letters = read_letters(find_settings(data))
    if as_json:
        for number, letter in enumerate(letters, start=1):
            print(json.dumps({"number": number, **plain_letter(letter)}))
        return
    if not letters:
        console.print("No dead letters.")
        return
    table = Table("", "at", "service", "from", "reason", box=None, pad_edge=False)
    for number, letter in enumerate(letters, start=1):
        place = f"{letter.topic}[{letter.partition}]@{letter.offset}"
        table.add_row(str(number), _moment(letter), letter.service, place, escape(letter.reason))
    console.print(table)


@app.command(name="show")
def show_letter(
    number: Annotated[int, typer.Argument(help="As `flextime dead-letters list` numbers them.")],
    data: DataOption = None,
) -> None:
    """Print one dead letter whole: headers, and the bytes as hexadecimal."""
    with plain_words():
        letters = read_letters(find_settings(data))
        if not 1 <= number <= len(letters):
            raise NoSuchLetter(f"There is no dead letter {number}; there are {len(letters)}.")
    console.print_json(json.dumps(plain_letter(letters[number - 1])))


def read_letters(settings: Settings) -> list[DeadLetter]:
    """Return every dead letter in order of time. Raises NoTopic."""
    require_broker(settings)
    codec = load_codec(settings)
    found = [letter for number in range(DEAD_LETTERS.one_machine_partitions) for letter in _of(settings, codec, number)]
    return sorted(found, key=lambda letter: letter.at)


def plain_letter(letter: DeadLetter) -> dict[str, Any]:
    """Return a letter as plain data; bytes that are text are text, others hexadecimal."""
    return {
        "at": _moment(letter),
        "service": letter.service,
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "reason": letter.reason,
        "key": _readable(letter.key),
        "headers": {name: _readable(value) for name, value in letter.headers.items()},
        "value_hex": None if letter.value is None else letter.value.hex(),
    }


def _of(settings: Settings, codec: Codec, partition: int) -> Iterator[DeadLetter]:
    try:
        for message in read_to_end(settings, DEAD_LETTERS.name, partition):
            try:
                letter = codec.decode(message.value())
            except Undecodable as error:
                console.print(f"{DEAD_LETTERS.name}[{partition}]@{message.offset()} is no dead letter: {error}")
                continue
            if isinstance(letter, DeadLetter):
                yield letter
    except KafkaException as error:
        raise NoTopic(
            f"The topic {DEAD_LETTERS.name} cannot be read at {settings.kafka}: {error.args[0].str()}",
            advice="Is Kafka up? `flextime status` tells.",
        ) from error


def _moment(letter: DeadLetter) -> str:
    return letter.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _readable(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"0x{value.hex()}"
