"""A conference that a service cannot take stands still there, alone, until its letter is settled or a new start."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.league.ids import ConferenceId
from flextime.season.conflicts import RecordConflicts
from flextime.season.venues import VenueReopened
from flextime_schemas.codec import Codec
from flextime_schemas.letters import LetterBook
from flextime_schemas.messages import DeadLetter, DeadLetterSettled, LetterAction
from flextime_schemas.registry import numbered_here
from flextime_schemas.topics import COMMANDS, DEAD_LETTERS, EVENTS
from flextime_streams import receiving
from flextime_streams.conflicts.service import Conflicts
from flextime_streams.constraints.service import Constraints, Part
from flextime_streams.dead_letters import Letters
from flextime_streams.folding import Partition, take_or_park
from flextime_streams.following import Follower
from flextime_streams.producing import Outgoing
from flextime_streams.raw import Raw
from flextime_streams.receiving import Receiver
from flextime_streams.watched import Watched
from tests.histories import Record, recorded_history
from tests.unit.season.test_recorded_conflicts import FLOOD, FLOODED
from tests.unit.streams.test_receiving import RecordedStream

CODEC = Codec.without_registry(numbered_here())
NORTH, SOUTH = ConferenceId("north"), ConferenceId("south")
HISTORY = (*FLOODED, VenueReopened(closure=FLOOD.closure))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "FIRST_PAUSE_SECONDS", 0.0)


def events_of(conference: ConferenceId, count: int = len(HISTORY)) -> list[Record]:
    return list(recorded_history(CODEC, conference, HISTORY))[:count]


def placed(records: Iterable[Record]) -> list[Raw]:
    """Lay records into one partition, in this order."""
    return [
        Raw(
            topic=EVENTS.name,
            partition=0,
            offset=offset,
            key=record.key,
            value=record.value,
            headers=tuple(record.headers),
        )
        for offset, record in enumerate(records)
    ]


def side_by_side() -> list[Raw]:
    """Return both conferences' histories, event by event by turns."""
    pairs = zip(events_of(NORTH), events_of(SOUTH), strict=True)
    return placed(record for pair in pairs for record in pair)


ORDER = placed(events_of(NORTH))


def garbled(raw: Raw) -> Raw:
    return replace(raw, value=b"\x00garbage")


class Failing(Follower[Watched]):
    """A service that notes at which sequences it acted, and has a bug at some of them."""

    def __init__(self, topic: "Topic", letters: Letters, faults: Iterable[tuple[ConferenceId, int]]) -> None:
        super().__init__(codec=CODEC, read=topic.reader(letters), letters=letters)
        self.acted: list[tuple[ConferenceId, int]] = []
        self.faults = set(faults)

    def _lose(self, partition: int) -> None: ...

    def _figures(self) -> Mapping[str, int]:
        return {}

    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        for conference in conferences:
            at = conference, self._known[partition].sequence(conference)
            if at in self.faults:
                raise ZeroDivisionError("a bug")
            self.acted.append(at)


@dataclass
class Topic:
    """The events that are there, the letters that were written, and the proposals that were made."""

    events: list[Raw] = field(default_factory=list)
    letters: list[DeadLetter | DeadLetterSettled] = field(default_factory=list)
    proposals: list[Outgoing] = field(default_factory=list)
    readers: list[Letters] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> None:
        if outgoing.topic == DEAD_LETTERS.name:
            assert isinstance(outgoing.record, DeadLetter | DeadLetterSettled)
            self.tell(outgoing.record)
        else:
            self.proposals.append(outgoing)

    def tell(self, record: DeadLetter | DeadLetterSettled) -> None:
        self.letters.append(record)
        for reader in self.readers:
            reader.hear(record)

    def follow(self, service: str) -> Letters:
        """Return the letters of a service that starts now."""
        found = Letters(service, self)
        for record in self.letters:
            found.hear(record)
        while found.next_decision():
            pass
        self.readers = [found]
        return found

    def reader(self, letters: Letters) -> Callable[[int], Partition[Watched]]:
        def read(_: int) -> Partition[Watched]:
            found = Partition(begin=Watched.begin)
            for raw in self.events:
                take_or_park(found, raw, CODEC, letters)
            return found

        return read

    def open(self) -> list[DeadLetter]:
        book = LetterBook()
        for record in self.letters:
            book.hear(record)
        return book.open()

    def settle(self, letter: DeadLetter, action: LetterAction) -> None:
        self.tell(
            DeadLetterSettled(
                service=letter.service,
                topic=letter.topic,
                partition=letter.partition,
                offset=letter.offset,
                action=action,
                by="a person",
                because="it was looked at",
                at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )


async def deliver(topic: Topic, service: Follower[Watched], records: Sequence[Raw]) -> None:
    """Let records come, one after the other, through the loop that every agent has."""
    for record in records:
        topic.events.append(record)
        stream = RecordedStream([record])  # type: ignore[list-item]  # what Faust hands over looks so too
        await Receiver(
            service="test", handle=service.handle, bury=service.bury, crash=_no_crash, moved=lambda: None
        ).run(stream)
        assert stream.acked == [record.offset]


async def _no_crash(error: BaseException) -> None:
    raise AssertionError("the worker crashed") from error


def conflicts_on(topic: Topic) -> Conflicts:
    letters = topic.follow("conflicts")
    return Conflicts(codec=CODEC, sender=topic, read=topic.reader(letters), letters=letters)


def failing(topic: Topic, *faults: tuple[ConferenceId, int]) -> Failing:
    return Failing(topic, topic.follow("failing"), faults)


def test_a_bug_in_one_conference_parks_it_and_the_other_goes_on() -> None:
    topic = Topic()
    service = failing(topic, (NORTH, 3))

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, side_by_side())

    asyncio.run(run())
    assert [at for name, at in service.acted if name == SOUTH] == list(range(1, len(HISTORY) + 1))
    assert [at for name, at in service.acted if name == NORTH] == [1, 2]
    (letter,) = topic.open()
    assert (letter.parks, letter.offset, letter.reason) == (NORTH, 4, "ZeroDivisionError: a bug")
    assert letter.headers["ce_sequence"] == b"3"
    health = service.health()
    assert (health.status, health.figures and health.figures["parked"]) == ("ok", ["north:3 ZeroDivisionError: a bug"])


