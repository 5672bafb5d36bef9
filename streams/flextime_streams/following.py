"""An agent that follows the events of its partitions: it folds each one, and then does what is due."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import read_event_envelope
from flextime_schemas.fold import Recorded
from flextime_schemas.health import Health
from flextime_schemas.messages import EVENT_TYPES
from flextime_streams.folding import K, Partition

log = logging.getLogger(__name__)


class Follower(ABC, Generic[K]):
    """One worker's part of a service. `read` folds a partition to its end (it blocks)."""

    def __init__(self, *, codec: Codec, read: Callable[[int], Partition[K]]) -> None:
        self._codec = codec
        self._read = read
        self._known: dict[int, Partition[K]] = {}
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    @abstractmethod
    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        """Do what is due in these conferences; what a predecessor may not have done is due as well."""

    @abstractmethod
    def _lose(self, partition: int) -> None:
        """Forget what was kept beside the fold of a partition that another worker has now."""

    @abstractmethod
    def _figures(self) -> Mapping[str, int]:
        """Return what the health tells beside the number of partitions."""

    async def own(self, partitions: Iterable[int]) -> None:
        """Take over partitions: fold what is there, and do what a predecessor may not have done."""
        wanted = set(partitions)
        for lost in self._known.keys() - wanted:
            del self._known[lost]
            self._lose(lost)
        for partition in sorted(wanted):
            async with self._locks[partition]:
                await self._act(partition, list((await self._partition(partition)).conferences))
        conferences = sum(len(known.conferences) for known in self._known.values())
        log.info("owns partitions=%d conferences=%d", len(wanted), conferences)

    async def handle(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        """Take one event: fold it, then do what is due in its conference.

        1. decode; 2. fold, unless the fold has it already; 3. act and wait for the broker; the caller acknowledges.
        """
        recorded = self._recorded(message)
        partition, conference = recorded.partition, recorded.envelope.conference
        async with self._locks[partition]:
            known = await self._caught_up(partition, recorded)
            known.take(recorded)
            if reason := known.suspects.get(conference):
                log.error("suspect partition=%d offset=%d reason=%s", partition, recorded.offset, reason)
            await self._act(partition, [conference])

    def health(self) -> Health:
        """Return how it stands; a conference whose history does not hold is a failure that a person must look at."""
        suspects = [reason for known in self._known.values() for reason in known.suspects.values()]
        return Health(
            status="failing" if suspects else "ok",
            detail="; ".join(suspects),
            figures={"partitions": len(self._known), **self._figures()},
        )

    def _recorded(self, message: Any) -> Recorded:  # noqa: ANN401 - Faust's Message
        event = self._codec.decode(message.value)
        if not isinstance(event, EVENT_TYPES):
            raise Undecodable(f"{type(event).__name__} is no event")
        return Recorded(
            envelope=read_event_envelope(message.headers),
            event=event,
            value=message.value,
            partition=message.partition,
            offset=message.offset,
        )

    async def _partition(self, partition: int) -> Partition[K]:
        if (known := self._known.get(partition)) is None:
            known = self._known[partition] = await asyncio.to_thread(self._read, partition)
        return known

    async def _caught_up(self, partition: int, recorded: Recorded) -> Partition[K]:
        """Return the partition, read anew when a gap before this event may be ours: the fold and the agent read by two
        clients. A gap in the topic itself is there after reading, and makes a suspect."""
        known, conference = await self._partition(partition), recorded.envelope.conference
        if recorded.envelope.sequence > known.sequence(conference) + 1 and conference not in known.suspects:
            known = self._known[partition] = await asyncio.to_thread(self._read, partition)
        return known
