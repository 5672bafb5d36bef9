"""weigh: hard limits that a search keeps breaking count more, until it no longer breaks them.

While all deviations count the same, a search settles where a few limits pay for all others, and every way out costs
more than it saves. Weights move that place away from under it (breakout: Morris 1993; as smoothed weights: Hutter,
Tompkins and Hoos 2002, SAPS). A timetable that keeps every limit costs nothing, whatever the weights.
"""

from collections.abc import Callable
from math import inf

import numpy as np

from flextime.solve.annealing import Anneal, Cooling, anneal
from flextime.solve.arrays import NEVER, Ints, Limits
from flextime.solve.compiled import allocating, compiled
from flextime.solve.costing import (
    MASKS,
    against_deviations,
    br1_deviations,
    ca1_deviations,
    ca3_deviations,
    fill_masks,
)
from flextime.solve.counting import count_games, ga1_cost
from flextime.solve.totals import total_cost

# What spans the league (BR2, FA2) and rematches keep the weight they have: such a limit is one, and deviates by many.
# Weighed as well it freezes the search: two leagues of 12 stayed at 26 and 27 that go to 15 and 0 without.
WEIGHED = ("ca1_points", "ca3_points", "against_points", "br1_points", "ga1_points")
WEIGH_EVERY = 50_000  # evaluations
STEP, KEPT = 0.05, 0.995  # what a broken limit gains, and what each keeps of its gains: one always broken counts 11


def anneal_weighing(
    run: Anneal, evaluations: int, go_on: Callable[[Anneal], bool], cooling: Cooling, part: int, *, hard: Limits
) -> None:
    """Anneal as `anneal` does, on weights of the run's own. Its best, before and after, is told by the hard limits.

    Returns as soon as all of them are kept.
    """
    todo = min(evaluations - run.present, part)
    best, left = run.best.copy(), float(run.best_found[0])
    while left > 0 and todo > 0 and go_on(run):
        run.best_found[:] = inf
        step = min(WEIGH_EVERY, todo)
        anneal(run, evaluations, go_on, cooling, part=step)
        todo -= step
        found = float(total_cost(hard, run.best)[0])
        if found < left:
            best, left = run.best.copy(), found
        weigh(run.limits, run.rows)
    run.best[:] = best
    run.best_found[:] = left, 0.0


def own_weights(limits: Limits) -> Limits:
    """Return the limits with points of their own, which weigh may change."""
    return limits._replace(**{name: getattr(limits, name).copy() for name in WEIGHED})


def weigh(limits: Limits, rows: Ints) -> None:
    """Make each hard limit that the rows break count more, and each that they keep less, in place."""
    _weigh_rows(limits, rows)
    _weigh_games(limits, rows)


@compiled
def weight(points: float, broken: bool) -> float:
    """Return the points of a limit after a look at it. Soft ones, and those never to be broken, stay.

    >>> weight(-1.0, True), weight(-3.0, False), weight(-11.0, True), weight(5.0, True)
    (-1.05, -2.99, -11.0, 5.0)
    """
    if points >= 0.0 or points <= NEVER:
        return points
    return -(1.0 + KEPT * (-points - 1.0) + STEP * int(broken))


@allocating
def _weigh_rows(limits: Limits, rows: Ints) -> None:
    masks = np.zeros(MASKS, np.int64)
    for team in range(rows.shape[0]):
        row, at = rows[team], 2 * team
        fill_masks(row, masks)
        for k in range(limits.ca3_at[at], limits.ca3_at[at + 1]):
            limits.ca3_points[k] = weight(limits.ca3_points[k], ca3_deviations(limits, k, masks, row.size) > 0)
        for k in range(limits.against_at[at], limits.against_at[at + 1]):
            broken = against_deviations(limits, k, row, masks) > 0
            limits.against_points[k] = weight(limits.against_points[k], broken)
        for k in range(limits.ca1_at[at], limits.ca1_at[at + 1]):
            limits.ca1_points[k] = weight(limits.ca1_points[k], ca1_deviations(limits, k, masks) > 0)
        for k in range(limits.br1_at[at], limits.br1_at[at + 1]):
            limits.br1_points[k] = weight(limits.br1_points[k], br1_deviations(limits, k, masks) > 0)


@allocating
def _weigh_games(limits: Limits, rows: Ints) -> None:
    counts = np.zeros(limits.ga1_points.size, np.int64)
    count_games(limits, rows, counts, np.zeros(2))
    for k in range(counts.size):
        broken = ga1_cost(counts[k], limits.ga1[k, 0], limits.ga1[k, 1]) > 0
        limits.ga1_points[k] = weight(limits.ga1_points[k], broken)
