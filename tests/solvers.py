"""Solvers named for their behaviour, for the process that runs one. A child process imports them by name."""

# ruff: noqa: ARG001  the signature is the solver's

import os
import signal

from flextime.solve.problem import (
    Budget,
    OutOfBudget,
    Problem,
    Progress,
    Result,
    Schedule,
    Solved,
    Watch,
)
from tests.four_teams import GAMES, SCORE

HERE = "tests.solvers"
PAUSE_SECONDS = 0.02


def quick(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Answer at once."""
    watch.report(Progress(stage="done", evaluations=1, best=1.0, miles=1.0, seconds=watch.seconds()), None)
    return Solved(best=Schedule(games=GAMES, score=SCORE), evaluations=seed, seconds_to_first=0.0, seconds=0.0)


def patient(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Use the whole budget, report often, and answer; stop at once when told to."""
    while watch.seconds() < budget.seconds:
        watch.report(Progress(stage="annealing", evaluations=1, best=1.0, miles=1.0, seconds=watch.seconds()), None)
        _pause()
        if watch.cancelled():
            return OutOfBudget(reason="told to stop", seconds=watch.seconds())
    return quick(problem, budget, seed, watch)


def deaf(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Never look at the flag, and never end."""
    watch.report(Progress(stage="dates", evaluations=0, best=None, miles=None, seconds=watch.seconds()), None)
    while True:
        _pause()


def finder(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Find a schedule, tell it, and then neither listen nor end."""
    progress = Progress(stage="dates", evaluations=5, best=1.0, miles=1.0, seconds=watch.seconds())
    watch.report(progress, Schedule(games=GAMES, score=SCORE))
    return deaf(problem, budget, seed, watch)


def raising(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Raise."""
    raise ZeroDivisionError("a bug in the solver")


def dying(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Die as one that ran out of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return deaf(problem, budget, seed, watch)


def _pause() -> None:
    signal.sigtimedwait((), PAUSE_SECONDS)  # of the child's own work, not of a test
