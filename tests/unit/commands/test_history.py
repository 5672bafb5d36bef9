"""The fold at the start: what is no event of the chain is told from a chain that is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_commands.writer.batch import Batch
from flextime_commands.writer.books import Books
from flextime_commands.writer.errors import CannotStart
from flextime_commands.writer.history import History, SnapshotLies, latest_snapshots
from flextime_commands.writer.letters import Received
from flextime_schemas.codec import Codec
from flextime_schemas.fold import to_snapshot
from flextime_schemas.messages import Snapshot
from flextime_schemas.topics import EVENTS

Ask = Callable[..., Received]
MakeBatch = Callable[[Books], Batch]

BIG12 = ConferenceId("big12")


@pytest.fixture
def log(ask: Ask, batch_of: MakeBatch, opening: list[Command]) -> list[Received]:
    """The events topic after three commands."""
    batch = batch_of(Books())
    for number, command in enumerate(opening):
        batch.take(ask(command, str(number)))
    return [
        Received(
            topic=EVENTS.name,
            partition=record.partition or 0,
            offset=offset,
            key=record.key,
            value=record.value,
            headers=tuple(record.headers),
        )
        for offset, record in enumerate(each for each in batch.records if each.topic == EVENTS.name)
    ]


def folded(
    records: list[Received], codec: Codec, snapshots: dict[ConferenceId, Snapshot] | None = None
) -> tuple[Books, History]:
    books = Books()
    history = History(books, snapshots or {}, 12, codec.decode)
    for record in records:
        history.take(record)
    history.finish()
    return books, history


def test_a_whole_history_is_folded_without_strays(log: list[Received], codec: Codec) -> None:
    books, history = folded(log, codec)
    assert books.folded[BIG12].sequence == 3
    assert len(books.ledger) == 3
    assert history.strays == []


def test_bytes_without_headers_are_a_stray(log: list[Received], codec: Codec) -> None:
    garbage = replace(log[0], value=b"?", headers=())
    books, history = folded([log[0], garbage, *log[1:]], codec)
    assert books.folded[BIG12].sequence == 3
    assert [each.record.value for each in history.strays] == [b"?"]


def test_an_event_that_stands_twice_is_a_stray(log: list[Received], codec: Codec) -> None:
    books, history = folded([*log, log[1]], codec)
    assert books.folded[BIG12].sequence == 3
    assert len(history.strays) == 1


def test_a_forged_event_is_a_stray_once_the_true_one_follows(log: list[Received], codec: Codec) -> None:
    forged = replace(log[1], value=b"\x00forged")
    books, history = folded([log[0], forged, *log[1:]], codec)
    assert books.folded[BIG12].sequence == 3
    assert "does not hang on the chain" in history.strays[0].reason


def test_a_missing_event_keeps_the_writer_from_starting(log: list[Received], codec: Codec) -> None:
    with pytest.raises(CannotStart, match=r"partition \d+, offset 2: After sequence 1 comes 3: 2 is missing"):
        folded([log[0], log[2]], codec)


def test_a_changed_event_keeps_the_writer_from_starting(log: list[Received], codec: Codec) -> None:
    changed = replace(log[1], value=(log[1].value or b"") + b"!")
    with pytest.raises(CannotStart, match="does not hang on the chain"):
        folded([log[0], changed, log[2]], codec)


def test_an_event_in_another_conferences_partition_is_a_stray(log: list[Received], codec: Codec) -> None:
    _, history = folded([replace(log[0], partition=log[0].partition + 1)], codec)
    assert "lives in partition" in history.strays[0].reason


def test_the_fold_from_a_snapshot_equals_the_fold_from_the_first_event(log: list[Received], codec: Codec) -> None:
    half, _ = folded(log[:2], codec)
    whole, _ = folded(log, codec)
    from_half, _ = folded(log, codec, {BIG12: to_snapshot(half.folded[BIG12], 2)})
    assert from_half.folded == whole.folded
    assert len(from_half.ledger) == 3


def test_a_snapshot_that_the_chain_does_not_lead_to_is_not_used(log: list[Received], codec: Codec) -> None:
    half, _ = folded(log[:2], codec)
    lie = replace(to_snapshot(half.folded[BIG12], 2), chain="f" * 64)
    with pytest.raises(SnapshotLies):
        folded(log, codec, {BIG12: lie})
    with pytest.raises(SnapshotLies, match="past the log's end"):
        folded(log[:1], codec, {BIG12: to_snapshot(half.folded[BIG12], 2)})


def test_the_last_snapshot_of_a_conference_counts_and_an_unreadable_one_is_none(
    log: list[Received], codec: Codec
) -> None:
    books, _ = folded(log, codec)
    value = codec.encode(to_snapshot(books.folded[BIG12], 3))
    kept = replace(log[0], value=value)
    assert set(latest_snapshots([kept], codec.decode)) == {BIG12}
    assert latest_snapshots([kept, replace(kept, value=b"?")], codec.decode) == {}
