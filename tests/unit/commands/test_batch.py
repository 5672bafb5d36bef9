"""A batch: each command on what the ones before it have left, and nothing true before the commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime.season.venues import CloseVenue, VenueClosed
from flextime_commands.writer.batch import Batch
from flextime_commands.writer.books import SNAPSHOT_AT_MOST_EVERY, SNAPSHOT_EVERY_EVENTS, Books
from flextime_commands.writer.letters import Received
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import read_event_envelope
from flextime_schemas.fold import fold
from flextime_schemas.kafka import record_of
from flextime_schemas.messages import DeadLetter, Outcome, Snapshot
from flextime_schemas.topics import DEAD_LETTERS, EVENTS, OUTCOMES, SNAPSHOTS

Ask = Callable[..., Received]
MakeBatch = Callable[[Books], Batch]

BIG12 = ConferenceId("big12")


class Produced:
    """A batch's event record in the place of a Kafka message."""

    def __init__(self, value: bytes, headers: Sequence[tuple[str, bytes]]) -> None:
        self._value, self._headers = value, headers

    def value(self) -> bytes:
        return self._value

    def headers(self) -> Sequence[tuple[str, bytes]]:
        return self._headers

    def partition(self) -> int:
        return 0

    def offset(self) -> int:
        return 0


def outcomes(batch: Batch, codec: Codec) -> list[Outcome]:
    found = [codec.decode(record.value) for record in batch.records if record.topic == OUTCOMES.name]
    return [each for each in found if isinstance(each, Outcome)]


def letters(batch: Batch, codec: Codec) -> list[DeadLetter]:
    found = [codec.decode(record.value) for record in batch.records if record.topic == DEAD_LETTERS.name]
    return [each for each in found if isinstance(each, DeadLetter)]


def taken(batch: Batch, records: Sequence[Received]) -> Batch:
    for record in records:
        batch.take(record)
    return batch


@pytest.fixture
def opened(ask: Ask, batch_of: MakeBatch, opening: list[Command]) -> Books:
    """Books of a conference with a school and a venue: three events."""
    books = Books()
    taken(batch_of(books), [ask(each, f"opening-{n}") for n, each in enumerate(opening)]).merge()
    return books


def test_commands_of_one_batch_stand_on_each_other(
    ask: Ask, batch_of: MakeBatch, opening: list[Command], codec: Codec
) -> None:
    batch = taken(batch_of(Books()), [ask(each, str(n)) for n, each in enumerate(opening)])
    assert [(each.status, each.sequence) for each in outcomes(batch, codec)] == [
        ("accepted", 1),
        ("accepted", 2),
        ("accepted", 3),
    ]


def test_what_a_batch_appends_is_a_history_that_folds(
    ask: Ask, batch_of: MakeBatch, opening: list[Command], codec: Codec
) -> None:
    books = Books()
    batch = taken(batch_of(books), [ask(each, str(n)) for n, each in enumerate(opening)])
    batch.merge()
    events = [Produced(each.value, each.headers) for each in batch.records if each.topic == EVENTS.name]
    folded = fold(BIG12, [record_of(codec, each) for each in events])  # type: ignore[arg-type]  # a role of Message
    assert folded == books.folded[BIG12]


def test_all_records_of_a_conference_go_to_its_commands_partition(
    ask: Ask, batch_of: MakeBatch, opening: list[Command]
) -> None:
    record = ask(opening[0], "1")
    batch = taken(batch_of(Books()), [record])
    assert {each.partition for each in batch.records} == {record.partition}
    assert {each.key for each in batch.records} == {b"big12"}


def test_an_aborted_batch_leaves_the_books_as_they_were(
    ask: Ask, batch_of: MakeBatch, opened: Books, close_allen: CloseVenue, codec: Codec
) -> None:
    before = opened.folded[BIG12]
    taken(batch_of(opened), [ask(close_allen, "close")])  # never merged
    assert opened.folded[BIG12] is before
    again = taken(batch_of(opened), [ask(close_allen, "close")])
    assert [len(each.events) for each in outcomes(again, codec)] == [1]


def test_a_command_that_comes_twice_has_one_effect_and_one_outcome(
    ask: Ask, batch_of: MakeBatch, opened: Books, close_allen: CloseVenue, codec: Codec
) -> None:
    batch = taken(batch_of(opened), [ask(close_allen, "close"), ask(close_allen, "close")])
    batch.merge()
    later = taken(batch_of(opened), [ask(close_allen, "close")])
    told = outcomes(batch, codec) + outcomes(later, codec)
    assert len(told) == 3
    assert told[0] == told[1] == told[2]
    assert len([each for each in batch.records + later.records if each.topic == EVENTS.name]) == 1


def test_a_refused_command_is_refused_alike_though_it_would_now_be_accepted(
    ask: Ask, batch_of: MakeBatch, opening: list[Command], codec: Codec
) -> None:
    too_early = ask(opening[1], "too-early")
    batch = taken(batch_of(Books()), [too_early, ask(opening[0], "register"), too_early])
    told = outcomes(batch, codec)
    assert [each.status for each in told] == ["refused", "accepted", "refused"]
    assert told[0] == told[2]


def test_what_is_already_so_is_accepted_without_an_event(
    ask: Ask, batch_of: MakeBatch, opened: Books, opening: list[Command], codec: Codec
) -> None:
    batch = taken(batch_of(opened), [ask(opening[0], "another id")])
    assert [(each.status, each.events, each.sequence) for each in outcomes(batch, codec)] == [("accepted", (), 3)]


