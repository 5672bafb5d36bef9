"""Threads that follow a topic for as long as their process lives."""

import logging
import threading
import time
from collections.abc import Callable

from confluent_kafka import Consumer, KafkaException

from flextime_schemas.registry import RegistryAway

log = logging.getLogger(__name__)

REST_SECONDS = 1.0
SILENCE_SECONDS, ANSWER_SECONDS = 5.0, 5.0


class Silence:
    """Asks Kafka for a topic when nothing has been heard of it for SILENCE_SECONDS.

    A broker that was paused for longer than its session tells clients of no broker at all. librdkafka 2.16 then forgets
    the one it knew and never looks for another (its issue 5301): such a consumer is silent for ever, and only a new one
    hears again.
    """

    def __init__(self, consumer: Consumer, topic: str) -> None:
        self._consumer, self._topic = consumer, topic
        self._since = time.monotonic()

    def broken(self) -> None:
        """Note that something was heard."""
        self._since = time.monotonic()

    def goes_on(self) -> None:
        """Note that nothing was heard. Raises KafkaException where that has lasted and Kafka does not answer."""
        if time.monotonic() - self._since > SILENCE_SECONDS:
            self._consumer.list_topics(self._topic, timeout=ANSWER_SECONDS)
            self._since = time.monotonic()


def follow_for_ever(
    name: str, follow: Callable[[], None], stop: threading.Event, *, rest_seconds: float = REST_SECONDS
) -> None:
    """Call `follow` until `stop` is set. Nobody would miss a thread that died: what ends it is logged, and it begins
    anew. `follow` makes its own consumer and closes it."""
    while not stop.is_set():
        try:
            follow()
        except (KafkaException, RegistryAway) as error:  # a server is away, and comes back
            log.warning("%s=again why=%r", name, str(error))
        except Exception:  # a bug in one record's reading must not end all reading
            log.exception("%s=again", name)
        stop.wait(rest_seconds)
