"""The solver: from a problem, a budget and a seed to schedules with their price, or to the rules that cannot hold."""

from flextime.solve.problem import Budget, Problem, Result, Watch


def solve(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Return the best schedule found, or why there is none. Loads the solver's libraries on the first call.

    The same problem, seed and counts of the budget give the same schedule. Raises RuleError for an impossible rule.
    """
    from flextime.solve.solver import solve_season  # noqa: PLC0415  who only reads problems pays for no solver

    return solve_season(problem, budget, seed, watch)
