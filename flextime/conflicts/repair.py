"""Ways out of a conflict, ranked: a ladder of rungs, each of which moves more than the one before.

1. Slots: one game to another date, tip-off or venue, or with its hosts swapped.
2. Swaps: two games exchanged.
3. Chains: the games of two windows that must change places with one, at most three games from it.
4. A neighbourhood, where nothing clean that keeps its hosts was found by then: the games of some windows rearranged by
   CP-SAT.

On each of the first three every proposal is first looked at by the detector alone, which is cheap. What does not clear
the conflict is dropped, and of the rest the best are put to the rulebook. Counts decide how long that takes, so that
the same board has the same answer on any machine.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from flextime.conflicts.board import Board
from flextime.conflicts.catalogue import TEAM_KINDS
from flextime.conflicts.model import Changes, Conflict, Severity
from flextime.conflicts.neighbourhood import Proof
from flextime.conflicts.preview import Preview, Shift, assess, edits_of, game_of
from flextime.conflicts.proposals import Manner, Proposal, Proposals
from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import ScheduledGame
from flextime.rules.model import Violation
from flextime.rules.structure import STRUCTURE_KINDS

TRIES = 400  # proposals of a rung that the detector looks at: a fifth of a second, and every slot of one game
JUDGED = 12  # of them that are put to the rulebook, at some 5 ms each
# What a conflict costs beside a season's price, in points: as the rules that speak of the same cost a deviation of one
# (no Sunday 1,000, one game a day 200, minimum rest 40, rest that is short of ideal 10).
POINTS: Mapping[Severity, float] = {"critical": 1000.0, "high": 200.0, "medium": 40.0, "low": 10.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A way out: games that move, what that asks and what it brings.

    `waivers` are the hard rules that it breaks, each with its price; `teams` are those whose games move. `clean`: it
    needs no waiver and opens no grave conflict. `cost` is in points: price, waivers, conflicts opened less those
    cleared, and moves. `proof` is what is proved of a way out of a neighbourhood.
    """

    season: SeasonId
    manner: Manner
    preview: Preview
    clean: bool
    cost: float
    proof: Proof | None = None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        return self.preview.shifts

    @property
    def waivers(self) -> tuple[Violation, ...]:
        return self.preview.broken

    @property
    def teams(self) -> tuple[SchoolCode, ...]:
        return tuple(sorted({team for shift in self.shifts for team in (shift.was.home, shift.was.away)}))

    @property
    def keeps_hosts(self) -> bool:
        """Whether every game stays with its host: a command can say only that."""
        return not any(shift.swaps_hosts for shift in self.shifts)

    @property
    def sentence(self) -> str:
        """Say how much moves, and how good that is known to be."""
        moved, swapped = len(self.shifts), sum(shift.swaps_hosts for shift in self.shifts)
        hosts = f", {swapped} of them to the other team's home" if swapped else ""
        told = f"Moves {moved} game{'s' * (moved != 1)}{hosts}."
        return f"{told} {self.proof.sentence}" if self.proof else told


def legal_slots(board: Board, game: GameId, most: int = 10) -> tuple[Option, ...]:
    """Return the best slots for a game, those that need no waiver and open nothing grave first; none for a fixed one.

    Raises UnknownGame.
    """
    maker = Proposals(board)
    tried = _tried(maker, maker.slots(game_of(board, game)), lambda _: True)
    return _ranked(_judged(board, tried))[:most]


def repairs(boards: Mapping[SeasonId, Board], conflict: Conflict, most: int = 10) -> tuple[Option, ...]:
    """Return the best ways out of an open conflict; see `ladder`."""
    return tuple(ladder(boards, conflict))[-1][:most]


def ladder(boards: Mapping[SeasonId, Board], conflict: Conflict) -> Iterator[tuple[Option, ...]]:
    """Yield after each rung every way out known by then, the best first: clean ones, and of those the cheapest.

    `boards` are of the seasons whose games may move, all of one detector. An option moves games of one season. The
    fourth rung is there only where the third has left nothing clean that keeps its hosts; it loads the solver, and
    takes a second or two.
    """
    concerned = [
        (Proposals(board), [board.games[game] for game in reversed(conflict.games) if game in board.games])
        for _, board in sorted(boards.items())
    ]
    options: list[Option] = []
    for rung in _RUNGS:
        for maker, games in concerned:
            proposals = chain.from_iterable(rung(maker, game) for game in games)
            tried = _tried(maker, proposals, lambda changes: _clears(changes, conflict))
            options += _judged(maker.board, tried)
        yield _ranked(options)
    if not any(option.clean and option.keeps_hosts for option in options):
        options += [option for maker, games in concerned if games for option in rearranged(maker.board, conflict)]
        yield _ranked(options)


def wider_ladder(boards: Mapping[SeasonId, Board], conflict: Conflict) -> Iterator[tuple[Option, ...]]:
    """Yield what `ladder` does, and then after each wider neighbourhood whatever is known by then: some 15 s more."""
    options: tuple[Option, ...] = ()
    for options in ladder(boards, conflict):
        yield options
    for _, board in sorted(boards.items()):
        if any(game in board.games for game in conflict.games):
            for option in rearranged(board, conflict, far=True):
                options = _ranked([*options, option])
                yield options


_Place = tuple[GameId, date, VenueId]
_Rung = Callable[[Proposals, ScheduledGame], Iterator[Proposal]]


