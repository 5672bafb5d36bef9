"""Simulated annealing over the slots of a season or tournament, in compiled chunks that a caller can watch and end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, log
from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.chunks import LEAST_GAIN, anneal_chunk
from flextime.solve.totals import total_cost
from flextime.solve.ways import SEASON, Ways

CHUNK = 20_000  # evaluations between two looks at the clock, and at how often hard limits are kept: some 50 ms
LEAST_HARD_HEATS, MOST_HARD_HEATS = 1.5, 25.0  # what a hard deviation counts, in temperatures
STEER = 1.06  # factor from chunk to chunk: from one end to the other in fifty


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """Temperatures in points, and the share of its time that the search should keep every hard limit.

    What a hard deviation counts is steered to that share: a search that never crosses what it may not keep is stuck
    (held at 400 points it stopped 5 % above what it reaches so), one that always does ends with nothing to show.
    With `hard_points` it counts that much instead, whatever comes.
    """

    warm: float
    cold: float
    feasible_share: float = 0.3
    hard_points: float | None = None
    most_hard_heats: float = MOST_HARD_HEATS
    stray_chunks: int | None = None  # so many in which no hard limits were kept, and it goes on from its best


FIRST = Cooling(warm=65.0, cold=22.0)
REHEATED = Cooling(warm=42.0, cold=16.0)  # warm enough to leave the best, too cold to forget it
AWAY = Cooling(warm=65.0, cold=16.0, feasible_share=0.6)  # warm enough to forget it: for another structure


class Reading(NamedTuple):
    """The mean price of the timetables of a chunk that keep every hard limit, and its temperature at the beginning."""

    heat: float
    price: float


@dataclass(slots=True)
class Anneal:
    """One run: its rows, its best, and its random state. Changed in place by each chunk."""

    limits: Limits
    ways: Ways
    rows: Ints
    best: Ints
    best_found: Floats  # hard deviations and soft price of the best
    state: Ints
    hard_heats: float = 3.0  # what a hard deviation counts, in temperatures
    done: int = 0
    present: int = 0  # evaluations of the anneal under way
    strayed: int = 0  # chunks since all hard limits were kept
    readings: list[Reading] = field(default_factory=list)  # of the anneal under way, or the last one

    @property
    def best_price(self) -> float:
        """Return the soft price of the best, infinite while none keeps the hard limits."""
        return float(self.best_found[1]) if self.best_found[0] == 0 else float("inf")


def start(limits: Limits, rows: Ints, seed: int, ways: Ways = SEASON) -> Anneal:
    """Return a run that begins at rows. The seed may be any integer."""
    mixed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFF
    found = total_cost(limits, rows)[:2].copy()
    return Anneal(limits, ways, rows.copy(), rows.copy(), found, np.array([mixed], dtype=np.int64))


def anneal(
    run: Anneal, evaluations: int, go_on: Callable[[Anneal], bool], cooling: Cooling, part: int | None = None
) -> None:
    """Run so many evaluations, cooling geometrically, or the next `part` of them; ask `go_on` after each chunk."""
    rate = log(cooling.cold / cooling.warm) / max(1, evaluations)
    until = evaluations if part is None else min(evaluations, run.present + part)
    if run.present == 0:
        run.readings.clear()
    while run.present < until:
        chunk = min(CHUNK, until - run.present)
        heat = cooling.warm * exp(rate * run.present)
        hard_points = run.hard_heats * heat
        if cooling.hard_points is not None:
            hard_points = cooling.hard_points
        heating = np.array([heat, exp(rate), hard_points, 0.0, 0.0])
        anneal_chunk(run.limits, run.ways, run.rows, run.best, run.best_found, run.state, chunk, heating)
        steer = STEER if heating[3] < cooling.feasible_share * chunk else 1 / STEER
        run.hard_heats = min(max(run.hard_heats * steer, LEAST_HARD_HEATS), cooling.most_hard_heats)
        run.done += chunk
        run.present += chunk
        if heating[3] > 0:
            run.readings.append(Reading(heat, float(heating[4] / heating[3])))
        run.strayed = 0 if heating[3] > 0 else run.strayed + 1
        if run.strayed == cooling.stray_chunks and run.best_found[0] == 0:
            run.rows[:], run.strayed = run.best, 0
        if not go_on(run):
            break
    if run.present >= evaluations:
        run.present = 0


def typical_change(run: Anneal, moves: int) -> float:
    """Return by how much a move changes the soft price: the median of those that do, over a walk that takes any move.

    It gives an instance's temperatures their scale, whether it counts breaks or miles. 1.0 where no move has a price.
    """
    walk = start(run.limits, run.rows, int(run.state[0]), run.ways)
    changes, before = [], float(total_cost(run.limits, walk.rows)[1])
    for _ in range(moves):
        anneal(walk, 1, lambda _: True, Cooling(warm=1e12, cold=1e12, hard_points=1e-9))
        after = float(total_cost(run.limits, walk.rows)[1])
        if abs(after - before) > LEAST_GAIN:
            changes.append(abs(after - before))
        before = after
    return float(np.median(changes)) if changes else 1.0
