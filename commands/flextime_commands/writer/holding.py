"""Partitions that wait for the schema registry, while the others are decided."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

from confluent_kafka import Consumer, TopicPartition

from flextime_schemas.topics import COMMANDS

log = logging.getLogger(__name__)

# A registry that hangs costs every partition 10 s at each try; one that is down answers at once.
AGAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    offset: int
    until: float  # monotonic


class Holding:
    """Pauses a partition before a command that cannot be read yet, and lets it go on there when it is time to try."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self._held: dict[int, _Held] = {}

    def __contains__(self, partition: int) -> bool:
        return partition in self._held

    def __bool__(self) -> bool:
        return bool(self._held)

    def hold(self, first: Mapping[int, int]) -> None:
        """Pause partitions, each before the offset given."""
        for partition, offset in first.items():
            log.warning("held partition=%s offset=%s why='its schema must be looked up first'", partition, offset)
            self._consumer.pause([TopicPartition(COMMANDS.name, partition)])
            self._held[partition] = _Held(offset=offset, until=time.monotonic() + AGAIN_SECONDS)

    def let_go_on(self) -> None:
        """Resume the partitions whose time has come. (Seek stands behind resume, which sets a position of its own.)"""
        now = time.monotonic()
        for partition, held in list(self._held.items()):
            if held.until <= now:
                self._consumer.resume([TopicPartition(COMMANDS.name, partition)])
                self._consumer.seek(TopicPartition(COMMANDS.name, partition, held.offset))
                del self._held[partition]
