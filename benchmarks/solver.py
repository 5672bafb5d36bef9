"""Solve Big 12 seasons, the men's with 18 and 20 games unless said, and print seconds to first and last, and prices.

    python benchmarks/solver.py [--seed 1] [--evaluations 40000000] [--anneals 3] [--seconds 180] [--games 18 20]
                                [--sports FB WBB BSB ...] [--travel-only]

`--travel-only` keeps the hard rules, and of the soft ones that on miles alone. Processor seconds are printed
beside those of the clock, so that a busy machine can be told from a slow solver.
"""

import argparse
import time
from collections.abc import Sequence

from flextime.league.big12 import mbb_plan, mbb_rules, season_facts
from flextime.league.big12_seasons import every_season
from flextime.league.model import SeasonPlan
from flextime.rules.check import check
from flextime.rules.model import Rule
from flextime.solve import solve
from flextime.solve.problem import Budget, Problem, Progress, Schedule, Solved
from flextime.solve.traits import sentence


class PrintingWatch:
    """The clock of this process; each better schedule is a line."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        if incumbent is not None:
            found = f"{incumbent.score.price:,.0f} points, {incumbent.score.miles:,.0f} miles"
            print(f"  {progress.seconds:7.1f} s  {progress.stage:<10} {progress.evaluations:>11,} evaluations  {found}")

    def cancelled(self) -> bool:
        return False


def main() -> None:
    arguments = _arguments()
    budget = Budget(evaluations=arguments.evaluations, anneals=arguments.anneals, seconds=arguments.seconds)
    seasons = [(mbb_plan(games_per_team=games), mbb_rules()) for games in arguments.games]
    if arguments.sports:
        seasons = [(plan, rules) for plan, rules in every_season() if plan.sport in arguments.sports]
    for plan, rules in seasons:
        _season(plan, rules, budget, arguments.seed, travel_only=arguments.travel_only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Benchmark the solver on seasons of the Big 12.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluations", type=int, default=Budget().evaluations)
    parser.add_argument("--anneals", type=int, default=Budget().anneals)
    parser.add_argument("--seconds", type=float, default=Budget().seconds)
    parser.add_argument("--games", type=int, nargs="+", default=[18, 20])
    parser.add_argument("--sports", nargs="+", default=[], help="these instead of men's basketball")
    parser.add_argument("--travel-only", action="store_true")
    return parser.parse_args()


def _season(plan: SeasonPlan, book: Sequence[Rule], budget: Budget, seed: int, *, travel_only: bool) -> None:
    facts = season_facts(plan)
    rules = [rule for rule in book if not travel_only or rule.hardness == "hard" or rule.kind == "travel-miles"]
    problem = Problem(facts=facts, rules=tuple(rules))
    print(f"{plan.name}: {plan.games_per_team} games a team, seed {seed}, {len(rules)} rules")
    used = time.process_time()
    result = solve(problem, budget, seed, PrintingWatch())
    used = time.process_time() - used
    if not isinstance(result, Solved):
        print(f"  {result}")
        return
    best = result.best
    hard = sum(found.hardness == "hard" for found in check(facts, problem.rules, best.games))
    print(f"  first {result.seconds_to_first:.1f} s, whole {result.seconds:.1f} s, processor {used:.1f} s")
    print(f"  {best.score.miles:,.0f} miles, price {best.score.price:,.0f}, hard violations {hard}")
    for other in result.pool:
        print(f"  {other.apart:4.0%} apart, best in {', '.join(other.best_in)}: {sentence(other.differences)}")
    for part in best.score.soft:
        print(f"    {part.rule:<24} {part.violations:>4} violations {part.price:>10,.1f} points")


if __name__ == "__main__":
    main()