def test_replay_of_a_mended_bug_acts_once_at_what_the_conference_is_by_then() -> None:
    topic = Topic()
    service = failing(topic, (NORTH, 3))

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, side_by_side())
        service.faults.clear()
        topic.settle(topic.open()[0], "replay")
        await service.tick()

    asyncio.run(run())
    assert [at for name, at in service.acted if name == NORTH] == [1, 2, len(HISTORY)]
    assert topic.open() == []
    assert service.health().figures == {"partitions": 1, "parked": []}


def test_replay_of_what_still_fails_opens_the_letter_again() -> None:
    topic = Topic()
    service = failing(topic, (NORTH, 3))

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, placed(events_of(NORTH, 3)))
        topic.settle(topic.open()[0], "replay")
        await service.tick()

    asyncio.run(run())
    assert [letter.offset for letter in topic.open()] == [2]
    assert [type(record) for record in topic.letters] == [DeadLetter, DeadLetterSettled, DeadLetter]


def test_a_discarded_event_is_folded_and_not_acted_on_and_the_next_one_is() -> None:
    topic = Topic()
    service = failing(topic, (NORTH, 3))
    records = placed(events_of(NORTH))

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records[:3])
        topic.settle(topic.open()[0], "discard")
        await service.tick()
        await deliver(topic, service, records[3:])

    asyncio.run(run())
    assert [at for _, at in service.acted] == [1, 2, *range(4, len(HISTORY) + 1)]
    assert topic.open() == []


def test_a_discard_outlives_the_worker() -> None:
    topic = Topic()

    async def run() -> None:
        first = failing(topic, (NORTH, 3))
        await first.own({0})
        await deliver(topic, first, placed(events_of(NORTH, 3)))
        topic.settle(topic.open()[0], "discard")
        second = failing(topic, (NORTH, 3))
        await second.own({0})
        assert (second.acted, second.health().figures) == ([], {"partitions": 1, "parked": []})

    asyncio.run(run())
    assert topic.open() == []


def test_a_start_tries_again_and_says_itself_that_a_conference_stands_still_no_more() -> None:
    topic = Topic()

    async def run() -> None:
        broken = failing(topic, (NORTH, 3))
        await broken.own({0})
        await deliver(topic, broken, placed(events_of(NORTH, 3)))
        await failing(topic, (NORTH, 3)).own({0})
        assert len(topic.letters) == 1, "the same letter, told once"
        await failing(topic).own({0})

    asyncio.run(run())
    assert topic.open() == []
    last = topic.letters[-1]
    assert isinstance(last, DeadLetterSettled)
    assert (last.action, last.by) == ("release", "failing")


def test_an_unreadable_next_event_parks_its_conference_also_after_a_restart() -> None:
    topic = Topic()
    records = side_by_side()
    records[4] = garbled(records[4])

    async def run() -> Failing:
        service = failing(topic)
        await service.own({0})
        await deliver(topic, service, records)
        again = failing(topic)
        await again.own({0})
        return again

    again = asyncio.run(run())
    assert again.acted == [(SOUTH, len(HISTORY)), (NORTH, 2)], "what was before the poison holds"
    (letter,) = topic.open()
    assert (letter.parks, letter.offset, letter.value) == (NORTH, 4, b"\x00garbage")
    assert "parked" in again.health().detail


def test_a_discarded_stranger_in_the_next_place_gives_way_to_the_true_event() -> None:
    topic = Topic()
    service = failing(topic)
    true = events_of(NORTH)
    forged = replace(true[2], value=b"\x00garbage")
    records = placed([*true[:2], forged, *true[2:]])

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records[:5])
        assert service.acted == [(NORTH, 1), (NORTH, 2)]
        topic.settle(topic.open()[0], "discard")
        await service.tick()
        await deliver(topic, service, records[5:])

    asyncio.run(run())
    assert [at for _, at in service.acted] == [1, 2, *range(4, len(HISTORY) + 1)]
    assert service.health().status == "ok"


