"""Large neighbourhood search: CP-SAT arranges parts of a timetable anew, every member another part, and the best stays.

Members meet after each part. A part that is no dearer is taken as well, so that the search drifts where it is flat.
"""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from flextime.limits import Tournament
from flextime.limits.encoding import POINT_SCALE
from flextime.limits.evaluating import evaluate
from flextime.limits.model import Fixture
from flextime.solve.course import Course
from flextime.solve.neighbourhoods import Kind, Sizes, free_games
from flextime.solve.placing import Placing, fixed, placing_of
from flextime.solve.searching import search

UNITS = 0.25  # deterministic time of a part: what is settled at all mostly is in a tenth
CYCLE: tuple[Kind, ...] = ("slots", "teams", "slots", "teams", "hosts", "slots", "teams", "slots", "teams")
SEED_STEP = 7_919
GAMES_A_UNIT = 50_000  # games that may be, of which the model of a part is made before its time is counted, in a unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a member is to arrange anew, and by which seed."""

    kind: Kind
    free: Collection[Fixture]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What came of a part. `games` is None where none was found; `settled`: there is none better in it."""

    games: Sequence[Fixture] | None
    cost: int  # hundredths of a point
    settled: bool
    units: float


def arrange(course: Course, pool: ThreadPoolExecutor, tournament: Tournament, games: Sequence[Fixture]) -> bool:
    """Lower the objective of the tournament, which is the course's own or its hard limits at a price, from its games.

    Returns True when there is no better timetable. The games must keep the base rules and all hard limits.
    """
    placing, sizes = placing_of(tournament, soft=True), Sizes(tournament)
    state = np.array([course.seed & 0xFFFFFFFFFFFF], dtype=np.int64)
    cost, number = round(evaluate(tournament, games).objective * POINT_SCALE), 0
    while cost > 0 and course.left > 0 and not course.over():
        parts = []
        for member in range(course.budget.members):
            kind = CYCLE[number % len(CYCLE)]
            free = free_games(tournament, games, kind, sizes.of(kind), state)
            parts.append(Part(kind=kind, free=free, seed=course.seed + number * SEED_STEP + member))
        number += 1
        arranged = list(pool.map(partial(_arranged, course, placing, games, cost), parts))
        course.spend(max(each.units for each in arranged) + len(placing.play) / GAMES_A_UNIT)
        whole = any(each.settled and sizes.is_whole(part.kind) for part, each in zip(parts, arranged, strict=True))
        for part, each in zip(parts, arranged, strict=True):
            sizes.learn(part.kind, settled=each.settled, found=each.games is not None)
        best = min(arranged, key=lambda each: each.cost)
        if best.games is not None:
            games, cost = best.games, best.cost
            course.offer(games)
        course.report()
        if whole:
            return True
    return cost == 0


def _arranged(course: Course, placing: Placing, games: Sequence[Fixture], cost: int, part: Part) -> Arranged:
    """Arrange one part anew, at no more than `cost`."""
    at_hand = fixed(placing, games, part.free)
    at_hand.model.add(at_hand.cost <= cost)
    at_hand.model.minimize(at_hand.cost)
    units = min(UNITS, course.units_left)
    solver, status = search(at_hand.model, seed=part.seed, deterministic_time=units, clock=course)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Arranged(
        games=at_hand.games(solver) if found else None,
        cost=round(solver.objective_value) if found else cost + 1,
        settled=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
        units=solver.response_proto.deterministic_time,
    )
