"""The miles of teams in a CP-SAT model, chained as the rulebook and the detector do: a bye leaves it there."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture


class Trip(NamedTuple):
    """A way that a team may go to its game in a slot: `taken` is true at least where it does."""

    taken: cp_model.IntVar
    miles: float


class Roads:
    """The trips of each team by slot. Where `standing` games leave no choice nothing is added to the model."""

    def __init__(self, encoding: Encoding, miles: Sequence[Sequence[float]], standing: Collection[Fixture]) -> None:
        self._encoding, self._miles = encoding, miles
        self._standing = {(team, game.slot): game.home for game in standing for team in (game.home, game.away)}
        self._games: dict[tuple[int, int], list[Fixture]] = defaultdict(list)
        for game in encoding.play:
            for team in (game.home, game.away):
                self._games[team, game.slot].append(game)
        self._always = encoding.model.new_constant(1)
        self.trips: dict[tuple[int, int], list[Trip]] = {}
        self._back: list[list[Trip]] = []
        for team in range(encoding.teams):
            self._add(team)

    def _add(self, team: int) -> None:
        here = {team: self._always}
        for slot in range(self._encoding.slots):
            there = self._places(team, slot, here)
            self.trips[team, slot] = self._ways(here, there)
            here = there
        self._back.append(self._ways(here, {team: self._always}))  # home, after the last game

    def _places(self, team: int, slot: int, before: dict[int, cp_model.IntVar]) -> dict[int, cp_model.IntVar]:
        """Return where a team may be in a slot, with the literal that it is."""
        if (host := self._standing.get((team, slot))) is not None:
            return {host: self._always}
        if not (games := self._games[team, slot]):
            return before
        model = self._encoding.model
        places = dict.fromkeys([*(game.home for game in games), *before])
        found = {place: model.new_bool_var("") for place in places}
        model.add_exactly_one(found.values())
        for game in games:
            model.add_implication(self._encoding.play[game], found[game.home])
        for place, was in before.items():
            model.add_bool_or(self._encoding.status(team, slot, "HA"), ~was, found[place])
        return found

    def _ways(self, here: dict[int, cp_model.IntVar], there: dict[int, cp_model.IntVar]) -> list[Trip]:
        ways = ((self._miles[one][other], was, now) for one, was in here.items() for other, now in there.items())
        return [Trip(self._both(was, now), miles) for miles, was, now in ways if miles > 0]

    def _both(self, was: cp_model.IntVar, now: cp_model.IntVar) -> cp_model.IntVar:
        if was is self._always or now is self._always:
            return now if was is self._always else was
        taken = self._encoding.model.new_bool_var("")
        self._encoding.model.add_bool_or(~was, ~now, taken)
        return taken

    def every(self) -> Iterator[Trip]:
        """Yield all trips of all teams, the last ones home among them."""
        for trips in (*self.trips.values(), *self._back):
            yield from trips

    def is_open(self, team: int, slots: Collection[int]) -> bool:
        """Return True when the team has a choice of ways in the slots."""
        return any(trip.taken is not self._always for slot in slots for trip in self.trips[team, slot])
