"""Why there is no schedule: a minimal set of named rules that cannot hold together, and the ways out.

1. State every hard rule, and every pinned game, under a literal of its own, and assume all of them.
2. Shrink the core until without any one of its claims the others can hold.
3. Give up the fewest claims that meet every contradiction known so far. If a schedule is found without them, checked,
   they are a way out; if the rest contradict too, their minimal set joins the known ones. Until the budget ends.
So no way out is longer than it must be: whatever leaves one of its claims in force runs into a known contradiction.
(Implicit hitting sets: Reiter 1987; Davies and Bacchus 2011.)
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from flextime.league.ids import GameId, RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.check import sentence
from flextime.rules.kind import named
from flextime.solve.contradicting import CORE_TIME, Case, Claim, case_of, minimal, ruling
from flextime.solve.problem import Conflict, Infeasible, Problem, WayOut
from flextime.solve.searching import Stopwatch
from flextime.solve.witnessing import Search, Witness, from_nothing, mended, seek

MOST_TRIED = 6  # sets given up; each takes half a second to two
MOST_CONFLICTS = 4  # half a second each; what the same rules say of each team is not worth more
REST_TIME = 0.5  # deterministic, to see that what is left contradicts too: ten times what that takes as a rule
WAYS_TIME = 5.0  # deterministic, for all ways out together; two to four of them take 1 to 3
LAST = 2
# Nobody gives these up while anything else will do; and where a game is missing, no search for a schedule is short.
STRUCTURE = ("game-count", "opponent-multiplicity", "home-away-balance", "season-window")
LONGEST_WAY = 3  # claims given up together; what needs more is no advice
MOST_SAID = 2  # sentences on how far a way out breaks what is given up


@dataclass(slots=True, kw_only=True)
class Inquiry:
    """An explanation under way: the contradictions known, the sets tried, those that came to nothing, the ways out."""

    case: Case
    kept: frozenset[Claim]
    near: Sequence[ScheduledGame]
    pairs_tried: int
    conflicts: list[Conflict] = field(default_factory=list)
    tried: list[frozenset[Claim]] = field(default_factory=list)
    missed: list[frozenset[Claim]] = field(default_factory=list)
    ways: list[WayOut] = field(default_factory=list)

    def standing(self, claim: Claim) -> int:
        """Return how late a claim is given up: pins first, then rules, those that make the season what it is last."""
        if claim.rule is None:
            return 0
        kind = next(rule.kind for rule in self.case.problem.rules if rule.id == claim.rule)
        return LAST if kind in STRUCTURE else 1

    def in_order(self, claims: Collection[Claim]) -> tuple[tuple[RuleId, ...], tuple[GameId, ...]]:
        """Return the rules and the pinned games of claims, in the problem's order."""
        chosen = [claim for claim in self.case.claims if claim in claims]
        rules = tuple(claim.rule for claim in chosen if claim.rule is not None)
        return rules, tuple(claim.game for claim in chosen if claim.game is not None)

    def add_way(self, given_up: frozenset[Claim], found: Witness) -> None:
        """Keep a way out; the next ones are sought near the first one's schedule."""
        rules, games = self.in_order(given_up)
        self.near = self.near or found.games
        self.ways.append(WayOut(rules=rules, unpinned=games, games=found.games, broken=found.broken))

    def add_conflict(self, core: Sequence[Claim]) -> None:
        """Shrink a core and keep it."""
        claims, proved = minimal(self.case, core)
        rules, games = self.in_order(claims)
        self.conflicts.append(Conflict(rules=rules, games=games, minimal=proved))


def explain(
    problem: Problem,
    seed: int,
    clock: Stopwatch,
    *,
    kept: frozenset[Claim] = frozenset(),
    near: Sequence[ScheduledGame] = (),
    time: float = CORE_TIME,
) -> Infeasible | None:
    """Return the rules that contradict each other; None when the time ended before a contradiction was proved.

    No way out gives up a claim of `kept`; their schedules are sought close to `near`. `time` is deterministic.
    Raises RuleError.
    """
    inquiry = Inquiry(case=case_of(problem, seed, clock), kept=kept, near=near, pairs_tried=1 if near else 3)
    found = ruling(inquiry.case, inquiry.case.claims, time)
    if found.verdict != "contradict":
        return None
    inquiry.add_conflict(found.core)
    _look_for_ways_out(inquiry)
    _try_again(inquiry)
    first = inquiry.conflicts[0]
    return Infeasible(
        rules=first.rules,
        games=first.games,
        explanation=_told(problem, first, inquiry.ways),
        seconds=clock.watch.seconds(),
        conflicts=tuple(inquiry.conflicts),
        ways_out=tuple(inquiry.ways),
    )


