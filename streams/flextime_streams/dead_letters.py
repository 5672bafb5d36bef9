"""Dead letters: a record that an agent cannot take keeps its bytes, its place and the reason."""

from datetime import datetime
from typing import Any

from flextime_schemas.messages import DeadLetter
from flextime_schemas.topics import DEAD_LETTERS
from flextime_streams.producing import Outgoing


def dead_letter(service: str, message: Any, reason: str, now: datetime) -> DeadLetter:  # noqa: ANN401 - Faust's Message
    """Return the dead letter of a raw Kafka message. A header without a value is kept as empty bytes."""
    return DeadLetter(
        service=service,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers={name: value or b"" for name, value in message.headers or ()},
        reason=reason,
        at=now,
    )


def dead_letter_record(letter: DeadLetter) -> Outgoing:
    """Return the dead letter as a record. A key that is no text goes in hexadecimal; the letter has it whole."""
    raw = letter.key or b""
    try:
        key = raw.decode()
    except UnicodeDecodeError:
        key = raw.hex()
    return Outgoing(topic=DEAD_LETTERS.name, key=key, record=letter)
