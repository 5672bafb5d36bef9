"""What the tests of the projections share: records as a consumer would hand them over, absorbed without a server."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pytest
from confluent_kafka import Message

from flextime.season.decide import Event
from flextime_projections.batch import Changes, Known, absorb
from flextime_projections.row_building import Rows, event_row, rows_of
from flextime_schemas.codec import Codec
from flextime_schemas.kafka import record_of
from flextime_schemas.read_model import VIEWS
from flextime_schemas.registry import numbered_here
from tests.histories import Record, recorded_history

CODEC = Codec.without_registry(numbered_here())
BY_NAME = {view.name: view for view in VIEWS}

Table = dict[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Consumed:
    """A record with its place, read through the methods of a Kafka message."""

    record: Record
    at: int
    in_partition: int = 0

    def key(self) -> bytes:
        return self.record.key

    def value(self) -> bytes:
        return self.record.value

    def headers(self) -> list[tuple[str, bytes]]:
        return self.record.headers

    def partition(self) -> int:
        return self.in_partition

    def offset(self) -> int:
        return self.at


class TablesInMemory:
    """The views as dictionaries: what the store's upserts and deletes come to."""

    def __init__(self) -> None:
        self.known = Known()
        self.tables: dict[str, Table] = {view.name: {} for view in VIEWS}
        self.changes: list[Changes] = []

    def take(self, messages: Sequence[Consumed]) -> Changes:
        """Absorb one batch and apply it."""
        self.known, changes = absorb(self.known, cast("Sequence[Message]", messages), decode)
        rows = Rows()
        for known, changed in changes.rows.items():
            rows_of(self.known.ledgers[known], changed, rows)
        for view, gone in rows.gone.items():
            for conference, key in gone:
                names: dict[str, str] = {"conference": conference, "season": key.season, "id": key.id}
                self.tables[view].pop(tuple(names[part] for part in BY_NAME[view].key), None)
        for view, written in [*rows.written.items(), ("events", [event_row(one) for one in changes.events])]:
            for row in written:
                self._put(view, row)
        self.changes.append(changes)
        return changes

    def _put(self, view: str, row: tuple[Any, ...]) -> None:
        cells = dict(zip(BY_NAME[view].column_names, row, strict=True))
        self.tables[view][tuple(cells[part] for part in BY_NAME[view].key)] = cells

    def rows(self, view: str) -> list[dict[str, Any]]:
        """Return a view's rows in the order of their keys."""
        return [row for _, row in sorted(self.tables[view].items())]


def decode(message: Message) -> Any:  # noqa: ANN401
    return record_of(CODEC, message)


@pytest.fixture
def tables() -> TablesInMemory:
    return TablesInMemory()


@pytest.fixture
def fresh_tables() -> Callable[[], TablesInMemory]:
    return TablesInMemory


@pytest.fixture
def project(tables: TablesInMemory) -> Callable[[Iterable[Event]], TablesInMemory]:
    """Project a history of the conference big12, one event at a time."""

    def run(events: Iterable[Event]) -> TablesInMemory:
        for message in make_history(events):
            tables.take([message])
        return tables

    return run


def make_history(
    events: Iterable[Event], conference: str = "big12", start: int = 0, partition: int = 0
) -> list[Consumed]:
    """Return a conference's history as consumed records, from an offset of a partition on."""
    records = recorded_history(CODEC, conference, events)
    return [Consumed(record, offset, partition) for offset, record in enumerate(records, start=start)]


@pytest.fixture
def history() -> Callable[..., list[Consumed]]:
    return make_history


@pytest.fixture(scope="module")
def module_history() -> Callable[..., list[Consumed]]:
    return make_history


@pytest.fixture(scope="module")
def module_tables() -> Callable[[], TablesInMemory]:
    return TablesInMemory
