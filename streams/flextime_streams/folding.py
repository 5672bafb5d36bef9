"""What an agent knows of the conferences in a partition: each one's fold, and what grows with it, up to one event."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from confluent_kafka import Message

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.fold import BrokenHistory, Folded, Recorded, from_snapshot, start
from flextime_schemas.kafka import read_to_end
from flextime_schemas.messages import Snapshot
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS, SNAPSHOTS
from flextime_streams.dead_letters import Letters
from flextime_streams.raw import Raw
from flextime_streams.receiving import reason_of


class Known(Protocol):
    """What is known of a conference: a value that holds its fold."""

    @property
    def folded(self) -> Folded: ...

    def after(self: "K", recorded: Recorded) -> "K":
        """Return what is known with the next event. Raises BrokenHistory when it is not the next one."""
        ...


K = TypeVar("K", bound=Known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Where a conference stands still: the record that could not be taken, and why."""

    record: Raw
    reason: str

    sequence: int


@dataclass(slots=True, kw_only=True)
class Partition(Generic[K]):
    """The conferences of one partition; `begin` makes what is known out of a fold.

    `suspects` are those whose last record does not hang on the chain: a stranger's record, which the next true event
    clears, or history that was tampered with, after which none follows. `parked` are those that stand still: nothing
    more of them is folded. `last` has the event that each fold stands at.
    """

    begin: Callable[[Folded], K]
    conferences: dict[ConferenceId, K] = field(default_factory=dict)
    suspects: dict[ConferenceId, str] = field(default_factory=dict)
    parked: dict[ConferenceId, Parked] = field(default_factory=dict)
    last: dict[ConferenceId, Recorded] = field(default_factory=dict)

    def of(self, conference: ConferenceId) -> K:
        return self.conferences.get(conference) or self.begin(start(conference))

    def sequence(self, conference: ConferenceId) -> int:
        return self.of(conference).folded.sequence

    def take(self, recorded: Recorded) -> None:
        """Fold an event; one that the fold has already changes nothing, one that cannot stand here is a suspect."""
        conference, folded = recorded.envelope.conference, self.of(recorded.envelope.conference).folded
        if conference in self.parked or recorded.envelope.sequence < folded.sequence:
            return
        if recorded.envelope.sequence == folded.sequence:
            if recorded.envelope.chain == folded.chain:
                self.last.setdefault(conference, recorded)  # the fold came from a snapshot, which does not tell
            return
        try:
            self.conferences[conference] = self.of(conference).after(recorded)
        except BrokenHistory as broken:
            self.suspects[conference] = f"{conference}: {broken}"
        else:
            self.last[conference] = recorded
            self.suspects.pop(conference, None)

    def park(self, envelope: EventEnvelope, record: Raw, reason: str) -> None:
        """Let a conference stand still at a record, which has this envelope."""
        self.parked[envelope.conference] = Parked(record=record, sequence=envelope.sequence, reason=reason)

    def standing_before(self) -> list[ConferenceId]:
        """Return the parked conferences that are not folded as far as their poison: what was before it holds."""
        return [
            name for name, one in self.parked.items() if name in self.conferences and self.sequence(name) < one.sequence
        ]

    def awaits(self, envelope: EventEnvelope) -> bool:
        """Say whether this claims to be the next event of its conference: unread, it must not be gone past."""
        return envelope.sequence == self.sequence(envelope.conference) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Generic[K]):
    """Reads what an agent knows of a partition; `serves` says whether it can go on from a snapshot."""

    settings: Settings
    codec: Codec
    begin: Callable[[Folded], K]
    serves: Callable[[Folded], bool]
    letters: Letters

    def read(self, partition: int) -> Partition[K]:
        """Fold a partition of the events topic to its present end. Blocks; raises KafkaException, RegistryAway.

        The partition is read from its first record, since a conference without a snapshot may begin anywhere in it; an
        event that a snapshot already holds costs only its headers. Records that are no events are left to the agent,
        which meets them in the topic and buries them.
        """
        self.letters.caught_up.wait()  # what was discarded must be known before it is met
        snapshots = self._snapshots(read_to_end(self.settings, SNAPSHOTS.name, partition))
        found = Partition(begin=self.begin, conferences={name: self.begin(one) for name, one in snapshots.items()})
        for message in read_to_end(self.settings, EVENTS.name, partition):
            take_or_park(found, Raw.of_kafka(message), self.codec, self.letters)
        return found

    def _snapshots(self, messages: Iterable[Message]) -> Mapping[ConferenceId, Folded]:
        """Return the latest snapshots that can be gone on from."""
        found: dict[ConferenceId, Folded] = {}
        for message in messages:
            try:
                snapshot = self.codec.decode(message.value())
            except Undecodable:
                continue  # an unreadable snapshot is no snapshot: the events say the same
            if isinstance(snapshot, Snapshot) and (folded := from_snapshot(snapshot)) is not None:
                found[snapshot.conference] = folded
        return {name: folded for name, folded in found.items() if self.serves(folded)}


def take_or_park(found: Partition[K], raw: Raw, codec: Codec, letters: Letters) -> None:
    """Take a record into a fold; a conference whose next event cannot be taken is parked there. Raises RegistryAway.

    What was discarded is gone past only where the chain goes on without it: a history with an event left out of it is
    no history, so an event of the writer's that breaks the fold stays the end of what is known.
    """
    envelope = raw.envelope()
    if envelope is None or envelope.conference in found.parked:
        return
    if envelope.sequence < found.sequence(envelope.conference):
        return
    try:
        found.take(raw.recorded(codec))
    except Undecodable as why:
        if found.awaits(envelope) and not letters.is_discarded(raw.partition, raw.offset):
            found.park(envelope, raw, str(why))
    except RegistryAway:
        raise
    except Exception as bug:  # noqa: BLE001 - whatever an event breaks, only its conference waits for the mending
        found.park(envelope, raw, reason_of(bug))
