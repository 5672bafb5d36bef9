"""A batch of received records to the records that one transaction writes. Nothing here speaks with Kafka."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_commands.writer.books import Books, Overlay
from flextime_commands.writer.deciding import Decision, Encode, decide_command
from flextime_commands.writer.letters import Received, dead_letter
from flextime_schemas.codec import Undecodable
from flextime_schemas.envelope import (
    BadEnvelope,
    CommandEnvelope,
    Headers,
    derive_id,
    event_headers,
    read_command_envelope,
)
from flextime_schemas.fold import to_snapshot
from flextime_schemas.messages import COMMAND_TYPES, Outcome, full_name
from flextime_schemas.topics import DEAD_LETTERS, EVENTS, OUTCOMES, SNAPSHOTS, partition_of

log = logging.getLogger(__name__)

LARGEST_SNAPSHOT_BYTES = SNAPSHOTS.largest_bytes - 64 * 1024
# In bytes, of what a command's headers say and its events and outcome repeat; ours stay under 200.
LONGEST_HEADER_BYTES = 1_000
CONTENT_TYPE = ("content-type", b"application/vnd.confluent.avro")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record to be produced; `partition` None leaves the choice to the key."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers
    partition: int | None = None


@lru_cache(maxsize=1024)  # there are a handful of conferences, and each command asks
def home_of(conference: ConferenceId, partitions: int) -> int:
    """Return the partition that a conference lives in."""
    return partition_of(conference.encode(), partitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command that could be read."""

    envelope: CommandEnvelope
    command: Command


class NoCommand(Exception):
    """A record in the commands topic that is no command for this writer; it goes to the dead letters."""


@dataclass(slots=True)
class Counts:
    """What a batch came to."""

    decided: int = 0
    refused: int = 0
    repeated: int = 0
    dead_letters: int = 0


class Batch:
    """Decides received records one after the other, each on the state that the ones before it have left."""

    def __init__(
        self,
        books: Books,
        *,
        encode: Encode,
        decode: Callable[[bytes | None], object],
        clock: Callable[[], datetime],
        partitions: int,
    ) -> None:
        self._books = books
        self._view = Overlay(books)
        self._encode, self._decode, self._clock = encode, decode, clock
        self._partitions = partitions
        self.records: list[Record] = []
        self.counts = Counts()
        self.snapshots: dict[ConferenceId, tuple[int, datetime]] = {}

    def take(self, record: Received) -> None:
        """Decide a record. Raises RegistryAway when a schema must be looked up first, and then has done nothing."""
        try:
            asked = self._read(record)
        except (Undecodable, BadEnvelope, NoCommand) as error:
            self.letter(record, str(error))
            return
        now = self._clock()
        self._snapshot_if_due(asked.envelope.conference, record.partition, now)
        decision = decide_command(self._view, asked.envelope, asked.command, now, self._encode)
        self._append(decision, asked.envelope, record.partition)
        if decision.fault is not None:
            log.error(
                "fault=decide command=%s type=%s conference=%s",
                *(asked.envelope.id, asked.envelope.type, asked.envelope.conference),
                exc_info=decision.fault,
            )
            self.letter(record, f"internal: {type(decision.fault).__name__}: {decision.fault}")

    def letter(self, record: Received, reason: str) -> None:
        """Put a record among the dead letters, as it is."""
        log.warning(
            "dead_letter topic=%s partition=%s offset=%s why=%r",
            *(record.topic, record.partition, record.offset, reason),
        )
        letter = dead_letter(record, reason, self._clock())
        headers = [("ce_type", full_name(type(letter)).encode()), CONTENT_TYPE]
        self.records.append(
            Record(topic=DEAD_LETTERS.name, key=record.key, value=self._encode(letter), headers=headers)
        )
        self.counts.dead_letters += 1

    def merge(self) -> None:
        """Make the batch true in the books, once its transaction was committed."""
        self._view.merge(self._clock())
        self._books.snapshots.update(self.snapshots)

    def sequences(self) -> dict[str, int]:
        """Return the positions of the conferences that the batch has touched."""
        return self._view.sequences()

    def _read(self, record: Received) -> Asked:
        for name, content in record.headers:
            ours = name.startswith("ce_") or name == "traceparent"
            if ours and content is not None and len(content) > LONGEST_HEADER_BYTES:
                raise NoCommand(f"the header {name[:100]} takes {len(content)} bytes of {LONGEST_HEADER_BYTES}")
        command = self._decode(record.value)
        if not isinstance(command, COMMAND_TYPES):
            raise NoCommand(f"{type(command).__name__} is no command")
        envelope = read_command_envelope(record.headers)
        if envelope.type != full_name(type(command)):
            raise NoCommand(f"ce_type says {envelope.type}, the value is a {full_name(type(command))}")
        if "/" in envelope.conference:
            raise NoCommand(f"{envelope.conference!r} is no conference: a slash parts it from its streams")
        if (home := home_of(envelope.conference, self._partitions)) != record.partition:
            raise NoCommand(f"{envelope.conference} lives in partition {home}, not in {record.partition}")
        return Asked(envelope=envelope, command=command)

    def _append(self, decision: Decision, command: CommandEnvelope, partition: int) -> None:
        key = command.conference.encode()
        for event in decision.events:
            headers = event_headers(event.envelope)
            self.records.append(
                Record(topic=EVENTS.name, key=key, value=event.value, headers=headers, partition=partition)
            )
        outcome = decision.outcome
        self.records.append(
            Record(
                topic=OUTCOMES.name,
                key=key,
                value=self._encode(outcome),
                headers=outcome_headers(outcome, command),
                partition=partition,
            )
        )
        self.counts.decided += not decision.again
        self.counts.repeated += decision.again
        self.counts.refused += outcome.status == "refused" and not decision.again

    def _snapshot_if_due(self, conference: ConferenceId, partition: int, now: datetime) -> None:
        """Snapshot the state before this batch: the offsets of its own events are not known until it is committed."""
        if conference in self.snapshots or not self._books.snapshot_is_due(conference, now):
            return
        folded = self._books.folded[conference]
        self.snapshots[conference] = (folded.sequence, now)
        snapshot = to_snapshot(folded, self._books.next_offsets.get(partition, 0))
        value = self._encode(snapshot)
        if len(value) > LARGEST_SNAPSHOT_BYTES:
            log.warning("snapshot=too_large conference=%s bytes=%s", conference, len(value))
            return
        headers = [("ce_type", full_name(type(snapshot)).encode()), CONTENT_TYPE]
        self.records.append(
            Record(topic=SNAPSHOTS.name, key=conference.encode(), value=value, headers=headers, partition=partition)
        )


def outcome_headers(outcome: Outcome, command: CommandEnvelope) -> Headers:
    """Write an outcome's headers: `ce_causationid` is the command, so that whoever waits need not decode the rest."""
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", derive_id(outcome.command, "outcome").encode()),
        ("ce_type", full_name(Outcome).encode()),
        ("ce_source", b"/writer"),
        ("ce_subject", outcome.conference.encode()),
        ("ce_time", outcome.decided_at.isoformat().replace("+00:00", "Z").encode()),
        ("ce_causationid", outcome.command.encode()),
        ("ce_correlationid", command.correlation.encode()),
        ("ce_sequence", str(outcome.sequence).encode()),
        ("ce_status", outcome.status.encode()),
        CONTENT_TYPE,
    ]
