"""The saga's hands: it folds the events as they come, and sends what its mind says is due."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import derive_id
from flextime_schemas.messages import SolveJob
from flextime_schemas.topics import SOLVE_JOBS, murmur2
from flextime_streams.dead_letters import Letters
from flextime_streams.folding import Partition
from flextime_streams.following import Follower
from flextime_streams.producing import Outgoing
from flextime_streams.proposals import Proposal, proposal_record
from flextime_streams.receiving import Sends
from flextime_streams.saga.memory import Pursuit
from flextime_streams.saga.process import Due, due

log = logging.getLogger(__name__)

ACTOR = "saga"


class Saga(Follower[Pursuit]):
    """One worker's saga; `job_partitions` is a topic's count."""

    def __init__(
        self,
        *,
        codec: Codec,
        sender: Sends,
        read: Callable[[int], Partition[Pursuit]],
        letters: Letters,
        job_partitions: int,
    ) -> None:
        super().__init__(codec=codec, read=read, letters=letters)
        self._sender = sender
        self._job_partitions = job_partitions
        self._sent: defaultdict[int, set[str]] = defaultdict(set)

    async def tick(self) -> None:
        """Do what was decided about dead letters, and send what has become due by the passing of time."""
        await super().tick()
        for partition in list(self._known):
            async with self._locks[partition]:
                if known := self._known.get(partition):
                    await self._act_or_park(partition, [name for name, p in known.conferences.items() if p.memory])

    def _lose(self, partition: int) -> None:
        self._sent.pop(partition, None)

    def _figures(self) -> Mapping[str, int]:
        return {"runs": sum(len(p.memory) for known in self._known.values() for p in known.conferences.values())}

    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        now = datetime.now(UTC)
        for conference in conferences:
            pursuit = self._known[partition].of(conference)
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
