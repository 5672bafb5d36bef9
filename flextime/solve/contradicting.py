"""What cannot hold together: hard rules and pinned games, each a claim under a literal of its own.

A claim is stated as what no schedule can do without, so that a contradiction is one of the rules, not of the search.
CP-SAT's core names enough claims to contradict each other; it is not minimal until each was left out in turn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ortools.sat.python import cp_model

from flextime.league.ids import GameId, RuleId
from flextime.league.model import ScheduledGame
from flextime.limits.encoding import Encoding
from flextime.solve.encode import encode
from flextime.solve.matchups import bounds_on_pairs
from flextime.solve.problem import Problem
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable, fixture_of, timetable_of

CORE_TIME = 20.0  # deterministic; contradictions between rules show in less than one
PAIRS_TIME = 0.2
SHRINK_TIME = 5.0  # for each claim left out


class Claim(NamedTuple):
    """What an explanation may name: a hard rule, or a pinned game."""

    rule: RuleId | None = None
    game: GameId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A season's claims, and what a search for contradictions needs of it. `pins` are its pinned games by claim."""

    problem: Problem
    table: Timetable
    claims: tuple[Claim, ...]
    pins: Mapping[Claim, ScheduledGame]
    seed: int
    clock: Stopwatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Whether claims can hold together; `core` are those that cannot. Nobody knows where the time ended."""

    verdict: Literal["hold", "contradict", "unknown"]
    core: tuple[Claim, ...] = ()


def case_of(problem: Problem, seed: int, clock: Stopwatch) -> Case:
    """Return the case of a problem: its hard rules and its pinned games. Raises RuleError."""
    rules = [Claim(rule=rule.id) for rule in problem.rules if rule.hardness == "hard"]
    pins = {Claim(game=game.game): game for game in problem.pinned}
    # Pinned games are claims here, and no part of the table.
    table = replace(timetable_of(problem, necessary=True), pinned=())
    return Case(problem=problem, table=table, claims=(*rules, *pins), pins=pins, seed=seed, clock=clock)


def ruling(case: Case, claims: Iterable[Claim], time: float = CORE_TIME) -> Ruling:
    """Say whether the claims can hold together, nothing else being stated; `time` is deterministic."""
    stated = tuple(claims)
    core = _closed_day(case, stated) or _core_of_pairs(case, stated)
    if core is not None:
        return Ruling(verdict="contradict", core=core)
    model = cp_model.CpModel()
    literals = {claim: model.new_bool_var("") for claim in stated}
    switches = {str(claim.rule): literal for claim, literal in literals.items() if claim.rule is not None}
    slot_limits = [limit for limit in case.table.slot_limits if limit.price.rule in switches]
    day_limits = [limit for limit in case.table.day_limits if limit.price.rule in switches]
    # Days double the model, and where nothing speaks of them any will do.
    with_days = bool(day_limits) or len(switches) < len(literals)
    encoding = season_model(model, case.table, None, with_days=with_days, switches=switches)
    encode([*slot_limits, *day_limits], encoding, soft=False)
    for claim, literal in literals.items():
        if claim in case.pins:
            _state_pin(case, encoding, case.pins[claim], literal)
    return _ruled(case, model, literals, time)


def _ruled(case: Case, model: cp_model.CpModel, literals: Mapping[Claim, cp_model.IntVar], time: float) -> Ruling:
    """Solve a model under its claims, and read which of them contradict."""
    model.add_assumptions(list(literals.values()))
    solver, status = search(model, seed=case.seed, deterministic_time=time, clock=case.clock, quick=True)
    if status == cp_model.INFEASIBLE:
        named = set(solver.sufficient_assumptions_for_infeasibility())
        core = tuple(claim for claim, literal in literals.items() if literal.index in named)
        return Ruling(verdict="contradict", core=core)
    return Ruling(verdict="hold" if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else "unknown")


def _core_of_pairs(case: Case, stated: Sequence[Claim]) -> tuple[Claim, ...] | None:
    """Return claims that contradict whatever the windows: who meets whom how often is a model of 240 literals."""
    model = cp_model.CpModel()
    literals = {claim: model.new_bool_var("") for claim in stated if claim.rule is not None}
    switches = {str(claim.rule): literal for claim, literal in literals.items()}
    teams = range(case.table.teams)
    play = {(home, away): model.new_bool_var("") for home in teams for away in teams if home != away}
    for met, least, most, price in bounds_on_pairs(case.table, play):
        if price.rule in switches:
            model.add_linear_constraint(sum(met, start=0), least, most).only_enforce_if(switches[price.rule])
    found = _ruled(case, model, literals, PAIRS_TIME)
    return found.core if found.verdict == "contradict" else None


def minimal(case: Case, core: Sequence[Claim]) -> tuple[tuple[Claim, ...], bool]:
    """Leave out one claim at a time for as long as the others contradict; return them, and whether that was proved.

    Where time ends a step, its claim is kept.
    """
    proved = True
    for claim in core:
        if claim not in core:
            continue
        found = ruling(case, [other for other in core if other != claim], SHRINK_TIME)
        if found.verdict == "contradict":
            core = found.core
        proved = proved and found.verdict != "unknown"
    return tuple(core), proved


def _closed_day(case: Case, stated: Sequence[Claim]) -> tuple[Claim, ...] | None:
    """Return a pinned game and a rule that bars its day for one of its teams: no model is needed to see that."""
    rules = {str(claim.rule): claim for claim in stated if claim.rule is not None}
    bans = [limit for limit in case.table.bans() if limit.price.rule in rules]
    for claim in stated:
        if claim in case.pins:
            game = case.pins[claim]
            fixture = fixture_of(case.problem.facts, game)
            for ban in bans:
                sides = [team for team, side in ((fixture.home, "H"), (fixture.away, "A")) if ban.mode in (side, "HA")]
                if game.date in ban.days and set(sides) & set(ban.teams):
                    return (rules[ban.price.rule], claim)
    return None


def _state_pin(case: Case, encoding: Encoding, game: ScheduledGame, literal: cp_model.IntVar) -> None:
    fixture = fixture_of(case.problem.facts, game)
    encoding.model.add_implication(literal, encoding.play[fixture])
    if game.date in case.table.days[fixture.slot]:
        encoding.model.add_implication(literal, encoding.on(fixture.home, fixture.slot, game.date))
    else:
        encoding.model.add_bool_or(~literal)
