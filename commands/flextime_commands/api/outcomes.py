"""The outcomes topic as a view in memory: what became of a command, and a wait for it.

Held by the event loop alone; a thread of its own reads the topic and hands over what came.
"""

import asyncio
import logging
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime_commands.api.pending import Accepted
from flextime_commands.api.remembered import Remembered
from flextime_commands.telling import Telling
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.following import Silence, follow_for_ever
from flextime_schemas.kafka import consumer_config
from flextime_schemas.messages import Outcome
from flextime_schemas.settings import Settings
from flextime_schemas.topics import OUTCOMES

log = logging.getLogger(__name__)

# Outcomes are held as they came, some 400 bytes each: 120 MB when full. An older one is found by sending the command
# again: the writer remembers it.
MOST_OUTCOMES = 300_000
EOF = KafkaError._PARTITION_EOF  # pyright: ignore[reportPrivateUsage]
ANSWER_SECONDS = 5.0
BATCH = 1000
# A call waits this long when fewer came; with 1 ms the wait for an outcome grows by no more.
BATCH_SECONDS = 0.001
IDLE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Arrived:
    """An outcome as the topic has it, by the command's id."""

    command: str
    value: bytes


class OutcomeView:
    """Outcomes by command id, the newest MOST_OUTCOMES of them."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._values: OrderedDict[str, bytes] = OrderedDict()
        self._waiting: dict[str, list[asyncio.Future[None]]] = defaultdict(list)
        self.caught_up = False

    def __len__(self) -> int:
        return len(self._values)

    def find(self, command: str) -> Outcome | None:
        """Return what became of a command; None while nobody knows."""
        value = self._values.get(command)
        if value is None:
            return None
        try:
            outcome = self._codec.decode(value)
        except Undecodable as error:
            log.warning("outcome=unreadable command=%s why=%r", command, str(error))
            return None
        return outcome if isinstance(outcome, Outcome) else None

    async def wait(self, command: str, seconds: float) -> Outcome | None:
        """Wait for a command's outcome; None when it did not come in time."""
        if command not in self._values and seconds > 0:
            arrival = asyncio.get_running_loop().create_future()
            self._waiting[command].append(arrival)
            try:
                await asyncio.wait_for(arrival, seconds)
            except TimeoutError:
                return None
            finally:
                self._forget(command, arrival)
        return self.find(command)

    def arrived(self, batch: list[Arrived]) -> None:
        """Take outcomes in and wake whoever waits for them."""
        for outcome in batch:
            self._values[outcome.command] = outcome.value
            self._values.move_to_end(outcome.command)
            for arrival in self._waiting.get(outcome.command, ()):
                if not arrival.done():
                    arrival.set_result(None)
        while len(self._values) > MOST_OUTCOMES:
            self._values.popitem(last=False)

    def reached_end(self) -> None:
        """Note that everything that was in the topic at the start is here."""
        self.caught_up = True

    def _forget(self, command: str, arrival: "asyncio.Future[None]") -> None:
        self._waiting[command].remove(arrival)
        if not self._waiting[command]:
            del self._waiting[command]


class OutcomeReader:
    """Reads the outcomes topic in a thread and feeds a view in the event loop; waits while Kafka is away.

    Before the outcomes come the `pending` commands: what is decided in between is among both, never among neither.
    """

    def __init__(
        self,
        settings: Settings,
        view: OutcomeView,
        loop: asyncio.AbstractEventLoop,
        *,
        pending: Callable[[Callable[[], bool]], Iterable[Accepted]],
        remembered: Remembered,
    ) -> None:
        self._settings, self._view, self._loop = settings, view, loop
        self._pending, self._remembered = pending, remembered
        self._quiet = {"error_cb": Telling("outcomes"), "log_level": 2}
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=follow_for_ever, args=("outcomes", self._follow, self._stop), name="outcomes", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop reading, and wait until the thread has ended."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        consumer = Consumer(consumer_config(self._settings, "flextime-command-api") | self._quiet)
        try:
            self._read_on(consumer)
        finally:
            consumer.close()

    def _read_on(self, consumer: Consumer) -> None:
        for accepted in self._pending(self._stop.is_set):
            self._call(self._remembered.add, accepted.command, accepted.digest)
        behind, silence = self._assign(consumer), Silence(consumer, OUTCOMES.name)
        while not self._stop.is_set():
            if not behind and not self._view.caught_up:
                self._call(self._view.reached_end)
            messages = consumer.consume(1, IDLE_SECONDS)
            if messages:
                silence.broken()
                messages += consumer.consume(BATCH - 1, BATCH_SECONDS)
                self._hand_over(messages, behind)
            else:
                silence.goes_on()

    def _assign(self, consumer: Consumer) -> dict[int, int]:
        """Begin with the newest outcomes of each partition; return the ends of those that hold any."""
        topic = consumer.list_topics(OUTCOMES.name, timeout=ANSWER_SECONDS).topics[OUTCOMES.name]
        if not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        positions, behind = [], {}
        for partition in topic.partitions:
            asked = TopicPartition(OUTCOMES.name, partition)
            low, high = consumer.get_watermark_offsets(asked, timeout=ANSWER_SECONDS)
            positions.append(TopicPartition(OUTCOMES.name, partition, max(low, high - MOST_OUTCOMES)))
            if high > low:
                behind[partition] = high
        consumer.assign(positions)
        return behind

    def _hand_over(self, messages: list[Message], behind: dict[int, int]) -> None:
        batch = []
        for message in messages:
            error, partition, offset = message.error(), message.partition(), message.offset()
            if error is not None and error.code() != EOF:
                log.warning("outcomes=error why=%r", error.str())
                continue
            if partition in behind and offset is not None and offset + (error is None) >= behind[partition]:
                del behind[partition]
            if error is None and (arrived := _arrived(message)):
                batch.append(arrived)
        if batch:
            self._call(self._view.arrived, batch)

    def _call(self, function: object, *args: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *args)  # type: ignore[arg-type]
        except RuntimeError:  # the loop has ended: the process is stopping
            self._stop.set()


def _arrived(message: Message) -> Arrived | None:
    headers: Any = message.headers() or ()
    value = message.value()
    for name, content in headers:
        if name == "ce_causationid" and isinstance(content, bytes) and value is not None:
            return Arrived(content.decode(errors="replace"), value)
    return None
