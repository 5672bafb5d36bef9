"""The last rung: a neighbourhood of a conflict rearranged by CP-SAT, with the fewest moves and then the lowest price.

1. The model: each free game stays or takes one of its places; the hard rules hold, and no team that travels within
   bounds comes to travel too much.
2. The fewest games that have to move.
3. Of ways out that move so few, the cheapest: soft rules and miles, as far as CP-SAT can count them.

Each answer is put to the caller, who judges it by the detector and the rulebook alone. What they find fault with is
ruled out, and the search goes on. So whatever comes out was checked without the model, and where CP-SAT has proved its
last answer, there is no better one among the places.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from flextime.conflicts.arrangement import Arrangement
from flextime.conflicts.board import Board
from flextime.conflicts.model import Conflict
from flextime.conflicts.neighbourhood import Neighbourhood, Proof, around
from flextime.conflicts.preview import Shift
from flextime.league.ids import GameId
from flextime.solve.searching import search

# Windows of a neighbourhood, and how long it may be searched in CP-SAT's own unit: a second or two of one core. Of a
# conference's season five windows are settled for good in a fifth to a half of that. Seven, in which all but always a
# way out is, are not: they are tried where five have none, and nothing is proved there.
NARROW, WIDE = 5, 7
DETERMINISTIC_TIME = {NARROW: 0.6, WIDE: 0.4}
# What a planner may wait for: more windows, and longer, so that fewer games need move.
WIDER = ((7, 3.0), (9, 3.0))
SEED = 1
ANSWERS = 8  # to one question that are judged, at some 5 ms each: where all are at fault, so are dozens like them

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
    for windows, time in DETERMINISTIC_TIME.items():
        tried = _Search(around(board, conflict, windows), faults, time, proving=windows == NARROW)
        if found := tried.best():
            yield found
            if any(shift.swaps_hosts for shift in found.shifts):
                yield from tried.keeping_hosts()
            return


def wider(board: Board, conflict: Conflict, faults: Faults) -> Iterator[Rearrangement]:
    """Yield the best ways out of ever wider neighbourhoods that keep the hosts: some 15 s of a core, nothing proved.

    The same board gives the same answers on any machine. Raises RuleError for an impossible rule.
    """
    for windows, time in WIDER:
        hood = around(board, conflict, windows).keeping_hosts()
        if found := _Search(hood, faults, time, proving=False).best():
            yield found


class _Search:
    """The search of a neighbourhood, with what is left of its time."""

    def __init__(self, hood: Neighbourhood, faults: Faults, time: float, *, proving: bool) -> None:
        self._left = time
        self._hood, self._faults, self._proving = hood, faults, proving
        self._model = Arrangement(hood, necessary=proving)

    def keeping_hosts(self) -> Iterator[Rearrangement]:
        """Yield the best way out that swaps no hosts, in the time that is left."""
        kept = _Search(self._hood.keeping_hosts(), self._faults, self._left, proving=self._proving)
        if found := kept.best():
            yield replace(found, proof=replace(found.proof, hosts_stay=True))

    def best(self) -> Rearrangement | None:
        """Return the cheapest way out of those with the fewest moves, or None where none was found."""
        self._model.minimise_moves()
        if (found := self._answer()) is None:
            return None
        fewest, proved = found
        self._model.minimise_price(fewest)
        shifts, cheapest = self._answer() or (fewest, False)
        proved = proved and self._proving
        proof = Proof(games=len(self._hood.places), fewest=proved, cheapest=proved and cheapest)
        return Rearrangement(shifts=shifts, proof=proof)

    def _answer(self) -> tuple[tuple[Shift, ...], bool] | None:
        """Return moves without fault, and whether CP-SAT has proved that there are no better ones."""
        for _ in range(ANSWERS):
            if self._left <= 0:
                return None
            solver, status = search(self._model.model, seed=SEED, deterministic_time=self._left, clock=_Unhurried())
            self._left -= solver.response_proto.deterministic_time
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return None
            chosen = self._model.chosen(solver)
            shifts = tuple(Shift(was=one.was, now=one.now) for one in chosen if one.now != one.was)
            if not (faults := self._faults(shifts)):
                return shifts, status == cp_model.OPTIMAL
            for games in faults:
                self._model.rule_out(one for one in chosen if one.now.game in games)
        return None


class _Unhurried:
    """No clock ends a search of so little deterministic time."""

    def over(self) -> bool:
        return False
