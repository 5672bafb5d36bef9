"""From messages to changes, without I/O: what a batch of the events topic does to the views, and to what is known.

Nothing is skipped silently. A record is one of:
- the next event of its conference: its rows change;
- an event that the store has already (read again after a restart): the ledger grows, no row changes;
- no event of any history (undecodable, without a place in a sequence, or standing twice): a dead letter;
- the poison of its conference (the next event, but undecodable or impossible to project, or a gap): the conference
  is parked there, with a dead letter, and its later events wait; the other conferences go on;
- what a person has discarded: no event of any history, and no poison.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from confluent_kafka import Message

from flextime.league.ids import ConferenceId
from flextime_projections.touched import RowKey, touched
from flextime_schemas.codec import Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.fold import BrokenHistory, Recorded
from flextime_schemas.ledger import Ledger, blank, entered

Headers = tuple[tuple[str, bytes], ...]
Decode = Callable[[Message], Recorded]
Place = tuple[int, int]  # partition and offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A record that could not be taken, as it was, and why."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Where a conference stands still. `sequence` is that of the poison, None when it does not say."""

    conference: ConferenceId
    sequence: int | None
    partition: int
    offset: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that a projector remembers between batches. `written` is the last sequence of each conference in the store:
    events up to it grow the ledger only. `discarded` are the places of records that are to be done without."""

    ledgers: Mapping[ConferenceId, Ledger] = field(default_factory=dict)
    written: Mapping[ConferenceId, int] = field(default_factory=dict)
    parked: Mapping[ConferenceId, Parked] = field(default_factory=dict)
    discarded: frozenset[Place] = frozenset()


@dataclass(slots=True, kw_only=True)
class Changes:
    """What one batch brings: `rows` names the rows that changed and the sequence that did it last.

    `next_offsets` tells for each partition where reading goes on.
    """

    events: list[Recorded] = field(default_factory=list)
    rows: dict[ConferenceId, dict[RowKey, int]] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    released: list[ConferenceId] = field(default_factory=list)
    next_offsets: dict[int, int] = field(default_factory=dict)


class Batch:
    """A batch in the making: `known` as it would be after it, `changes` as they would be written.

    `known` of before stays as it is until the store has the changes: a batch that fails never was.
    """

    def __init__(self, known: Known, decode: Decode) -> None:
        self._ledgers = dict(known.ledgers)
        self._written = dict(known.written)
        self._parked = dict(known.parked)
        self._discarded = known.discarded
        self._decode = decode
        self.changes = Changes()

    @property
    def known(self) -> Known:
        return Known(ledgers=self._ledgers, written=self._written, parked=self._parked, discarded=self._discarded)

    def ledger(self, conference: ConferenceId) -> Ledger:
        return self._ledgers.get(conference) or blank(conference)

    def take(self, message: Message) -> None:
        """Take one record in. Raises RegistryAway when its schema cannot be looked up now."""
        partition, offset = place(message)
        self.changes.next_offsets[partition] = offset + 1
        if (partition, offset) in self._discarded:
            self._free(partition, offset)
            return
        try:
            recorded = self._decode(message)
        except (Undecodable, BadEnvelope) as error:
            self._unreadable(message, str(error))
            return
        conference = recorded.envelope.conference
        if message.key() != conference.encode():
            self.refuse(message, f"the key {message.key()!r} is not the conference of ce_subject, {conference}")
            return
        self._read(message, recorded)

    def _free(self, partition: int, offset: int) -> None:
        """Release the conference that stood still before a record which is to be done without."""
        for conference, parked in list(self._parked.items()):
            if (parked.partition, parked.offset) == (partition, offset):
                del self._parked[conference]
                self.changes.released.append(conference)

    def _read(self, message: Message, recorded: Recorded) -> None:
        conference, offset = recorded.envelope.conference, recorded.offset
        if (parked := self._parked.get(conference)) and offset > parked.offset:
            return  # told by the parked row: it waits with its conference
        before = self.ledger(conference)
        if recorded.envelope.sequence <= before.sequence:
            if offset > before.last_offset:
                self.refuse(message, f"{conference}:{recorded.envelope.sequence} stands twice; the first one counts")
            return
        try:
            after = entered(before, recorded)
            changed = list(touched(before.state, recorded.event, after.state))
        except BrokenHistory as error:
            self.park(message, conference, recorded.envelope.sequence, str(error))
        except Exception as error:  # noqa: BLE001 - whatever an event breaks, only its conference waits for the mending
            self.park(message, conference, recorded.envelope.sequence, f"cannot be projected: {error!r}")
        else:
            self._ledgers[conference] = after
            if recorded.envelope.sequence > self._written.get(conference, 0):
                self._note(recorded, changed)

    def _note(self, recorded: Recorded, changed: Sequence[RowKey]) -> None:
        conference, sequence = recorded.envelope.conference, recorded.envelope.sequence
        self._written[conference] = sequence
        self.changes.events.append(recorded)
        rows = self.changes.rows.setdefault(conference, {})
        rows.update(dict.fromkeys(changed, sequence))
        if self._parked.pop(conference, None):
            self.changes.released.append(conference)

    def _unreadable(self, message: Message, reason: str) -> None:
        """Park the conference whose next event this claims to be; anything else is a stray, and a dead letter.

        If a stray was an event after all, the gap that it leaves parks the conference at its next one.
        """
        try:
            envelope = read_event_envelope(message.headers())  # type: ignore[arg-type]
        except BadEnvelope:
            self.refuse(message, reason)
            return
        parked = self._parked.get(envelope.conference)
        if parked and place(message)[1] > parked.offset:
            return
        if envelope.sequence == self.ledger(envelope.conference).sequence + 1:
            self.park(message, envelope.conference, envelope.sequence, reason)
        else:
            self.refuse(message, reason)

    def refuse(self, message: Message, reason: str) -> None:
        """Put a record to the dead letters and go on."""
        self.changes.letters.append(letter_of(message, reason))

    def park(self, message: Message, conference: ConferenceId, sequence: int | None, reason: str) -> None:
        """Let a conference stand still before this record."""
        partition, offset = place(message)
        parked = Parked(conference=conference, sequence=sequence, partition=partition, offset=offset, reason=reason)
        self._parked[conference] = parked
        self.changes.parked.append(parked)
        self.changes.released = [name for name in self.changes.released if name != conference]
        self.refuse(message, f"parks {conference}: {reason}")


def absorb(known: Known, messages: Iterable[Message], decode: Decode) -> tuple[Known, Changes]:
    """Return what is known after the messages, and what they change."""
    batch = Batch(known, decode)
    for message in messages:
        batch.take(message)
    return batch.known, batch.changes


def parked_at(
    known: Known, message: Message, conference: ConferenceId, sequence: int, reason: str
) -> tuple[Known, Changes]:
    """Return what is known after a conference was parked at an event that the store, or a row, could not take."""
    batch = Batch(known, _never)
    partition, offset = place(message)
    batch.changes.next_offsets[partition] = offset + 1
    batch.park(message, conference, sequence, reason)
    return batch.known, batch.changes


def _never(_: Message) -> Recorded:
    raise AssertionError("a record that parks is not decoded again")


def forget_written(known: Known) -> Known:
    """Return what is known to one whose store is empty: for a rebuild from the first event."""
    return replace(known, written={}, parked={})


def place(message: Message) -> tuple[int, int]:
    """Return the partition and offset of a consumed message."""
    return message.partition() or 0, message.offset() or 0


def letter_of(message: Message, reason: str) -> Letter:
    """Return a record as a letter, nothing of it lost."""
    partition, offset = place(message)
    headers: Any = message.headers() or ()
    return Letter(
        partition=partition,
        offset=offset,
        key=message.key(),
        value=message.value(),
        headers=tuple((name, value or b"") for name, value in headers),
        reason=reason,
    )
