"""Limits as arrays for the compiled search: one row a team and limit, sorted by team, found by an offset.

`POINTS` of -1 marks a hard limit; a GA1 of less counts that many hard deviations for one. Slots and places are bits of
an int64, so a season has at most 62 slots.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from flextime.limits import (
    BR1,
    BR2,
    CA1,
    CA2,
    CA3,
    CA4,
    FA2,
    GA1,
    SE1,
    OffBye,
    SlotLimit,
    SplitWeeks,
    Travel,
    TravelBalance,
    ca2,
    ca4,
)
from flextime.limits.model import Fixture, Mode, Price
from flextime.solve.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_SLOTS = 62
HARD = -1.0
NEVER = -1e6  # of a GA1: so many hard deviations for one that no search that bounds them takes the move
MODES: dict[Mode, int] = {"H": 0, "A": 1, "HA": 2}
SLOTS, FIRST_GAMES, LAST_GAMES = 0, 1, 2
LANES, LANE_BITS = 7, 8  # counts that a word holds side by side; one lane less than would fit, for the sign


class Board(Protocol):
    """What is searched on: a season's timetable, or a tournament's."""

    @property
    def teams(self) -> int: ...
    @property
    def slots(self) -> int: ...
    @property
    def slot_limits(self) -> tuple[SlotLimit, ...]: ...
    @property
    def pinned(self) -> tuple[Fixture, ...]: ...


class Limits(NamedTuple):
    """What the compiled search is given. Column order is that of the functions below."""

    miles: Floats  # n x n, zeros when travel has no price
    mile_points: float
    balance_percent: float
    balance_points: float
    ca1_at: Ints  # 2n + 1 offsets into the rows: of a team's hard limits, then of its soft ones
    ca1: Ints  # mode, unit, mask or number of places, least, most
    ca1_points: Floats
    ca3_at: Ints
    ca3: Ints  # mode, unit, length, most
    ca3_points: Floats
    against_at: Ints  # of CA3 that name opponents
    against: Ints  # mode, unit, length, most, opponent mask
    against_points: Floats
    br1_at: Ints
    br1: Ints  # mode, slot mask, most
    br1_points: Floats
    splits_at: Ints
    splits: Ints  # masks of the first and of the last slots of weeks, most
    splits_points: Floats
    br2: Ints  # team mask, slot mask, most
    br2_points: Floats
    fa2: Ints  # team mask, slot mask, most
    fa2_lanes: Ints  # the slots again, as the high bits of lanes
    fa2_points: Floats
    se1: Ints  # team mask, least
    se1_points: Floats
    off_bye: Ints  # team mask, most
    off_bye_points: Floats
    ga1: Ints  # least, most
    ga1_points: Floats
    game_at: Ints  # 2 n * n * slots + 1 offsets by 2 ((home * n + away) * slots + slot): hard limits, then soft ones
    game_ga1: Ints  # the GA1 limits that a game in a slot counts for
    pair_at: Ints  # 2 n * n + 1 offsets by 2 (home * n + away)
    pair_ga1: Ints  # the GA1 limits on all slots, which a game counts for wherever it stands
    fixed: NDArray[np.bool_]  # n x slots: a pinned game stands there


def limits_arrays(table: Board) -> Limits:
    """Return the slot limits as arrays. Raises ValueError for more slots than a mask has bits."""
    if table.slots > MOST_SLOTS:
        raise ValueError(f"The search takes at most {MOST_SLOTS} slots, not {table.slots}.")
    limits = table.slot_limits
    travel = [limit for limit in limits if isinstance(limit, Travel)]
    balance = [limit for limit in limits if isinstance(limit, TravelBalance)]
    miles = (travel or balance)[0].miles if travel or balance else np.zeros((table.teams, table.teams))
    ca1_at, ca1, ca1_points = _by_team(table.teams, _ca1_rows(limits))
    ca3_at, ca3, ca3_points = _by_team(table.teams, _ca3_rows(limits, named=False))
    against_at, against, against_points = _by_team(table.teams, _ca3_rows(limits, named=True))
    br1_at, br1, br1_points = _by_team(table.teams, _br1_rows(limits))
    splits_at, splits, splits_points = _by_team(table.teams, _splits_rows(limits))
    br2 = [limit for limit in limits if isinstance(limit, BR2)]
    fa2 = [limit for limit in limits if isinstance(limit, FA2)]
    se1 = [limit for limit in limits if isinstance(limit, SE1)]
    off_bye = [limit for limit in limits if isinstance(limit, OffBye)]
    ga1 = [own for limit in limits for own in _game_limits(limit)]
    game_at, game_ga1, pair_at, pair_ga1 = _games(table, ga1)
    return Limits(
        miles=np.asarray(miles, dtype=np.float64),
        mile_points=float(sum(limit.price.points or 0.0 for limit in travel)),
        balance_percent=balance[0].percent if balance else 0.0,
        balance_points=(balance[0].price.points or 0.0) if balance else 0.0,
        ca1_at=ca1_at, ca1=ca1, ca1_points=ca1_points,
        ca3_at=ca3_at, ca3=ca3, ca3_points=ca3_points,
        against_at=against_at, against=against, against_points=against_points,
        br1_at=br1_at, br1=br1, br1_points=br1_points,
        splits_at=splits_at, splits=splits, splits_points=splits_points,
        br2=_table([[_mask(limit.teams), _mask(limit.slots), limit.most] for limit in br2], 3),
        br2_points=np.array([_points(limit.price) for limit in br2], dtype=np.float64),
        fa2=_table([[_mask(limit.teams), _mask(limit.slots), limit.most] for limit in fa2], 3),
        fa2_lanes=_table([lanes(limit.slots, table.slots) for limit in fa2], words_of(table.slots)),
        fa2_points=np.array([_points(limit.price) for limit in fa2], dtype=np.float64),
        se1=_table([[_mask(limit.teams), limit.least] for limit in se1], 2),
        se1_points=np.array([_points(limit.price) for limit in se1], dtype=np.float64),
        off_bye=_table([[_mask(limit.teams), limit.most] for limit in off_bye], 2),
        off_bye_points=np.array([_points(limit.price) for limit in off_bye], dtype=np.float64),
        ga1=_table([[limit.least, limit.most] for limit in ga1], 2),
        ga1_points=np.array([_points(limit.price) for limit in ga1], dtype=np.float64),
        game_at=game_at, game_ga1=game_ga1,
        pair_at=pair_at, pair_ga1=pair_ga1,
        fixed=_fixed(table),
    )  # fmt: skip


def _points(price: Price) -> float:
    return HARD if price.points is None else price.points


def _mask(members: Iterable[int]) -> int:
    return sum(1 << member for member in set(members))


def _table(rows: Sequence[Sequence[int]], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


@compiled
def words_of(slots: int) -> int:
    """Return how many words the lanes of so many slots take."""
    return (slots + LANES - 1) // LANES


def lanes(chosen: Iterable[int], slots: int) -> list[int]:
    """Return words with the high bit of the lane of each chosen slot."""
    words = [0] * words_of(slots)
    for slot in set(chosen):
        words[slot // LANES] |= 1 << (LANE_BITS * (slot % LANES) + LANE_BITS - 1)
    return words


_Row = tuple[int, list[int], float]


def _ca1_rows(limits: Sequence[SlotLimit]) -> Iterable[_Row]:
    for limit in limits:
        if isinstance(limit, CA1):
            unit, places = SLOTS, _mask(limit.places) if limit.unit == "slots" else len(limit.places)
            if limit.unit == "games":
                unit = FIRST_GAMES if limit.places[0] == 0 else LAST_GAMES
            for team in limit.teams:
                row = [MODES[limit.mode], unit, places, limit.least, limit.most]
                yield team, row, _points(limit.price)


def _ca3_rows(limits: Sequence[SlotLimit], *, named: bool) -> Iterable[_Row]:
    for limit in limits:
        if isinstance(limit, CA3) and (limit.opponents is not None) == named:
            unit = SLOTS if limit.unit == "slots" else FIRST_GAMES
            for team in limit.teams:
                against = 0 if limit.opponents is None else _mask(limit.opponents)
                yield team, [MODES[limit.mode], unit, limit.length, limit.most, against], _points(limit.price)


def _br1_rows(limits: Sequence[SlotLimit]) -> Iterable[_Row]:
    for limit in limits:
        if isinstance(limit, BR1):
            for team in limit.teams:
                yield team, [MODES[limit.mode], _mask(limit.slots), limit.most], _points(limit.price)


def _splits_rows(limits: Sequence[SlotLimit]) -> Iterable[_Row]:
    for limit in limits:
        if isinstance(limit, SplitWeeks):
            firsts, lasts = _mask(map(min, limit.weeks)), _mask(map(max, limit.weeks))
            for team in limit.teams:
                yield team, [firsts, lasts, limit.most], _points(limit.price)


def _game_limits(limit: SlotLimit) -> Sequence[GA1]:
    """Return what is counted game by game."""
    if isinstance(limit, CA2):
        return ca2.as_game_limits(limit)
    if isinstance(limit, CA4):
        return ca4.as_game_limits(limit)
    return [limit] if isinstance(limit, GA1) else []


def _by_team(teams: int, rows: Iterable[_Row]) -> tuple[Ints, Ints, Floats]:
    """Sort rows by team, hard ones first, so that a bad row is known early."""
    ordered = sorted(rows, key=lambda row: (row[0], row[2] != HARD))
    counts = [0] * (2 * teams)
    for team, _, points in ordered:
        counts[2 * team + (points != HARD)] += 1
    at = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    width = len(ordered[0][1]) if ordered else 5
    prices = np.array([points for _, _, points in ordered], dtype=np.float64)
    return at, _table([row for _, row, _ in ordered], width), prices


def _games(table: Board, limits: Sequence[GA1]) -> tuple[Ints, Ints, Ints, Ints]:
    """Index the limits by game, apart those on all slots: moves that keep the pairs need not look at them."""
    by_game: dict[int, list[int]] = {}
    by_pair: dict[int, list[int]] = {}
    for number, limit in enumerate(limits):
        soft = int(limit.price.points is not None and limit.price.points >= 0)
        for home, away in limit.meetings:
            pair = home * table.teams + away
            if len(set(limit.slots)) == table.slots:
                by_pair.setdefault(2 * pair + soft, []).append(number)
                continue
            for slot in limit.slots:
                by_game.setdefault(2 * (pair * table.slots + slot) + soft, []).append(number)
    pairs = table.teams * table.teams
    return *_offsets(by_game, 2 * pairs * table.slots), *_offsets(by_pair, 2 * pairs)


def _offsets(members: dict[int, list[int]], cells: int) -> tuple[Ints, Ints]:
    counts = [len(members.get(cell, ())) for cell in range(cells)]
    at = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return at, np.array([number for cell in range(cells) for number in members.get(cell, ())], dtype=np.int64)


def _fixed(table: Board) -> NDArray[np.bool_]:
    fixed = np.zeros((table.teams, table.slots), dtype=np.bool_)
    for game in table.pinned:
        fixed[game.home, game.slot] = fixed[game.away, game.slot] = True
    return fixed


def rows_of(table: Board, fixtures: Iterable[Fixture]) -> Ints:
    """Return a row for each team: 0 for a bye, o + 1 at home against o, -(o + 1) away."""
    rows = np.zeros((table.teams, table.slots), dtype=np.int64)
    for home, away, slot in fixtures:
        rows[home, slot], rows[away, slot] = away + 1, -(home + 1)
    return rows


def fixtures_of(rows: Ints) -> list[Fixture]:
    """Return the games of the rows, in order of slot and home team."""
    teams, slots = rows.shape
    return [
        Fixture(home, int(rows[home, slot]) - 1, slot)
        for slot in range(slots)
        for home in range(teams)
        if rows[home, slot] > 0
    ]
