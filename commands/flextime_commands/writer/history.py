"""The fold at the start: events verified one by one, a stranger's bytes told from a broken chain."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from flextime.league.ids import ConferenceId
from flextime_commands.writer.books import Books
from flextime_commands.writer.errors import CannotStart
from flextime_commands.writer.letters import Received
from flextime_schemas.codec import Undecodable
from flextime_schemas.envelope import BadEnvelope, EventEnvelope, read_event_envelope
from flextime_schemas.fold import BrokenHistory, Folded, from_snapshot, start
from flextime_schemas.messages import EVENT_TYPES, Snapshot
from flextime_schemas.topics import partition_of

log = logging.getLogger(__name__)


class SnapshotLies(Exception):
    """A snapshot that the chain does not lead to: fold without snapshots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A record in the events topic that is no event of a chain: somebody else wrote it. History stands without it."""

    record: Received
    reason: str


class History:
    """Folds the records of events partitions into books, in the order of each partition.

    The ledger needs every event's headers, so all are read and their chain is verified; what a snapshot covers is
    not decoded. A record that does not verify is a suspect: the next event that does clears the chain of it; one that
    none follows may be history that was tampered with, and nothing is built upon that.
    """

    def __init__(
        self,
        books: Books,
        snapshots: Mapping[ConferenceId, Snapshot],
        partitions: int,
        decode: Callable[[bytes], object],
    ) -> None:
        self._books = books
        self._partitions = partitions
        self._decode = decode
        self._snapshots = {name: (kept, fold) for name, kept in snapshots.items() if (fold := from_snapshot(kept))}
        self._suspects: dict[ConferenceId, list[Stray]] = defaultdict(list)
        self.strays: list[Stray] = []

    def take(self, record: Received) -> None:
        """Fold a record. Raises CannotStart, SnapshotLies, or RegistryAway when a schema must be looked up first."""
        try:
            envelope = read_event_envelope(record.headers)
        except BadEnvelope as error:
            self.strays.append(Stray(record=record, reason=str(error)))
            return
        if (home := partition_of(envelope.conference.encode(), self._partitions)) != record.partition:
            reason = f"{envelope.conference} lives in partition {home}, not in {record.partition}"
            self.strays.append(Stray(record=record, reason=reason))
            return
        folded = self._books.folded.get(envelope.conference) or start(envelope.conference)
        try:
            folded.verify_link(envelope, record.value or b"")
        except BrokenHistory as broken:
            self._suspect(folded, envelope, Stray(record=record, reason=str(broken)))
            return
        self.strays += self._suspects.pop(envelope.conference, [])
        self._books.folded[envelope.conference] = self._advance(folded, envelope, record)
        self._books.ledger.add_event(envelope)

    def _suspect(self, folded: Folded, envelope: EventEnvelope, stray: Stray) -> None:
        if envelope.sequence <= folded.sequence:  # its place is taken by an event that verified
            self.strays.append(stray)
        else:
            self._suspects[envelope.conference].append(stray)

    def _advance(self, folded: Folded, envelope: EventEnvelope, record: Received) -> Folded:
        snapshot, there = self._snapshots.get(envelope.conference, (None, None))
        if snapshot is None or there is None or envelope.sequence > snapshot.sequence:
            return self._evolve(folded, envelope, record)
        versions = {**folded.versions, envelope.stream: envelope.stream_version}
        if envelope.sequence < snapshot.sequence:
            return replace(folded, sequence=envelope.sequence, chain=envelope.chain, versions=versions)
        if (there.chain, there.versions) != (envelope.chain, versions):
            raise SnapshotLies(f"{envelope.conference} at {envelope.sequence}")
        return there

    def _evolve(self, folded: Folded, envelope: EventEnvelope, record: Received) -> Folded:
        where = f"partition {record.partition}, offset {record.offset}, {envelope.conference}:{envelope.sequence}"
        try:
            event = self._decode(record.value or b"")
        except Undecodable as error:
            raise CannotStart(f"An event of the chain cannot be read by this version ({where}): {error}") from error
        if not isinstance(event, EVENT_TYPES):
            raise CannotStart(f"An event of the chain is none of this version's ({where}): {envelope.type}")
        return folded.after(envelope, event)

    def finish(self) -> None:
        """Raise CannotStart for suspects that nothing cleared, SnapshotLies for a snapshot past the log's end."""
        for conference, suspects in self._suspects.items():
            first = suspects[0]
            raise CannotStart(
                f"The history of {conference} is broken at partition {first.record.partition}, offset "
                f"{first.record.offset}: {first.reason} {len(suspects)} record(s) hang in the air after it."
            )
        for conference, (snapshot, _) in self._snapshots.items():
            folded = self._books.folded.get(conference)
            if folded is None or folded.sequence < snapshot.sequence:
                raise SnapshotLies(f"{conference}: the snapshot is at {snapshot.sequence}, past the log's end")


def latest_snapshots(
    records: Iterable[Received], decode: Callable[[bytes | None], object]
) -> dict[ConferenceId, Snapshot]:
    """Return the last snapshot of each conference; one that cannot be read is as none."""
    found: dict[bytes | None, Snapshot | None] = {}
    for record in records:
        try:
            snapshot = decode(record.value)
        except Undecodable as error:
            log.warning(
                "snapshot=unreadable partition=%s offset=%s why=%r", record.partition, record.offset, str(error)
            )
            snapshot = None
        found[record.key] = snapshot if isinstance(snapshot, Snapshot) else None
    return {snapshot.conference: snapshot for snapshot in found.values() if snapshot is not None}
