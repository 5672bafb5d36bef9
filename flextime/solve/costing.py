"""The price of a timetable, compiled: each team's row by the cost functions of the limits, and what spans teams."""

import numpy as np

from flextime.limits import ca1, ca2, ca3, ga1, off_bye, se1, travel
from flextime.solve.arrays import HARD, LAST_GAMES, SLOTS, Floats, Ints, Limits
from flextime.solve.compiled import compiled

BY_GAME = 3  # masks by game lie so much further than those by slot

_ca1_cost = compiled(ca1.cost)
_ca3_cost = compiled(ca3.cost)
_ga1_cost = compiled(ga1.cost)
_se1_cost = compiled(se1.cost)
_opponent_mask = compiled(ca2.opponent_mask)
_off_bye_meetings = compiled(off_bye.meetings)
trip_miles = compiled(travel.trip_miles)
_imbalance = compiled(travel.imbalance)


@compiled
def fill_masks(row: Ints, masks: Ints) -> None:
    """Fill in home, away, any, by slot and then by game, as bits, and the number of games."""
    home, away, home_games, away_games, games = 0, 0, 0, 0, 0
    for slot in range(row.size):
        if row[slot] > 0:
            home |= 1 << slot
            home_games |= 1 << games
            games += 1
        elif row[slot] < 0:
            away |= 1 << slot
            away_games |= 1 << games
            games += 1
    masks[0], masks[1], masks[2] = home, away, home | away
    masks[3], masks[4], masks[5] = home_games, away_games, home_games | away_games
    masks[6] = games


@compiled
def row_cost(limits: Limits, at: int, row: Ints, masks: Ints) -> float:
    """Return the deviations of a row from the capacity limits at an offset, times their points (1 when hard)."""
    total = 0.0
    for k in range(limits.ca3_at[at], limits.ca3_at[at + 1]):
        by_slot = limits.ca3[k, 1] == SLOTS
        mode: int = limits.ca3[k, 0] if by_slot else limits.ca3[k, 0] + BY_GAME
        mask: int = masks[mode]
        cost = _ca3_cost(mask, row.size if by_slot else masks[6], limits.ca3[k, 2], limits.ca3[k, 3])
        total += cost * abs(limits.ca3_points[k])
    for k in range(limits.ca1_at[at], limits.ca1_at[at + 1]):
        unit, places = limits.ca1[k, 1], limits.ca1[k, 2]
        mode = limits.ca1[k, 0] if unit == SLOTS else limits.ca1[k, 0] + BY_GAME
        mask = masks[mode]
        if unit != SLOTS:
            if unit == LAST_GAMES and masks[6] > places:
                mask >>= masks[6] - places
            places = (1 << places) - 1
        total += _ca1_cost(mask, places, limits.ca1[k, 3], limits.ca1[k, 4]) * abs(limits.ca1_points[k])
    for k in range(limits.ca2_at[at], limits.ca2_at[at + 1]):
        mode = limits.ca2[k, 0]
        mask = masks[mode] & _opponent_mask(row, limits.ca2[k, 2])
        cost = _ca1_cost(mask, limits.ca2[k, 1], limits.ca2[k, 3], limits.ca2[k, 4])
        total += cost * abs(limits.ca2_points[k])
    return total


@compiled
def rematch_cost(limits: Limits, team: int, row: Ints, last: Ints, hard: bool) -> float:
    """Return the deviations of a row from the hard, or the soft, separations, times their points (1 when hard)."""
    total = 0.0
    for k in range(limits.se1_points.size):
        if (limits.se1[k, 0] >> team) & 1 and (limits.se1_points[k] == HARD) == hard:
            total += _se1_cost(row, team, limits.se1[k, 0], limits.se1[k, 1], last) * abs(limits.se1_points[k])
    return total


@compiled
def hard_cost(limits: Limits, team: int, row: Ints, masks: Ints, last: Ints) -> float:
    """Return the hard deviations of a team's row; fills its masks."""
    fill_masks(row, masks)
    return row_cost(limits, 2 * team, row, masks) + rematch_cost(limits, team, row, last, True)


@compiled
def soft_cost(limits: Limits, team: int, row: Ints, masks: Ints, last: Ints) -> float:
    """Return the soft price of a team's row without its travel; takes its masks as filled."""
    return row_cost(limits, 2 * team + 1, row, masks) + rematch_cost(limits, team, row, last, False)


@compiled
def _add(out: Floats, amount: int, points: float) -> None:
    if points == HARD:
        out[0] += amount
    else:
        out[1] += amount * points


@compiled
def league_cost(limits: Limits, rows: Ints, team_miles: Floats) -> float:
    """Return the soft price of what spans teams: the balance of travel, and plays after byes."""
    total = 0.0
    if limits.balance_points > 0.0:
        total += limits.balance_points * _imbalance(team_miles, limits.balance_percent)
    for k in range(limits.off_bye_points.size):
        for team in range(rows.shape[0]):
            if (limits.off_bye[k, 0] >> team) & 1:
                over = _off_bye_meetings(rows, team) - limits.off_bye[k, 1]
                if over > 0:
                    total += over * max(0.0, limits.off_bye_points[k])
    return total


@compiled
def count_game(limits: Limits, at: Ints, members: Ints, cell: int, step: int, counts: Ints, out: Floats) -> None:
    """Add (or with -1 take) a game to the counts of its GA1 limits, and the change of their deviations to `out`."""
    for place in range(at[cell], at[cell + 1]):
        k: int = members[place]
        was = _ga1_cost(counts[k], limits.ga1[k, 0], limits.ga1[k, 1])
        counts[k] += step
        now = _ga1_cost(counts[k], limits.ga1[k, 0], limits.ga1[k, 1])
        _add(out, now - was, limits.ga1_points[k])


@compiled
def games_cost(limits: Limits, rows: Ints, counts: Ints, out: Floats) -> None:
    """Count every game from nothing and put the hard and soft deviations of all GA1 limits into `out`."""
    teams, slots = rows.shape
    counts[:] = 0
    out[:] = 0.0
    for k in range(counts.size):
        _add(out, _ga1_cost(0, limits.ga1[k, 0], limits.ga1[k, 1]), limits.ga1_points[k])
    for home in range(teams):
        for slot in range(slots):
            if rows[home, slot] > 0:
                pair = home * teams + rows[home, slot] - 1
                count_game(limits, limits.game_at, limits.game_ga1, pair * slots + slot, 1, counts, out)
                count_game(limits, limits.pair_at, limits.pair_ga1, pair, 1, counts, out)


@compiled
def total_cost(limits: Limits, rows: Ints) -> Floats:
    """Return hard deviations, soft price and miles of whole rows, counted from nothing: the check on the increments."""
    teams = rows.shape[0]
    masks, last = np.zeros(7, np.int64), np.zeros(teams, np.int64)
    counts, team_miles = np.zeros(limits.ga1_points.size, np.int64), np.zeros(teams)
    total = np.zeros(3)
    games_cost(limits, rows, counts, total)
    for team in range(teams):
        total[0] += hard_cost(limits, team, rows[team], masks, last)
        team_miles[team] = trip_miles(rows[team], team, limits.miles)
        total[1] += soft_cost(limits, team, rows[team], masks, last) + limits.mile_points * team_miles[team]
        total[2] += team_miles[team]
    total[1] += league_cost(limits, rows, team_miles)
    return total
