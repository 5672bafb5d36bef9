"""Solve the twelve seasons of a year in turn, each around what is booked: `python -m benchmarks.all_sports`.

    python -m benchmarks.all_sports [--seed 1] [--evaluations-per-game 250000] [--sports FB MBB] [--rules]

A row tells seconds to the first valid schedule and to the last, what was found, and how long the rules' checks take.
The clashes are counted here, event by event, and not by a rule.
"""

import argparse
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from benchmarks.solver import PrintingWatch
from flextime.league.big12 import season_facts
from flextime.league.big12_seasons import every_season
from flextime.league.ids import SchoolCode
from flextime.league.model import Booking, SeasonPlan, booking, days_from
from flextime.rules.check import check
from flextime.rules.model import Rule, Violation
from flextime.solve import solve
from flextime.solve.problem import Budget, Problem, Solved

LENGTH = timedelta(hours=3)
HEADER = (
    "| sport | games | first valid | whole | miles | price | hard | soft weight kept, by team | checks, slowest |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


class QuietWatch(PrintingWatch):
    """The clock alone."""

    def report(self, progress: object, incumbent: object) -> None:
        """Nobody looks."""


def main() -> None:
    given = _arguments()
    bookings: list[Booking] = []
    began = time.perf_counter()
    print(HEADER)
    for plan, rules in every_season():
        if not given.sports or plan.sport in given.sports:
            bookings += _season(plan, rules, bookings, given)
    print(f"\n{time.perf_counter() - began:.0f} s in all; {clashes(bookings)} clashes among {len(bookings)} games")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.all_sports", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluations-per-game", type=int, default=250_000)
    parser.add_argument("--sports", nargs="+", default=[], help="these alone")
    parser.add_argument("--rules", action="store_true", help="tell what each soft rule loses")
    return parser.parse_args()


def _season(
    plan: SeasonPlan, rules: Sequence[Rule], bookings: Sequence[Booking], given: argparse.Namespace
) -> list[Booking]:
    facts = season_facts(plan, bookings)
    games = len(plan.teams) * plan.games_per_team // 2
    problem = Problem(facts=facts, rules=tuple(rules))
    result = solve(problem, Budget(evaluations=games * given.evaluations_per_game), given.seed, QuietWatch())
    if not isinstance(result, Solved):
        print(f"| {plan.sport} | {result} |", flush=True)
        return []
    found = check(facts, problem.rules, result.best.games)
    hard = sum(each.hardness == "hard" for each in found)
    cells = (
        plan.sport, str(len(result.best.games)), f"{result.seconds_to_first:.1f} s", f"{result.seconds:.0f} s",
        f"{result.best.score.miles:,.0f}", f"{result.best.score.price:,.0f}", str(hard),
        f"{_kept(plan, rules, found):.0%}", _check_times(problem, result),
    )  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)
    if given.rules:
        _print_lost(plan, rules, found)
    return [booking(plan, game) for game in result.best.games]


def _kept(plan: SeasonPlan, rules: Sequence[Rule], found: Sequence[Violation]) -> float:
    """Return the share of soft weight that is kept, each rule for each team; miles, which always cost, aside."""
    soft = _priced(rules)
    lost = sum(rule.weight * len(_concerned(plan, rule, found)) / len(plan.teams) for rule in soft)
    return 1 - lost / sum(rule.weight for rule in soft)


def _priced(rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.hardness == "soft" and rule.kind != "travel-miles"]


def _concerned(plan: SeasonPlan, rule: Rule, found: Sequence[Violation]) -> set[SchoolCode]:
    return {team for each in found if each.rule == rule.id for team in each.teams or plan.teams}


def _print_lost(plan: SeasonPlan, rules: Sequence[Rule], found: Sequence[Violation]) -> None:
    """Print what each soft rule loses: its share of all soft weight, its price, and the teams that do not have it."""
    whole = sum(rule.weight for rule in _priced(rules))
    for rule in _priced(rules):
        teams = sorted(_concerned(plan, rule, found))
        price = sum(each.price for each in found if each.rule == rule.id)
        lost = rule.weight * len(teams) / len(plan.teams) / whole
        print(
            f"    {rule.id:<24} lost {lost:5.1%} of {rule.weight / whole:5.1%}, {price:7,.0f} points  {' '.join(teams)}"
        )


def _check_times(problem: Problem, result: Solved) -> str:
    """Return the milliseconds that all rules take over the finished season, and the slowest of them alone."""
    alone = {rule.kind: _milliseconds(problem, [rule], result) for rule in problem.rules}
    slowest = max(alone, key=lambda kind: alone[kind])
    return f"{_milliseconds(problem, problem.rules, result):.0f} ms, {slowest} {alone[slowest]:.0f} ms"


def _milliseconds(problem: Problem, rules: Sequence[Rule], result: Solved) -> float:
    began = time.perf_counter()
    check(problem.facts, rules, result.best.games)
    return (time.perf_counter() - began) * 1000


def clashes(bookings: Sequence[Booking]) -> int:
    """Return how many pairs of games of two seasons take one venue at one time."""
    return sum(
        one.season != other.season and one.venue == other.venue and _overlap(one, other)
        for one, other in combinations(bookings, 2)
    )


def _overlap(one: Booking, other: Booking) -> bool:
    return any(
        abs(datetime.combine(a, one.tip_off) - datetime.combine(b, other.tip_off)) < LENGTH
        for a in days_from(one.date, one.days)
        for b in days_from(other.date, other.days)
    )


if __name__ == "__main__":
    main()
