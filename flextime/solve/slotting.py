"""Stage 2: a slot for each game, by CP-SAT, keeping the hard limits; travel inside it finds nothing, so it waits."""

from collections.abc import Callable, Sequence

from ortools.sat.python import cp_model

from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture
from flextime.solve.encode import encode
from flextime.solve.searching import Stopwatch, search
from flextime.solve.timetable import Timetable

DETERMINISTIC_TIME = 60.0  # a season of sixteen teams takes 1 to 15


def slot_games(
    table: Timetable,
    matchups: Sequence[tuple[int, int]] | None,
    *,
    seed: int,
    clock: Stopwatch,
    with_days: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> tuple[list[Fixture] | None, bool]:
    """Return games in slots, and whether there are none (True) or none were found in time (False).

    Without `matchups` the pairs are open too. `with_days` also makes sure that dates exist.
    """
    model = cp_model.CpModel()
    encoding = season_model(model, table, matchups, with_days=with_days)
    encode(table.slot_limits, encoding, soft=False)
    if with_days:
        encode(table.day_limits, encoding, soft=False)
    solver, status = search(model, seed=seed, deterministic_time=DETERMINISTIC_TIME, clock=clock, tick=tick)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, status == cp_model.INFEASIBLE
    return [game for game, var in encoding.play.items() if solver.boolean_value(var)], False


def season_model(
    model: cp_model.CpModel,
    table: Timetable,
    matchups: Sequence[tuple[int, int]] | None,
    *,
    with_days: bool,
    switches: dict[str, cp_model.IntVar] | None = None,
    only: Sequence[Fixture] | None = None,
) -> Encoding:
    """Return the variables of a season: every game that may be, the pinned ones where they are."""
    pairs = matchups or [(h, a) for h in range(table.teams) for a in range(table.teams) if h != a]
    barred = table.barred if switches is None else frozenset[Fixture]()
    everywhere = (Fixture(h, a, slot) for h, a in pairs for slot in range(table.slots))
    may_be = only if only is not None else [game for game in everywhere if game not in barred]
    play = {game: model.new_bool_var(f"{game.home}-{game.away}@{game.slot}") for game in may_be}
    if matchups:
        for h, a in matchups:
            model.add_exactly_one(play[game] for slot in range(table.slots) if (game := Fixture(h, a, slot)) in play)
    for game in table.pinned:
        if game in play:
            model.add(play[game] == 1)
        else:
            model.add_bool_or([])
    days = table.days if with_days else ()
    return Encoding(
        model, teams=table.teams, slots=table.slots, most_byes=table.most_byes, play=play, days=days, switches=switches
    )