def test_a_stranger_before_the_very_first_event_is_discarded_too() -> None:
    topic = Topic()
    service = conflicts_on(topic)
    true = events_of(NORTH)
    records = placed([replace(true[0], value=b"\x00garbage"), *true])

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records[:1])
        topic.settle(topic.open()[0], "discard")
        await service.tick()
        await deliver(topic, service, records[1:])

    asyncio.run(run())
    assert len(topic.proposals) == len(UNPOISONED)


def test_a_discarded_event_of_the_chain_that_nobody_can_read_is_never_gone_past() -> None:
    topic = Topic()
    service = failing(topic)
    records = placed(events_of(NORTH))
    records[2] = garbled(records[2])

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records)
        topic.settle(topic.open()[0], "discard")
        await service.tick()

    asyncio.run(run())
    assert max(at for _, at in service.acted) == 2
    health = service.health()
    assert health.status == "failing"
    assert "3 is missing" in health.detail


@pytest.mark.parametrize(
    "stray",
    [
        pytest.param(lambda raw: replace(raw, headers=()), id="no envelope"),
        pytest.param(lambda raw: replace(raw, key=b"another"), id="in another conference's name"),
        pytest.param(lambda raw: replace(raw, headers=ORDER[0].headers), id="a place that is taken"),
        pytest.param(lambda raw: replace(raw, headers=ORDER[8].headers), id="a place far ahead"),
    ],
)
def test_a_stray_is_buried_and_parks_nobody(stray: Callable[[Raw], Raw]) -> None:
    topic = Topic()
    service = failing(topic)
    records = placed([*events_of(NORTH, 3), *events_of(NORTH)[2:]])
    records[2] = garbled(stray(records[2]))

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records)

    asyncio.run(run())
    assert [at for _, at in service.acted] == list(range(1, len(HISTORY) + 1))
    (letter,) = topic.open()
    assert (letter.parks, letter.offset, letter.value) == (None, 2, b"\x00garbage")


class Blind(Constraints):
    """The constraint service with a bug in what it does by the clock, for one conference."""

    async def _look(self, part: Part, known: Watched) -> None:
        if known.folded.state.id == NORTH:
            part.waiting.add(NORTH)
            raise ZeroDivisionError("a bug")
        await super()._look(part, known)


def test_a_bug_in_what_is_done_by_the_clock_parks_its_conference_too() -> None:
    topic = Topic()
    letters = topic.follow("constraints")
    service = Blind(codec=CODEC, sender=topic, read=topic.reader(letters), letters=letters)
    records = side_by_side()

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records)
        await service.tick()
        await service.tick()
        await service.stop()

    asyncio.run(run())
    (letter,) = topic.open()
    assert (letter.parks, letter.offset) == (NORTH, records[-2].offset)
    assert (service.health().figures or {})["parked"] == [f"north:{len(HISTORY)} ZeroDivisionError: a bug"]


def test_a_letter_keeps_every_byte_of_a_tombstone_too() -> None:
    topic = Topic()
    headers = (("odd", b"\xff"), ("empty", None))
    tombstone = Raw(topic=EVENTS.name, partition=0, offset=0, key=b"\xff\x00", value=None, headers=headers)
    asyncio.run(deliver(topic, failing(topic), [tombstone]))
    (letter,) = topic.open()
    assert (letter.key, letter.value, letter.headers) == (b"\xff\x00", None, {"odd": b"\xff", "empty": b""})
    assert "Confluent framing" in letter.reason


def proposals_for(conference: ConferenceId, poison: frozenset[int]) -> list[tuple[str, RecordConflicts]]:
    """Let the conflicts service follow both conferences, some of NORTH's records garbled, and return its proposals."""
    topic = Topic()
    service = conflicts_on(topic)
    records = [garbled(raw) if raw.offset in poison and raw.key == b"north" else raw for raw in side_by_side()]

    async def run() -> None:
        await service.own({0})
        await deliver(topic, service, records)

    asyncio.run(run())
    assert all(sent.topic == COMMANDS.name for sent in topic.proposals)
    told = [(dict(sent.headers or [])["ce_id"].decode(), sent) for sent in topic.proposals if sent.key == conference]
    return [(name, sent.record) for name, sent in told if isinstance(sent.record, RecordConflicts)]


UNPOISONED = proposals_for(SOUTH, frozenset())


@settings(max_examples=15, deadline=None)
@given(poison=st.frozensets(st.integers(0, 2 * len(HISTORY) - 1), min_size=1))
def test_whatever_is_poisoned_in_one_conference_the_other_hears_the_same(poison: frozenset[int]) -> None:
    assert len(UNPOISONED) >= 2
    assert proposals_for(SOUTH, poison) == UNPOISONED
