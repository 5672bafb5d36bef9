"""A solve as the scheduler's event loop sees it: a spawned process that can be stopped, and that ends in time."""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import Protocol

from flextime.solve.problem import OutOfBudget, Progress, Result, Solved
from flextime_streams.scheduler.worker import STOP, Broken, Message, Task, Told, solve_task

log = logging.getLogger(__name__)

# Beyond its budget a solve has time to start (3 to 6 s on two busy cores, up to 40 s where kernels must be compiled),
# and to finish the stage it is in. After that it is told to stop, and then it is killed.
MARGIN_SECONDS = 60.0
FINISH_SECONDS = 15.0  # from "stop" to the best it has
ABANDON_SECONDS = 1.0  # from "stop" to SIGKILL when nobody wants the answer any more

# Spawned, never forked: the parent has threads (Kafka's clients) whose locks a fork would copy in any state.
SPAWN = multiprocessing.get_context("spawn")


class Pipe(Protocol):
    """The parent's end: progress and the answer come up, "stop" goes down."""

    def send(self, word: str, /) -> None: ...

    def recv(self) -> Message: ...

    def close(self) -> None: ...


class ChildDied(Exception):
    """The process ended without an answer: out of memory, or a crash in a native library."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the solver's process ended with {exit_code}")
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One spawned solve. `on_progress` is called on the event loop. `best` is the last incumbent told, as a result."""

    task: Task
    on_progress: Callable[[Progress], None]
    margin_seconds: float = MARGIN_SECONDS
    best: list[Solved] = field(default_factory=list)

    async def run(self) -> Result | Broken:
        """Return the answer; cancelling this kills the process. Raises ChildDied.

        The process is started in the caller's thread, which must be the main one: the kernel ties a child's death
        signal to the thread that made it, not to the process.
        """
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=solve_task, args=(self.task, theirs, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        # A thread of its own: it waits in recv for as long as the solve lasts, and ends when the process does.
        reader = ThreadPoolExecutor(1, thread_name_prefix="solve")
        try:
            answer = await self._answer_in_time(ours, reader)
        except EOFError:
            await asyncio.to_thread(process.join)
            raise ChildDied(process.exitcode) from None
        finally:
            await asyncio.shield(_end(process, ours, reader))
        return answer

    async def _answer_in_time(self, pipe: Pipe, reader: ThreadPoolExecutor) -> Result | Broken:
        seconds = self.task.budget.seconds + self.margin_seconds
        answering = asyncio.ensure_future(self._answer(pipe, reader))
        try:
            done, _ = await asyncio.wait([answering], timeout=seconds)
            if not done:
                log.warning("deadline seconds=%.0f telling the solve to stop", seconds)
                pipe.send(STOP)
                done, _ = await asyncio.wait([answering], timeout=FINISH_SECONDS)
            if done:
                return answering.result()
            return self._best() or OutOfBudget(reason=f"the solve did not end within {seconds:g} s", seconds=seconds)
        finally:
            answering.cancel()

    async def _answer(self, pipe: Pipe, reader: ThreadPoolExecutor) -> Result | Broken:
        loop = asyncio.get_running_loop()
        while True:
            message = await loop.run_in_executor(reader, pipe.recv)
            if not isinstance(message, Told):
                return message
            self._keep(message)
            self.on_progress(message.progress)

    def _keep(self, told: Told) -> None:
        if told.incumbent is not None:
            progress = told.progress
            first = self.best[0].seconds_to_first if self.best else progress.seconds
            self.best[:] = [
                Solved(
                    best=told.incumbent,
                    evaluations=progress.evaluations,
                    seconds_to_first=first,
                    seconds=progress.seconds,
                )
            ]

    def _best(self) -> Solved | None:
        """Return what a solve had found when it had to be killed: a schedule told is a schedule checked."""
        return self.best[0] if self.best else None


async def _end(process: BaseProcess, pipe: Pipe, reader: ThreadPoolExecutor) -> None:
    """Make sure that nothing of a solve is left: the process, the thread that read its pipe, the pipe."""
    if process.is_alive():
        try:
            pipe.send(STOP)
        except OSError:
            log.debug("the solve ended by itself")
        await asyncio.to_thread(process.join, ABANDON_SECONDS)
    if process.is_alive():
        process.kill()
    await asyncio.to_thread(process.join)
    # The pipe's other end is gone with the process, so the thread has read its end; closing a pipe that a thread still
    # reads would let it read whatever gets the number next.
    await asyncio.to_thread(reader.shutdown)
    pipe.close()
