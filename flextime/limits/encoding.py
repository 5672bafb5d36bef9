"""The CP-SAT side of a timetable: its variables, and how a limit is enforced, paid for, or switched off by its rule.

The solver's library is an argument, never an import: who only checks a schedule does not load it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from flextime.limits.model import Fixture, Mode, Price

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

POINT_SCALE = 100  # CP-SAT is integer: prices count in hundredths of a point


class Encoding:
    """Variables `play[home, away, slot]` in a model, with the views on them that limits are written in.

    With `switches`, each rule's hard limits hold only under the literal given for it: the assumptions of an
    explanation. `most_byes` bounds how many slots a team may leave empty, and so how far games may spread.
    With `days`, the dates of each slot, teams also get the day on which they play in a slot.
    """

    def __init__(
        self,
        model: "cp_model.CpModel",
        *,
        teams: int,
        slots: int,
        most_byes: int,
        play: Mapping[Fixture, "cp_model.IntVar"],
        days: Sequence[Sequence[date]] = (),
        switches: Mapping[str, "cp_model.IntVar"] | None = None,
    ) -> None:
        self.model = model
        self.teams, self.slots, self.most_byes = teams, slots, most_byes
        self.play = play
        self.days = days
        self.switches = switches or {}
        self.penalties: list[tuple[cp_model.IntVar, int]] = []
        self._status: dict[tuple[int, int, Mode], cp_model.IntVar] = {}
        self._exactly: dict[tuple[int, int, int, int], cp_model.IntVar] = {}
        self._on: dict[tuple[int, int, date], cp_model.IntVar] = {}
        self._last: dict[tuple[int, Mode], list[cp_model.IntVar]] = {}
        self._breaks: dict[tuple[int, int, Mode], cp_model.IntVar] = {}
        self._home_games: dict[int, list[cp_model.IntVar]] = {}
        self._add_status()
        if days:
            self._add_days()

    def _add_status(self) -> None:
        """Say for each team and slot whether it plays at home and whether away; never both, never twice."""
        hosted: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        visited: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (host, guest, slot), played in self.play.items():
            hosted.setdefault((host, slot), []).append(played)
            visited.setdefault((guest, slot), []).append(played)
        for team in range(self.teams):
            for slot in range(self.slots):
                home, away, plays = (self.model.new_bool_var("") for _ in range(3))
                self.model.add(home == sum(hosted.get((team, slot), []), start=0))
                self.model.add(away == sum(visited.get((team, slot), []), start=0))
                self.model.add(plays == home + away)
                self._status[team, slot, "H"], self._status[team, slot, "A"] = home, away
                self._status[team, slot, "HA"] = plays

    def _add_days(self) -> None:
        """Give each team a day in each slot it plays in, and two opponents the same one."""
        for team in range(self.teams):
            for slot, days in enumerate(self.days):
                for day in days:
                    self._on[team, slot, day] = self.model.new_bool_var("")
                on = [self._on[team, slot, day] for day in days]
                self.model.add(sum(on, start=0) == self._status[team, slot, "HA"])
        for (home, away, slot), played in self.play.items():
            for day in self.days[slot]:
                same = self._on[home, slot, day] == self._on[away, slot, day]
                self.model.add(same).only_enforce_if(played)

    def status(self, team: int, slot: int, mode: Mode) -> "cp_model.IntVar":
        """Return the literal that the team plays in the slot in this mode."""
        return self._status[team, slot, mode]

    def on(self, team: int, slot: int, day: date) -> "cp_model.IntVar":
        """Return the literal that the team plays in the slot on this day."""
        return self._on[team, slot, day]

    def dated(self, solver: "cp_model.CpSolver") -> dict[Fixture, date]:
        """Return the games of a solution, with their days."""
        return {
            game: next(day for day in self.days[game.slot] if solver.boolean_value(self._on[game.home, game.slot, day]))
            for game, played in self.play.items()
            if solver.boolean_value(played)
        }

    def statuses(self, team: int, slots: Iterable[int], mode: Mode) -> list["cp_model.IntVar"]:
        """Return the literals of the team's games of this mode in the slots."""
        return [self._status[team, slot, mode] for slot in slots]

    def on_days(self, team: int, mode: Mode, days: Iterable[date]) -> list["cp_model.IntVar"]:
        """Return literals that must be true where the team plays in this mode on one of the days."""
        chosen = set(days)
        return [
            self._in_mode(team, slot, mode, day) for slot, own in enumerate(self.days) for day in own if day in chosen
        ]

    def _in_mode(self, team: int, slot: int, mode: Mode, day: date) -> "cp_model.IntVar":
        if mode == "HA":
            return self._on[team, slot, day]
        return self._both(self._on[team, slot, day], self._status[team, slot, mode])

    def _both(self, one: "cp_model.IntVar", other: "cp_model.IntVar") -> "cp_model.IntVar":
        both = self.model.new_bool_var("")
        self.model.add_bool_or(both, ~one, ~other)
        self.model.add_implication(both, one)
        self.model.add_implication(both, other)
        return both

    def breaks(self, team: int, slots: Iterable[int], mode: Mode) -> list["cp_model.IntVar"]:
        """Return the literals of the team's breaks of this mode at the slots: at most one of them is true in a slot."""
        sides: tuple[Mode, ...] = ("H", "A") if mode == "HA" else (mode,)
        return [self._break(team, slot, side) for slot in slots if slot > 0 for side in sides]

    def _break(self, team: int, slot: int, side: Mode) -> "cp_model.IntVar":
        key = (team, slot, side)
        if key not in self._breaks:
            self._breaks[key] = self._both(self._last_games(team, side)[slot - 1], self._status[team, slot, side])
        return self._breaks[key]

    def _last_games(self, team: int, side: Mode) -> list["cp_model.IntVar"]:
        """Return by slot the literal that the team's last game up to it was on this side: byes hand it on."""
        if self.most_byes == 0:
            return self.statuses(team, range(self.slots), side)
        if (team, side) not in self._last:
            last = [self._status[team, 0, side]]
            for slot in range(1, self.slots):
                known = self.model.new_bool_var("")
                plays, here = self._status[team, slot, "HA"], self._status[team, slot, side]
                self.model.add(known == here).only_enforce_if(plays)
                self.model.add(known == last[-1]).only_enforce_if(~plays)
                last.append(known)
            self._last[team, side] = last
        return self._last[team, side]

    def home_games(self, team: int) -> list["cp_model.IntVar"]:
        """Return by slot how many home games the team has had when it is over."""
        if team not in self._home_games:
            so_far = [self._status[team, 0, "H"]]
            for slot in range(1, self.slots):
                count = self.model.new_int_var(0, slot + 1, "")
                self.model.add(count == so_far[-1] + self._status[team, slot, "H"])
                so_far.append(count)
            self._home_games[team] = so_far
        return self._home_games[team]

    def meetings(self, pairs: Iterable[tuple[int, int]], slots: Iterable[int]) -> list["cp_model.IntVar"]:
        """Return the variables of the ordered pairs in the slots; games that cannot be are left out."""
        chosen = tuple(slots)
        games = (Fixture(home, away, slot) for home, away in pairs for slot in chosen)
        return [self.play[game] for game in games if game in self.play]

    def exactly(self, team: int, first: int, last: int, games: int) -> list["cp_model.IntVar"]:
        """Return the condition that the team plays exactly `games` games from slot `first` to `last`.

        Empty when it cannot be otherwise (no byes). The literal is implied by the condition, not the reverse: enough
        to make a constraint hold whenever the condition does.
        """
        if self.most_byes == 0 and last - first + 1 == games:
            return []
        key = (team, first, last, games)
        if key not in self._exactly:
            hits, fewer, more = (self.model.new_bool_var("") for _ in range(3))
            played = sum(self.statuses(team, range(first, last + 1), "HA"))
            self.model.add_bool_or(hits, fewer, more)
            self.model.add(played <= games - 1).only_enforce_if(fewer)
            self.model.add(played >= games + 1).only_enforce_if(more)
            self._exactly[key] = hits
        return [self._exactly[key]]

    def none_of(self, literals: Sequence["cp_model.IntVar"]) -> list["cp_model.IntVar"]:
        """Return the condition that none of the literals is true; implied by that, not the reverse."""
        if not literals:
            return []
        none = self.model.new_bool_var("")
        self.model.add_bool_or([*literals, none])
        return [none]

    def keep_between(
        self,
        counted: Sequence["cp_model.IntVar"],
        least: int,
        most: int,
        price: Price,
        when: Iterable["cp_model.IntVar"] = (),
    ) -> None:
        """Keep how many of the literals are true within bounds where `when` holds, or pay for each one outside."""
        conditions = list(when)
        if price.points is None:
            if price.rule in self.switches:
                conditions.append(self.switches[price.rule])
            self._bound(counted, [], least, most, conditions)
            return
        widest = max(len(counted), least)
        excess = self.model.new_int_var(0, widest, "")
        self._bound(counted, [(excess, -1)], -widest, most, conditions)
        self._bound(counted, [(excess, 1)], least, 2 * widest, conditions)
        self.penalties.append((excess, round(price.points * POINT_SCALE)))

    def keep_near(
        self, differences: Iterable[Sequence[tuple["cp_model.IntVar", int]]], most: int, price: Price
    ) -> None:
        """Keep every difference within `most` of nought, or pay once, for the widest.

        A difference is (count, 1 or -1) and so on; none can be wider than the season has slots.
        """
        if price.points is None:
            switch = [self.switches[price.rule]] if price.rule in self.switches else []
            for terms in differences:
                self._bound([], terms, -most, most, switch)
            return
        widest = 2 * self.slots
        excess = self.model.new_int_var(0, self.slots, "")
        for terms in differences:
            self._bound([], [*terms, (excess, -1)], -widest, most, [])
            self._bound([], [*terms, (excess, 1)], -most, widest, [])
        self.penalties.append((excess, round(price.points * POINT_SCALE)))

    def _bound(
        self,
        counted: Sequence["cp_model.IntVar"],
        others: Sequence[tuple["cp_model.IntVar", int]],
        least: int,
        most: int,
        conditions: Sequence["cp_model.IntVar"],
    ) -> None:
        terms = [1 * literal for literal in counted] + [factor * var for var, factor in others]
        if not terms:  # nothing that could vary: true, or never under these conditions
            if not least <= 0 <= most:
                self.model.add_bool_or([~literal for literal in conditions])
            return
        stated = self.model.add_linear_constraint(sum(terms), least, most)
        if conditions:
            stated.only_enforce_if(*conditions)
