"""Stage 4a: a day for each game within its slot, by CP-SAT: hard limits on days kept, soft ones paid."""

from collections.abc import Mapping, Sequence
from datetime import date

from ortools.sat.python import cp_model

from flextime.limits.model import Fixture
from flextime.solve.encode import encode
from flextime.solve.searching import Stopwatch, search
from flextime.solve.slotting import season_model
from flextime.solve.timetable import Timetable

DETERMINISTIC_TIME = 4.0  # the optimum, or nearly, of a season of 160 games


def date_games(
    table: Timetable,
    fixtures: Sequence[Fixture],
    pinned: Mapping[Fixture, date],
    *,
    seed: int,
    clock: Stopwatch,
    thorough: bool = True,
) -> dict[Fixture, date] | None:
    """Return a day for each game, or None when no days keep the limits. Not `thorough`: the first days that do."""
    model = cp_model.CpModel()
    encoding = season_model(model, table, None, with_days=True, only=fixtures)
    for game in fixtures:
        model.add(encoding.play[game] == 1)
        if game in pinned:
            model.add(encoding.on(game.home, game.slot, pinned[game]) == 1)
    encode(table.day_limits, encoding, soft=True)
    if thorough:
        model.minimize(sum(points * excess for excess, points in encoding.penalties))
    solver, status = search(model, seed=seed, deterministic_time=DETERMINISTIC_TIME, clock=clock)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {
        game: next(day for day in table.days[game.slot] if solver.boolean_value(encoding.on(game.home, game.slot, day)))
        for game in fixtures
    }
