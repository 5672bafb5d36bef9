"""Explain seasons of 200 rules with a planted contradiction, and ask why games are not on dates.

    python -m benchmarks.explaining [--seeds 1 2 3] [--rules 200] [--questions 12] [--only road]

The Big 12 men's season of 18 games: what the conference asks of every team is asked of each by a rule of its own, and
halls are closed for concerts until the number of rules is reached. A planted contradiction is two to four rules more.
Processor seconds are printed beside those of the clock, so that a busy machine can be told from a slow solver.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from benchmarks.solver import PrintingWatch
from flextime.league.big12 import mbb_plan, mbb_rules, season_facts
from flextime.league.ids import RuleId, SchoolCode
from flextime.rules.catalogue import KINDS
from flextime.rules.model import Hardness, Parameter, Rule
from flextime.solve import solve, why_not
from flextime.solve.answers import Answer, Forbidden, Possible, Question
from flextime.solve.explaining import explain
from flextime.solve.problem import Budget, Problem, Progress, Schedule, Solved
from flextime.solve.searching import Stopwatch

PLAN = mbb_plan()
FACTS = season_facts(PLAN)
UNCAPPED = Budget(evaluations=0, seconds=1e9)


def _rule(name: str, kind: str, hardness: Hardness = "hard", **given: Parameter) -> Rule:
    return Rule(id=RuleId(name), kind=kind, hardness=hardness, weight=0.3, parameters=given)


def _days(*windows: int) -> tuple[str, ...]:
    return tuple(str(day) for number in windows for day in PLAN.windows[number].dates)


# Each contradicts what the rulebook asks of KU, or of all; the comment says what else stands in the minimal set.
PLANTED = {
    "weekends": (
        _rule("ku-six-weekends", "weekend-home", teams=("KU",), games=6),
        _rule("ku-fair", "no-host-dates", teams=("KU",), days=_days(0, 2, 4, 6, 8), reason="a fair"),
    ),
    "balance": (_rule("ku-ten-weekends", "weekend-home", teams=("KU",), games=10),),  # and KU's balance
    "holidays": (  # and a team's number of games: it has one bye
        _rule("one-holiday", "holidays", days=_days(5)),
        _rule("another-holiday", "holidays", days=_days(8)),
    ),
    "road": (  # and KU's number of games, and its longest trip
        _rule("ku-fair", "no-host-dates", teams=("KU",), days=_days(4, 5), reason="a fair"),
        _rule("ku-show", "no-host-dates", teams=("KU",), days=_days(6, 7), reason="a show"),
    ),
    "once": (_rule("once", "opponent-multiplicity", least=0, most=1),),  # and the rivalries
    "rest": (_rule("ku-rest", "min-rest", teams=("KU",), free_days=4),),  # and KU's number of games
}


def main() -> None:
    """Explain what is asked for, and print a line each."""
    given = _arguments()
    for name in given.only or PLANTED:
        for seed in given.seeds:
            _explained(name, given.rules, seed)
    if given.questions:
        _asked(given.questions, given.seeds[0])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.explaining", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--rules", type=int, default=200)
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--only", nargs="+", choices=sorted(PLANTED), default=[])
    return parser.parse_args()


def rulebook(planted: tuple[Rule, ...], count: int) -> tuple[Rule, ...]:
    """Return so many rules, the planted ones among them."""
    rules: list[Rule] = []
    for rule in mbb_rules():
        each = "teams" in KINDS[rule.kind].defaults() and "teams" not in rule.parameters
        teams = PLAN.teams if each else ()
        rules += [_of_team(rule, team) for team in teams] or [rule]
    concerts = _concerts()
    while len(rules) < count - len(planted):
        rules.append(next(concerts))
    return (*rules[: count - len(planted)], *planted)


def _of_team(rule: Rule, team: SchoolCode) -> Rule:
    name = RuleId(f"{team.lower()}-{rule.id}")
    return replace(rule, id=name, parameters={**rule.parameters, "teams": (team,)})


def _concerts() -> Iterator[Rule]:
    number = 0
    while True:
        team, window = PLAN.teams[number % len(PLAN.teams)], PLAN.windows[(1 + number * 5) % 18]
        hardness: Hardness = "hard" if number % 2 else "soft"
        days = (str(window.dates[-1]),)
        name = f"{team.lower()}-concert-{number}"
        yield _rule(name, "no-host-dates", hardness, teams=(team,), days=days, reason="a concert")
        number += 1


def _explained(name: str, count: int, seed: int) -> None:
    problem = Problem(facts=FACTS, rules=rulebook(PLANTED[name], count))
    used, watch = time.process_time(), PrintingWatch()
    found = explain(problem, seed, Stopwatch(UNCAPPED, watch))
    seconds, used = watch.seconds(), time.process_time() - used
    head = f"{name:<10} {len(problem.rules)} rules, seed {seed}: {seconds:4.1f} s, processor {used:4.1f} s"
    if found is None:
        print(f"{head}  no contradiction found")
        return
    minimal = "minimal" if found.conflicts[0].minimal else "perhaps not minimal"
    ways = ", ".join("+".join(way.rules) for way in found.ways_out) or "none found"
    print(f"{head}  {minimal}: {', '.join(found.rules)}; ways out: {ways}", flush=True)


class SilentWatch(PrintingWatch):
    """The clock alone."""

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        """Nobody looks."""


def _asked(count: int, seed: int) -> None:
    """Ask for games of a draft on days spread over the season, each nobody's choice."""
    problem = Problem(facts=FACTS, rules=mbb_rules())
    draft = solve(problem, UNCAPPED, seed, SilentWatch())
    if not isinstance(draft, Solved):
        print(draft)
        return
    days = [day for window in PLAN.windows for day in window.dates]
    times = []
    for number in range(count):
        game, day = draft.best.games[(31 + 47 * number) % 144], days[(17 + 29 * number) % len(days)]
        question = Question(home=game.home, away=game.away, date=day)
        used, watch = time.process_time(), SilentWatch()
        answer = why_not(problem, draft.best, question, budget=UNCAPPED, seed=seed, watch=watch)
        seconds, used = watch.seconds(), time.process_time() - used
        times.append(used)
        head = f"{game.away} at {game.home}, {game.date} -> {day}: {seconds:4.1f} s, processor {used:4.1f} s"
        print(f"{head}  {_told(answer)}", flush=True)
    print(f"{count} questions: median {median(times):.1f}, most {max(times):.1f} processor seconds")


def _told(answer: Answer) -> str:
    match answer:
        case Possible(alternatives=alternatives):
            return "; ".join(f"{len(known.moved)} moved, {known.price:+,.0f} points" for known in alternatives)
        case Forbidden(because=because):
            return f"forbidden by {', '.join(because.rules)}"
        case _:
            return answer.sentence


if __name__ == "__main__":
    main()
