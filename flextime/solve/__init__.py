"""The solver: from a problem, a budget and a seed to schedules with their price, or to the rules that cannot hold."""

from collections.abc import Sequence
from typing import cast, overload

from flextime.league.ids import RuleId
from flextime.limits.tournament import Tournament
from flextime.solve.answers import Answer, Question, RuleCost
from flextime.solve.problem import Budget, Problem, Result, Schedule, Watch
from flextime.solve.timetabling import Timetabled, TournamentBudget, TournamentWatch


@overload
def solve(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result: ...
@overload
def solve(problem: Tournament, budget: TournamentBudget, seed: int, watch: TournamentWatch) -> Timetabled: ...
def solve(
    problem: Problem | Tournament, budget: Budget | TournamentBudget, seed: int, watch: Watch | TournamentWatch
) -> Result | Timetabled:
    """Return the best schedule found, or why there is none. Loads the solver's libraries on the first call.

    The same problem, seed and counts of the budget give the same schedule. Raises RuleError for an impossible rule.
    """
    if isinstance(problem, Tournament):
        from flextime.solve.tournaments import solve_tournament  # noqa: PLC0415

        return solve_tournament(problem, cast(TournamentBudget, budget), seed, cast(TournamentWatch, watch))
    from flextime.solve.solver import solve_season  # noqa: PLC0415  who only reads problems pays for no solver

    return solve_season(problem, cast(Budget, budget), seed, cast(Watch, watch))


def why_not(
    problem: Problem, schedule: Schedule, question: Question, *, budget: Budget, seed: int, watch: Watch
) -> Answer:
    """Answer why a game is not on a date: by the best schedules found that have it there, or by what forbids it.

    Counts and seed decide, seconds only cut; `evaluations` are spent on better schedules once there is one. Raises
    RuleError.
    """
    from flextime.solve.asking import why_not as ask  # noqa: PLC0415

    return ask(problem, schedule, question, budget=budget, seed=seed, watch=watch)


def rule_costs(
    problem: Problem, schedule: Schedule, rules: Sequence[RuleId], *, budget: Budget, seed: int, watch: Watch
) -> tuple[RuleCost, ...]:
    """Return what each rule costs in a schedule, all soft ones where none is named. Raises RuleError.

    With evaluations in the budget also what would be saved elsewhere without it: a heuristic's figure.
    """
    from flextime.solve.worth import costs_of_rules  # noqa: PLC0415

    return costs_of_rules(problem, schedule, rules, budget=budget, seed=seed, watch=watch)


def affordable(tournament: Tournament, members: int, seconds: float, watch: TournamentWatch) -> int:
    """Return how many evaluations each member can make here in so many seconds, by a try."""
    from flextime.solve.tournaments import PLANNED_SHARE, measured_pace  # noqa: PLC0415

    return max(1, int(measured_pace(tournament, members, watch) * seconds * PLANNED_SHARE))
