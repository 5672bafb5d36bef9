"""Rules against each other, in a process of its own: it loads the solver, and ends with it."""

from flextime.solve.explaining import explain
from flextime.solve.problem import Budget, OutOfBudget, Problem, Result, Watch
from flextime.solve.searching import Stopwatch

CONTRADICTION_TIME = 1.0  # deterministic, as for `flextime why-not`; contradictions show in a tenth of that


def compare(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Return the rules that contradict each other; OutOfBudget when no contradiction was proved. Raises RuleError."""
    found = explain(problem, seed, Stopwatch(budget, watch), time=CONTRADICTION_TIME)
    return found or OutOfBudget(reason="no contradiction was found", seconds=watch.seconds())
