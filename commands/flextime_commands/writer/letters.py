"""What the writer could not take, as a dead letter: the original bytes, where they stood, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from confluent_kafka import Message

from flextime_schemas.messages import DeadLetter

SERVICE = "writer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A Kafka record as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


def received(message: Message) -> Received:
    """Take a Kafka message out of the client's hands."""
    headers: Any = message.headers()
    key: Any = message.key()
    return Received(
        topic=message.topic() or "",
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        key=key,
        value=message.value(),
        headers=tuple(headers or ()),
    )


def dead_letter(record: Received, reason: str, now: datetime) -> DeadLetter:
    """Return the letter. Of headers with one name the last is kept, of a header without a value its name."""
    return DeadLetter(
        service=SERVICE,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers={name: value or b"" for name, value in record.headers},
        reason=reason,
        at=now,
    )