def _slots(proposals: Proposals, game: ScheduledGame) -> Iterator[Proposal]:
    yield from proposals.hosts(game)
    yield from proposals.slots(game)


_RUNGS: tuple[_Rung, ...] = (_slots, Proposals.swaps, Proposals.chains)


def _clears(changes: Changes, conflict: Conflict) -> bool:
    """Return True when a conflict is gone, and has not come back under the name of other games on the same day."""
    if all(cleared.id != conflict.id for cleared in changes.cleared):
        return False
    return not any(
        opened.kind == conflict.kind
        and not set(opened.teams).isdisjoint(conflict.teams)
        and not set(opened.dates).isdisjoint(conflict.dates)
        for opened in changes.opened
    )


def _tried(maker: Proposals, proposals: Iterator[Proposal], wanted: Callable[[Changes], bool]) -> list[Proposal]:
    """Return the proposals that are wanted and that the detector finds best, one for the same days and venues."""
    best: dict[frozenset[_Place], tuple[float, int, Proposal]] = {}
    settled: set[frozenset[_Place]] = set()  # where nothing is opened no further tip-off can be better
    for number, proposed in enumerate(islice(proposals, TRIES)):
        if _places(proposed.shifts) in settled:
            continue
        proposal, changes = _looked_at(maker, proposed)
        if wanted(changes):
            places = _places(proposal.shifts)
            moving = maker.board.moving_points(shift.was.game for shift in proposal.shifts)
            found = (_points(changes) + moving, number, proposal)
            best[places] = min(found, best.get(places, found), key=lambda one: one[:2])
            if not changes.opened and not changes.changed:
                settled.add(places)
    return [proposal for _, _, proposal in sorted(best.values(), key=lambda one: one[:2])[:JUDGED]]


def _looked_at(maker: Proposals, proposal: Proposal) -> tuple[Proposal, Changes]:
    """Return a proposal with what it brings about; the games of a chain on the days that suit them best, one by one."""
    changes = _ahead(maker.board, proposal)
    if proposal.manner != "chain":
        return proposal, changes
    for place, shift in enumerate(proposal.shifts):
        if all(shift.now.game not in opened.games for opened in changes.opened):
            continue
        for other in maker.other_days(shift):
            tried = replace(proposal, shifts=(*proposal.shifts[:place], other, *proposal.shifts[place + 1 :]))
            if _points(then := _ahead(maker.board, tried)) < _points(changes):
                proposal, changes = tried, then
    return proposal, changes


def _ahead(board: Board, proposal: Proposal) -> Changes:
    return board.detector.look_ahead(edits_of(board, proposal.shifts))


def rearranged(board: Board, conflict: Conflict, *, far: bool = False) -> Iterator[Option]:
    """Yield the best ways out of the conflict's neighbourhood, or of ever wider ones; every one of them clean."""
    from flextime.conflicts.rearranging import rearrangements, wider  # noqa: PLC0415  most conflicts need no solver

    def faults(shifts: Sequence[Shift]) -> list[Collection[GameId]]:
        option = _option(board, Proposal(manner="neighbourhood", shifts=tuple(shifts)))
        everything = [*board.games, *(shift.now.game for shift in shifts)]
        if option.waivers or not _clears(option.preview.conflicts, conflict):
            return [everything]
        grave = option.preview.conflicts.made_grave()
        return [everything if one.kind in TEAM_KINDS else one.games for one in grave]

    for found in (wider if far else rearrangements)(board, conflict, faults):
        yield replace(_option(board, Proposal(manner="neighbourhood", shifts=found.shifts)), proof=found.proof)


def _points(changes: Changes) -> float:
    """Return what changes cost: what is opened or graver less what is cleared or less grave."""
    opened = sum(POINTS[conflict.severity] for conflict in changes.opened)
    cleared = sum(POINTS[conflict.severity] for conflict in changes.cleared)
    return opened - cleared + sum(POINTS[one.now.severity] - POINTS[one.was.severity] for one in changes.changed)


def _judged(board: Board, proposals: Sequence[Proposal]) -> list[Option]:
    """Return the proposals as options, without those that no waiver could allow."""
    options = (_option(board, proposal) for proposal in proposals)
    return [option for option in options if all(broken.kind not in STRUCTURE_KINDS for broken in option.waivers)]


def _option(board: Board, proposal: Proposal) -> Option:
    found = assess(board, proposal.shifts)
    waived = sum(broken.price for broken in found.broken)
    moving = board.moving_points(shift.was.game for shift in found.shifts)
    return Option(
        season=board.facts.plan.id,
        manner=proposal.manner,
        preview=found,
        clean=not found.broken and not found.conflicts.made_grave(),
        cost=found.price + waived + _points(found.conflicts) + moving,
    )


def _ranked(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return options in order, without those that move what a better one moves, and more games beside."""
    ranked: list[Option] = []
    for option in sorted(options, key=lambda one: (not one.clean, round(one.cost, 6), _key(one))):
        if not any(_places(better.shifts) <= _places(option.shifts) for better in ranked):
            ranked.append(option)
    return tuple(ranked)


def _places(shifts: Sequence[Shift]) -> frozenset[_Place]:
    return frozenset((shift.now.game, shift.now.date, shift.now.venue) for shift in shifts)


def _key(option: Option) -> tuple[str, ...]:
    return tuple(f"{shift.was.game} {shift.now.date} {shift.now.tip_off} {shift.now.venue}" for shift in option.shifts)
