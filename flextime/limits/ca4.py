"""CA4: how many games two sets of teams have against each other in a set of slots, all together (RobinX CA4).

It is a count of games, so a GA1 with the meetings of the sets says the same: that is how the search takes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.ga1 import GA1
from flextime.limits.model import Deviation, Fixture, Mode, Price, deviation, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class CA4:
    """From `least` to `most` games are played between the sides in `slots`; with `each_slot`, in every one of them.

    With mode H `home_side` hosts `other_side`, with A it visits it, with HA it does either; where the sides overlap, a
    game counts once.
    """

    price: Price
    home_side: tuple[int, ...]
    other_side: tuple[int, ...]
    slots: tuple[int, ...]
    mode: Mode
    least: int
    most: int
    each_slot: bool


def as_game_limits(limit: CA4) -> list[GA1]:
    """Return the GA1 that say the same: one, or one for each slot."""
    hosted = [(home, away) for home in limit.home_side for away in limit.other_side if home != away]
    visited = [(home, away) for away, home in hosted]
    by_mode = {"H": hosted, "A": visited, "HA": [*hosted, *visited]}
    meetings = tuple(sorted(set(by_mode[limit.mode])))
    return [
        GA1(price=limit.price, meetings=meetings, slots=slots, least=limit.least, most=limit.most)
        for slots in _groups(limit)
    ]


def _groups(limit: CA4) -> list[tuple[int, ...]]:
    return [(slot,) for slot in limit.slots] if limit.each_slot else [limit.slots]


def encode(limit: CA4, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for counted in as_game_limits(limit):
        to.keep_between(to.meetings(counted.meetings, counted.slots), limit.least, limit.most, limit.price)


def check(limit: CA4, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return the deviation, or that of each slot, with the games that were counted."""
    games = [game for game in fixtures if _counts(limit, game)]
    found = []
    for slots in _groups(limit):
        hits = [game for game in games if game.slot in slots]
        if amount := outside(len(hits), limit.least, limit.most):
            found.append(deviation(limit.price, amount, limit.home_side, hits))
    return found


def _counts(limit: CA4, game: Fixture) -> bool:
    hosted = game.home in limit.home_side and game.away in limit.other_side
    visited = game.away in limit.home_side and game.home in limit.other_side
    return (limit.mode != "A" and hosted) or (limit.mode != "H" and visited)
