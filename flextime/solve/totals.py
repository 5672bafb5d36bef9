"""The price of whole rows, counted from nothing: what the increments of the search must agree with."""

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating
from flextime.solve.costing import MASKS, games_cost, hard_cost, league_cost, soft_cost, trip_miles
from flextime.solve.spanning import spans_cost


@allocating
def total_cost(limits: Limits, rows: Ints) -> Floats:
    """Return hard deviations, soft price and miles."""
    teams = rows.shape[0]
    masks, last = np.zeros((teams, MASKS), np.int64), np.zeros(teams, np.int64)
    counts, team_miles = np.zeros(limits.ga1_points.size, np.int64), np.zeros(teams)
    total = np.zeros(3)
    games_cost(limits, rows, counts, total)
    for team in range(teams):
        total[0] += hard_cost(limits, team, rows[team], masks[team], last)
        team_miles[team] = trip_miles(rows[team], team, limits.miles)
        total[1] += soft_cost(limits, team, rows[team], masks[team], last) + limits.mile_points * team_miles[team]
        total[2] += team_miles[team]
    spans = spans_cost(limits, rows, masks)
    total[0] += spans[0]
    total[1] += spans[1] + league_cost(limits, rows, team_miles)
    return total
