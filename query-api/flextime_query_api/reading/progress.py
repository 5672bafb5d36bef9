"""Running solves: the newest word of each member, heard from the progress topic and held in memory only.

It is telemetry, kept by Kafka for a day; what a run decided stands in the read model.
"""

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.following import follow_for_ever
from flextime_schemas.kafka import consumer_config
from flextime_schemas.messages import SolveProgress
from flextime_schemas.settings import Settings
from flextime_schemas.topics import PROGRESS

log = logging.getLogger(__name__)

MOST_RUNS = 5_000  # of some 300 bytes a member; the oldest is forgotten first
ANSWER_SECONDS = 5.0
IDLE_SECONDS = 0.2
BATCH = 500
EOF = KafkaError._PARTITION_EOF  # pyright: ignore[reportPrivateUsage]

RunKey = tuple[str, str]  # conference, run


class ProgressView:
    """The newest progress of each member of each run; held by the event loop alone."""

    def __init__(self) -> None:
        self._runs: OrderedDict[RunKey, dict[int, SolveProgress]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._runs)

    def arrived(self, batch: Sequence[SolveProgress]) -> None:
        """Take progress in. A word that is older than the one before it comes from an earlier attempt: it is left."""
        for told in batch:
            members = self._runs.setdefault((told.conference, told.run), {})
            known = members.get(told.member)
            if known is None or told.at >= known.at:
                members[told.member] = told
            self._runs.move_to_end((told.conference, told.run))
        while len(self._runs) > MOST_RUNS:
            self._runs.popitem(last=False)

    def documents(self, conference: str, run: str) -> list[dict[str, Any]]:
        """Return the newest word of each member, in the order of the members."""
        members = self._runs.get((conference, run), {})
        return [document_of(members[member]) for member in sorted(members)]


def document_of(told: SolveProgress) -> dict[str, Any]:
    """Return progress as a run's document has it."""
    return {
        "member": told.member,
        "stage": told.stage,
        "evaluations": told.evaluations,
        "best": told.best,
        "miles": told.miles,
        "seconds": told.seconds,
        "message": told.message,
        "at": told.at.isoformat().replace("+00:00", "Z"),
    }


class ProgressReader:
    """Reads the progress topic in a thread and feeds a view in the event loop; waits while Kafka is away."""

    def __init__(self, settings: Settings, codec: Codec, view: ProgressView, loop: asyncio.AbstractEventLoop) -> None:
        self._settings, self._codec, self._view, self._loop = settings, codec, view, loop
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=follow_for_ever, args=("progress", self._follow, self._stop), name="progress", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop reading, and wait until the thread has ended."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        consumer = Consumer(consumer_config(self._settings, "flextime-query-api") | {"log_level": 2})
        try:
            self._read_on(consumer)
        finally:
            consumer.close()

    def _read_on(self, consumer: Consumer) -> None:
        """Read every partition from the beginning of its day."""
        topic = consumer.list_topics(PROGRESS.name, timeout=ANSWER_SECONDS).topics[PROGRESS.name]
        if not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        consumer.assign([TopicPartition(PROGRESS.name, partition, 0) for partition in topic.partitions])
        while not self._stop.is_set():
            if messages := consumer.consume(BATCH, IDLE_SECONDS):
                self._hand_over([told for message in messages if (told := self._read(message)) is not None])

    def _read(self, message: Message) -> SolveProgress | None:
        if (error := message.error()) is not None:
            if error.code() != EOF:
                log.warning("progress=error why=%r", error.str())
            return None
        try:
            told = self._codec.decode(message.value())
        except Undecodable as undecodable:
            log.warning("progress=undecodable offset=%s why=%r", message.offset(), str(undecodable))
            return None
        return told if isinstance(told, SolveProgress) else None

    def _hand_over(self, batch: Sequence[SolveProgress]) -> None:
        arrived: Callable[[Sequence[SolveProgress]], None] = self._view.arrived
        try:
            self._loop.call_soon_threadsafe(arrived, batch)
        except RuntimeError:  # the loop has ended: the process is stopping
            self._stop.set()
