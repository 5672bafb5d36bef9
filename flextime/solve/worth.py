"""What rules cost a schedule: their own price, and what it would save elsewhere without them."""

from collections.abc import Sequence
from dataclasses import replace

from flextime.league.ids import RuleId
from flextime.rules.check import score
from flextime.solve.answers import RuleCost
from flextime.solve.problem import Budget, Problem, Schedule, Score, Watch
from flextime.solve.solver import annealed


def costs_of_rules(
    problem: Problem, schedule: Schedule, rules: Sequence[RuleId], *, budget: Budget, seed: int, watch: Watch
) -> tuple[RuleCost, ...]:
    """Return what each rule costs, in the order asked; all soft ones where none is named. Raises RuleError.

    With evaluations in the budget, each rule is left out in turn and the schedule annealed anew: once with all rules,
    once without each, always from the same schedule with the same counts and seed. What is cut short, by the seconds or
    the watch, is left without the figure: two searches of different length say nothing.
    """
    known = {part.rule: part for part in score(problem.facts, problem.rules, schedule.games).soft}
    asked = tuple(rules) or tuple(known)
    with_all = _annealed(problem, schedule, budget, seed, watch)
    costs = []
    for rule in asked:
        elsewhere = None
        if with_all is not None:
            left = replace(problem, rules=tuple(other for other in problem.rules if other.id != rule))
            without = _annealed(left, schedule, budget, seed, watch)
            elsewhere = None if without is None else _but(with_all, rule) - without.price
        part = known.get(rule)
        violations, price = (part.violations, float(part.price)) if part else (0, 0.0)
        costs.append(RuleCost(rule=rule, violations=violations, price=price, elsewhere=elsewhere))
    return tuple(costs)


def _annealed(problem: Problem, schedule: Schedule, budget: Budget, seed: int, watch: Watch) -> Score | None:
    """Return the score of the best schedule from this one on, or None when there was no time for all evaluations."""
    if budget.evaluations == 0 or watch.cancelled() or watch.seconds() > budget.seconds:
        return None
    start = replace(schedule, score=score(problem.facts, problem.rules, schedule.games))
    best = annealed(problem, start, budget, seed, watch)
    cut_short = watch.cancelled() or watch.seconds() > budget.seconds
    return None if cut_short else best.score


def _but(known: Score, rule: RuleId) -> float:
    """Return the price of all soft rules but one."""
    return known.price - sum(part.price for part in known.soft if part.rule == rule)
