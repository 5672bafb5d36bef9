"""A dead letter for a person: what it is, what waits for it, and how to go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flextime_cli.auditing.letters import Filed
from flextime_schemas.messages import DeadLetterSettled

BODY_BYTES = 64  # of a value that are shown; `--json` has all


def plain_letter(filed: Filed) -> dict[str, Any]:
    """Return a letter as plain data; bytes that are text are text, others hexadecimal."""
    letter, envelope = filed.letter, filed.envelope
    return {
        "id": letter.id,
        "state": state_of(filed),
        "at": moment(letter.at),
        "service": letter.service,
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "parks": letter.parks,
        "conference": filed.conference,
        "sequence": envelope.sequence if envelope else None,
        "reason": letter.reason,
        "key": readable(letter.key),
        "headers": {name: readable(value) for name, value in letter.headers.items()},
        "value_hex": None if letter.value is None else letter.value.hex(),
    }


def letter_lines(filed: Filed) -> Iterator[str]:
    """Yield a letter, line by line, ending with what a person can do."""
    letter = filed.letter
    yield letter.id
    facts = {
        "state": state_of(filed),
        "parks": f"{letter.parks}, in {letter.service}" if letter.parks else "nothing",
        "reason": letter.reason,
        "written": f"{moment(letter.at)}, {filed.standing.times} times",
        "key": str(readable(letter.key)),
        **{name: str(readable(value)) for name, value in letter.headers.items()},
        "value": _body(letter.value),
    }
    yield from (f"  {name:<18} {fact}" for name, fact in facts.items())
    yield ""
    yield from _ways_on(filed)


def _body(value: bytes | None) -> str:
    if value is None:
        return "none: a tombstone"
    begin = value[:BODY_BYTES]
    text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in begin)
    return f"{len(value)} bytes: {begin.hex(' ')}\n  {'':<18} as text: {text}"


def _ways_on(filed: Filed) -> Iterator[str]:
    letter = filed.letter
    if filed.standing.settled is not None:
        yield "It is settled; nothing waits for it."
    elif letter.parks is None:
        yield f"Nothing waits for it: {letter.service} has gone on. What it asked for has to be sent anew."
        yield f'Close it:      flextime dead-letters discard {letter.id} --because "..."'
    else:
        yield f"{letter.parks} stands still in {letter.service} until this is settled; the other conferences go on."
        yield f"Once mended:   flextime dead-letters replay {letter.id}   (a start of {letter.service} does the same)"
        yield f'Without it:    flextime dead-letters discard {letter.id} --because "..."'


def state_of(filed: Filed) -> str:
    """Return "open", or how it ended and by whom."""
    settled = filed.standing.settled
    return "open" if settled is None else _ended(settled)


def _ended(settled: DeadLetterSettled) -> str:
    word = {"replay": "replayed", "discard": "discarded", "release": "released"}[settled.action]
    because = f": {settled.because}" if settled.because else ""
    return f"{word} by {settled.by} at {moment(settled.at)}{because}"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def readable(value: bytes | None) -> str | None:
    """Return bytes as text where they are, else as hexadecimal."""
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"0x{value.hex()}"
