"""The scheduler's loop: a job is solved, its result checked and proposed, and only then acknowledged."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

from flextime.solve.problem import OutOfBudget, Progress
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.health import Health
from flextime_schemas.messages import SolveJob, SolveProgress
from flextime_schemas.topics import PROGRESS
from flextime_streams.dead_letters import Letters
from flextime_streams.producing import Outgoing, Sender
from flextime_streams.proposals import proposal_record
from flextime_streams.raw import Raw
from flextime_streams.receiving import UNREADABLE, reason_of
from flextime_streams.scheduler.answers import answer
from flextime_streams.scheduler.runs import RunWatch
from flextime_streams.scheduler.solves import RunOver, Solves
from flextime_streams.settings import StreamSettings
from flextime_streams.watchdog import Activity

log = logging.getLogger(__name__)

ACTOR = "scheduler"


class Scheduler:
    """One worker. It must be made on the event loop that it runs on, or before there is one."""

    def __init__(
        self, settings: StreamSettings, codec: Codec, sender: Sender, letters: Letters, activity: Activity
    ) -> None:
        self._codec = codec
        self._sender = sender
        self._letters = letters
        self._activity = activity
        self._solves = Solves(slots=settings.solver_slots, on_progress=self._progress)
        self._watch = RunWatch(settings.base, codec, self._solves.end_run)
        self._watching = False
        self._done: set[str] = set()

    async def own(self, _: frozenset[int]) -> None:
        """Begin to follow the runs with the first assignment."""
        if not self._watching:
            self._watching = True
            self._watch.start(datetime.now(UTC))

    async def handle(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        """Take one job. The caller acknowledges when this returns. Raises Undecodable, Interrupted.

        1. decode; 2. leave what nobody wants; 3. solve; 4. check, and propose, and wait for the broker.
        """
        job = self._job(message)
        await self._watch.caught_up()
        if reason := self._unwanted(job):
            log.info("left job=%s reason=%s", job.key, reason)
            return
        try:
            result = await self._solves.run(job)
        except RunOver:
            return
        proposal = await asyncio.to_thread(answer, job, result)
        await self._sender.send(proposal_record(proposal, actor=ACTOR, now=datetime.now(UTC)))
        self._done.add(f"{job.cause}/{job.key}")
        log.info("answered job=%s with=%s", job.key, type(proposal.command).__name__)

    async def bury(self, message: Any, why: Exception) -> None:  # noqa: ANN401 - Faust's Message
        """Write a job's dead letter; one that can be read is one member less, for its run must not wait for it."""
        await self._letters.write(Raw.of_faust(message), reason_of(why))
        if not isinstance(why, UNREADABLE):
            failed = OutOfBudget(reason=f"the scheduler failed: {reason_of(why)}", seconds=0.0)
            proposal = answer(self._job(message), failed)
            await self._sender.send(proposal_record(proposal, actor=ACTOR, now=datetime.now(UTC)))

    async def tick(self) -> None:
        """Note that a solve in work is work: the watchdog must not take a long job for a stall."""
        if self._solves.in_work():
            self._activity.note()

    async def stop(self) -> None:
        """Stop the solves without proposing; their jobs are delivered again."""
        self._watch.close()
        await self._solves.close()

    def health(self) -> Health:
        return Health(status="ok", figures={"solves": self._solves.in_work(), "slots": self._solves.slots})

    def _job(self, message: Any) -> SolveJob:  # noqa: ANN401 - Faust's Message
        job = self._codec.decode(message.value)
        if not isinstance(job, SolveJob):
            raise Undecodable(f"{type(job).__name__} is no solve job")
        return job

    def _unwanted(self, job: SolveJob) -> str | None:
        if f"{job.cause}/{job.key}" in self._done:  # delivered again before its candidate came round
            return "it is answered already"
        return self._watch.runs.unwanted(job, datetime.now(UTC))

    def _progress(self, job: SolveJob, progress: Progress) -> None:
        record = SolveProgress(
            run=job.run,
            conference=job.conference,
            season=job.season,
            member=job.member,
            stage=progress.stage,
            evaluations=progress.evaluations,
            best=progress.best,
            miles=progress.miles,
            seconds=progress.seconds,
            message=progress.message,
            at=datetime.now(UTC),
        )
        self._sender.send_soon(Outgoing(topic=PROGRESS.name, key=job.run, record=record))
