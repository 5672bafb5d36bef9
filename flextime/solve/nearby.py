"""A schedule close to one that is at hand: most games are left where they are, those of a few windows may move.

A neighbourhood is a set of windows. Their games may change places and days among them, and with `turning` also arenas;
all others stay. Such a model is small: CP-SAT answers in a tenth of a second where a whole season takes several, and
finds the fewest moves there where in a whole season it finds any hundred.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from flextime.league.model import ScheduledGame
from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture
from flextime.rules.check import check
from flextime.solve.encode import encode
from flextime.solve.problem import Problem
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable, fixture_of
from flextime.solve.tipping import tip_off_games

NEIGHBOURHOOD_TIME = 0.5  # deterministic; six windows take a tenth of that, ten often all of it
MOVE_POINTS = 100  # what a moved game is worth beside what is softened, in hundredths of a point

Dated = Mapping[Fixture, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The schedule at hand, the one to stay as close to as can be (`present`), and the windows whose games may move."""

    now: Dated
    present: Dated
    slots: frozenset[int]
    turning: bool = False


def dated(problem: Problem, games: Sequence[ScheduledGame]) -> dict[Fixture, date]:
    """Return games in numbers, with their days."""
    return {fixture_of(problem.facts, game): game.date for game in games}


def around(centres: Collection[int], slots: int, count: int) -> frozenset[int]:
    """Return so many slots, those nearest to the centres; of equally near ones the earlier.

    >>> sorted(around({2, 7}, 10, 4))
    [1, 2, 3, 7]
    """
    return frozenset(sorted(range(slots), key=lambda slot: min(abs(slot - centre) for centre in centres))[:count])


def move_within(
    table: Timetable,
    pinned: Dated,
    where: Neighbourhood,
    *,
    seed: int,
    clock: Stopwatch,
    time: float = NEIGHBOURHOOD_TIME,
) -> dict[Fixture, date] | None:
    """Return the games with the fewest moves that keep the table's hard limits, or None. Soft limits count first."""
    free = [game for game in where.now if game.slot in where.slots]
    model = cp_model.CpModel()
    encoding = season_model(model, table, None, with_days=True, only=_possible(table, where, free))
    _fix(encoding, where)
    _keep_pairs(encoding, where, free)
    encode([*table.slot_limits, *table.day_limits], encoding, soft=True)
    for game, day in pinned.items():
        if game not in encoding.play or day not in table.days[game.slot]:
            return None
        model.add(encoding.play[game] == 1)
        model.add(encoding.on(game.home, game.slot, day) == 1)
    stays = _stays(encoding, where)
    price = sum(points * excess for excess, points in encoding.penalties)
    model.minimize(price - MOVE_POINTS * sum(stays, start=0))
    solver, status = search(model, seed=seed, deterministic_time=time, clock=clock)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return encoding.dated(solver)


def _possible(table: Timetable, where: Neighbourhood, free: Sequence[Fixture]) -> list[Fixture]:
    """Return the games that may be: fixed ones where they are, free ones in each free slot."""
    pairs = {(game.home, game.away) for game in free}
    if where.turning:
        pairs |= {(away, home) for home, away in pairs}
    some = [Fixture(home, away, slot) for home, away in sorted(pairs) for slot in sorted(where.slots)]
    return [*(game for game in where.now if game.slot not in where.slots), *(g for g in some if g not in table.barred)]


def _fix(encoding: Encoding, where: Neighbourhood) -> None:
    for game, day in where.now.items():
        if game.slot not in where.slots:
            encoding.model.add(encoding.play[game] == 1)
            encoding.model.add(encoding.on(game.home, game.slot, day) == 1)


def _keep_pairs(encoding: Encoding, where: Neighbourhood, free: Sequence[Fixture]) -> None:
    """Let each two teams meet as often as they do, and never twice in one arena."""
    for low, high in sorted({(min(game[:2]), max(game[:2])) for game in free}):
        sides = ((low, high), (high, low))
        counts = [sum((game.home, game.away) == side for game in free) for side in sides]
        played = [encoding.meetings([side], sorted(where.slots)) for side in sides]
        if not where.turning:
            for count, own in zip(counts, played, strict=True):
                encoding.model.add(sum(own, start=0) == count)
            continue
        encoding.model.add(sum((*played[0], *played[1]), start=0) == sum(counts))
        for side, own in zip(sides, played, strict=True):
            elsewhere = sum((game.home, game.away) == side for game in where.now if game.slot not in where.slots)
            encoding.model.add(sum(own, start=0) <= 1 - elsewhere)


def _stays(encoding: Encoding, where: Neighbourhood) -> list[cp_model.IntVar]:
    """Return a literal for each free game of the present that stays on its day, and hint at the games at hand."""
    stays = []
    for game, played in encoding.play.items():
        if game.slot not in where.slots:
            continue
        encoding.model.add_hint(played, game in where.now)
        if game in where.present:
            stay = encoding.model.new_bool_var("")
            encoding.model.add_implication(stay, played)
            encoding.model.add_implication(stay, encoding.on(game.home, game.slot, where.present[game]))
            stays.append(stay)
    return stays


def settled(
    problem: Problem, days: Dated, present: Sequence[ScheduledGame], fixed: Sequence[ScheduledGame] = ()
) -> tuple[ScheduledGame, ...] | None:
    """Return dated games with tip-offs, kept where a game stays on its day; None when they break a hard rule.

    `fixed` games stand as they are given, whatever the present says of them. Raises RuleError.
    """
    pinned = {(game.home, game.away): game for game in (*problem.pinned, *fixed)}
    stay = {(game.home, game.away): game for game in present if days.get(fixture_of(problem.facts, game)) == game.date}
    for kept in ({**stay, **pinned}, pinned):  # a tip-off beside a moved game may have to give way
        games = tip_off_games(problem.facts, problem.rules, days, list(kept.values()))
        if not any(broken.hardness == "hard" for broken in check(problem.facts, problem.rules, games)):
            return games
    return None
