"""Threads that follow a topic for as long as their process lives."""

import logging
import threading
from collections.abc import Callable

from confluent_kafka import KafkaException

from flextime_schemas.registry import RegistryAway

log = logging.getLogger(__name__)

REST_SECONDS = 1.0


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
