"""A planner who speaks with Kafka itself: sends commands to the topic and waits for events, never for time."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import uuid4

from confluent_kafka import Consumer, Message, Producer, TopicPartition

from flextime.league.big12 import SCHOOLS, VENUES
from flextime.league.ids import ConferenceId, RuleId, RunId, SeasonId
from flextime.rules.model import Rule
from flextime.season.decide import Command, Event, empty, evolve
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.rulebook import AddRule
from flextime.season.seasons import OpenSeason
from flextime.season.state import Conference
from flextime.season.venues import RegisterVenue
from flextime_cli.demo.conference import membership, season_and_rules, season_of
from flextime_schemas.codec import Codec, Undecodable, type_name
from flextime_schemas.envelope import CommandEnvelope, command_headers, event_headers
from flextime_schemas.fold import Recorded
from flextime_schemas.kafka import consumer_config, producer_config, read_to_end, record_of
from flextime_schemas.messages import SolveJob
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, EVENTS, SOLVE_JOBS, Topic, partition_of
from tests.four_teams import NO_SUNDAY, PLAN, SEASON, TEAMS

PATIENCE_SECONDS = 240.0  # a solver's first start compiles its kernels, on cores that others share

COUNT = Rule(id=RuleId("game-count"), kind="game-count")
ONCE = Rule(id=RuleId("opponent-multiplicity"), kind="opponent-multiplicity")


T = TypeVar("T")


class NeverCame(AssertionError):
    """What a test waited for did not come."""


@dataclass(slots=True, kw_only=True)
class Planner:
    """Speaks for one conference. `codec` and `settings` are the installation's."""

    settings: Settings
    codec: Codec
    conference: ConferenceId
    producer: Producer = field(repr=False)

    def neighbour(self) -> "Planner":
        """Return the planner of another conference on the same partition."""
        while True:
            found = replace(self, conference=ConferenceId(f"four-{uuid4().hex[:8]}"))
            if found.partition == self.partition:
                return found

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Planner":
        """Return the planner of a conference that nobody else has."""
        settings = Settings.from_environment(environment)
        return cls(
            settings=settings,
            codec=Codec.load(settings),
            conference=ConferenceId(f"four-{uuid4().hex[:8]}"),
            producer=Producer(producer_config(settings)),
        )

    @property
    def partition(self) -> int:
        return partition_of(self.conference.encode(), self.settings.partitions)

    def send(self, *commands: Command) -> None:
        """Send commands, and return when Kafka has them."""
        for command in commands:
            envelope = CommandEnvelope(
                id=str(uuid4()),
                type=type_name(command),
                conference=self.conference,
                time=datetime.now(UTC),
                actor="planner",
                correlation=str(uuid4()),
            )
            self.producer.produce(
                COMMANDS.name,
                key=self.conference.encode(),
                value=self.codec.encode(command),
                headers=command_headers(envelope),  # type: ignore[arg-type]  # the client's own union is wider
            )
        assert self.producer.flush(30) == 0

    def send_bytes(self, topic: Topic, value: bytes, partition: int = 0) -> None:
        """Send what is no record."""
        self.producer.produce(topic.name, value=value, key=b"a key", partition=partition, headers={"odd": b"\xff"})
        assert self.producer.flush(30) == 0

    def poison(self) -> bytes:
        """Append, as a stranger, what claims to be the conference's next event and cannot be read; return its body."""
        last, body = list(self.history())[-1].envelope, f"poison for {self.conference}".encode()
        forged = replace(last, id=str(uuid4()), sequence=last.sequence + 1, stream_version=last.stream_version + 1)
        self.producer.produce(
            EVENTS.name,
            value=body,
            key=self.conference.encode(),
            partition=self.partition,
            headers=event_headers(forged),  # type: ignore[arg-type]  # the client's own union is wider
        )
        assert self.producer.flush(30) == 0
        return body

    def open_the_season_of_four(self) -> None:
        """Register the four teams, their venues, their season, in which each plays each other once, and its rules."""
        self.send(
            RegisterConference(name="Four Corners"),
            *(AdmitSchool(school=school) for school in SCHOOLS if school.code in TEAMS),
            *(RegisterVenue(venue=venue) for venue in VENUES if venue.school in TEAMS),
            OpenSeason(plan=PLAN),
            *(AddRule(season=SEASON, rule=rule) for rule in (NO_SUNDAY, COUNT, ONCE)),
        )

    def open_the_big_12_season(self) -> SeasonId:
        """Register the Big 12 and its men's season with the whole rulebook: a solve of it lasts."""
        plan, rules = season_of("MBB", 18)
        self.send(*membership(), *season_and_rules(plan, rules))
        return plan.id

    def wait_for(self, *kinds: type[Event], when: Callable[[Event], bool] = lambda _: True) -> Recorded:
        """Return the conference's first event of these kinds for which `when` holds. Raises NeverCame."""
        for record in self._following(EVENTS):
            recorded = self._mine(record)
            if recorded is not None and isinstance(recorded.event, kinds) and when(recorded.event):
                return recorded
        raise NeverCame(f"{kinds} in {PATIENCE_SECONDS:g} s; there is: {[type(e).__name__ for e in self.events()]}")

    def wait_until(self, holds: Callable[[Conference], bool]) -> Conference:
        """Return the conference's first state for which `holds` does. Raises NeverCame."""
        state = empty(self.conference)
        for record in self._following(EVENTS):
            recorded = self._mine(record)
            if recorded is not None and holds(state := evolve(state, recorded.event)):
                return state
        raise NeverCame(f"in {PATIENCE_SECONDS:g} s; there is: {[type(e).__name__ for e in self.events()]}")

    def wait_for_record(self, kind: type[T], topic: Topic, when: Callable[[T], bool]) -> T:
        """Return the first record of a topic for which `when` holds. Raises NeverCame."""
        for record in self._following(topic, every_partition=True):
            found = self._decoded(record)
            if isinstance(found, kind) and when(found):
                return found
        raise NeverCame(f"{kind} in {topic.name}")

    def events(self) -> list[Event]:
        """Return the conference's events so far."""
        return [found.event for found in self.history()]

    def history(self) -> Iterator[Recorded]:
        """Yield the conference's events so far, with their envelopes."""
        for message in read_to_end(self.settings, EVENTS.name, self.partition):
            if (recorded := self._mine(message)) is not None:
                yield recorded

    def _mine(self, message: Message) -> Recorded | None:
        if message.key() != self.conference.encode():
            return None
        try:
            return record_of(self.codec, message)
        except Undecodable:
            return None  # a test's poison

    def _decoded(self, message: Message) -> object:
        try:
            return self.codec.decode(message.value())
        except Undecodable:
            return None  # another test's bytes

    def jobs(self, run: RunId) -> list[tuple[int, SolveJob]]:
        """Return the jobs of a run so far with their partitions, those that were sent again included."""
        found = []
        for partition in range(SOLVE_JOBS.one_machine_partitions):
            for message in read_to_end(self.settings, SOLVE_JOBS.name, partition):
                if (message.key() or b"").startswith(f"{self.conference}/{run}/".encode()):
                    job = self.codec.decode(message.value())
                    assert isinstance(job, SolveJob)
                    found.append((partition, job))
        return found

    def _following(self, topic: Topic, *, every_partition: bool = False) -> Iterator[Message]:
        """Yield a topic's records from the first, and wait for more, until the patience is over."""
        consumer = Consumer(consumer_config(self.settings, "a-test"))
        partitions = list(consumer.list_topics(topic.name, timeout=30).topics[topic.name].partitions)
        chosen = partitions if every_partition else [self.partition]
        consumer.assign([TopicPartition(topic.name, partition, 0) for partition in chosen])
        deadline = time.monotonic() + PATIENCE_SECONDS
        try:
            while time.monotonic() < deadline:
                message = consumer.poll(0.2)
                if message is not None and message.error() is None:
                    yield message
        finally:
            consumer.close()
