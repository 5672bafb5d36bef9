"""Running CP-SAT so that it can be watched, cancelled and repeated: one worker, a fixed seed, deterministic time."""

from collections.abc import Callable
from threading import Thread
from typing import Protocol

from ortools.sat.python import cp_model

from flextime.solve.problem import Budget, Watch

POLL_SECONDS = 0.2  # how soon a cancelled search ends; a fifth of what is promised


class Ending(Protocol):
    """What may end a search before its bound."""

    def over(self) -> bool:
        """Return True when the search must return what it has."""
        ...


class Stopwatch:
    """What may end a solve: the caller's flag, or the cap on seconds. `spent` is CP-SAT's deterministic time so far."""

    def __init__(self, budget: Budget, watch: Watch) -> None:
        self.budget, self.watch = budget, watch
        self.spent = 0.0

    def over(self) -> bool:
        """Return True when the solve must return what it has."""
        return self.watch.cancelled() or self.watch.seconds() > self.budget.seconds


def search(
    model: cp_model.CpModel,
    *,
    seed: int,
    deterministic_time: float,
    clock: Ending,
    tick: Callable[[], None] = lambda: None,
    quick: bool = False,
    linearization: int = 1,
    shuffled: bool = False,
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Solve a model with a bound that does not depend on the machine's speed; the clock only cuts it short.

    `deterministic_time` is in CP-SAT's own unit, about a second of one core. `tick` is called between polls. `quick`
    leaves out probing and the search for symmetries: three quarters of the time that a small question takes.
    `linearization` is how much of the model its linear relaxation sees, from 0, none, to 2: none proves
    little, and is cheaper where solutions abound. `shuffled` states variables and constraints in an order drawn from
    the seed: without it, and without relaxation, all seeds search alike.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (2**31)
    solver.parameters.max_deterministic_time = deterministic_time
    if quick:
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = linearization
    solver.parameters.permute_variable_randomly = shuffled
    solver.parameters.permute_presolve_constraint_order = shuffled
    status: list[cp_model.CpSolverStatus] = []
    thread = Thread(target=lambda: status.append(solver.solve(model)), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(POLL_SECONDS)
        if clock.over():
            solver.stop_search()
        tick()
    if status and isinstance(clock, Stopwatch):  # members of a tournament run side by side, and count for themselves
        clock.spent += solver.response_proto.deterministic_time
    return solver, status[0] if status else cp_model.UNKNOWN
