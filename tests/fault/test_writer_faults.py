"""The writer on a real broker of its own, killed and doubled: what it promised holds nevertheless."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pytest
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Producer, TopicPartition

from flextime.league.ids import ConferenceId, SchoolCode, VenueId
from flextime.league.model import DateSpan, School, Venue
from flextime.season.decide import Command, decide, evolve
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.refusal import Refused
from flextime.season.state import Conference
from flextime.season.venues import CloseVenue, RegisterVenue, ReopenVenue
from flextime_cli.stack import control
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_commands.writer.service import TRANSACTION_SECONDS
from flextime_schemas.codec import FRAME, MAGIC, Codec
from flextime_schemas.envelope import CommandEnvelope, command_headers, derive_id
from flextime_schemas.fold import fold, state_digest
from flextime_schemas.kafka import consumer_config, producer_config, read_to_end, record_of
from flextime_schemas.messages import DeadLetter, Outcome, full_name
from flextime_schemas.registry import numbered_here
from flextime_schemas.settings import Settings
from flextime_schemas.setup import create_topics
from flextime_schemas.topics import COMMANDS, DEAD_LETTERS, EVENTS, OUTCOMES, partition_of

pytestmark = [pytest.mark.stack, pytest.mark.fault, pytest.mark.timeout(300)]

SESSIONS = Path(__file__).parents[2] / ".flextime-test"
SEED = 20260214
PATIENCE_SECONDS = 170.0
FENCED_EXIT = 3
QUIET = {"log_level": 2}  # a killed broker is no news here, and is told 40 times a second

KANSAS = School(
    code=SchoolCode("KU"),
    name="University of Kansas",
    city="Lawrence",
    state="KS",
    latitude=38.95,
    longitude=-95.25,
    time_zone="America/Chicago",
)
ALLEN = Venue(
    id=VenueId("allen"),
    name="Allen Fieldhouse",
    school=SchoolCode("KU"),
    time_zone="America/Chicago",
    sports=("MBB",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command as the topic has it."""

    conference: ConferenceId
    id: str
    command: Command


class Child:
    """A service that this test has started. Its log is read as it comes: a pipe that nobody empties would stop it."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env={**os.environ, **environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._unread: SimpleQueue[str | None] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                self.said.append(line)
                self._unread.put(line)
        self._unread.put(None)

    def wait_for_line(self, part: str) -> None:
        """Read the log up to the line that has a part; fail when it ends before."""
        while (line := self._unread.get(timeout=PATIENCE_SECONDS)) is not None:
            if part in line:
                return
        pytest.fail(f"the process ended with {self.exit_code()} and never said {part!r}:\n{self.last_words()}")

    def last_words(self) -> str:
        """Return the end of the log, for the one who must find out why."""
        return "".join(self.said[-30:])

    def hear(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def exit_code(self) -> int:
        """Wait until it has ended, and return how."""
        code = self._process.wait(timeout=120)
        self._reader.join()
        return code


@dataclass(slots=True)
class Lone:
    """A broker of this module's own, and what speaks with it. Writers are its children, as a supervisor's would be."""

    stack: RunningStack
    settings: Settings
    codec: Codec
    producer: Producer
    children: list[Child]

    def writer(self) -> Child:
        """Start a writer."""
        return self._start("flextime_commands.writer")

    def api(self) -> Child:
        """Start a command API, and wait until it takes commands."""
        api = self._start("flextime_commands.api")
        api.wait_for_line("kafka=answers")
        return api

    def _start(self, module: str) -> Child:
        self.children.append(child := Child(module, self.stack.environment))
        return child

    def kill_children(self) -> None:
        """Leave none behind, whatever became of the test."""
        for child in self.children:
            child.hear(signal.SIGKILL)
            child.exit_code()
        self.children.clear()

    def send(self, sent: Sequence[Sent]) -> None:
        """Produce commands in their order, and wait until the broker has them."""
        for each in sent:
            envelope = CommandEnvelope(
                id=each.id,
                type=full_name(type(each.command)),
                conference=each.conference,
                time=datetime.now(UTC),
                actor="fault",
                correlation=each.id,
            )
            headers: Any = command_headers(envelope)
            value, key = self.codec.encode(each.command), each.conference.encode()
            self.producer.produce(COMMANDS.name, key=key, value=value, headers=headers)
            self.producer.poll(0)
        assert self.producer.flush(60) == 0

    def outcomes(self, conference: ConferenceId) -> list[Outcome]:
        """Read the outcomes of a conference from the first to the last."""
        partition = partition_of(conference.encode(), self.settings.partitions)
        found = [self.codec.decode(m.value()) for m in read_to_end(self.settings, OUTCOMES.name, partition)]
        return [each for each in found if isinstance(each, Outcome) and each.conference == conference]

    def dead_letters(self) -> list[DeadLetter]:
        """Read all dead letters."""
        found = []
        for partition in range(DEAD_LETTERS.partitions(self.settings.partitions)):
            found += [self.codec.decode(m.value()) for m in read_to_end(self.settings, DEAD_LETTERS.name, partition)]
        return [each for each in found if isinstance(each, DeadLetter)]

    def watch(self) -> OutcomeWatch:
        """Count outcomes from now on."""
        return OutcomeWatch(self.settings, self.children)


class OutcomeWatch:
    """Counts committed outcomes by command, as they come; what tests wait for instead of the clock."""

    def __init__(self, settings: Settings, children: Sequence[Child]) -> None:
        self._children = children
        self._consumer = Consumer(consumer_config(settings, "fault-watch") | QUIET)
        topic = self._consumer.list_topics(OUTCOMES.name, timeout=30).topics[OUTCOMES.name]
        ends = []
        for partition in topic.partitions:
            end = end_of(self._consumer, partition)
            ends.append(TopicPartition(OUTCOMES.name, partition, end or OFFSET_BEGINNING))
        self._consumer.assign(ends)
        self.counts: Counter[str] = Counter()

    def until(self, total: int) -> None:
        """Wait until so many outcomes have come since the watch began."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.counts.total() < total:
            if time.monotonic() > deadline:
                words = "".join(child.last_words() for child in self._children[-1:])
                pytest.fail(f"{self.counts.total()} of {total} outcomes. The latest writer's last words:\n{words}")
            for message in self._consumer.consume(500, 0.1):
                if message.error() is None:
                    headers: Any = message.headers()
                    self.counts[dict(headers)["ce_causationid"].decode()] += 1

    def close(self) -> None:
        self._consumer.close()


