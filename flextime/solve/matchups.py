"""Stage 1: who meets whom, how often, and who hosts. A small CP-SAT over ordered pairs, slots left open."""

from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from flextime.limits import CA1, GA1, Travel
from flextime.limits.model import Price
from flextime.solve.searching import Stopwatch, search
from flextime.solve.timetable import Timetable

DETERMINISTIC_TIME = 0.3  # some seconds: within two hundredths of the optimum, and the annealing improves on it anyhow
MILES_PER_POINT = 10  # a second meeting is worth a tenth of its miles, the price of travel


def choose_matchups(table: Timetable, seed: int, clock: Stopwatch) -> list[tuple[int, int]] | None:
    """Return the ordered pairs (home, away) that play, near pairs twice; None when the limits on pairs allow none."""
    model = cp_model.CpModel()
    pairs = [(h, a) for h in range(table.teams) for a in range(table.teams) if h != a]
    play = {pair: model.new_bool_var(f"{pair[0]}-{pair[1]}") for pair in pairs}
    cost: list[cp_model.LinearExprT] = []
    for met, least, most, price in bounds_on_pairs(table, play):
        cost.extend(_bound(model, met, least, most, price))
    for team in range(table.teams):
        model.add(sum(var for pair, var in play.items() if team in pair) <= table.slots)
    for fixture in table.pinned:
        model.add(play[fixture.home, fixture.away] == 1)
    cost.extend(_miles(table, play))
    model.minimize(sum(cost))
    solver, status = search(model, seed=seed, deterministic_time=DETERMINISTIC_TIME, clock=clock)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [pair for pair, var in play.items() if solver.boolean_value(var)]


def bounds_on_pairs(
    table: Timetable, play: Mapping[tuple[int, int], cp_model.IntVar]
) -> Iterator[tuple[list[cp_model.IntVar], int, int, Price]]:
    """Yield what the limits say of a whole season: which meetings they count, the least and the most of them."""
    for limit in table.slot_limits:
        if isinstance(limit, GA1) and len(limit.slots) == table.slots:
            yield [play[pair] for pair in limit.meetings], limit.least, limit.most, limit.price
        if isinstance(limit, CA1) and limit.unit == "slots" and len(limit.places) == table.slots:
            for team in limit.teams:
                own = [var for pair, var in play.items() if _counts(pair, team, limit.mode)]
                yield own, limit.least, limit.most, limit.price


def _counts(pair: tuple[int, int], team: int, mode: str) -> bool:
    return (mode != "A" and pair[0] == team) or (mode != "H" and pair[1] == team)


def _bound(
    model: cp_model.CpModel, literals: list[cp_model.IntVar], least: int, most: int, price: Price
) -> list[cp_model.LinearExprT]:
    if price.points is None:
        model.add_linear_constraint(sum(literals), least, most)
        return []
    excess = model.new_int_var(0, max(len(literals), least), "")
    model.add(sum(literals) - excess <= most)
    model.add(sum(literals) + excess >= least)
    return [round(price.points) * excess]


def _miles(table: Timetable, play: dict[tuple[int, int], cp_model.IntVar]) -> list[cp_model.LinearExprT]:
    travel = [limit for limit in table.slot_limits if isinstance(limit, Travel)]
    if not travel:
        return []
    miles = travel[0].miles
    return [round(miles[h][a] / MILES_PER_POINT) * var for (h, a), var in play.items()]
