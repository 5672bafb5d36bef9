"""A worker that no longer gets on is better dead: its partitions go to another, and it starts anew.

The watchdog asks the broker itself, with a client of its own, since the client that hangs would say that all is well.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from confluent_kafka import Consumer, KafkaException, TopicPartition

from flextime_schemas.kafka import consumer_config
from flextime_schemas.settings import Settings

log = logging.getLogger(__name__)

SAMPLE_SECONDS = 15.0
# A rebalance takes 10 s at most, a broker is back after 4 s, the first fold of a long partition may take a minute.
PATIENCE_SECONDS = 180.0
EXIT_STUCK = 70  # EX_SOFTWARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the broker says at one moment: the group's committed offsets and its lag, each summed."""

    at: float
    committed: int
    lag: int


@dataclass(slots=True)
class Stall:
    """Decides on samples. A group is stuck when its lag has grown for `patience` seconds in which nothing was committed
    and no work was seen; a lag that stands is the marker of a transaction, or a job that waits for its slot."""

    patience: float = PATIENCE_SECONDS
    since: Sample | None = None

    def stuck(self, sample: Sample, last_work: float) -> bool:
        """Return True when it is time to exit."""
        since = self.since
        if since is None or sample.committed != since.committed or last_work > since.at:
            self.since = sample
            return False
        return sample.lag > since.lag and sample.at - since.at >= self.patience


class Activity:
    """When work was last seen, in monotonic seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def note(self) -> None:
        self._last = time.monotonic()

    @property
    def last(self) -> float:
        return self._last


def watch(
    settings: Settings, group: str, topic: str, activity: Activity, assigned: Callable[[], frozenset[int]]
) -> threading.Thread:
    """Watch in a thread; exits the whole process, without ceremony, when it is stuck."""
    thread = threading.Thread(target=_watch, args=(settings, group, topic, activity, assigned), daemon=True)
    thread.start()
    return thread


def _watch(
    settings: Settings, group: str, topic: str, activity: Activity, assigned: Callable[[], frozenset[int]]
) -> None:
    stall, pause = Stall(), threading.Event()
    consumer = Consumer(consumer_config(settings, group))
    while not pause.wait(SAMPLE_SECONDS):
        try:
            sample = _sample(consumer, topic, assigned())
        except KafkaException:
            continue  # a broker that is away says nothing about us
        if stall.stuck(sample, activity.last):
            log.critical("stuck group=%s lag=%d committed=%d exit=%d", group, sample.lag, sample.committed, EXIT_STUCK)
            os._exit(EXIT_STUCK)


def _sample(consumer: Consumer, topic: str, partitions: frozenset[int]) -> Sample:
    committed = lag = 0
    for place in consumer.committed([TopicPartition(topic, p) for p in sorted(partitions)], timeout=10):
        low, high = consumer.get_watermark_offsets(TopicPartition(topic, place.partition), timeout=10)
        position = place.offset if place.offset >= 0 else low
        committed += position
        lag += high - position
    return Sample(at=time.monotonic(), committed=committed, lag=lag)
