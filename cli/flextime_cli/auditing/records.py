"""The records of one conference as the topic holds them, and as a copy on disk that needs no server to be read."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaException

from flextime_cli.errors import StackError
from flextime_schemas.codec import FRAME, Codec
from flextime_schemas.kafka import read_to_end
from flextime_schemas.registry import SchemaIds
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS, partition_of

CONNECT_SECONDS = 3.0
COPY_FORMAT = "flextime.events.copy.v1"


class NoTopic(StackError):
    """The broker, or the events topic on it, cannot be read."""


class BadCopy(StackError):
    """A file that is no copy of an events topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A record as it lies in the topic: nothing is decoded, nothing is checked."""

    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def read_topic(settings: Settings, conference: str) -> Iterator[RawRecord]:
    """Yield the committed records of a conference, from the first to the present end. Raises NoTopic."""
    require_broker(settings)
    key = conference.encode()
    try:
        for message in read_to_end(settings, EVENTS.name, partition_of(key, settings.partitions)):
            if message.key() != key:
                continue
            headers: Any = message.headers() or []
            yield RawRecord(
                partition=message.partition() or 0,
                offset=message.offset() or 0,
                key=key,
                value=message.value() or b"",
                headers=tuple((name, value or b"") for name, value in headers),
            )
    except KafkaException as error:
        raise NoTopic(
            f"The topic {EVENTS.name} cannot be read at {settings.kafka}: {error.args[0].str()}",
            advice="Is Kafka up? `flextime status` tells.",
        ) from error


def require_broker(settings: Settings) -> None:
    """Raise NoTopic when nobody listens: the Kafka client itself would say so in thirty lines over thirty seconds."""
    host, _, port = settings.kafka.split(",")[0].rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS):
            return
    except (OSError, ValueError) as error:
        raise NoTopic(f"No broker answers at {settings.kafka}: {error}", advice="`flextime up` starts one.") from error


def load_codec(settings: Settings) -> Codec:
    """Return the codec of an installation; ids that its file lacks are asked from the registry. Raises NoTopic."""
    try:
        return Codec.load(settings)
    except FileNotFoundError as error:
        raise NoTopic(
            f"{settings.schema_ids_file} is not there: the set-up has not run on this data folder.",
            advice="`flextime up` runs it.",
        ) from error


def write_copy(file: Path, conference: str, records: Iterable[RawRecord], ids: SchemaIds) -> None:
    """Write records, one line each, under a first line with the schemas that they need. Raises BadCopy."""
    rows = list(records)
    used = {FRAME.unpack_from(row.value)[1] for row in rows if len(row.value) >= FRAME.size}
    schemas = {number: schema for number, schema in ids.schemas.items() if number in used}
    head = {"format": COPY_FORMAT, "conference": conference, "topic": EVENTS.name, "schemas": schemas}
    try:
        with file.open("w", encoding="ascii") as copy:
            for line in (head, *map(_to_row, rows)):
                copy.write(json.dumps(line) + "\n")
    except OSError as error:
        raise BadCopy(f"{file} cannot be written: {error.strerror}.") from error


def read_copy(file: Path) -> tuple[str, list[RawRecord], SchemaIds]:
    """Return the conference, its records and the schemas of a copy. Raises BadCopy."""
    try:
        head, *rows = [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()]
        if head["format"] != COPY_FORMAT:
            raise BadCopy(f"{file} is a copy of the format {head['format']}; {COPY_FORMAT} can be read.")
        schemas = {int(number): schema for number, schema in head["schemas"].items()}
        return head["conference"], [_from_row(row) for row in rows], SchemaIds(ids={}, schemas=schemas)
    except FileNotFoundError as error:
        raise BadCopy(f"There is no file {file}.") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise BadCopy(
            f"{file} is no copy of an events topic: {error}",
            advice="`flextime replay CONFERENCE --dump FILE` makes one.",
        ) from error


def _to_row(record: RawRecord) -> dict[str, Any]:
    """Headers stay text, so that a person can read them in the copy; surrogates keep bytes that are not UTF-8."""
    return {
        "partition": record.partition,
        "offset": record.offset,
        "key": record.key.decode(errors="surrogateescape"),
        "headers": [[name, value.decode(errors="surrogateescape")] for name, value in record.headers],
        "value": base64.b64encode(record.value).decode(),
    }


def _from_row(row: dict[str, Any]) -> RawRecord:
    return RawRecord(
        partition=row["partition"],
        offset=row["offset"],
        key=row["key"].encode(errors="surrogateescape"),
        value=base64.b64decode(row["value"], validate=True),
        headers=tuple((name, value.encode(errors="surrogateescape")) for name, value in row["headers"]),
    )
