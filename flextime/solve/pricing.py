"""What a move costs: it is written into the rows, its teams are priced anew, and it is kept or undone.

What a limit looks at decides when it is counted: the pattern of a team's home and away games, which most moves leave
as it is for all but two teams; its meetings; its miles, trip by trip; and what spans teams.
"""

from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Floats, Ints, Limits
from flextime.solve.compiled import allocating, compiled, inlined
from flextime.solve.costing import (
    AWAY,
    HOME,
    MASKS,
    fill_masks,
    fill_pattern,
    league_cost,
    meetings_cost,
    pattern_cost,
    trip_miles,
)
from flextime.solve.counting import Counts, count_games, counts_for, settle_counts, shift_counts
from flextime.solve.spanning import Spans, keep_spans, price_spans, spans_of
from flextime.solve.ways import Ways

# What a price is made of: hard deviations of rows and games, and of what spans teams; soft points of the same.
HARD_ROWS, SOFT_ROWS, SOFT_LEAGUE, HARD_SPANS = range(4)
PRICES = 4
# What a team's row is made of: its pattern and its meetings, hard and then soft, and its miles.
PATTERN, MEETINGS, MILES = 0, 1, 4
PARTS = 5
# What is told of the move at hand: 1 when it changes who meets whom, how many teams it touches, and of how many it
# changes the pattern.
MEETINGS_CHANGE, TOUCHED, REPATTERNED = range(3)


class Desk(NamedTuple):
    """What a compiled chunk works on: made once, so that no move allocates. `fresh*` is as the move would make it."""

    cells: Ints  # what the move at hand would write: team, slot, entry; a fourth column for chains to stack teams
    old: Ints  # what stood there
    info: Ints
    seen: Ints
    touched: Ints  # the teams whose rows the move changes
    changed: Ints  # their slots that it changes, as bits
    repatterned: Ints  # the teams whose home and away games it changes
    last: Ints
    masks: Ints
    fresh_masks: Ints
    parts: Floats
    fresh: Floats
    places: Ints  # where a team is in each slot, between home and home; true where its row has no bye
    fresh_places: Ints
    counts: Counts
    team_miles: Floats
    price: Floats
    spans: Spans


