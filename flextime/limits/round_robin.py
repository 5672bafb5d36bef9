"""RoundRobin: what a tournament plays whatever its limits say. The base rules of RobinX, always hard.

The amounts are the official validator's: a missing game costs 1, a second game of a team in a slot 2, a pair that does
not meet once in a phase 2. A game too many costs 1; the validator never sees one, as it ignores repeats in a file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation, games_of

MISSING, REPEATED, CLASH, PHASED = (Price(rule=name) for name in ("missing", "repeated", "clash", "phased"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRobin:
    """Each two teams meet `rounds` times, as evenly home and away as can be, and a team plays once a slot at most.

    `phased`: they meet once in each of the `rounds` equal parts of the season. `compact`: the slots are just enough; it
    forbids nothing, but lets CP-SAT know early that no team has a bye. Without `all_games` games may stay unplayed.
    """

    rounds: int = 2
    phased: bool = False
    compact: bool = True
    all_games: bool = True

    @property
    def most_hosted(self) -> int:
        """How often a team hosts the same opponent at most."""
        return (self.rounds + 1) // 2

    def phases(self, slots: int) -> list[range]:
        """Return the slots of each phase, the last with what is left over; none in a season that has no phases."""
        length = slots // self.rounds
        firsts = [phase * length for phase in range(self.rounds)] if self.phased else []
        return [range(first, last) for first, last in pairwise([*firsts, slots])]


def encode(base: RoundRobin, to: Encoding) -> None:
    """State the rules in CP-SAT; that a team plays once a slot at most is in every encoding."""
    every_slot = range(to.slots)
    for home, away in permutations(range(to.teams), 2):
        least = base.rounds // 2 if base.all_games else 0
        to.keep_between(to.meetings([(home, away)], every_slot), least, base.most_hosted, MISSING)
    for one, other in combinations(range(to.teams), 2):
        meet = [(one, other), (other, one)]
        least = base.rounds if base.all_games else 0
        to.keep_between(to.meetings(meet, every_slot), least, base.rounds, MISSING)
        for phase in base.phases(to.slots):
            to.keep_between(to.meetings(meet, phase), int(base.all_games), 1, PHASED)
    if base.compact and base.all_games and to.slots == base.rounds * (to.teams - 1):
        for team in range(to.teams):
            for slot in every_slot:
                to.model.add(to.status(team, slot, "HA") == 1)


def check(base: RoundRobin, fixtures: Sequence[Fixture], teams: int, slots: int) -> list[Deviation]:
    """Return what is missing, what is too much, who plays twice in a slot, and which pairs miss a phase."""
    hosted = Counter((game.home, game.away) for game in fixtures)
    found: list[Deviation] = []
    for one, other in combinations(range(teams), 2):
        found += _missing(base, hosted, one, other) if base.all_games else []
        found += _repeated(base, fixtures, one, other)
    found += [clash for team in range(teams) for clash in _clashes(fixtures, team)]
    phases = base.phases(slots)
    # With all games played the last phase has what the others lack, and would count that again.
    for phase in phases[:-1] if base.all_games else phases:
        found += _unphased(base, fixtures, teams, phase)
    return found


def _missing(base: RoundRobin, hosted: Counter[tuple[int, int]], one: int, other: int) -> Iterator[Deviation]:
    lacking = base.rounds - hosted[one, other] - hosted[other, one]
    for home, away in ((one, other), (other, one)):
        short = base.rounds // 2 - hosted[home, away]
        if short > 0:
            yield deviation(MISSING, short, [home, away])
            lacking -= short
    if lacking > 0:
        yield deviation(MISSING, lacking, [one, other])


def _repeated(base: RoundRobin, fixtures: Iterable[Fixture], one: int, other: int) -> Iterator[Deviation]:
    met = [game for game in fixtures if {game.home, game.away} == {one, other}]
    surplus = len(met) - base.rounds
    for home in (one, other):
        own = [game for game in met if game.home == home]
        if len(own) > base.most_hosted:
            yield deviation(REPEATED, len(own) - base.most_hosted, [one, other], own)
            surplus -= len(own) - base.most_hosted
    if surplus > 0:
        yield deviation(REPEATED, surplus, [one, other], met)


def _clashes(fixtures: Sequence[Fixture], team: int) -> Iterator[Deviation]:
    games = games_of(fixtures, team)
    for slot, count in Counter(game.slot for game in games).items():
        if count > 1:
            yield deviation(CLASH, 2 * (count - 1), [team], [game for game in games if game.slot == slot])


def _unphased(base: RoundRobin, fixtures: Sequence[Fixture], teams: int, phase: range) -> Iterator[Deviation]:
    for one, other in combinations(range(teams), 2):
        met = [game for game in fixtures if {game.home, game.away} == {one, other} and game.slot in phase]
        if len(met) > 1 or (not met and base.all_games):
            yield deviation(PHASED, 2, [one, other], met)
