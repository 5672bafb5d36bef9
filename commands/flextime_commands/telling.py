"""What the Kafka clients say by themselves, told to the log no more often than a person can read."""

import logging
import time

from confluent_kafka import KafkaError

log = logging.getLogger(__name__)

# While the broker is away a client fails to connect 40 times a second.
TELL_AGAIN_SECONDS = 10.0


class Telling:
    """An `error_cb` that logs the first error and then one every TELL_AGAIN_SECONDS."""

    def __init__(self, client: str) -> None:
        self._client = client
        self._told_at = float("-inf")

    def __call__(self, error: KafkaError) -> None:
        now = time.monotonic()
        if now - self._told_at < TELL_AGAIN_SECONDS:
            return
        self._told_at = now
        log.warning("kafka=error client=%s code=%s why=%r", self._client, error.name(), error.str())
