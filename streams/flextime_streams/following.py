"""An agent that follows the events of its partitions: it folds each one, and then does what is due.

A conference in which that fails for good is parked: it has a dead letter, its later events wait in the topic, and the
others go on. It goes on when the letter is settled, or with the next start of the service, by reading the partition
anew and doing what is due by then.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Generic

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.health import Health
from flextime_schemas.messages import DeadLetterSettled
from flextime_streams.dead_letters import Letters
from flextime_streams.errors import Interrupted
from flextime_streams.folding import K, Partition
from flextime_streams.raw import Raw
from flextime_streams.receiving import MOST_ATTEMPTS_AT_A_BUG, UNREADABLE, WAITING, reason_of

log = logging.getLogger(__name__)


class Follower(ABC, Generic[K]):
    """One worker's part of a service. `read` folds a partition to its end (it blocks)."""

    def __init__(self, *, codec: Codec, read: Callable[[int], Partition[K]], letters: Letters) -> None:
        self._codec = codec
        self._read = read
        self._letters = letters
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

    async def stop(self) -> None:
        """Be ready to end: whatever was sent has reached the broker already."""

    async def own(self, partitions: Iterable[int]) -> None:
        """Take over partitions: fold what is there, and do what a predecessor may not have done.

        What parked a conference is tried again here, as by every start.
        """
        wanted = set(partitions)
        for lost in self._known.keys() - wanted:
            del self._known[lost]
            self._lose(lost)
        for partition in sorted(wanted):
            async with self._locks[partition]:
                known = await self._partition(partition)
                await self._act_or_park(partition, list(known.conferences))
                for conference in filter(partial(self._answers, known), known.standing_before()):
                    # Whatever comes of it: it is parked, and has its letter.
                    await _failure(conference, partial(self._act, partition, [conference]))
                await self._release(partition)
        conferences = sum(len(known.conferences) for known in self._known.values())
        log.info("owns partitions=%d conferences=%d", len(wanted), conferences)

    async def handle(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        """Take one event: fold it, then do what is due in its conference.

        1. leave it if its conference is parked; 2. decode; 3. fold, unless the fold has it already; 4. act and wait for
        the broker; the caller acknowledges.
        """
        raw = Raw.of_faust(message)
        async with self._locks[raw.partition]:
            known, conference = await self._partition(raw.partition), raw.conference()
            if conference in known.parked:
                return
            recorded = raw.recorded(self._codec)
            known = await self._caught_up(raw.partition, recorded.envelope)
            known.take(recorded)
            if reason := known.suspects.get(recorded.envelope.conference):
                log.error("suspect partition=%d offset=%d reason=%s", raw.partition, raw.offset, reason)
            if self._may_act(known, recorded.envelope.conference):
                await self._act(raw.partition, [recorded.envelope.conference])

    async def bury(self, message: Any, why: Exception) -> None:  # noqa: ANN401 - Faust's Message
        """Write the dead letter of a record that cannot be taken, and park its conference unless it is a stray.

        The letter comes first: a worker that ends between the two meets the record again.
        """
        raw = Raw.of_faust(message)
        async with self._locks[raw.partition]:
            envelope = await self._to_park(raw, why)
            known = self._known[raw.partition]
            if (envelope and envelope.conference in known.parked) or self._is_done_without(raw, why):
                return
            await self._letters.write(raw, reason_of(why), parks=envelope.conference if envelope else None)
            if envelope is not None:
                known.park(envelope, raw, reason_of(why))

    async def tick(self) -> None:
        """Do what was decided about dead letters."""
        while (decision := self._letters.next_decision()) is not None:
            async with self._locks[decision.partition]:
                await self._settle(decision)

    def health(self) -> Health:
        """Return how it stands; a conference whose history does not hold is a failure that a person must look at.

        A parked one is named, and does not make the service fail: it serves the others.
        """
        suspects = [reason for known in self._known.values() for reason in known.suspects.values()]
        parked = [
            f"{name}:{one.sequence} {one.reason}"
            for known in self._known.values()
            for name, one in known.parked.items()
        ]
        told = [*suspects, *([f"{len(parked)} parked: {'; '.join(parked)}"] if parked else [])]
        return Health(
            status="failing" if suspects else "ok",
            detail="; ".join(told),
            figures={"partitions": len(self._known), **self._figures(), "parked": parked},
        )

    async def _act_or_park(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        """Do what is due in these conferences, as far as they are not parked."""
        for conference in conferences:
            if self._may_act(self._known[partition], conference):
                await self._or_park(partition, conference, partial(self._act, partition, [conference]))

    async def _or_park(self, partition: int, conference: ConferenceId, work: Callable[[], Awaitable[None]]) -> None:
        """Do some work in a conference; one in which that fails for good is parked at its last event."""
        bug = await _failure(conference, work)
        if bug is None or (known := self._known.get(partition)) is None:
            return
        if (last := known.last.get(conference)) is None:
            raise bug  # no record of its own to bury: this version cannot even read the last event
        await self._letters.write(Raw.of_event(last), reason_of(bug), parks=conference)
        known.park(last.envelope, Raw.of_event(last), reason_of(bug))

    def _may_act(self, known: Partition[K], conference: ConferenceId) -> bool:
        return conference not in known.parked and self._answers(known, conference)

    def _answers(self, known: Partition[K], conference: ConferenceId) -> bool:
        """Say False for a conference whose last event is discarded: its next one is waited for."""
        last = known.last.get(conference)
        return last is None or not self._letters.is_discarded(last.partition, last.offset)

    def _is_done_without(self, raw: Raw, why: Exception) -> bool:
        return isinstance(why, UNREADABLE) and self._letters.is_discarded(raw.partition, raw.offset)

    async def _to_park(self, raw: Raw, why: Exception) -> EventEnvelope | None:
        """Return the envelope of a record that its conference must not go past; None for a stray.

        If a stray was an event after all, the gap that it leaves makes a suspect of the conference.
        """
        await self._partition(raw.partition)
        if (envelope := raw.envelope()) is None:
            return None
        if not isinstance(why, UNREADABLE):
            return envelope
        known = await self._caught_up(raw.partition, envelope)
        waits = envelope.conference in known.parked or known.awaits(envelope)
        return envelope if waits else None

    async def _settle(self, decision: DeadLetterSettled) -> None:
        """Read the partition again if the letter parks a conference in it, and act there."""
        known = self._known.get(decision.partition)
        freed = {c for c, parked in (known.parked if known else {}).items() if parked.record.offset == decision.offset}
        if not freed:
            return
        log.info("%s letter=%s by=%s because=%s", decision.action, decision.letter, decision.by, decision.because)
        await self._read_again(decision.partition, freed)
        await self._act_or_park(decision.partition, freed)

    async def _release(self, partition: int) -> None:
        """Say of which letters the conferences stand still no more."""
        parked = {one.record.offset for one in self._known[partition].parked.values()}
        for letter in self._letters.parking(partition):
            if letter.offset not in parked:
                await self._letters.release(letter)

    async def _partition(self, partition: int) -> Partition[K]:
        if (known := self._known.get(partition)) is None:
            known = self._known[partition] = await self._load(partition)
        return known

    async def _load(self, partition: int) -> Partition[K]:
        """Read a partition, and see to it that each conference that stands still there has its letter."""
        known = await asyncio.to_thread(self._read, partition)
        for conference, parked in known.parked.items():
            await self._letters.write(parked.record, parked.reason, parks=conference)
        return known

    async def _read_again(self, partition: int, freed: Collection[ConferenceId] = ()) -> Partition[K]:
        """Read a partition anew; who was parked there stays so, but for those that are freed."""
        before = self._known[partition].parked
        known = self._known[partition] = await self._load(partition)
        for conference in before.keys() - set(freed):
            known.parked.setdefault(conference, before[conference])
        return known

    async def _caught_up(self, partition: int, envelope: EventEnvelope) -> Partition[K]:
        """Return the partition, read anew when a gap before this event may be ours: the fold and the agent read by two
        clients. A gap in the topic itself is there after reading, and makes a suspect."""
        known, conference = await self._partition(partition), envelope.conference
        if envelope.sequence > known.sequence(conference) + 1 and conference not in known.suspects:
            known = await self._read_again(partition)
        return known


async def _failure(conference: ConferenceId, work: Callable[[], Awaitable[None]]) -> Exception | None:
    """Return what went wrong at the last of all attempts; None when one came through. Raises what only has to wait."""
    failure: Exception | None = None
    for attempt in range(1, MOST_ATTEMPTS_AT_A_BUG + 1):
        try:
            await work()
        except (*WAITING, Interrupted):
            raise
        except Exception as bug:
            log.exception("failed conference=%s attempt=%d", conference, attempt)
            failure = bug
        else:
            return None
    return failure
