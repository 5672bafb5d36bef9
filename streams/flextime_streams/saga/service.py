"""The saga's hands: it folds the events as they come, and sends what its mind says is due."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import derive_id, read_event_envelope
from flextime_schemas.fold import Recorded
from flextime_schemas.health import Health
from flextime_schemas.messages import EVENT_TYPES, SolveJob
from flextime_schemas.topics import SOLVE_JOBS, murmur2
from flextime_streams.producing import Outgoing
from flextime_streams.proposals import Proposal, proposal_record
from flextime_streams.receiving import Sends
from flextime_streams.saga.memory import Partition
from flextime_streams.saga.process import Due, due

log = logging.getLogger(__name__)

ACTOR = "saga"

ReadPartition = Callable[[int], Partition]


class Saga:
    """One worker's saga. `read` folds a partition to its end (it blocks); `job_partitions` is a topic's count."""

    def __init__(self, *, codec: Codec, sender: Sends, read: ReadPartition, job_partitions: int) -> None:
        self._codec = codec
        self._sender = sender
        self._read = read
        self._job_partitions = job_partitions
        self._known: dict[int, Partition] = {}
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sent: defaultdict[int, set[str]] = defaultdict(set)

    async def own(self, partitions: Iterable[int]) -> None:
        """Take over partitions: fold what is there, and send what a predecessor may not have sent."""
        wanted = set(partitions)
        for lost in self._known.keys() - wanted:
            del self._known[lost]
            self._sent.pop(lost, None)
        for partition in sorted(wanted):
            async with self._locks[partition]:
                await self._act(partition, (await self._partition(partition)).pursuits)
        log.info("owns partitions=%d conferences=%d", len(wanted), sum(len(k.pursuits) for k in self._known.values()))

    async def handle(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        """Take one event: fold it, then send what is due in its conference.

        1. decode; 2. fold, unless the fold has it already; 3. send and wait for the broker; the caller acknowledges.
        """
        recorded = self._recorded(message)
        partition, conference = recorded.partition, recorded.envelope.conference
        async with self._locks[partition]:
            known = await self._caught_up(partition, recorded)
            known.take(recorded)
            if reason := known.suspects.get(conference):
                log.error("suspect partition=%d offset=%d reason=%s", partition, recorded.offset, reason)
            await self._act(partition, [conference])

    async def tick(self) -> None:
        """Send what has become due by the passing of time."""
        for partition in list(self._known):
            async with self._locks[partition]:
                if known := self._known.get(partition):
                    await self._act(partition, [name for name, p in known.pursuits.items() if p.memory])

    def health(self) -> Health:
        """Return how it stands; a conference whose history does not hold is a failure that a person must look at."""
        owned = self._known.values()
        suspects = [reason for known in owned for reason in known.suspects.values()]
        runs = sum(len(p.memory) for known in owned for p in known.pursuits.values())
        return Health(
            status="failing" if suspects else "ok",
            detail="; ".join(suspects),
            figures={"partitions": len(owned), "runs": runs},
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

    async def _partition(self, partition: int) -> Partition:
        if (known := self._known.get(partition)) is None:
            known = self._known[partition] = await asyncio.to_thread(self._read, partition)
        return known

    async def _caught_up(self, partition: int, recorded: Recorded) -> Partition:
        """Return the partition, read anew when a gap before this event may be ours: the fold and the agent read by two
        clients. A gap in the topic itself is there after reading, and makes a suspect."""
        known, conference = await self._partition(partition), recorded.envelope.conference
        if recorded.envelope.sequence > known.sequence(conference) + 1 and conference not in known.suspects:
            known = self._known[partition] = await asyncio.to_thread(self._read, partition)
        return known

    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        now = datetime.now(UTC)
        for conference in conferences:
            pursuit = self._known[partition].pursuit(conference)
            for item in due(pursuit.memory, pursuit.folded.state, now):
                await self._send_once(partition, item, now)

    async def _send_once(self, partition: int, item: Due, now: datetime) -> None:
        """Send what this worker has not sent yet; a successor may send it again, which changes nothing."""
        identity = item.id if isinstance(item, Proposal) else derive_id(item.cause, f"job/{item.key}")
        if identity in self._sent[partition]:
            return
        outgoing = proposal_record(item, actor=ACTOR, now=now) if isinstance(item, Proposal) else self._job(item)
        await self._sender.send(outgoing)
        self._sent[partition].add(identity)
        log.info("sent topic=%s key=%s record=%s", outgoing.topic, outgoing.key, type(outgoing.record).__name__)

    def _job(self, job: SolveJob) -> Outgoing:
        return Outgoing(
            topic=SOLVE_JOBS.name, key=job.key, record=job, partition=job_partition(job, self._job_partitions)
        )


def job_partition(job: SolveJob, partitions: int) -> int:
    """Return a job's partition: where the hash of the run falls, and on from there by member.

    A worker takes the jobs of a partition one after the other, and hashing each key alone would put two of a run's
    members on one of twelve partitions in every second portfolio of four.
    """
    return ((murmur2(f"{job.conference}/{job.run}".encode()) & 0x7FFFFFFF) + job.member) % partitions
