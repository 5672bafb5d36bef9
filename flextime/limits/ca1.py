"""CA1: how many home games, away games or games a team has in a set of slots, or among its first or last games.

In slots it is RobinX's CA1 with mode HA added. In games, `places` are ordinals of the team's own games, 0 the first
and -1 the last: "of its first four games two at home" stays true whatever byes it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price, Unit, counts_as, deviation, games_of, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class CA1:
    """Each of `teams` has from `least` to `most` games of `mode` in `places`.

    In games, `places` is a run from the first game (0, 1, ...) or to the last one (..., -2, -1).
    """

    price: Price
    teams: tuple[int, ...]
    places: tuple[int, ...]
    mode: Mode
    least: int
    most: int
    unit: Unit = "slots"


def encode(limit: CA1, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    for team in limit.teams:
        if limit.unit == "slots":
            to.keep_between(to.statuses(team, limit.places, limit.mode), limit.least, limit.most, limit.price)
        else:
            _encode_games(limit, team, to)


def _encode_games(limit: CA1, team: int, to: Encoding) -> None:
    """Of the stretches that hold just these games, the one that ends in a game is meant: so it is paid once."""
    games = len(limit.places)
    for byes in range(min(to.most_byes, to.slots - games) + 1):
        from_first = limit.places[0] == 0
        first, last = (0, games + byes - 1) if from_first else (to.slots - games - byes, to.slots - 1)
        when = to.exactly(team, first, last, games)
        if when:
            when = [*when, to.status(team, last if from_first else first, "HA")]
        to.keep_between(
            to.statuses(team, range(first, last + 1), limit.mode), limit.least, limit.most, limit.price, when
        )


def cost(mask: int, chosen: int, least: int, most: int) -> int:
    """Return the deviation, from bits: `mask` where the team plays in the limit's mode, `chosen` the places."""
    count = mask & chosen  # counted side by side in pairs, fours and bytes: no branch in the innermost loop
    count -= (count >> 1) & 0x5555555555555555
    count = (count & 0x3333333333333333) + ((count >> 2) & 0x3333333333333333)
    count = (count + (count >> 4)) & 0x0F0F0F0F0F0F0F0F
    count = ((count * 0x0101010101010101) >> 56) & 0xFF
    if count > most:
        return count - most
    if count < least:
        return least - count
    return 0


def check(limit: CA1, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team's deviation, with its games in the places."""
    found = []
    for team in limit.teams:
        games = games_of(fixtures, team)
        if limit.unit == "slots":
            there = [game for game in games if game.slot in limit.places]
        else:
            there = [games[place] for place in limit.places if -len(games) <= place < len(games)]
        hits = [game for game in there if counts_as(game, team, limit.mode)]
        if amount := outside(len(hits), limit.least, limit.most):
            found.append(deviation(limit.price, amount, [team], hits))
    return found
