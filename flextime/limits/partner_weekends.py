"""Partner weekends: travel partners meet both of another pair in a weekend, at home or away, or each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerWeekends:
    """In each of `weekends`, which are slots, each of `pairs` meets another, all four ways or none, or itself once.

    A deviation is a game missing from, or added to, a weekend that is begun. `pairs` share no team; weekends of two
    slots leave no room for a second opponent.
    """

    price: Price
    pairs: tuple[Pair, ...]
    weekends: tuple[tuple[int, ...], ...]


def encode(limit: PartnerWeekends, to: Encoding) -> None:
    """State the limit in CP-SAT where it is hard; a weekend half kept is worth nothing, so that it has no price."""
    if limit.price.points is not None:
        return
    for slots in limit.weekends:
        for hosts, guests in permutations(limit.pairs, 2):
            together, apart = to.model.new_bool_var(""), to.model.new_bool_var("")
            to.model.add_exactly_one(together, apart)
            for meeting in product(hosts, guests):
                games = to.meetings([meeting], slots)
                to.keep_between(games, 1, 1, limit.price, when=[together])
                to.keep_between(games, 0, 0, limit.price, when=[apart])
        for one, other in limit.pairs:
            to.keep_between(to.meetings([(one, other), (other, one)], slots), 0, 1, limit.price)


def check(limit: PartnerWeekends, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each weekend of two pairs that is begun and not whole, and each that partners have twice."""
    return [found for slots in limit.weekends for found in _weekend(limit, [f for f in fixtures if f.slot in slots])]


def _weekend(limit: PartnerWeekends, games: Sequence[Fixture]) -> Iterator[Deviation]:
    for hosts, guests in permutations(limit.pairs, 2):
        own = [game for game in games if game.home in hosts and game.away in guests]
        each = {game[:2] for game in own}
        if own and (amount := 4 - len(each) + len(own) - len(each)):
            yield deviation(limit.price, amount, (*hosts, *guests), own)
    for pair in limit.pairs:
        own = [game for game in games if {game.home, game.away} == set(pair)]
        if len(own) > 1:
            yield deviation(limit.price, len(own) - 1, pair, own)
