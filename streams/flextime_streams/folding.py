"""What an agent knows of the conferences in a partition: each one's fold, and what grows with it, up to one event."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from confluent_kafka import Message

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.fold import BrokenHistory, Folded, Recorded, from_snapshot, start
from flextime_schemas.kafka import read_to_end, record_of
from flextime_schemas.messages import Snapshot
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS, SNAPSHOTS


class Known(Protocol):
    """What is known of a conference: a value that holds its fold."""

    @property
    def folded(self) -> Folded: ...

    def after(self: "K", recorded: Recorded) -> "K":
        """Return what is known with the next event. Raises BrokenHistory when it is not the next one."""
        ...


K = TypeVar("K", bound=Known)


@dataclass(slots=True, kw_only=True)
class Partition(Generic[K]):
    """The conferences of one partition; `begin` makes what is known out of a fold.

    `suspects` are those whose last record does not hang on the chain: a stranger's record, which the next true event
    clears, or history that was tampered with, after which none follows.
    """

    begin: Callable[[Folded], K]
    conferences: dict[ConferenceId, K] = field(default_factory=dict)
    suspects: dict[ConferenceId, str] = field(default_factory=dict)

    def of(self, conference: ConferenceId) -> K:
        return self.conferences.get(conference) or self.begin(start(conference))

    def sequence(self, conference: ConferenceId) -> int:
        return self.of(conference).folded.sequence

    def take(self, recorded: Recorded) -> None:
        """Fold an event; one that the fold has already changes nothing, one that cannot stand here is a suspect."""
        conference = recorded.envelope.conference
        if recorded.envelope.sequence <= self.sequence(conference):
            return
        try:
            self.conferences[conference] = self.of(conference).after(recorded)
        except BrokenHistory as broken:
            self.suspects[conference] = f"{conference}: {broken}"
        else:
            self.suspects.pop(conference, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Generic[K]):
    """Reads what an agent knows of a partition; `serves` says whether it can go on from a snapshot."""

    settings: Settings
    codec: Codec
    begin: Callable[[Folded], K]
    serves: Callable[[Folded], bool]

    def read(self, partition: int) -> Partition[K]:
        """Fold a partition of the events topic to its present end. Blocks; raises KafkaException.

        The partition is read from its first record, since a conference without a snapshot may begin anywhere in it; an
        event that a snapshot already holds costs only its headers. Records that are no events are left to the agent,
        which meets them in the topic and buries them.
        """
        snapshots = self._snapshots(read_to_end(self.settings, SNAPSHOTS.name, partition))
        found = Partition(begin=self.begin, conferences={name: self.begin(one) for name, one in snapshots.items()})
        for recorded in self._unknown(read_to_end(self.settings, EVENTS.name, partition), found):
            found.take(recorded)
        return found

    def _unknown(self, messages: Iterable[Message], found: Partition[K]) -> Iterator[Recorded]:
        """Yield the events that the folds do not hold yet."""
        for message in messages:
            try:
                headers = message.headers()
                envelope = read_event_envelope(headers)  # type: ignore[arg-type]  # the client's own union is wider
                if envelope.sequence > found.sequence(envelope.conference):
                    yield record_of(self.codec, message)
            except (BadEnvelope, Undecodable):
                continue  # no event of the writer's: it has no place in the chain, and the agent buries it

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
