"""What spans teams in the compiled search: the breaks of all (BR2) and the home games of any two so far (FA2).

Both are sums over teams, or pairs of them. `Spans` keeps each part as the rows stand and as the move at hand would make
it, so that a move costs what it touches.
"""

from typing import NamedTuple

import numpy as np

from flextime.limits import br2
from flextime.solve.arrays import HARD, LANE_BITS, LANES, Floats, Ints, Limits, words_of
from flextime.solve.compiled import allocating, compiled, inlined
from flextime.solve.costing import AWAY_BREAKS, HOME_BREAKS

_br2_cost = compiled(br2.cost)

ONES = sum(1 << (LANE_BITS * lane) for lane in range(LANES))
HALF = (
    64  # more than the slots of a season, and half a lane: a difference of two lanes added to it borrows from no other
)


class Spans(NamedTuple):
    """Per limit k: `breaks[k, team]`, `gaps[k, one, other]` for one < other, and their sums; `fresh_*` with the move.

    `homes[team]` has a team's home games up to and with each slot, in lanes of eight bits: words are compared whole.
    """

    breaks: Ints
    fresh_breaks: Ints
    break_sums: Ints
    gaps: Ints
    fresh_gaps: Ints
    gap_sums: Ints
    homes: Ints
    fresh_homes: Ints


@allocating
def spans_of(limits: Limits, teams: int, slots: int) -> Spans:
    """Return room for the limits; price_spans with every team touched, and keep_spans, fill it."""
    breaks, gaps = limits.br2_points.size, limits.fa2_points.size
    return Spans(
        np.zeros((breaks, teams), np.int64),
        np.zeros((breaks, teams), np.int64),
        np.zeros(breaks, np.int64),
        np.zeros((gaps, teams, teams), np.int64),
        np.zeros((gaps, teams, teams), np.int64),
        np.zeros(gaps, np.int64),
        np.zeros((teams, words_of(slots)), np.int64),
        np.zeros((teams, words_of(slots)), np.int64),
    )


@inlined
def price_spans(limits: Limits, spans: Spans, rows: Ints, masks: Ints, touched: Ints, moved: int, hard: bool) -> float:
    """Return the deviations of the hard limits, or the price of the soft ones, with the touched rows as they stand.

    `masks` of the touched teams must be filled from those rows.
    """
    total = 0.0
    for k in range(limits.br2_points.size):
        if (limits.br2_points[k] == HARD) == hard:
            total += _br2_cost(_breaks_with(limits, spans, k, masks, touched, moved), limits.br2[k, 2]) * abs(
                limits.br2_points[k]
            )
    for k in range(limits.fa2_points.size):
        if (limits.fa2_points[k] == HARD) == hard:
            total += _gaps_with(limits, spans, k, rows, touched, moved) * abs(limits.fa2_points[k])
    return total


@inlined
def keep_spans(limits: Limits, spans: Spans, touched: Ints, moved: int) -> None:
    """Take what the last price_spans of each hardness found as what stands."""
    teams = spans.homes.shape[0]
    for k in range(limits.br2_points.size):
        for i in range(moved):
            team = touched[i]
            spans.break_sums[k] += spans.fresh_breaks[k, team] - spans.breaks[k, team]
            spans.breaks[k, team] = spans.fresh_breaks[k, team]
    for k in range(limits.fa2_points.size):
        for i in range(moved):
            team = touched[i]
            for other in range(teams):
                low, high = min(team, other), max(team, other)
                spans.gap_sums[k] += spans.fresh_gaps[k, low, high] - spans.gaps[k, low, high]
                spans.gaps[k, low, high] = spans.fresh_gaps[k, low, high]
    if limits.fa2_points.size > 0:
        for i in range(moved):
            for word in range(spans.homes.shape[1]):
                spans.homes[touched[i], word] = spans.fresh_homes[touched[i], word]


@inlined
def _breaks_with(limits: Limits, spans: Spans, k: int, masks: Ints, touched: Ints, moved: int) -> int:
    total: int = spans.break_sums[k]
    for i in range(moved):
        team = touched[i]
        count = 0
        if (limits.br2[k, 0] >> team) & 1:
            left = (masks[team, HOME_BREAKS] | masks[team, AWAY_BREAKS]) & limits.br2[k, 1]
            while left:
                left &= left - 1
                count += 1
        spans.fresh_breaks[k, team] = count
        total += count - spans.breaks[k, team]
    return total


@inlined
def _gaps_with(limits: Limits, spans: Spans, k: int, rows: Ints, touched: Ints, moved: int) -> int:
    """Return the sum over pairs; a pair of two touched teams is counted when its second one comes."""
    teams = rows.shape[0]
    total: int = spans.gap_sums[k]
    fresh = 0  # bits of the touched teams whose home games are counted anew
    for i in range(moved):
        fresh |= 1 << touched[i]
        count_homes(rows[touched[i]], spans.fresh_homes[touched[i]])
    for i in range(moved):
        team = touched[i]
        if (limits.fa2[k, 0] >> team) & 1 == 0:
            continue
        for other in range(teams):
            both = (fresh >> other) & 1
            if other == team or (limits.fa2[k, 0] >> other) & 1 == 0 or (both and other < team):
                continue
            theirs = spans.fresh_homes[other] if both else spans.homes[other]
            gap = _gap(spans.fresh_homes[team], theirs, limits.fa2_lanes[k], limits.fa2[k, 2])
            low, high = min(team, other), max(team, other)
            spans.fresh_gaps[k, low, high] = gap
            total += gap - spans.gaps[k, low, high]
    return total


@compiled
def count_homes(row: Ints, homes: Ints) -> None:
    """Fill in a team's home games up to and with each slot, LANES to a word."""
    count = 0
    homes[:] = 0
    for slot in range(row.size):
        count += int(row[slot] > 0)
        homes[slot // LANES] |= count << (LANE_BITS * (slot % LANES))


@inlined
def _gap(ours: Ints, theirs: Ints, lanes: Ints, most: int) -> int:
    """Return by how much the worst of the limit's slots, given as the high bits of its lanes, is over `most`."""
    over = 0
    while most + over < HALF and _apart(ours, theirs, lanes, most + over):
        over += 1
    return over


@inlined
def _apart(ours: Ints, theirs: Ints, lanes: Ints, most: int) -> bool:
    """Say whether any lane differs by more than `most`: then adding what is left to HALF reaches its high bit."""
    found = 0
    for word in range(lanes.size):
        ahead = ours[word] - theirs[word] + ONES * (2 * HALF - 1 - most)
        behind = theirs[word] - ours[word] + ONES * (2 * HALF - 1 - most)
        found |= (ahead | behind) & lanes[word]
    return found != 0


@allocating
def spans_cost(limits: Limits, rows: Ints, masks: Ints) -> Floats:
    """Return hard deviations and soft price of all that spans teams, counted from nothing; masks must be filled."""
    teams, slots = rows.shape
    touched = np.arange(teams)
    spans = spans_of(limits, teams, slots)
    found = np.zeros(2)
    found[0] = price_spans(limits, spans, rows, masks, touched, teams, True)
    found[1] = price_spans(limits, spans, rows, masks, touched, teams, False)
    return found
