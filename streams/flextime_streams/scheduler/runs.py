"""Which runs are over, and which members have answered: what the scheduler reads from the events.

A thread of its own reads every partition, without a group: each worker must hear of each cancelled run. It begins where
the longest run that can still be open began; a job that is older is not solved at all.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime.league.ids import ConferenceId, RunId
from flextime.season.runs import CandidateProposed, MemberFailed, RunCancelled, RunFailed, RunFoundInfeasible
from flextime.season.schedules import CandidateAdopted
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.following import follow_for_ever
from flextime_schemas.kafka import consumer_config, record_of
from flextime_schemas.messages import FULL_NAMES, SolveJob
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS
from flextime_streams.patience import LONGEST_RUN, deadline

ENDINGS = (RunCancelled, RunFailed, RunFoundInfeasible, CandidateAdopted)
ANSWERS = (CandidateProposed, MemberFailed)
HEARD = {FULL_NAMES[event] for event in (*ENDINGS, *ANSWERS)}

Key = tuple[ConferenceId, RunId]


@dataclass(slots=True)
class Runs:
    """What is known of runs; filled from one thread, asked from another, by whole values only."""

    over: set[Key] = field(default_factory=set)
    answered: set[tuple[ConferenceId, RunId, int]] = field(default_factory=set)

    def unwanted(self, job: SolveJob, now: datetime) -> str | None:
        """Return why nobody wants a job solved any more; None when it is wanted."""
        if (job.conference, job.run) in self.over:
            return "its run is over"
        if (job.conference, job.run, job.member) in self.answered:
            return "it is answered already"
        if now >= deadline(job.requested_at, job.budget):
            return "its run is late, and given up"
        return None

    def hear(self, conference: ConferenceId, event: object) -> Key | None:
        """Take notice of an event; returns the run that it ended, if it did."""
        if isinstance(event, CandidateProposed | MemberFailed):
            self.answered.add((conference, event.run, event.member))
        if isinstance(event, RunCancelled | RunFailed | RunFoundInfeasible | CandidateAdopted):
            self.over.add((conference, event.run))
            return conference, event.run
        return None


class RunWatch:
    """Follows the events topic in a thread. `on_over` is called on the event loop that `start` was called on."""

    def __init__(self, settings: Settings, codec: Codec, on_over: Callable[[ConferenceId, RunId], None]) -> None:
        self.runs = Runs()
        self._settings = settings
        self._codec = codec
        self._on_over = on_over
        self._caught_up = asyncio.Event()
        self._closing = threading.Event()

    async def caught_up(self) -> None:
        """Return when everything that had happened at the start is known."""
        await self._caught_up.wait()

    def start(self, now: datetime) -> None:
        """Begin to follow."""
        loop = asyncio.get_running_loop()
        follow = partial(self._follow, loop, now)
        threading.Thread(target=follow_for_ever, args=("runs", follow, self._closing), name="runs", daemon=True).start()

    def close(self) -> None:
        self._closing.set()

    def _follow(self, loop: asyncio.AbstractEventLoop, now: datetime) -> None:
        """Read from the beginning on; what is heard a second time is known already."""
        consumer = Consumer(consumer_config(self._settings, "flextime-scheduler-runs"))
        try:
            behind = self._assign(consumer, now)
            while not self._closing.is_set():
                if not behind and not self._caught_up.is_set():
                    loop.call_soon_threadsafe(self._caught_up.set)
                if (message := consumer.poll(0.5)) is None:
                    continue
                if (error := message.error()) is None:
                    self._hear(loop, message)
                elif error.code() == KafkaError._PARTITION_EOF:  # pyright: ignore[reportPrivateUsage]
                    behind.discard(message.partition() or 0)
        finally:
            consumer.close()

    def _assign(self, consumer: Consumer, now: datetime) -> set[int]:
        """Assign every partition from where the longest open run began; returns them. Raises KafkaException."""
        began = int((now - LONGEST_RUN).timestamp() * 1000)
        topic = consumer.list_topics(EVENTS.name, timeout=10).topics[EVENTS.name]
        if not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        places = [TopicPartition(EVENTS.name, partition, began) for partition in topic.partitions]
        consumer.assign(consumer.offsets_for_times(places, timeout=10))
        return set(topic.partitions)

    def _hear(self, loop: asyncio.AbstractEventLoop, message: Message) -> None:
        headers = message.headers()
        try:
            envelope = read_event_envelope(headers)  # type: ignore[arg-type]  # the client's own union is wider
            if envelope.type not in HEARD:
                return
            event = record_of(self._codec, message).event
        except (BadEnvelope, Undecodable, RegistryAway):
            return  # no event that this version knows: a solve too many is all that it can cost
        if (ended := self.runs.hear(envelope.conference, event)) is not None:
            loop.call_soon_threadsafe(self._on_over, *ended)
