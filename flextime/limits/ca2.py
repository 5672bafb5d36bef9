"""CA2: how many games a team has against a set of opponents in a set of slots (RobinX CA2).

It is a count of games, so a GA1 for each team says the same: that is how the search takes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.ga1 import GA1
from flextime.limits.model import (
    Deviation,
    Fixture,
    Mode,
    Price,
    counts_as,
    deviation,
    games_of,
    opponent,
    outside,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CA2:
    """Each of `teams` has from `least` to `most` games of `mode` against any of `opponents` in `slots`.

    With `each` (mode2 EVERY; GLOBAL without), the bounds hold against every single opponent; none is its own.
    """

    price: Price
    teams: tuple[int, ...]
    opponents: tuple[int, ...]
    slots: tuple[int, ...]
    mode: Mode
    least: int
    most: int
    each: bool = False


def as_game_limits(limit: CA2) -> list[GA1]:
    """Return the GA1 that say the same: one for each team, or for each of its opponents."""
    return [
        GA1(
            price=limit.price,
            meetings=tuple(sorted(pairs_of(team, opponents, limit.mode))),
            slots=limit.slots,
            least=limit.least,
            most=limit.most,
        )
        for team in limit.teams
        for opponents in _groups(limit, team)
    ]


def encode(limit: CA2, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for counted in as_game_limits(limit):
        to.keep_between(to.meetings(counted.meetings, counted.slots), limit.least, limit.most, limit.price)


def pairs_of(team: int, opponents: Iterable[int], mode: Mode) -> list[tuple[int, int]]:
    """Return the ordered pairs (home, away) of a team's games of a mode against opponents; it does not meet itself."""
    others = [other for other in opponents if other != team]
    hosted = [(team, other) for other in others] if mode != "A" else []
    visited = [(other, team) for other in others] if mode != "H" else []
    return [*hosted, *visited]


def _groups(limit: CA2, team: int) -> list[tuple[int, ...]]:
    return [(other,) for other in limit.opponents if other != team] if limit.each else [limit.opponents]


def check(limit: CA2, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team's deviation, with its games against the opponents; with `each`, the opponent is named too."""
    found = []
    for team in limit.teams:
        games = [
            game for game in games_of(fixtures, team) if game.slot in limit.slots and counts_as(game, team, limit.mode)
        ]
        for opponents in _groups(limit, team):
            hits = [game for game in games if opponent(game, team) in opponents]
            if amount := outside(len(hits), limit.least, limit.most):
                named = [team, *opponents] if limit.each else [team]
                found.append(deviation(limit.price, amount, named, hits))
    return found