def test_a_stream_that_has_moved_on_is_a_stale_version(
    ask: Ask, batch_of: MakeBatch, opened: Books, close_allen: CloseVenue, codec: Codec
) -> None:
    batch = taken(batch_of(opened), [ask(close_allen, "a", expected=1), ask(close_allen, "b", expected=1)])
    first, second = outcomes(batch, codec)
    assert (first.status, first.stream, first.stream_version) == ("accepted", "venue/allen", 2)
    assert second.refusal is not None
    assert (second.refusal.code, second.sequence) == ("stale-version", 4)


def test_undecodable_bytes_are_a_dead_letter_with_the_original(
    ask: Ask, batch_of: MakeBatch, opened: Books, close_allen: CloseVenue, codec: Codec
) -> None:
    garbage = replace(ask(close_allen, "a"), value=b"\x01nonsense", offset=41)
    batch = taken(batch_of(opened), [garbage, ask(close_allen, "b")])
    [letter] = letters(batch, codec)
    assert (letter.value, letter.key, letter.topic, letter.partition, letter.offset) == (
        garbage.value,
        garbage.key,
        garbage.topic,
        garbage.partition,
        41,
    )
    assert letter.headers == dict(garbage.headers)
    assert [each.status for each in outcomes(batch, codec)] == ["accepted"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("ce_id", b"", "ce_id is missing"),
        ("ce_subject", b"sec", "sec lives in partition"),
        ("ce_subject", b"big12/season", "slash"),
        ("ce_type", b"flextime.commands.MoveGame", "ce_type says"),
        ("ce_expectedversion", b"seven", "no number"),
        ("ce_correlationid", b"c" * 4_000_000, "takes 4000000 bytes"),
    ],
)
def test_a_command_with_a_wrong_envelope_is_a_dead_letter(
    ask: Ask, batch_of: MakeBatch, opening: list[Command], codec: Codec, wrong: tuple[str, bytes, str]
) -> None:
    header, value, reason = wrong
    good = ask(opening[0], "1")
    bad = replace(good, headers=tuple({**dict(good.headers), header: value}.items()))
    [letter] = letters(taken(batch_of(Books()), [bad]), codec)
    assert reason in letter.reason


def test_an_event_in_the_commands_topic_is_a_dead_letter(
    ask: Ask, batch_of: MakeBatch, opening: list[Command], codec: Codec
) -> None:
    event = next(each for each in taken(batch_of(Books()), [ask(opening[0], "1")]).records if each.topic == EVENTS.name)
    stray = replace(ask(opening[0], "2"), value=event.value)
    [letter] = letters(taken(batch_of(Books()), [stray]), codec)
    assert letter.reason == "ConferenceRegistered is no command"


def test_a_bug_in_one_command_is_a_refusal_and_a_dead_letter_and_stops_nothing(
    ask: Ask, opened: Books, opening: list[Command], close_allen: CloseVenue, codec: Codec
) -> None:
    def buggy(record: object) -> bytes:
        if isinstance(record, VenueClosed):
            raise ZeroDivisionError("a bug")
        return codec.encode(record)

    batch = Batch(opened, encode=buggy, decode=codec.decode, clock=lambda: datetime.now(UTC), partitions=12)
    taken(batch, [ask(close_allen, "bug"), ask(opening[0], "next")])
    first, second = outcomes(batch, codec)
    assert first.refusal is not None
    assert (first.refusal.code, second.status) == ("internal", "accepted")
    [letter] = letters(batch, codec)
    assert letter.reason == "internal: ZeroDivisionError: a bug"


def test_a_snapshot_is_of_the_state_before_the_batch_and_goes_on_at_its_offset(
    ask: Ask, batch_of: MakeBatch, opened: Books, close_allen: CloseVenue, codec: Codec
) -> None:
    record = ask(close_allen, "close")
    opened.folded[BIG12] = replace(opened.folded[BIG12], sequence=SNAPSHOT_EVERY_EVENTS)
    opened.next_offsets[record.partition] = 812
    batch = taken(batch_of(opened), [record])
    [snapshot] = [codec.decode(each.value) for each in batch.records if each.topic == SNAPSHOTS.name]
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.sequence, snapshot.offset) == (SNAPSHOT_EVERY_EVENTS, 812)
    batch.merge()
    sequence, at = opened.snapshots[BIG12]
    opened.folded[BIG12] = replace(opened.folded[BIG12], sequence=sequence + SNAPSHOT_EVERY_EVENTS)
    assert not opened.snapshot_is_due(BIG12, at + SNAPSHOT_AT_MOST_EVERY - timedelta(seconds=1))
    assert opened.snapshot_is_due(BIG12, at + SNAPSHOT_AT_MOST_EVERY)


def test_the_envelope_of_an_event_says_who_and_why(ask: Ask, batch_of: MakeBatch, opening: list[Command]) -> None:
    batch = taken(batch_of(Books()), [ask(opening[0], "why")])
    event = next(each for each in batch.records if each.topic == EVENTS.name)
    envelope = read_event_envelope(event.headers)
    assert (envelope.causation, envelope.actor, envelope.sequence, envelope.stream_version) == ("why", "planner", 1, 1)
    assert (envelope.conference, envelope.stream) == (BIG12, "conference")
