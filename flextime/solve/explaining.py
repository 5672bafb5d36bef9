"""Why there is no schedule: a minimal set of named rules that cannot hold together.

1. State every hard rule under a literal of its own, as what no schedule can do without, and assume all of them.
2. CP-SAT's core names enough rules to contradict each other; it is not minimal.
3. Leave one rule out at a time, the others of the core alone being stated: if they still contradict, it goes for good.
What remains is minimal: without any one of them the rest can hold. Where time ends a step, the rule is kept.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from flextime.league.ids import RuleId
from flextime.rules.check import sentence
from flextime.solve.encode import encode
from flextime.solve.problem import Infeasible, Problem
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable, timetable_of

CORE_TIME = 20.0  # deterministic; contradictions between rules show in less than one
SHRINK_TIME = 5.0  # for each rule left out


def explain(problem: Problem, seed: int, clock: Stopwatch) -> Infeasible | None:
    """Return the rules that contradict each other; None when the time ended before a contradiction was proved."""
    table = timetable_of(problem, necessary=True)
    rules = [rule.id for rule in problem.rules if rule.hardness == "hard"]
    core = _core(table, rules, seed, clock, CORE_TIME)
    if core is None:
        return None
    for rule in list(core):
        fewer = [other for other in core if other != rule]
        smaller = _core(table, fewer, seed, clock, SHRINK_TIME)
        if smaller is not None:
            core = [other for other in core if other in smaller]
    said = " ".join(sentence(rule, problem.facts) for rule in problem.rules if rule.id in core)
    pinned = f" {len(problem.pinned)} pinned games stand where they are." if problem.pinned else ""
    return Infeasible(
        rules=tuple(core),
        explanation=f"These rules cannot hold together: {said}{pinned}" if core else f"No schedule exists.{pinned}",
        seconds=clock.watch.seconds(),
    )


def _core(table: Timetable, rules: Sequence[RuleId], seed: int, clock: Stopwatch, time: float) -> list[RuleId] | None:
    """Return rules of these that contradict each other, or None when they do not, or it is not known."""
    model = cp_model.CpModel()
    switches = {str(rule): model.new_bool_var(str(rule)) for rule in rules}
    encoding = season_model(model, table, None, with_days=True, switches=switches)
    limits = [*table.slot_limits, *table.day_limits]
    encode([limit for limit in limits if limit.price.rule in switches], encoding, soft=False)
    model.add_assumptions(list(switches.values()))
    solver, status = search(model, seed=seed, deterministic_time=time, clock=clock)
    if status != cp_model.INFEASIBLE:
        return None
    named = {literal.index: rule for rule, literal in switches.items()}
    return [RuleId(named[index]) for index in solver.sufficient_assumptions_for_infeasibility() if index in named]
