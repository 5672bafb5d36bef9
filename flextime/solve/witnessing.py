"""A season that can be played, as the proof that rules can hold together: found by CP-SAT, seen by the checker.

- Near a schedule that is at hand: windows around what it breaks may move, more and more of them.
- From nothing: pairs without a thought of miles, then slots and days for them, then all three at once.
Either way, what was given up is broken as little as the moves of a few windows bring about.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from flextime.league.ids import GameId, RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Rule, Violation
from flextime.solve.encode import encode
from flextime.solve.matchups import choose_matchups
from flextime.solve.nearby import Dated, Neighbourhood, around, dated, move_within, settled
from flextime.solve.problem import Problem
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable, timetable_of

# Deterministic. Two searches in three find a season in 0.3 to 0.6 without the linear relaxation, one in two in 0.2 to
# 0.4 with it; the others take ten times as much, which another seed does not.
PAIRED_TIME, LINEAR_TIME = 0.6, 0.4
PAIRED_TRIES, PAIRS_TRIED = 3, 3  # of each three tries for the same pairs the second is with it
OPEN_TIME = 2.0  # with the pairs open too; what is not found then takes minutes
RADII = (4, 6, 8, 10)  # windows that may move: a tenth of a second each, half a one the last
SOFTEN_WINDOWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A schedule that keeps every hard rule but those given up, and how far it breaks those, priced as soft."""

    games: tuple[ScheduledGame, ...]
    broken: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is to be witnessed: the rules that stay hard, those given up as soft ones, and the pins that stay."""

    problem: Problem
    table: Timetable
    pinned: Dated
    seed: int
    clock: Stopwatch
    pairs_tried: int = PAIRS_TRIED


def seek(
    problem: Problem,
    *,
    rules: Collection[RuleId] = (),
    unpinned: Collection[GameId] = (),
    seed: int,
    clock: Stopwatch,
    pairs_tried: int = PAIRS_TRIED,
) -> Search:
    """Return what is to be witnessed once some hard rules and pins are given up. Raises RuleError."""
    left = _left(problem, rules, unpinned)
    table, pinned = timetable_of(left), dated(left, left.pinned)
    return Search(problem=left, table=table, pinned=pinned, seed=seed, clock=clock, pairs_tried=pairs_tried)


def mended(sought: Search, near: Sequence[ScheduledGame]) -> Witness | None:
    """Return a schedule close to `near`: games are moved around what it breaks. None when a few windows do not do."""
    facts = sought.problem.facts
    broken = [found for found in check(facts, sought.problem.rules, near) if found.hardness == "hard"]
    displaced = [game for game in sought.problem.pinned if game not in near]
    if not broken and not displaced:
        return _kept_further(sought, tuple(near))
    names = {game.game for game in displaced}
    displaced += [game for game in near if game.game in names]  # where they stand and where they shall
    centres = _slots_of(sought, broken, near) | {fixture.slot for fixture in dated(sought.problem, displaced)}
    for radius in RADII if centres else ():
        games = _moved(sought, near, around(centres, sought.table.slots, radius))
        if games is not None:
            return _kept_further(sought, games)
    return None


def from_nothing(sought: Search) -> Witness | None:
    """Return a schedule made without one at hand. None proves nothing."""
    days = next(filter(None, _seasons(sought)), None)
    games = None if days is None else settled(sought.problem, days, ())
    return None if games is None else _kept_further(sought, games)


def _seasons(sought: Search) -> Iterator[Dated | None]:
    """Yield what each search for a season comes to, until pairs are proved to have none; then with the pairs open."""
    for number in range(sought.pairs_tried):
        pairs = choose_matchups(sought.table, sought.seed + number, sought.clock)
        if pairs is None:
            return  # nor will windows help
        impossible = False
        for again in range(PAIRED_TRIES):
            if impossible or sought.clock.over():
                break
            seed = sought.seed + PAIRED_TRIES * number + again
            days, impossible = _whole_season(sought, pairs, seed, linear=again == 1)
            yield days
        if impossible and not sought.clock.over():
            yield _whole_season(sought, None, sought.seed, linear=True)[0]
            return


def _left(problem: Problem, rules: Collection[RuleId], unpinned: Collection[GameId]) -> Problem:
    hard = [rule for rule in problem.rules if rule.hardness == "hard"]
    pinned = tuple(game for game in problem.pinned if game.game not in unpinned)
    return replace(problem, rules=tuple(softened(rule) if rule.id in rules else rule for rule in hard), pinned=pinned)


def softened(rule: Rule) -> Rule:
    """Return a hard rule as a soft one; a weight of nothing would not tell how far it is broken."""
    return replace(rule, hardness="soft", weight=rule.weight or 1.0)


def _kept_further(sought: Search, games: tuple[ScheduledGame, ...]) -> Witness:
    """Move games around what is broken of the rules given up, if that breaks less."""
    broken = check(sought.problem.facts, sought.problem.rules, games)
    witness = Witness(games=games, broken=broken)
    centres = _slots_of(sought, broken, games)
    moved = _moved(sought, games, around(centres, sought.table.slots, SOFTEN_WINDOWS)) if centres else None
    if moved is None:
        return witness
    other = Witness(games=moved, broken=check(sought.problem.facts, sought.problem.rules, moved))
    return min(witness, other, key=lambda known: sum(found.price for found in known.broken))


def _slots_of(sought: Search, found: Sequence[Violation], games: Sequence[ScheduledGame]) -> set[int]:
    """Return the slots of the games that violations name."""
    named = {game for violation in found for game in violation.games}
    return {fixture.slot for fixture in dated(sought.problem, [game for game in games if game.game in named])}


def _moved(sought: Search, games: Sequence[ScheduledGame], slots: frozenset[int]) -> tuple[ScheduledGame, ...] | None:
    now = dated(sought.problem, games)
    where = Neighbourhood(now=now, present=now, slots=slots)
    days = move_within(sought.table, sought.pinned, where, seed=sought.seed, clock=sought.clock)
    return None if days is None else settled(sought.problem, days, games)


def _whole_season(
    sought: Search, pairs: Sequence[tuple[int, int]] | None, seed: int, *, linear: bool
) -> tuple[Dated | None, bool]:
    """Return a season's days, and whether it is proved that these pairs have none."""
    model = cp_model.CpModel()
    encoding = season_model(model, sought.table, pairs, with_days=True)
    encode([*sought.table.slot_limits, *sought.table.day_limits], encoding, soft=False)
    for game, day in sought.pinned.items():
        if game in encoding.play and day in sought.table.days[game.slot]:
            model.add(encoding.on(game.home, game.slot, day) == 1)
    time = OPEN_TIME if pairs is None else LINEAR_TIME if linear else PAIRED_TIME
    solver, status = search(
        model, seed=seed, deterministic_time=time, clock=sought.clock, quick=True, linearization=int(linear)
    )
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return encoding.dated(solver) if found else None, status == cp_model.INFEASIBLE
