"""Parts of a timetable that CP-SAT may arrange anew while the rest stands: some slots, some teams, or who hosts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal

from flextime.limits import SE2, Tournament
from flextime.limits.model import Fixture
from flextime.solve.arrays import Ints
from flextime.solve.moves import draw

Kind = Literal["slots", "teams", "hosts"]
KINDS: tuple[Kind, ...] = ("slots", "teams", "hosts")
FIRST_SIZES: dict[Kind, float] = {"slots": 3.0, "teams": 3.0, "hosts": 1.0}
# A part that is settled to optimality could be larger, one in which nothing was found should be smaller.
GROWTH, SHRINKAGE = 1.15, 0.85


@dataclass(slots=True)
class Sizes:
    """How many slots or teams a part has by kind, learned as parts are solved. Of `hosts` there is but one: all."""

    tournament: Tournament
    now: dict[Kind, float] = field(default_factory=lambda: dict(FIRST_SIZES))

    def of(self, kind: Kind) -> int:
        """Return how many slots or teams to take."""
        return min(self.most(kind), round(self.now[kind]))

    def most(self, kind: Kind) -> int:
        """Return how many there are."""
        return {"slots": self.tournament.slots, "teams": len(self.tournament.teams), "hosts": 1}[kind]

    def is_whole(self, kind: Kind) -> bool:
        """Return True when a part of the size at hand is all there is, so that its optimum is the tournament's."""
        return kind != "hosts" and self.of(kind) >= self.most(kind)

    def learn(self, kind: Kind, *, settled: bool, found: bool) -> None:
        """Take notice of how a part of the size at hand went."""
        factor = GROWTH if settled else 1.0 if found else SHRINKAGE
        self.now[kind] = max(2.0, self.now[kind] * factor)
        self.now[kind] = min(self.now[kind], float(self.most(kind)))


def free_games(
    tournament: Tournament, games: Iterable[Fixture], kind: Kind, size: int, state: Ints
) -> Collection[Fixture]:
    """Return the games that may come or go in a part, drawn from the generator's state."""
    teams, slots = range(len(tournament.teams)), range(tournament.slots)
    if kind == "hosts":
        return {Fixture(one, other, game.slot) for game in games for one, other in permutations(game[:2])}
    members = set(_drawn(len(teams), size, state) if kind == "teams" else teams)
    chosen = slots if kind == "teams" else _with_partners(tournament, _drawn_slots(tournament, size, state))
    return {Fixture(*pair, slot) for pair in permutations(teams, 2) if not members.isdisjoint(pair) for slot in chosen}


def _drawn(count: int, size: int, state: Ints) -> Sequence[int]:
    """Return `size` of the numbers below count, each as likely as any other."""
    order = list(range(count))
    for place in range(size):
        other = place + draw(state, count - place)
        order[place], order[other] = order[other], order[place]
    return order[:size]


def _drawn_slots(tournament: Tournament, size: int, state: Ints) -> Sequence[int]:
    """Return slots of one phase, or of the season: now a run of them, in which breaks can go, now any."""
    phases = tournament.base.phases(tournament.slots) or [range(tournament.slots)]
    within = phases[draw(state, len(phases))] if size < tournament.slots else range(tournament.slots)
    size = min(size, len(within))
    if draw(state, 2):
        first = draw(state, len(within) - size + 1)
        return within[first : first + size]
    return [within[place] for place in _drawn(len(within), size, state)]


def _with_partners(tournament: Tournament, slots: Collection[int]) -> set[int]:
    """Return the slots and those that SE2 ties to them: one alone could not change."""
    ties = [tie for limit in tournament.limits if isinstance(limit, SE2) for tie in limit.pairs]
    return {*slots, *(slot for tie in ties if not set(slots).isdisjoint(tie) for slot in tie)}
