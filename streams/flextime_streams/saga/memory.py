"""What the saga knows of the conferences in a partition: each one's fold and its pursued runs, up to one event."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from confluent_kafka import Message

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.fold import BrokenHistory, Folded, Recorded, from_snapshot, start
from flextime_schemas.kafka import read_to_end, record_of
from flextime_schemas.messages import Snapshot
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS, SNAPSHOTS
from flextime_streams.saga.process import Memory, interested, remember


@dataclass(frozen=True, slots=True, kw_only=True)
class Pursuit:
    """A conference and the saga's memory of its runs, at one sequence."""

    folded: Folded
    memory: Memory = field(default_factory=dict)

    def after(self, recorded: Recorded) -> "Pursuit":
        """Return the pursuit with the next event. Raises BrokenHistory when it is not the next one."""
        self.folded.verify(recorded)
        folded = self.folded.after(recorded.envelope, recorded.event)
        memory = self.memory
        if interested(recorded.event):
            memory = remember(memory, folded.state, recorded.envelope, recorded.event)
        return Pursuit(folded=folded, memory=memory)


@dataclass(slots=True, kw_only=True)
class Partition:
    """The conferences of one partition. `suspects` are those whose last record does not hang on the chain: a stranger's
    record, which the next true event clears, or history that was tampered with, after which none follows."""

    pursuits: dict[ConferenceId, Pursuit] = field(default_factory=dict)
    suspects: dict[ConferenceId, str] = field(default_factory=dict)

    def pursuit(self, conference: ConferenceId) -> Pursuit:
        return self.pursuits.get(conference) or Pursuit(folded=start(conference))

    def sequence(self, conference: ConferenceId) -> int:
        return self.pursuit(conference).folded.sequence

    def take(self, recorded: Recorded) -> None:
        """Fold an event; one that the fold has already changes nothing, one that cannot stand here is a suspect."""
        conference = recorded.envelope.conference
        if recorded.envelope.sequence <= self.sequence(conference):
            return
        try:
            self.pursuits[conference] = self.pursuit(conference).after(recorded)
        except BrokenHistory as broken:
            self.suspects[conference] = f"{conference}: {broken}"
        else:
            self.suspects.pop(conference, None)


def read_partition(settings: Settings, codec: Codec, partition: int) -> Partition:
    """Fold a partition of the events topic to its present end. Blocks; raises KafkaException.

    The partition is read from its first record, since a conference without a snapshot may begin anywhere in it; an
    event that a snapshot already holds costs only its headers. Records that are no events are left to the agent, which
    meets them in the topic and buries them.
    """
    snapshots = _snapshots(read_to_end(settings, SNAPSHOTS.name, partition), codec)
    return fold_partition(read_to_end(settings, EVENTS.name, partition), codec, snapshots)


def fold_partition(
    messages: Iterable[Message], codec: Codec, snapshots: Mapping[ConferenceId, Folded] | None = None
) -> Partition:
    """Fold the messages of a partition, each conference from its snapshot where that serves."""
    found = Partition(pursuits={name: Pursuit(folded=folded) for name, folded in (snapshots or {}).items()})
    for recorded in _unknown(messages, codec, found):
        found.take(recorded)
    return found


def _unknown(messages: Iterable[Message], codec: Codec, found: Partition) -> Iterator[Recorded]:
    """Yield the events that the pursuits do not hold yet."""
    for message in messages:
        try:
            headers = message.headers()
            envelope = read_event_envelope(headers)  # type: ignore[arg-type]  # the client's own union is wider
            if envelope.sequence > found.sequence(envelope.conference):
                yield record_of(codec, message)
        except (BadEnvelope, Undecodable):
            continue  # no event of the writer's: it has no place in the chain, and the agent buries it


def _snapshots(messages: Iterable[Message], codec: Codec) -> dict[ConferenceId, Folded]:
    """Return the latest snapshots that can be gone on from.

    A snapshot does not tell who asked for a run and for what problem: a conference with a run that may still need
    something is folded from its first event instead. That is so for minutes, and then no more.
    """
    found: dict[ConferenceId, Folded] = {}
    for message in messages:
        try:
            snapshot = codec.decode(message.value())
        except Undecodable:
            continue  # an unreadable snapshot is no snapshot: the events say the same
        if isinstance(snapshot, Snapshot) and (folded := from_snapshot(snapshot)) is not None:
            found[snapshot.conference] = folded
    return {name: folded for name, folded in found.items() if can_go_on_from(folded)}


def can_go_on_from(folded: Folded) -> bool:
    """Return False when a season's latest run is open, or solved without its best having become the draft."""
    state = folded.state
    latest = {run.season: run for run in state.runs.values()}
    return not any(
        run.status == "requested"
        or (run.status == "solved" and run.adopt_best and state.seasons[run.season].adopted not in run.candidates)
        for run in latest.values()
    )
