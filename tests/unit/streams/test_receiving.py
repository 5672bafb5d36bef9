"""The loop body: what is acknowledged, what is buried, what is tried again, and what ends the worker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from flextime_schemas.codec import Undecodable
from flextime_streams import receiving
from flextime_streams.errors import Interrupted, TryAgain
from flextime_streams.receiving import Receiver, reason_of


@dataclass(frozen=True)
class Record:
    """A raw message as Faust hands it over."""

    offset: int
    value: bytes | None = b"bytes"
    key: bytes | None = b"big12"
    topic: str = "flextime.events.v1"
    partition: int = 3
    headers: tuple[tuple[str, bytes | None], ...] = (("ce_id", b"1"), ("empty", None))


@dataclass
class Event:
    message: Record
    acked: list[int]

    def ack(self) -> None:
        self.acked.append(self.message.offset)


@dataclass
class RecordedStream:
    """A stream with a fixed past and no future."""

    records: list[Record]
    acked: list[int] = field(default_factory=list)
    enable_acks: bool = True

    async def events(self) -> AsyncIterator[Event]:
        for record in self.records:
            yield Event(record, self.acked)


@dataclass
class Loop:
    """A receiver over three records, and everything that became of it."""

    handle: Callable[[Record], Awaitable[None]]
    stream: RecordedStream = field(default_factory=lambda: RecordedStream([Record(0), Record(1), Record(2)]))
    buried: list[tuple[int, str]] = field(default_factory=list)
    crashes: list[BaseException] = field(default_factory=list)

    async def bury(self, record: Record, why: Exception) -> None:
        assert record.offset not in self.stream.acked
        self.buried.append((record.offset, reason_of(why)))

    def receiver(self) -> Receiver:
        async def crash(error: BaseException) -> None:
            self.crashes.append(error)

        return Receiver(service="test", handle=self.handle, bury=self.bury, crash=crash, moved=lambda: None)

    def run(self) -> None:
        asyncio.run(self.receiver().run(self.stream))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "FIRST_PAUSE_SECONDS", 0.0)


def test_a_record_is_acknowledged_by_hand_and_after_it_was_handled() -> None:
    handled: list[int] = []

    async def handle(record: Record) -> None:
        assert loop.stream.acked == handled
        handled.append(record.offset)

    loop = Loop(handle)
    loop.run()
    assert loop.stream.acked == [0, 1, 2]
    assert loop.stream.enable_acks is False


def test_undecodable_bytes_are_buried_at_once_and_the_rest_goes_on() -> None:
    async def handle(record: Record) -> None:
        if record.offset == 1:
            raise Undecodable("no Confluent framing")

    loop = Loop(handle)
    loop.run()
    assert loop.stream.acked == [0, 1, 2]
    assert loop.buried == [(1, "no Confluent framing")]


def test_what_must_wait_is_tried_again_in_place_and_nothing_overtakes_it() -> None:
    seen: list[int] = []

    async def handle(record: Record) -> None:
        seen.append(record.offset)
        if record.offset == 1 and seen.count(1) < 5:
            raise TryAgain("the registry is away")

    loop = Loop(handle)
    loop.run()
    assert seen == [0, 1, 1, 1, 1, 1, 2]
    assert loop.stream.acked == [0, 1, 2]


def test_a_bug_is_buried_after_three_attempts_and_the_rest_goes_on() -> None:
    seen: list[int] = []

    async def handle(record: Record) -> None:
        seen.append(record.offset)
        if record.offset == 1:
            raise ZeroDivisionError("no games")

    loop = Loop(handle)
    loop.run()
    assert seen == [0, 1, 1, 1, 2]
    assert loop.stream.acked == [0, 1, 2]
    assert loop.buried == [(1, "ZeroDivisionError: no games")]
    assert loop.crashes == []


def test_what_cannot_even_be_buried_crashes_the_worker_and_acknowledges_nothing_more() -> None:
    async def handle(record: Record) -> None:
        if record.offset == 1:
            raise ZeroDivisionError

    async def bury(record: Record, why: Exception) -> None:
        raise OSError(f"no space for {record.offset}: {why}")

    loop = Loop(handle)
    loop.bury = bury  # type: ignore[method-assign]
    with pytest.raises(OSError, match="no space"):
        loop.run()
    assert loop.stream.acked == [0]
    assert len(loop.crashes) == 1


def test_an_interrupted_record_stays_unacknowledged_and_the_agent_ends_when_it_is_cancelled() -> None:
    interrupted = asyncio.Event()

    async def handle(record: Record) -> None:
        if record.offset == 1:
            interrupted.set()
            raise Interrupted("SIGTERM")

    loop = Loop(handle)

    async def end() -> None:
        task = asyncio.create_task(loop.receiver().run(loop.stream))
        await interrupted.wait()
        task.cancel()
        await task

    asyncio.run(end())
    assert loop.stream.acked == [0]
