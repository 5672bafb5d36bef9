"""Following a whole topic in a thread, without a group: each worker must hear all of it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from flextime_schemas.following import follow_for_ever
from flextime_schemas.kafka import consumer_config
from flextime_schemas.settings import Settings
from flextime_schemas.topics import Topic
from flextime_streams.raw import Raw


@dataclass(slots=True, kw_only=True)
class TopicWatch:
    """Tells `hear` each record, once and in each partition's order, and `on_caught_up` when all that there was is told.

    Both are called in the thread. `since` is where to begin; None is the first record.
    """

    name: str
    settings: Settings
    topic: Topic
    hear: Callable[[Raw], None]
    on_caught_up: Callable[[], None]
    since: datetime | None = None
    _closing: threading.Event = field(default_factory=threading.Event)
    _heard: dict[int, int] = field(default_factory=dict)

    def start(self) -> None:
        """Begin to follow."""
        follow = partial(follow_for_ever, self.name, self._follow, self._closing)
        threading.Thread(target=follow, name=self.name, daemon=True).start()

    def close(self) -> None:
        self._closing.set()

    def _follow(self) -> None:
        consumer = Consumer(consumer_config(self.settings, f"flextime-{self.name}"))
        try:
            behind = self._assign(consumer)
            while not self._closing.is_set():
                if (message := consumer.poll(0.5)) is None:
                    continue
                if (error := message.error()) is None:
                    self._tell(Raw.of_kafka(message))
                elif error.code() == KafkaError._PARTITION_EOF and behind:  # pyright: ignore[reportPrivateUsage]
                    behind.discard(message.partition() or 0)
                    if not behind:
                        self.on_caught_up()
        finally:
            consumer.close()

    def _tell(self, raw: Raw) -> None:
        if raw.offset > self._heard.get(raw.partition, -1):
            self.hear(raw)
            self._heard[raw.partition] = raw.offset

    def _assign(self, consumer: Consumer) -> set[int]:
        """Assign every partition, from where it begins or from `since`; returns them. Raises KafkaException."""
        topic = consumer.list_topics(self.topic.name, timeout=10).topics[self.topic.name]
        if not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        if self.since is None:
            consumer.assign([TopicPartition(self.topic.name, partition, 0) for partition in topic.partitions])
        else:
            began = int(self.since.timestamp() * 1000)
            places = [TopicPartition(self.topic.name, partition, began) for partition in topic.partitions]
            consumer.assign(consumer.offsets_for_times(places, timeout=10))
        return set(topic.partitions)