def end_of(consumer: Consumer, partition: int) -> int:
    """Return where a partition of the outcomes ends; a partition that was just created has no leader for a moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _, end = consumer.get_watermark_offsets(TopicPartition(OUTCOMES.name, partition), timeout=30)
        except KafkaException:
            if time.monotonic() > deadline:
                raise
            consumer.list_topics(OUTCOMES.name, timeout=30)
            continue
        return end


@pytest.fixture(scope="module")
def lone() -> Iterator[Lone]:
    """Kafka alone, with topics; schema ids are counted here, for no registry is needed to decide."""
    folder = DataFolder(root=SESSIONS / f"{os.getpid()}-writer")
    control.ensure_jars()
    try:
        control.start(folder, servers_only=True, without=("postgres", "elasticsearch", "registry"))
        stack = RunningStack.of(folder)
        settings = Settings.from_environment(stack.environment)
        create_topics(settings)
        numbered_here().save(settings.schema_ids_file)
        codec = Codec.without_registry(numbered_here())
        producer = Producer(producer_config(settings) | QUIET)
        lone = Lone(stack=stack, settings=settings, codec=codec, producer=producer, children=[])
        yield lone
    finally:
        control.destroy(folder)


@pytest.fixture(autouse=True)
def nobody_left(lone: Lone) -> Iterator[None]:
    """A writer that outlives a test would answer in the next one's stead."""
    yield
    lone.kill_children()


