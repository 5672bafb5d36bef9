"""A conference as its log tells it: state, position, chain and stream versions, one event at a time."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from flextime.league.ids import ConferenceId
from flextime.season.decide import Event, empty, evolve
from flextime.season.state import Conference
from flextime_schemas.envelope import GENESIS, EventEnvelope, chain_link
from flextime_schemas.messages import Snapshot
from flextime_schemas.plain import adapter, from_json, to_json


class BrokenHistory(Exception):
    """An event that cannot stand where it stands: a sequence is missing, or the chain does not hold."""

    def __init__(self, message: str, *, sequence: int) -> None:
        super().__init__(message)
        self.sequence = sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as the topic holds it. `value` is the record's bytes, which the chain is over."""

    envelope: EventEnvelope
    event: Event
    value: bytes
    partition: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What a conference's log says up to `sequence`. `versions` counts the events of each stream."""

    state: Conference
    sequence: int = 0
    chain: str = GENESIS
    versions: dict[str, int] = field(default_factory=dict)

    def after(self, envelope: EventEnvelope, event: Event) -> "Folded":
        """Return the fold with one more event, taken on trust: the writer's own, or one that `verify` has passed."""
        return Folded(
            state=evolve(self.state, event),
            sequence=envelope.sequence,
            chain=envelope.chain,
            versions={**self.versions, envelope.stream: envelope.stream_version},
        )

    def verify(self, recorded: Recorded) -> None:
        """Raise BrokenHistory unless this event is the next one: its sequence, stream version and chain."""
        self.verify_link(recorded.envelope, recorded.value)

    def verify_link(self, envelope: EventEnvelope, value: bytes) -> None:
        """Verify an event that nobody has decoded: headers and bytes are enough. Raises BrokenHistory."""
        if envelope.sequence != self.sequence + 1:
            raise BrokenHistory(
                f"After sequence {self.sequence} comes {envelope.sequence}: {_gap(self.sequence, envelope.sequence)}.",
                sequence=envelope.sequence,
            )
        version = self.versions.get(envelope.stream, 0)
        if envelope.stream_version != version + 1:
            raise BrokenHistory(
                f"Sequence {envelope.sequence} is version {envelope.stream_version} of {envelope.stream}, "
                f"which is at {version}.",
                sequence=envelope.sequence,
            )
        if envelope.chain != chain_link(self.chain, envelope, value):
            raise BrokenHistory(
                f"Sequence {envelope.sequence} ({envelope.type}, {envelope.id}) does not hang on the chain: "
                "it, or the event before it, is not what was written.",
                sequence=envelope.sequence,
            )


def _gap(before: int, found: int) -> str:
    return f"{before + 1} is missing" if found > before else "it stands twice or out of order"


def start(conference: ConferenceId) -> Folded:
    """Return the fold before the first event."""
    return Folded(state=empty(conference))


def fold(conference: ConferenceId, history: Iterable[Recorded], *, since: Folded | None = None) -> Folded:
    """Fold a verified history from its first event, or from an earlier fold. Raises BrokenHistory."""
    folded = since or start(conference)
    for recorded in history:
        folded.verify(recorded)
        folded = folded.after(recorded.envelope, recorded.event)
    return folded


def state_digest(state: Conference) -> str:
    """Return the SHA-256 of a state, in hex: equal states have equal digests, whatever order they grew in."""
    plain = adapter(Conference).dump_python(state, mode="json")
    return hashlib.sha256(json.dumps(_sorted(plain), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _sorted(value: object) -> object:
    """Sort the lists that are sets in the state; the order of everything else is meant."""
    if isinstance(value, dict):
        return {
            key: sorted(map(str, part)) if key in {"pinned", "retired"} and isinstance(part, list) else _sorted(part)
            for key, part in value.items()
        }
    return [_sorted(part) for part in value] if isinstance(value, list) else value


@cache
def model_digest() -> str:
    """Return the digest of the state's shape: a snapshot of another shape is not read."""
    return hashlib.sha256(json.dumps(adapter(Conference).json_schema(), sort_keys=True).encode()).hexdigest()


def to_snapshot(folded: Folded, next_offset: int) -> Snapshot:
    """Return the fold as a snapshot; the fold goes on at `next_offset` of the events partition."""
    return Snapshot(
        conference=folded.state.id,
        sequence=folded.sequence,
        chain=folded.chain,
        offset=next_offset,
        model=model_digest(),
        versions=folded.versions,
        state=to_json(folded.state),
    )


def from_snapshot(snapshot: Snapshot) -> Folded | None:
    """Return the fold that a snapshot holds; None when the state has had another shape then."""
    if snapshot.model != model_digest():
        return None
    state = from_json(Conference, snapshot.state)
    folded = Folded(state=state, sequence=snapshot.sequence, chain=snapshot.chain)
    return replace(folded, versions=snapshot.versions)