@allocating
def desk_for(limits: Limits, rows: Ints) -> Desk:
    """Return a desk on which the rows are priced."""
    teams, slots = rows.shape
    most_cells = 4 * rows.size + 16
    desk = Desk(
        np.zeros((most_cells, 4), np.int64),
        np.zeros(most_cells, np.int64),
        np.zeros(3, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros(teams, np.int64),
        np.zeros((teams, MASKS), np.int64),
        np.zeros((teams, MASKS), np.int64),
        np.zeros((teams, PARTS)),
        np.zeros((teams, PARTS)),
        np.zeros((teams, slots + 2), np.int64),
        np.zeros((teams, slots + 2), np.int64),
        counts_for(limits),
        np.zeros(teams),
        np.zeros(PRICES),
        spans_of(limits, teams, slots),
    )
    _price_all(limits, rows, desk)
    return desk


@compiled
def _price_all(limits: Limits, rows: Ints, desk: Desk) -> None:
    """Price rows of which nothing is known, as if every cell had changed."""
    teams, slots = rows.shape
    price, spans = desk.price, desk.spans
    count_games(limits, rows, desk.counts.games, price)
    for team in range(teams):
        desk.touched[team] = desk.repatterned[team] = team
        fill_masks(rows[team], desk.fresh_masks[team])
        for slot in range(slots):
            desk.places[team, slot + 1] = desk.fresh_places[team, slot + 1] = place(team, rows[team, slot])
        for end in (0, slots + 1):
            desk.places[team, end] = desk.fresh_places[team, end] = team
        desk.fresh[team, MILES] = trip_miles(rows[team], team, limits.miles)
        desk.team_miles[team] = desk.fresh[team, MILES]
    desk.info[TOUCHED] = desk.info[REPATTERNED] = teams
    price[HARD_ROWS] += _rows_change(limits, rows, desk, 0, np.inf)
    price[SOFT_ROWS] += _rows_change(limits, rows, desk, 1, np.inf)
    price[SOFT_ROWS] += limits.mile_points * desk.team_miles.sum()
    price[HARD_SPANS] = price_spans(limits, spans, rows, desk.fresh_masks, desk.repatterned, teams, True)
    price[SOFT_LEAGUE] = league_cost(limits, rows, desk.team_miles)
    price[SOFT_LEAGUE] += price_spans(limits, spans, rows, desk.fresh_masks, desk.repatterned, teams, False)
    _keep(limits, desk, 0)


@inlined
def place(team: int, entry: int) -> int:
    """Return where a team plays the game of an entry."""
    return team if entry >= 0 else -entry - 1


@inlined
def worth(price: Floats, hard_points: float) -> float:
    """Return a price in points."""
    points: float = hard_points * (price[HARD_ROWS] + price[HARD_SPANS]) + price[SOFT_ROWS] + price[SOFT_LEAGUE]
    return points


@inlined
def accept(limits: Limits, ways: Ways, rows: Ints, desk: Desk, count: int, bound: float, hard_points: float) -> bool:
    """Price the move that was applied, the hard limits first; keep it and return True when it is within the bound."""
    price, spans, changed = desk.price, desk.spans, desk.info[REPATTERNED]
    everywhere = desk.info[MEETINGS_CHANGE] == 1
    hard = shift_counts(limits, desk.counts, rows, desk.cells, desk.old, count, everywhere, 0)
    if ways.keeps_games and hard > 0.5:
        return False
    # Soft prices are never negative: hard deviations that alone are past the bound need no more looking at.
    most = min(price[HARD_ROWS] + ways.most_hard, bound / hard_points)
    hard += price[HARD_ROWS]
    hard += _rows_change(limits, rows, desk, 0, most - hard)
    if hard > most:
        return False
    spanned = price_spans(limits, spans, rows, desk.fresh_masks, desk.repatterned, changed, True)
    if hard_points * (hard + spanned) > bound:
        return False
    soft = price[SOFT_ROWS] + shift_counts(limits, desk.counts, rows, desk.cells, desk.old, count, everywhere, 1)
    soft += _miles_change(limits, rows, desk, count)
    enough = bound - hard_points * (hard + spanned)
    soft += _rows_change(limits, rows, desk, 1, enough - soft)
    league = 0.0
    within: bool = soft <= enough
    if within:
        league = league_cost(limits, rows, desk.team_miles)
        league += price_spans(limits, spans, rows, desk.fresh_masks, desk.repatterned, changed, False)
        within = soft + league <= enough
    if within:
        _keep(limits, desk, count)
        price[HARD_ROWS], price[HARD_SPANS], price[SOFT_ROWS], price[SOFT_LEAGUE] = hard, spanned, soft, league
    else:
        for i in range(desk.info[TOUCHED]):
            team = desk.touched[i]
            desk.team_miles[team] = desk.parts[team, MILES]
    return within


@inlined
def _keep(limits: Limits, desk: Desk, count: int) -> None:
    """Take the move at hand as what stands."""
    for i in range(desk.info[TOUCHED]):
        team = desk.touched[i]
        for part in range(PARTS):
            desk.parts[team, part] = desk.fresh[team, part]
    for i in range(desk.info[REPATTERNED]):
        team = desk.repatterned[i]
        for mask in range(MASKS):
            desk.masks[team, mask] = desk.fresh_masks[team, mask]
    for i in range(count):
        team, at = desk.cells[i, 0], desk.cells[i, 1] + 1
        desk.places[team, at] = desk.fresh_places[team, at]
    settle_counts(desk.counts, 1)
    keep_spans(limits, desk.spans, desk.repatterned, desk.info[REPATTERNED])


@inlined
def _rows_change(limits: Limits, rows: Ints, desk: Desk, soft: int, enough: float) -> float:
    """Return the change in the touched rows' hard deviations (`soft` 0) or soft price without travel (1).

    Infinite as soon as it is sure to be past `enough`. The hard ones come first, and fill the masks of the teams whose
    pattern changes.
    """
    pattern, meetings, slots = PATTERN + 2 * soft, MEETINGS + 2 * soft, rows.shape[1]
    total: float = 0.0
    for i in range(desk.info[TOUCHED]):
        total -= desk.parts[desk.touched[i], meetings]
    for i in range(desk.info[REPATTERNED]):
        total -= desk.parts[desk.repatterned[i], pattern]
    for i in range(desk.info[REPATTERNED]):
        if total > enough:
            return np.inf
        team = desk.repatterned[i]
        if soft == 0:
            fill_pattern(desk.fresh_masks[team], slots)
        desk.fresh[team, pattern] = pattern_cost(limits, 2 * team + soft, desk.fresh_masks[team], slots)
        total += desk.fresh[team, pattern]
    for i in range(desk.info[TOUCHED]):
        if total > enough:
            return np.inf
        team = desk.touched[i]
        cost = meetings_cost(limits, 2 * team + soft, rows[team], desk.fresh_masks[team], desk.last)
        desk.fresh[team, meetings] = cost
        total += cost
    return total


@inlined
def _miles_change(limits: Limits, rows: Ints, desk: Desk, count: int) -> float:
    """Return the price of the touched teams' change in miles: trips to and from changed slots, in rows without byes."""
    if limits.mile_points == 0.0 and limits.balance_points == 0.0:
        return 0.0
    everywhere = (1 << rows.shape[1]) - 1
    for i in range(count):
        team, at = desk.cells[i, 0], desk.cells[i, 1] + 1
        was, now = desk.places[team], desk.fresh_places[team]
        change = limits.miles[now[at - 1], now[at]] - limits.miles[was[at - 1], was[at]]
        if (desk.changed[team] >> at) & 1 == 0:  # else the next slot's cell counts the way there
            change += limits.miles[now[at], now[at + 1]] - limits.miles[was[at], was[at + 1]]
        desk.fresh[team, MILES] += change
    total = 0.0
    for i in range(desk.info[TOUCHED]):
        team = desk.touched[i]
        stood, fresh = desk.masks[team], desk.fresh_masks[team]
        if (stood[HOME] | stood[AWAY]) & (fresh[HOME] | fresh[AWAY]) != everywhere:
            desk.fresh[team, MILES] = trip_miles(rows[team], team, limits.miles)
        desk.team_miles[team] = desk.fresh[team, MILES]
        total += desk.fresh[team, MILES] - desk.parts[team, MILES]
    return limits.mile_points * total


@inlined
def apply(rows: Ints, desk: Desk, count: int) -> None:
    """Write the move's cells into the rows, keeping what stood there, and list the teams that it touches."""
    touched, repatterned = 0, 0
    desk.seen[:] = 0
    for i in range(count):
        team, slot, entry = desk.cells[i, 0], desk.cells[i, 1], desk.cells[i, 2]
        desk.old[i] = rows[team, slot]
        rows[team, slot] = entry
        if desk.seen[team] == 0:
            desk.seen[team] = 1
            desk.touched[touched] = team
            touched += 1
            _touch(desk, team)
        masks, other_slots = desk.fresh_masks[team], ~(1 << slot)
        masks[HOME] = (masks[HOME] & other_slots) | int(entry > 0) << slot
        masks[AWAY] = (masks[AWAY] & other_slots) | int(entry < 0) << slot
        desk.changed[team] |= 1 << slot
        desk.fresh_places[team, slot + 1] = place(team, entry)
    for i in range(touched):
        team = desk.touched[i]
        stood, fresh = desk.masks[team], desk.fresh_masks[team]
        if stood[HOME] != fresh[HOME] or stood[AWAY] != fresh[AWAY]:
            desk.repatterned[repatterned] = team
            repatterned += 1
    desk.info[TOUCHED], desk.info[REPATTERNED] = touched, repatterned


@inlined
def _touch(desk: Desk, team: int) -> None:
    desk.changed[team] = 0
    for mask in range(MASKS):
        desk.fresh_masks[team, mask] = desk.masks[team, mask]
    for part in range(PARTS):
        desk.fresh[team, part] = desk.parts[team, part]


@inlined
def undo(rows: Ints, desk: Desk, count: int) -> None:
    """Write back what stood in the move's cells."""
    settle_counts(desk.counts, 0)
    for i in range(count):
        team, slot = desk.cells[i, 0], desk.cells[i, 1]
        rows[team, slot] = desk.old[i]
        desk.fresh_places[team, slot + 1] = desk.places[team, slot + 1]
