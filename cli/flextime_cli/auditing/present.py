"""A conference as its log has it now, verified on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flextime.season.decide import Event
from flextime.season.state import Conference
from flextime_cli.apis.addresses import find_settings
from flextime_cli.auditing.records import NoTopic, RawRecord, load_codec, read_copy, read_topic
from flextime_cli.auditing.verify import TO_THE_END, audit
from flextime_cli.errors import StackError
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import EventEnvelope, read_event_envelope
from flextime_schemas.ledger import Ledger
from flextime_schemas.messages import EVENT_TYPES
from flextime_schemas.registry import RegistryAway


class Untrusted(StackError):
    """The history has faults, so that nobody knows what it comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A conference's events from the first to the last, and what they come to."""

    ledger: Ledger
    records: Sequence[RawRecord]
    codec: Codec

    def events(self) -> Iterator[tuple[EventEnvelope, Event]]:
        """Yield the events, each with who, when and its place."""
        for record in self.records:
            event = self.codec.decode(record.value)
            assert isinstance(event, EVENT_TYPES), "the walk has looked at every record"
            yield read_event_envelope(record.headers), event


def conference_now(conference: str, *, data: Path | None, from_file: Path | None) -> Conference:
    """Fold a conference from the events topic, or from a copy of it. Raises NoTopic, BadCopy, Untrusted."""
    return history_now(conference, data=data, from_file=from_file).ledger.state


def history_now(conference: str, *, data: Path | None, from_file: Path | None) -> History:
    """Read a conference's history from the events topic, or from a copy of it. Raises NoTopic, BadCopy, Untrusted."""
    if from_file is not None:
        copied, copy, ids = read_copy(from_file)
        if copied != conference:
            raise NoTopic(f"{from_file} is a copy of {copied}, not of {conference}.")
        records, codec = copy, Codec.without_registry(ids)
    else:
        settings = find_settings(data)
        records, codec = list(read_topic(settings, conference)), load_codec(settings)
    if not records:
        raise NoTopic(f"There is no record of {conference} in the events topic.")
    try:
        found = audit(conference, records, codec, TO_THE_END)
    except RegistryAway as error:
        raise NoTopic(f"A record's schema is in no file, and {error}.", advice="`flextime up` starts it.") from error
    if found.faults:
        raise Untrusted(
            f"The history of {conference} has {len(found.faults)} faults.",
            advice=f"`flextime replay {conference}` names them.",
        )
    return History(ledger=found.ledger, records=records, codec=codec)
