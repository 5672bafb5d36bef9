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
from flextime.solve.arrays import Ints
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


@dataclass(slots=True)
class Arranging:
    """A search under way: its timetable, what that costs in hundredths of a point, and how large parts are."""

    course: Course
    tournament: Tournament
    placing: Placing
    sizes: Sizes
    state: Ints
    games: Sequence[Fixture]
    cost: int
    number: int = 0
    optimal: bool = False

    def parts(self) -> list[Part]:
        """Draw a part for each member, all of one kind, so that none waits long for another."""
        kind, seed = CYCLE[self.number % len(CYCLE)], self.course.seed + self.number * SEED_STEP
        self.number += 1
        size = self.sizes.of(kind)
        drawn = (
            free_games(self.tournament, self.games, kind, size, self.state) for _ in range(self.course.budget.members)
        )
        return [Part(kind=kind, free=free, seed=seed + member) for member, free in enumerate(drawn)]

    def take(self, parts: Sequence[Part], arranged: Sequence[Arranged]) -> None:
        """Learn from what came of the parts, and go on from the cheapest, the lowest member's where several are."""
        for part, each in zip(parts, arranged, strict=True):
            self.optimal |= each.settled and self.sizes.is_whole(part.kind)
        for part, each in zip(parts, arranged, strict=True):
            self.sizes.learn(part.kind, settled=each.settled, found=each.games is not None)
        best = min(arranged, key=lambda each: each.cost)
        if best.games is not None:
            self.games, self.cost = best.games, best.cost
            self.course.offer(best.games)


def arrange(course: Course, pool: ThreadPoolExecutor, tournament: Tournament, games: Sequence[Fixture]) -> None:
    """Lower the objective of the tournament, which is the course's own or its hard limits at a price, from its games.

    The games must keep the base rules and all hard limits. It ends early where nothing can be better.
    """
    state = np.array([course.seed & 0xFFFFFFFFFFFF], dtype=np.int64)
    cost = round(evaluate(tournament, games).objective * POINT_SCALE)
    under_way = Arranging(course, tournament, placing_of(tournament, soft=True), Sizes(tournament), state, games, cost)
    overhead = len(under_way.placing.play) / GAMES_A_UNIT
    while under_way.cost > 0 and not under_way.optimal and course.left > 0 and not course.over():
        parts = under_way.parts()
        arranged = list(pool.map(partial(_arranged, under_way), parts))
        course.spend(max(each.units for each in arranged) + overhead)
        under_way.take(parts, arranged)
        course.report()


def _arranged(under_way: Arranging, part: Part) -> Arranged:
    """Arrange one part anew, at no more than it costs."""
    course, cost = under_way.course, under_way.cost
    at_hand = fixed(under_way.placing, under_way.games, part.free)
    at_hand.model.add(at_hand.cost <= cost)
    at_hand.model.minimize(at_hand.cost)
    units = min(UNITS, course.units_left)
    solver, status = search(at_hand.model, seed=part.seed, deterministic_time=units, clock=course, shuffled=True)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Arranged(
        games=at_hand.games(solver) if found else None,
        cost=round(solver.objective_value) if found else cost + 1,
        settled=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
        units=solver.response_proto.deterministic_time,
    )
