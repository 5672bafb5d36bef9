"""The process that solves one job. It imports the solver itself, so that the scheduler stays small (59 to 84 MB).

It speaks with its parent by one pipe: progress and the result go up, the word "stop" comes down. It ends with its
parent in any case: by the pipe's end when it listens, by the kernel when it does not.
"""

import ctypes
import importlib
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from flextime.solve.problem import Budget, Problem, Progress, Result, Schedule, Solver

PR_SET_PDEATHSIG = 1  # linux/prctl.h
NICENESS = 5  # the servers and the event loops share the cores, and must answer first
REPORT_SECONDS = 1.0
ORPHANED = 3
STOP = "stop"

SOLVER = "flextime.solve:solve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a worker process is to solve. `solver` names a function as "module:function"."""

    problem: Problem
    budget: Budget
    seed: int
    solver: str = SOLVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The solver raised: a bug, or a problem that it cannot read. The same job would raise again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Progress, with the schedule when it is better than the last one told."""

    progress: Progress
    incumbent: Schedule | None


Message = Told | Result | Broken


def solve_task(task: Task, pipe: "Connection[Message, str]", parent: int) -> None:
    """Solve, send the answer, and end: the target of the spawned process.

    1. die with the parent; 2. yield the cores; 3. listen for "stop"; 4. solve; 5. answer.
    """
    _die_with(parent)
    os.nice(NICENESS)
    watch = PipeWatch(pipe=pipe)
    threading.Thread(target=watch.listen, daemon=True).start()
    try:
        solver = _solver(task.solver)
        watch.began = time.monotonic()  # the budget is for solving, not for loading what solves
        answer: Message = solver(task.problem, task.budget, task.seed, watch)
    except Exception as error:  # noqa: BLE001 - whatever the solver raised is the answer, and the parent's to judge
        answer = Broken(reason=f"{type(error).__name__}: {error}")
    watch.send(answer)


def _die_with(parent: int) -> None:
    """Have the kernel kill this process when the parent's main thread ends, by SIGKILL too; leave signals to it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the request stood
        os._exit(ORPHANED)
    # A terminal's Ctrl-C and a supervisor's SIGTERM reach the whole group; the parent decides what becomes of a solve.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _solver(name: str) -> Solver:
    module, _, function = name.partition(":")
    found: Solver = getattr(importlib.import_module(module), function)
    return found


@dataclass(slots=True, kw_only=True)
class PipeWatch:
    """The solver's window to the world, through the pipe. Its clock begins when it is made."""

    pipe: "Connection[Message, str]"
    began: float = field(default_factory=time.monotonic)
    reported: float = float("-inf")
    stage: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)
    sending: threading.Lock = field(default_factory=threading.Lock)

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        """Send progress about once a second, and at once when the stage changes or there is a better schedule."""
        now = time.monotonic()
        if incumbent is not None or progress.stage != self.stage or now - self.reported >= REPORT_SECONDS:
            self.reported, self.stage = now, progress.stage
            self.send(Told(progress=progress, incumbent=incumbent))

    def cancelled(self) -> bool:
        return self.stopping.is_set()

    def listen(self) -> None:
        """Wait for "stop", or for the end of the parent, which means the same."""
        try:
            self.pipe.recv()
        except (EOFError, OSError):
            os._exit(ORPHANED)
        self.stopping.set()

    def send(self, message: Message) -> None:
        """Send to the parent; without one there is nothing left to do."""
        with self.sending:
            try:
                self.pipe.send(message)
            except OSError:
                os._exit(ORPHANED)
