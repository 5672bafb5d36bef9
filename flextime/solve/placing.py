"""A tournament of any shape in CP-SAT: all its games, its base rules and limits, and what can be fixed of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from flextime.limits import Tournament, TournamentLimit, round_robin
from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture
from flextime.solve.encode import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """A model with a variable for each game that may be, and what its limits cost, in hundredths of a point."""

    model: cp_model.CpModel
    play: Mapping[Fixture, cp_model.IntVar]
    cost: cp_model.LinearExprT

    def games(self, solver: cp_model.CpSolver) -> list[Fixture]:
        """Return the games of a solution, in order of slot and home team."""
        played = (game for game, var in self.play.items() if solver.boolean_value(var))
        return sorted(played, key=lambda game: (game.slot, game.home))


def placing_of(tournament: Tournament, *, soft: bool) -> Placing:
    """Return the model with the base rules and the hard limits; with `soft` it also counts what the others cost.

    It knows no miles.
    """
    model, teams, slots = cp_model.CpModel(), range(len(tournament.teams)), range(tournament.slots)
    games = [Fixture(home, away, slot) for home in teams for away in teams if home != away for slot in slots]
    play = {game: model.new_bool_var("") for game in games}
    to = Encoding(model, teams=len(teams), slots=len(slots), most_byes=tournament.most_byes, play=play)
    round_robin.encode(tournament.base, to)
    _count_slots(tournament, to)
    encode(tournament.limits, to, soft=soft)
    return Placing(model=model, play=play, cost=sum((points * excess for excess, points in to.penalties), start=0))


def _count_slots(tournament: Tournament, to: Encoding) -> None:
    """Say that a slot has room for half the teams, which no single team's games tell: an odd league has a bye in each.

    Where the slots are just enough all that room is needed.
    """
    room = to.teams // 2
    games = tournament.base.rounds * to.teams * (to.teams - 1) // 2
    filled = tournament.base.all_games and games == room * to.slots
    for slot in range(to.slots):
        hosts = [to.status(team, slot, "H") for team in range(to.teams)]
        to.model.add_linear_constraint(sum(hosts), room if filled else 0, room)


def fixed(placing: Placing, games: Collection[Fixture], free: Collection[Fixture]) -> Placing:
    """Return the model with every game that is not `free` as it is in a timetable of these games."""
    model = placing.model.clone()
    played = set(games)
    for game, var in placing.play.items():
        if game not in free:
            model.add(var == (game in played))
    return replace(placing, model=model)


def softened(tournament: Tournament, *, whole: bool = False) -> Tournament:
    """Return it without miles and with only its hard limits, each at the price of what it adds to the infeasibility.

    With `whole` the soft limits stay beside them.
    """
    limits = (limit for limit in tournament.limits if whole or limit.price.points is None)
    return replace(tournament, limits=tuple(_priced(limit) for limit in limits), miles=None)


def _priced(limit: TournamentLimit) -> TournamentLimit:
    points = limit.price.weight if limit.price.points is None else limit.price.points
    return replace(limit, price=replace(limit.price, points=points))
