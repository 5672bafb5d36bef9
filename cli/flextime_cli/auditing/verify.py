"""Walk a conference's records from the first to the last, verify each, and fold as far as history can be trusted.

1. Each record is read: headers, then value. One that cannot be read is named and the walk goes on behind it.
2. Its sequence must follow the one before, its stream version its stream, its chain the chain before (`fold.verify`).
3. While nothing is wrong the record is folded. From the first fault on nothing is: the state after it is anybody's
   guess. The walk goes on all the same, on each record's own word for its chain, so that every fault is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from flextime.league.ids import ConferenceId
from flextime_cli.auditing.records import RawRecord
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, EventEnvelope, chain_link, read_event_envelope
from flextime_schemas.fold import Folded, Recorded
from flextime_schemas.ledger import Ledger, blank, entered
from flextime_schemas.messages import EVENT_TYPES

MOST_NAMED = 100  # of one gap: a number that was changed to a billion is one fault, not a billion


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it was written. `sequence` is the place in history, `offset` the place in the topic
    (None for a record that is not there)."""

    sequence: int
    offset: int | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Where to stop: after a sequence, or before the first event later than a moment. Neither means the end."""

    sequence: int | None = None
    moment: datetime | None = None

    def passed(self, envelope: EventEnvelope) -> bool:
        """Say whether an event lies behind the stop."""
        if self.sequence is not None:
            return envelope.sequence > self.sequence
        return self.moment is not None and envelope.time > self.moment


TO_THE_END = Until()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a walk found. `ledger` is what stood after the last record before the first fault."""

    ledger: Ledger
    records: int
    faults: tuple[Fault, ...]
    last_event_at: datetime | None = None

    @property
    def folded(self) -> Folded:
        """The state of the conference, with its position and chain."""
        return self.ledger.folded


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where the walk stands: the trusted fold, and the word of the last record that could be read."""

    ledger: Ledger
    sequence: int = 0
    chain: str = ""
    records: int = 0
    last_event_at: datetime | None = None
    faults: list[Fault] = field(default_factory=list)
    offsets: dict[int, int] = field(default_factory=dict)  # of each sequence that was seen

    def reached(self, until: Until) -> bool:
        """Say whether the walk stands at the sequence where it is to stop."""
        return until.sequence is not None and self.sequence >= until.sequence

    def fault(self, sequence: int, offset: int | None, what: str) -> None:
        self.faults.append(Fault(sequence=sequence, offset=offset, what=what))


def audit(conference: str, records: Iterable[RawRecord], codec: Codec, until: Until = TO_THE_END) -> Audit:
    """Verify and fold the records of a conference up to the stop. Raises RegistryAway for an unknown schema."""
    walk = _Walk(ledger=blank(ConferenceId(conference)))
    walk.chain = walk.ledger.folded.chain
    for record in records:
        try:
            envelope = read_event_envelope(record.headers)
        except BadEnvelope as error:
            walk.records += 1
            walk.fault(walk.sequence + 1, record.offset, f"its headers cannot be read: {error}")
            continue
        if until.passed(envelope) and (walk.reached(until) or _hangs(walk, record, envelope)):
            break  # a number or a time that the chain does not bear out ends nothing
        walk.records += 1
        _look_at(walk, record, envelope, codec)
    return Audit(ledger=walk.ledger, records=walk.records, faults=tuple(walk.faults), last_event_at=walk.last_event_at)


def _look_at(walk: _Walk, record: RawRecord, envelope: EventEnvelope, codec: Codec) -> None:
    sequence = _place(walk, record, envelope)
    if sequence == walk.sequence + 1:
        if envelope.sequence == sequence and not _hangs(walk, record, envelope):
            what = f"{envelope.type} {envelope.id} does not hang on the chain: it, or the record before it, was changed"
            walk.fault(sequence, record.offset, what)
        _check_version(walk, record, envelope)
    _fold_or_name(walk, record, envelope, codec)
    walk.offsets.setdefault(sequence, record.offset)
    if sequence > walk.sequence:
        walk.sequence, walk.chain, walk.last_event_at = sequence, envelope.chain, envelope.time


def _hangs(walk: _Walk, record: RawRecord, envelope: EventEnvelope) -> bool:
    return envelope.chain == chain_link(walk.chain, envelope, record.value)


def _place(walk: _Walk, record: RawRecord, envelope: EventEnvelope) -> int:
    """Return the sequence that a record stands for; name what is missing, doubled or displaced before it."""
    expected, told = walk.sequence + 1, envelope.sequence
    if told == expected:
        return expected
    if _hangs(walk, record, replace(envelope, sequence=expected)):
        what = f"its number was changed: by the chain it is {expected}, and it calls itself {told}"
        walk.fault(expected, record.offset, what)
        return expected
    if _hangs(walk, record, envelope):  # only a rewritten chain hangs so
        what = f"it hangs on sequence {walk.sequence} and calls itself {told}: what stood between is gone"
        walk.fault(expected, record.offset, what)
        return expected
    if told > expected:
        _name_missing(walk, expected, told)
    elif (first := walk.offsets.get(told)) is not None:
        walk.fault(told, record.offset, f"stands twice, first at offset {first}")
    else:
        walk.faults[:] = [fault for fault in walk.faults if (fault.sequence, fault.offset) != (told, None)]
        walk.fault(told, record.offset, f"out of order: it stands behind sequence {walk.sequence}")
    return told


def _name_missing(walk: _Walk, first: int, following: int) -> None:
    between = f"missing between sequence {walk.sequence} and {following}"
    if following - first > MOST_NAMED:
        walk.fault(first, None, f"{following - first} records are {between}")
        return
    for sequence in range(first, following):
        walk.fault(sequence, None, between)


def _check_version(walk: _Walk, record: RawRecord, envelope: EventEnvelope) -> None:
    if walk.faults:
        return
    version = walk.ledger.folded.versions.get(envelope.stream, 0)
    if envelope.stream_version != version + 1:
        what = f"it calls itself version {envelope.stream_version} of {envelope.stream}, which is at {version}"
        walk.fault(envelope.sequence, record.offset, what)


def _fold_or_name(walk: _Walk, record: RawRecord, envelope: EventEnvelope, codec: Codec) -> None:
    try:
        event = codec.decode(record.value)
    except Undecodable as error:
        walk.fault(envelope.sequence, record.offset, f"its value cannot be read: {error}")
        return
    if not isinstance(event, EVENT_TYPES):
        walk.fault(envelope.sequence, record.offset, f"{type(event).__name__} is no event")
        return
    if walk.faults:
        return
    recorded = Recorded(
        envelope=envelope, event=event, value=record.value, partition=record.partition, offset=record.offset
    )
    try:
        walk.ledger = entered(walk.ledger, recorded)  # verifies once more, by the code that the writer itself stands on
    except KeyError as error:  # only a rewritten history, chain and all, speaks of what never came to be
        walk.fault(envelope.sequence, record.offset, f"it speaks of {error}, which nothing before it brought about")


def with_fault(found: Audit, fault: Fault) -> Audit:
    """Return the audit with one more fault: one that the topic alone does not show."""
    return replace(found, faults=(*found.faults, fault))
