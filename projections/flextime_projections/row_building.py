"""What makes a built row whole: sequence, digest and the document as bytes; and the rows of the event log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from flextime_projections.touched import RowKey
from flextime_schemas.codec import FRAME
from flextime_schemas.fold import Recorded
from flextime_schemas.ledger import Ledger
from flextime_schemas.plain import to_json
from flextime_schemas.rows import BUILDERS, etag_of
from flextime_schemas.rows.common import moment

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What changes in the views: rows in the order of each view's columns, and the keys of rows that are no more."""

    written: dict[str, list[Row]] = field(default_factory=dict)
    gone: dict[str, list[tuple[str, RowKey]]] = field(default_factory=dict)


def rows_of(ledger: Ledger, changed: Mapping[RowKey, int], into: Rows) -> None:
    """Build the rows that changed, each with the sequence that changed it last, and add them to `into`."""
    for key, sequence in changed.items():
        built = BUILDERS[key.view](ledger, key.season, key.id)
        conference = ledger.state.id
        if built is None:
            into.gone.setdefault(key.view, []).append((conference, key))
            continue
        text = orjson.dumps(built.document)
        row = (conference, key.id, sequence, etag_of(text), text.decode(), *built.cells)
        into.written.setdefault(key.view, []).append(row)


def event_row(recorded: Recorded) -> Row:
    """Return the row of an event in the log: its envelope, its fields as JSON, and its bytes as the topic has them."""
    envelope = recorded.envelope
    text = orjson.dumps(event_document(recorded))
    (_, schema_id) = FRAME.unpack_from(recorded.value)
    return (
        envelope.conference,
        envelope.id,
        envelope.sequence,
        etag_of(text),
        text.decode(),
        envelope.type,
        envelope.stream,
        envelope.stream_version,
        envelope.time,
        envelope.actor,
        envelope.source,
        envelope.causation,
        envelope.correlation,
        envelope.chain,
        recorded.partition,
        recorded.offset,
        schema_id,
        recorded.value,
    )


def event_document(recorded: Recorded) -> dict[str, Any]:
    """Return an EventDocument; its `data` is ready JSON already, and goes in as it is."""
    envelope = recorded.envelope
    return {
        "conference": envelope.conference,
        "sequence": envelope.sequence,
        "id": envelope.id,
        "type": envelope.type,
        "stream": envelope.stream,
        "stream_version": envelope.stream_version,
        "time": moment(envelope.time),
        "actor": envelope.actor,
        "source": envelope.source,
        "causation": envelope.causation,
        "correlation": envelope.correlation,
        "chain": envelope.chain,
        "data": orjson.Fragment(to_json(recorded.event)),
    }


def documents_of(ledger: Ledger, keys: Iterable[RowKey]) -> dict[RowKey, Any]:
    """Return the documents of these rows, None for a row that is no more: what the search index is made of."""
    built = {key: BUILDERS[key.view](ledger, key.season, key.id) for key in keys}
    return {key: one.document if one else None for key, one in built.items()}
