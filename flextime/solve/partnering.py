"""Seasons in which travel partners go about together: CP-SAT alone, for the annealing's moves would part them.

A timetable that keeps everything comes first; then its price is lowered, some weekends at a time, with the others held.
"""

from collections.abc import Callable, Iterator, Sequence

from ortools.sat.python import cp_model

from flextime.limits import PartnerWeekends, Travel
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.model import Fixture
from flextime.solve.encode import encode
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable

ROUND_TIME = 2.0  # of deterministic time for a part: mostly proved best by then
FREE = 3  # weekends that a part may arrange anew


def weekends_of(table: Timetable) -> tuple[tuple[int, ...], ...]:
    """Return the weekends of a season whose partners stay together, as slots; none where they need not."""
    found = (limit for limit in table.slot_limits if isinstance(limit, PartnerWeekends))
    return next((limit.weekends for limit in found if limit.price.points is None), ())


def improved(
    table: Timetable, fixtures: Sequence[Fixture], *, rounds: int, seed: int, clock: Stopwatch, tick: Callable[[], None]
) -> Iterator[list[Fixture]]:
    """Yield better and better timetables: in each of so many rounds some weekends are open, and the rest stands.

    What is priced is all that CP-SAT can state, and the miles of each visit one way, for two of them make a trip.
    """
    weekends = weekends_of(table)
    best, price = list(fixtures), float("inf")
    for number in range(rounds):
        if clock.over():
            return
        free = {slot for n in range(FREE) for slot in weekends[(number * (FREE - 1) + n) % len(weekends)]}
        model, encoding = _part(table, best, free)
        solver, status = search(model, seed=seed + number, deterministic_time=ROUND_TIME, clock=clock, tick=tick)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) and solver.objective_value < price:
            price = solver.objective_value
            best = [game for game, var in encoding.play.items() if solver.boolean_value(var)]
            yield best


def _part(table: Timetable, fixtures: Sequence[Fixture], free: set[int]) -> tuple[cp_model.CpModel, Encoding]:
    """Return the season with its prices, in which the games outside the free slots are those of this timetable."""
    model = cp_model.CpModel()
    encoding = season_model(model, table, None, with_days=True)
    encode(table.slot_limits, encoding, soft=True)
    encode(table.day_limits, encoding, soft=True)
    played = set(fixtures)
    for game, var in encoding.play.items():
        if game.slot in free:
            model.add_hint(var, game in played)
        else:
            model.add(var == (game in played))
    model.minimize(sum(points * excess for excess, points in (*encoding.penalties, *_visits(table, encoding))))
    return model, encoding


def _visits(table: Timetable, encoding: Encoding) -> Iterator[tuple[cp_model.IntVar, int]]:
    for limit in table.slot_limits:
        if isinstance(limit, Travel) and limit.price.points is not None:
            for game, var in encoding.play.items():
                yield var, round(limit.miles[game.home][game.away] * limit.price.points * POINT_SCALE)
