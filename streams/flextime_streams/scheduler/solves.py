"""The solves of one worker: a bounded number at once, each known by its job's key, stopped when nobody wants it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from flextime.league.ids import ConferenceId, RunId
from flextime.solve.problem import OutOfBudget, Progress, Result
from flextime_schemas.messages import SolveJob
from flextime_streams.errors import Interrupted
from flextime_streams.scheduler.child import Child, ChildDied
from flextime_streams.scheduler.worker import SOLVER, Broken, Task

log = logging.getLogger(__name__)

# A rebalance takes every partition away for some seconds, and mostly gives it back to the same worker, with the same
# job in it. A solve of minutes is worth waiting for that; another worker may have begun it meanwhile, which costs a
# core, and nothing else.
ORPHAN_SECONDS = 30.0
MOST_DEATHS = 2  # the first may be the machine's (out of memory beside another solve), the second is the job's
AFTER_DEATH_SECONDS = 2.0


class RunOver(Exception):
    """The run ended while one of its jobs was waiting or being solved: nobody wants the answer."""


@dataclass(slots=True, kw_only=True, eq=False)
class Solve:
    """A job in work, and how many agents wait for it."""

    job: SolveJob
    task: "asyncio.Task[Result]"
    waiting: int = 0
    over: bool = False


@dataclass(slots=True, kw_only=True)
class Solves:
    """Runs jobs in child processes. `on_progress` is told of each report; all of it lives on one event loop."""

    slots: int
    on_progress: Callable[[SolveJob, Progress], None]
    solver: str = SOLVER
    running: dict[str, Solve] = field(default_factory=dict)
    _free: asyncio.Semaphore = field(init=False)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._free = asyncio.Semaphore(self.slots)

    async def run(self, job: SolveJob) -> Result:
        """Return the job's result; a job that is in work already is joined. Raises RunOver, Interrupted."""
        if self._closed:
            raise Interrupted("the worker is stopping")
        solve = self.running.get(job.key) or self._start(job)
        solve.waiting += 1
        try:
            return await asyncio.shield(solve.task)
        except asyncio.CancelledError:
            if solve.over:
                raise RunOver(job.key) from None
            if self._closed:
                raise Interrupted("the worker is stopping") from None
            raise
        finally:
            solve.waiting -= 1
            if not solve.waiting and not solve.task.done():
                asyncio.get_running_loop().call_later(ORPHAN_SECONDS, self._give_up, solve)

    def end_run(self, conference: ConferenceId, run: RunId) -> None:
        """Stop what is in work for a run that is over."""
        for solve in list(self.running.values()):
            if (solve.job.conference, solve.job.run) == (conference, run):
                log.info("stopping job=%s reason=its run is over", solve.job.key)
                solve.over = True
                solve.task.cancel()

    async def close(self) -> None:
        """Stop everything, proposing nothing: the jobs are not acknowledged, and come again."""
        self._closed = True
        tasks = [solve.task for solve in self.running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def in_work(self) -> list[str]:
        """Return the keys of the jobs that wait for a slot or are being solved."""
        return sorted(key for key, solve in self.running.items() if not solve.task.done())

    def _start(self, job: SolveJob) -> Solve:
        task = asyncio.get_running_loop().create_task(self._solve(job), name=f"solve {job.key}")
        solve = self.running[job.key] = Solve(job=job, task=task)
        task.add_done_callback(lambda _: self._ended(solve))
        return solve

    def _ended(self, solve: Solve) -> None:
        """Forget a solve that ended; a result that nobody waits for just now is kept for whoever comes back."""
        if solve.waiting or solve.task.cancelled() or solve.task.exception():
            self._forget(solve)
        else:
            asyncio.get_running_loop().call_later(ORPHAN_SECONDS, self._forget, solve)

    def _forget(self, solve: Solve) -> None:
        if self.running.get(solve.job.key) is solve:
            del self.running[solve.job.key]

    def _give_up(self, solve: Solve) -> None:
        if not solve.waiting and not solve.task.done():
            log.info("stopping job=%s reason=its partition is another worker's", solve.job.key)
            solve.task.cancel()

    async def _solve(self, job: SolveJob) -> Result:
        async with self._free:
            log.info("solving job=%s seed=%d seconds=%g", job.key, job.seed, job.budget.seconds)
            deaths = 0
            while True:
                try:
                    return _judged(await self._child(job).run())
                except ChildDied as died:
                    deaths += 1
                    log.warning("died job=%s exit=%s deaths=%d", job.key, died.exit_code, deaths)
                    if deaths == MOST_DEATHS:
                        return OutOfBudget(reason=f"{died}, {deaths} times", seconds=0.0)
                    await asyncio.sleep(AFTER_DEATH_SECONDS)

    def _child(self, job: SolveJob) -> Child:
        task = Task(problem=job.problem, budget=job.budget, seed=job.seed, solver=self.solver)
        return Child(task=task, on_progress=lambda progress: self.on_progress(job, progress))


def _judged(answer: Result | Broken) -> Result:
    """A solver that raised has found nothing: for the run that is the end of one member, with the reason."""
    if isinstance(answer, Broken):
        log.error("the solver failed reason=%s", answer.reason)
        return OutOfBudget(reason=f"the solver failed: {answer.reason}", seconds=0.0)
    return answer
