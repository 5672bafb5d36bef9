"""A record as it lies in a topic, whichever client brought it: what is decoded, folded or buried."""

from dataclasses import dataclass
from typing import Any

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, EventEnvelope, event_headers, read_event_envelope
from flextime_schemas.fold import Recorded
from flextime_schemas.messages import EVENT_TYPES
from flextime_schemas.topics import EVENTS

RawHeaders = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A record's place and bytes."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: RawHeaders

    @classmethod
    def of_faust(cls, message: Any) -> "Raw":  # noqa: ANN401 - Faust's Message
        """Return what Faust brought."""
        return cls(
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            key=message.key,
            value=message.value,
            headers=tuple(message.headers or ()),
        )

    @classmethod
    def of_kafka(cls, message: Any) -> "Raw":  # noqa: ANN401 - the client's Message, whose own types are wider
        """Return what the Kafka client brought."""
        return cls(
            topic=message.topic(),
            partition=message.partition(),
            offset=message.offset(),
            key=message.key(),
            value=message.value(),
            headers=tuple(message.headers() or ()),
        )

    @classmethod
    def of_event(cls, recorded: Recorded) -> "Raw":
        """Return an event of the writer's as it lay in the topic."""
        return cls(
            topic=EVENTS.name,
            partition=recorded.partition,
            offset=recorded.offset,
            key=recorded.envelope.conference.encode(),
            value=recorded.value,
            headers=tuple(event_headers(recorded.envelope)),
        )

    def envelope(self) -> EventEnvelope | None:
        """Return the envelope of what claims to be an event, in its conference's partition; None for a stray."""
        try:
            envelope = read_event_envelope(self.headers)
        except BadEnvelope:
            return None
        return envelope if self.key == envelope.conference.encode() else None

    def conference(self) -> ConferenceId | None:
        """Return the conference that this claims to be an event of."""
        envelope = self.envelope()
        return envelope.conference if envelope else None

    def recorded(self, codec: Codec) -> Recorded:
        """Return the event. Raises Undecodable, BadEnvelope, or RegistryAway when it must wait."""
        event = codec.decode(self.value)
        if not isinstance(event, EVENT_TYPES):
            raise Undecodable(f"{type(event).__name__} is no event")
        return Recorded(
            envelope=read_event_envelope(self.headers),
            event=event,
            value=self.value or b"",
            partition=self.partition,
            offset=self.offset,
        )