def _look_for_ways_out(inquiry: Inquiry) -> None:
    clock = inquiry.case.clock
    until = clock.spent + WAYS_TIME
    while clock.spent < until and len(inquiry.tried) < MOST_TRIED and len(inquiry.conflicts) <= MOST_CONFLICTS:
        given_up = next(_hitting_sets(inquiry), None)
        if given_up is None or clock.over():
            return
        _try(inquiry, given_up)


def _try(inquiry: Inquiry, given_up: frozenset[Claim]) -> None:
    """Look for a schedule without these claims: it is a way out, unless the others are shown to contradict too."""
    sought = _without(inquiry, given_up)
    found = (mended(sought, inquiry.near) if inquiry.near else None) or from_nothing(sought)
    if found is None:
        rest = [claim for claim in inquiry.case.claims if claim not in given_up]
        against = ruling(inquiry.case, rest, REST_TIME)
        if against.verdict == "contradict":
            inquiry.add_conflict(against.core)
            return
        inquiry.missed.append(given_up)
    inquiry.tried.append(given_up)
    if found is not None:
        inquiry.add_way(given_up, found)


def _try_again(inquiry: Inquiry) -> None:
    """Look once more for what was not found, now close to a schedule that was."""
    for given_up in inquiry.missed if inquiry.near else ():
        if not inquiry.case.clock.over():
            found = mended(_without(inquiry, given_up), inquiry.near)
            if found is not None:
                inquiry.add_way(given_up, found)


def _without(inquiry: Inquiry, given_up: frozenset[Claim]) -> Search:
    case = inquiry.case
    rules, games = inquiry.in_order(given_up)
    return seek(
        case.problem,
        rules=rules,
        unpinned=games,
        seed=case.seed,
        clock=case.clock,
        pairs_tried=inquiry.pairs_tried,
    )


def _hitting_sets(inquiry: Inquiry) -> Iterator[frozenset[Claim]]:
    """Yield claims that meet every known contradiction, the fewest first, and no more than was tried before."""
    known = [frozenset(_claims(conflict)) for conflict in inquiry.conflicts]
    offered = [claim for claim in inquiry.case.claims if any(claim in each for each in known)]
    offered = sorted((claim for claim in offered if claim not in inquiry.kept), key=inquiry.standing)
    for size in range(1, LONGEST_WAY + 1):
        for some in map(frozenset, combinations(offered, size)):
            if inquiry.ways and all(inquiry.standing(claim) == LAST for claim in some):
                continue
            if all(some & each for each in known) and not any(some >= before for before in inquiry.tried):
                yield some


def _claims(conflict: Conflict) -> list[Claim]:
    return [*(Claim(rule=rule) for rule in conflict.rules), *(Claim(game=game) for game in conflict.games)]


def _told(problem: Problem, first: Conflict, ways: Sequence[WayOut]) -> str:
    """Return a contradiction and the ways out of it in sentences."""
    said = [sentence(rule, problem.facts) for rule in problem.rules if rule.id in first.rules]
    said += [f"{game.game} stands on {game.date}." for game in problem.pinned if game.game in first.games]
    if not said:
        return "No schedule exists, whatever the rules: the season's windows cannot hold its games."
    told = f"These {'' if first.games else 'rules '}cannot hold together: {' '.join(said)}"
    if not first.minimal:
        told += " (Perhaps not all of them are needed for that: the time to prove it was over.)"
    return " ".join([told, *(_way_told(way) for way in ways)])


def _way_told(way: WayOut) -> str:
    """Return "Without x-hall there is a schedule; it breaks that 2 times: KU hosts on ... ."."""
    names = named([*way.rules, *(f"the pin of {game}" for game in way.unpinned)])
    told = f"Without {names} there is a schedule"
    if not way.broken:
        return f"{told}."
    examples = " ".join(broken.sentence for broken in way.broken[:MOST_SAID])
    more = len(way.broken) - MOST_SAID
    return f"{told}, for example with: {examples}" + (f" And {more} more." if more > 0 else "")
