"""The third rung: a neighbourhood of a conflict rearranged by CP-SAT, with the fewest moves and then the lowest price.

1. The model: each free game stays or takes one of its places; the hard rules hold, and no team that travels within
   bounds comes to travel too much.
2. The fewest games that have to move.
3. Of ways out that move so few, the cheapest: soft rules and miles, as far as CP-SAT can count them.

Each answer is put to the caller, who judges it by the detector and the rulebook alone. What they find fault with is
ruled out, and the search goes on. So whatever comes out was checked without the model, and where CP-SAT has proved its
last answer, there is no better one among the places.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from flextime.conflicts.arrangement import Arrangement
from flextime.conflicts.board import Board
from flextime.conflicts.model import Conflict
from flextime.conflicts.neighbourhood import Neighbourhood, Proof, around
from flextime.conflicts.preview import Shift
from flextime.league.ids import GameId
from flextime.solve.searching import search

# Five windows of a conference's season are settled for good in a tenth to a third of the time; seven, in which all but
# always a way out is, seldom are, so they are tried only where five have none.
WINDOWS = (5, 7)
DETERMINISTIC_TIME = 0.6  # CP-SAT's own unit: about a second of one core
SEED = 1
ANSWERS = 20  # that are judged, at some 5 ms each, before a search is given up

# Of moves: sets of games that may not stand together as they would; none for a way out.
Faults = Callable[[Sequence[Shift]], Sequence[Collection[GameId]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rearrangement:
    """Moves that are a way out, and what is proved of them."""

    shifts: tuple[Shift, ...]
    proof: Proof


def rearrangements(board: Board, conflict: Conflict, faults: Faults) -> Iterator[Rearrangement]:
    """Yield the best way out of the neighbourhood; where that swaps hosts, also the best that does not.

    The same board gives the same answer on any machine. Raises RuleError for an impossible rule.
    """
    left = DETERMINISTIC_TIME
    for windows in WINDOWS:
        search = _Search(around(board, conflict, windows), faults, left)
        if found := search.best():
            yield found
            if any(shift.was.home != shift.now.home for shift in found.shifts):
                kept = _Search(search.hood.keeping_hosts(), faults, search.left).best()
                yield from [kept] if kept else []
            return
        left = search.left


class _Search:
    """The search of a neighbourhood, with what is left of its time."""

    def __init__(self, hood: Neighbourhood, faults: Faults, time: float) -> None:
        self.hood, self.left = hood, time
        self._faults = faults
        self._model = Arrangement(hood)

    def best(self) -> Rearrangement | None:
        """Return the cheapest way out of those with the fewest moves, or None where none was found."""
        self._model.minimise_moves()
        if (found := self._answer()) is None:
            return None
        fewest, proved = found
        self._model.minimise_price(fewest)
        shifts, cheapest = self._answer() or (fewest, False)
        proof = Proof(games=len(self.hood.places), fewest=proved, cheapest=proved and cheapest)
        return Rearrangement(shifts=shifts, proof=proof)

    def _answer(self) -> tuple[tuple[Shift, ...], bool] | None:
        """Return moves without fault, and whether CP-SAT has proved that there are no better ones."""
        for _ in range(ANSWERS):
            if self.left <= 0:
                return None
            solver, status = search(self._model.model, seed=SEED, deterministic_time=self.left, clock=_Unhurried())
            self.left -= solver.response_proto.deterministic_time
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            chosen = self._model.chosen(solver)
            shifts = tuple(Shift(was=one.was, now=one.now) for one in chosen if one.now != one.was)
            if not (faults := self._faults(shifts)):
                return shifts, status == cp_model.OPTIMAL
            for games in faults:
                self._model.rule_out([one for one in chosen if one.now.game in games])
        return None


class _Unhurried:
    """No clock ends a search of so little deterministic time."""

    def over(self) -> bool:
        return False
