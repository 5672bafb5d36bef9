"""The price of whole rows, counted from nothing: what the increments of the search must agree with."""

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating
from flextime.solve.costing import MASKS, fill_masks, league_cost, meetings_cost, pattern_cost, trip_miles
from flextime.solve.counting import count_games
from flextime.solve.spanning import spans_cost


@allocating
def total_cost(limits: Limits, rows: Ints) -> Floats:
    """Return hard deviations, soft price and miles."""
    teams, slots = rows.shape
    masks, last = np.zeros((teams, MASKS), np.int64), np.zeros(teams, np.int64)
    counts, team_miles = np.zeros(limits.ga1_points.size, np.int64), np.zeros(teams)
    total = np.zeros(3)
    count_games(limits, rows, counts, total)
    for team in range(teams):
        fill_masks(rows[team], masks[team])
        for soft in range(2):
            total[soft] += pattern_cost(limits, 2 * team + soft, masks[team], slots)
            total[soft] += meetings_cost(limits, 2 * team + soft, rows[team], masks[team], last)
        team_miles[team] = trip_miles(rows[team], team, limits.miles)
        total[1] += limits.mile_points * team_miles[team]
        total[2] += team_miles[team]
    spans = spans_cost(limits, rows, masks)
    total[0] += spans[0]
    total[1] += spans[1] + league_cost(limits, rows, team_miles)
    return total