def history(conference: str, commands: int) -> list[Sent]:
    """Return a conference's commands: half close a venue, half open it; some are already so, some are refused."""
    name = ConferenceId(conference)
    made: list[Command] = [RegisterConference(name=conference), AdmitSchool(school=KANSAS), RegisterVenue(venue=ALLEN)]
    for number in range(commands - len(made)):
        day = date(2026, 1, 1) + timedelta(days=number // 5 % 300)
        span = DateSpan(first=day, last=day)
        nowhere, allen = VenueId("nowhere"), ALLEN.id
        made.append(
            (
                CloseVenue(venue=allen, span=span, reason="first"),
                CloseVenue(venue=allen, span=span, reason="already so"),
                ReopenVenue(venue=allen, span=span),
                CloseVenue(venue=nowhere, span=span, reason="refused"),
                CloseVenue(venue=allen, span=span, reason="stays closed for a while"),
            )[number % 5]
        )
    return [Sent(conference=name, id=derive_id(conference, str(n)), command=each) for n, each in enumerate(made)]


def doubled(commands: Sequence[Sent], chance: random.Random) -> list[Sent]:
    """Return each command twice, the second up to 200 places after the first."""
    placed = [(float(n), each) for n, each in enumerate(commands)]
    placed += [(n + 0.5 + chance.randrange(200), each) for n, each in enumerate(commands)]
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def told(commands: Sequence[Sent], conference: ConferenceId) -> tuple[Conference, dict[str, int | None]]:
    """Return what the domain alone says: the state, and for each command how many events it has, None if refused."""
    state, counts = Conference(id=conference), dict[str, int | None]()
    for each in commands:
        try:
            events = decide(state, each.command, datetime.now(UTC))
        except Refused:
            counts[each.id] = None
            continue
        counts[each.id] = len(events)
        for event in events:
            state = evolve(state, event)
    return state, counts


def require_exactly_once(lone: Lone, commands: Sequence[Sent]) -> None:
    """Compare a conference's topics with the domain's word: events, chain, sequence, outcomes, final state."""
    name = commands[0].conference
    state, expected = told(commands, name)
    partition = partition_of(name.encode(), lone.settings.partitions)
    records = [m for m in read_to_end(lone.settings, EVENTS.name, partition) if m.key() == name.encode()]
    events = [record_of(lone.codec, message) for message in records]
    folded = fold(name, events)  # verifies sequence, stream versions and chain
    assert state_digest(folded.state) == state_digest(state)
    per_command = Counter(event.envelope.causation for event in events)
    assert per_command == Counter({each: count for each, count in expected.items() if count})
    answers = defaultdict(list)
    for outcome in lone.outcomes(name):
        answers[outcome.command].append(outcome)
    assert {each: len(found) for each, found in answers.items()} == dict.fromkeys(expected, 2)
    for each, found in answers.items():
        assert found[0] == found[1]
        assert (None if found[0].refusal else len(found[0].events)) == expected[each]


def test_of_two_writers_the_older_is_fenced_and_ends(lone: Lone) -> None:
    commands = history("fenced", 40)
    older = lone.writer()
    older.wait_for_line("start=done")
    newer = lone.writer()
    newer.wait_for_line("start=done")
    watch = lone.watch()
    lone.send([each for each in commands for _ in range(2)])
    assert older.exit_code() == FENCED_EXIT
    watch.until(80)
    newer.hear(signal.SIGTERM)
    assert newer.exit_code() == 0
    watch.close()
    require_exactly_once(lone, commands)


def test_a_writer_that_was_asleep_while_another_took_over_wakes_fenced(lone: Lone) -> None:
    commands = history("asleep", 3_000)
    first = doubled(commands, random.Random(SEED))
    watch, sleeper = lone.watch(), lone.writer()
    lone.send(first)
    watch.until(500)
    sleeper.hear(signal.SIGSTOP)
    newer = lone.writer()
    newer.wait_for_line("start=done")
    watch.until(3_000)
    sleeper.hear(signal.SIGCONT)
    watch.until(len(first))
    lone.send(history("woken", 3))  # should it have been idle when it fell asleep, this wakes it
    assert sleeper.exit_code() == FENCED_EXIT
    newer.hear(signal.SIGTERM)
    assert newer.exit_code() == 0
    watch.close()
    require_exactly_once(lone, commands)


def test_a_writer_that_slept_longer_than_a_transaction_may_live_wakes_fenced_and_takes_nothing_back(lone: Lone) -> None:
    commands = history("overslept", 3_000)
    first = doubled(commands, random.Random(SEED))
    watch, sleeper, broker = lone.watch(), lone.writer(), lone.stack.pid_of("kafka")
    lone.send(first)
    watch.until(500)
    os.kill(broker, signal.SIGSTOP)  # so that it falls asleep over a transaction, with answers yet to come
    sleeper.hear(signal.SIGSTOP)
    os.kill(broker, signal.SIGCONT)
    asleep = time.monotonic()
    newer = lone.writer()
    newer.wait_for_line("start=done")
    watch.until(len(first))
    meanwhile = iter(history("meanwhile", 100_000))
    while time.monotonic() - asleep < TRANSACTION_SECONDS + 1:
        lone.send([next(meanwhile)])
        watch.until(watch.counts.total() + 1)
    sleeper.hear(signal.SIGCONT)
    assert sleeper.exit_code() == FENCED_EXIT
    newer.hear(signal.SIGTERM)
    assert newer.exit_code() == 0
    watch.close()
    require_exactly_once(lone, commands)


def test_a_strangers_bytes_among_the_events_become_one_dead_letter_and_stop_nothing(lone: Lone) -> None:
    commands = history("strayed", 10)
    name = commands[0].conference
    watch, writer = lone.watch(), lone.writer()
    lone.send([each for each in commands[:5] for _ in range(2)])
    watch.until(10)
    writer.hear(signal.SIGTERM)
    assert writer.exit_code() == 0
    partition = partition_of(name.encode(), lone.settings.partitions)
    lone.producer.produce(EVENTS.name, key=name.encode(), value=b"not ours", partition=partition)
    assert lone.producer.flush(30) == 0
    for part in (commands[5:8], commands[8:]):  # two starts, one letter
        writer = lone.writer()
        writer.wait_for_line("start=done")
        lone.send([each for each in part for _ in range(2)])
        watch.until(watch.counts.total() + 2 * len(part))
        writer.hear(signal.SIGTERM)
        assert writer.exit_code() == 0
    watch.close()
    letters = [each for each in lone.dead_letters() if each.topic == EVENTS.name]
    assert [(each.value, each.partition) for each in letters] == [(b"not ours", partition)]


def test_a_command_whose_schema_cannot_be_looked_up_holds_its_own_partition_and_no_other(lone: Lone) -> None:
    held, free = history("held", 6), history("free", 6)
    homes = [partition_of(each[0].conference.encode(), lone.settings.partitions) for each in (held, free)]
    assert homes[0] != homes[1]
    unknown, stranger = 4711, {"type": "record", "name": "stranger.Thing", "fields": []}
    watch, writer = lone.watch(), lone.writer()
    lone.send(held[:3])
    strange = FRAME.pack(MAGIC, unknown)
    lone.producer.produce(COMMANDS.name, key=b"held", value=strange, partition=homes[0])  # no registry runs here
    lone.send([*held[3:], *free])
    watch.until(3 + len(free))
    assert {each.id for each in (*held[:3], *free)} == set(watch.counts)
    writer.wait_for_line("no registry answers")
    writer.wait_for_line(f"registry=away partition={homes[0]}")  # tried again, and held again at the same place

    ids = numbered_here()
    replace(ids, schemas={**ids.schemas, unknown: stranger}).save(lone.settings.schema_ids_file)
    writer.hear(signal.SIGTERM)
    assert writer.exit_code() == 0
    writer = lone.writer()
    watch.until(len(held) + len(free))
    writer.hear(signal.SIGTERM)
    assert writer.exit_code() == 0
    watch.close()
    assert set(watch.counts.values()) == {1}
    assert [each.offset for each in lone.dead_letters() if each.value == strange] != []
    for commands in (held, free):
        assert [each.command for each in lone.outcomes(commands[0].conference)] == [each.id for each in commands]


def test_while_kafka_is_away_the_api_promises_nothing_and_the_same_key_mends_it(lone: Lone) -> None:
    api, broker = lone.api(), lone.stack.pid_of("kafka")
    path, key = "/v1/conferences/away/commands/RegisterConference", {"Idempotency-Key": "once"}
    with httpx.Client(base_url=lone.stack.command_api, timeout=60) as http:
        os.kill(broker, signal.SIGSTOP)
        try:
            refused = http.post(path, json={"name": "Away"}, headers=key)
        finally:
            os.kill(broker, signal.SIGCONT)
        assert refused.status_code == 503
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert int(refused.headers["Retry-After"]) > 0
        writer, deadline = lone.writer(), time.monotonic() + PATIENCE_SECONDS
        answer = refused
        while answer.status_code != 200:
            assert time.monotonic() < deadline, f"{answer.text}\n{writer.last_words()}"
            answer = http.post(path, json={"name": "Away"}, headers={**key, "Prefer": "wait=30"})
    assert answer.json()["position"] == "away:1"
    for child in (api, writer):
        child.hear(signal.SIGTERM)
        assert child.exit_code() == 0
    partition = partition_of(b"away", lone.settings.partitions)
    assert len([m for m in read_to_end(lone.settings, EVENTS.name, partition) if m.key() == b"away"]) == 1


# Last, for the writers of the others would fold its 20,000 commands at each start.
def test_every_command_is_decided_once_though_the_writer_dies_five_times_and_the_broker_once(lone: Lone) -> None:
    chance = random.Random(SEED)
    conferences = [history(name, 5_000) for name in ("north", "south", "east", "west")]
    submissions = [each for four in zip(*(doubled(c, chance) for c in conferences), strict=True) for each in four]
    assert len(submissions) == 40_000
    deaths = sorted(chance.sample(range(500, 36_000), 6))
    broker_death = chance.choice(deaths)
    watch, writer = lone.watch(), lone.writer()
    lone.send(submissions)
    for death in deaths:
        watch.until(death)
        if death == broker_death:
            lone.stack.kill("kafka")
            continue
        writer.hear(signal.SIGKILL)
        assert writer.exit_code() == -signal.SIGKILL
        writer = lone.writer()
    watch.until(len(submissions))
    writer.hear(signal.SIGTERM)
    assert writer.exit_code() == 0
    watch.close()
    for commands in conferences:
        require_exactly_once(lone, commands)
