"""CA3: how many home games, away games or games a team has in every window of consecutive slots, or of its games.

RobinX CA3 with mode2 SLOTS or GAMES. The deviation is the excess summed over the windows, so that a run of four
away games with at most two allowed in three deviates by two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.ca2 import pairs_of
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price, Row, Unit, counts_as, deviation, games_of, opponent


@dataclass(frozen=True, slots=True, kw_only=True)
class CA3:
    """Each of `teams` has at most `most` games of `mode` in any `length` consecutive slots or games.

    With `opponents`, only games against one of them count; the windows of games are still of all a team's games.
    """

    price: Price
    teams: tuple[int, ...]
    length: int
    mode: Mode
    most: int
    unit: Unit = "games"
    opponents: tuple[int, ...] | None = None


def encode(limit: CA3, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    spread = to.most_byes if limit.unit == "games" else 0
    for team in limit.teams:
        for byes in range(spread + 1):
            for first in range(to.slots - limit.length - byes + 1):
                _encode_window(limit, team, first, first + limit.length + byes - 1, to)


def _encode_window(limit: CA3, team: int, first: int, last: int, to: Encoding) -> None:
    """A window of games that spans byes begins and ends with a game, so that it is stated, and paid, once."""
    window = range(first, last + 1)
    if limit.opponents is None:
        count = to.statuses(team, window, limit.mode)
    else:
        count = to.meetings(pairs_of(team, limit.opponents, limit.mode), window)
    if limit.unit == "slots":
        to.keep_between(count, 0, limit.most, limit.price)
        return
    when = to.exactly(team, first, last, limit.length)
    if when:
        when = [*when, to.status(team, first, "HA"), to.status(team, last, "HA")]
    to.keep_between(count, 0, limit.most, limit.price, when)


def cost(mask: int, places: int, length: int, most: int) -> int:
    """Return the deviation, from bits: `mask` where the team plays in the limit's mode, in order of `places`.

    Where the limit names opponents, the caller leaves only the games against them in the mask.
    """
    total, count = 0, 0
    if most < length <= most + 2 and length <= places:  # nearly always: all windows side by side, a bit for each
        full, short_of_one = (1 << (places - length + 1)) - 1, 0
        for step in range(length):
            there = mask >> step
            short_of_one = (short_of_one & there) | (full & ~there)
            full &= there
        if length == most + 1:
            short_of_one = 0
        while full:
            full &= full - 1
            total += length - most
        while short_of_one:
            short_of_one &= short_of_one - 1
            total += 1
        return total
    for place in range(places):
        count += (mask >> place) & 1
        if place >= length:
            count -= (mask >> (place - length)) & 1
        if place >= length - 1 and count > most:
            total += count - most
    return total


def opponent_mask(row: Row, opponents: int) -> int:
    """Return the slots, as bits, in which a team's row names one of the opponents, given as bits."""
    mask = 0
    for slot in range(len(row)):  # a bye is opponent -1, bit 0 of what has no bit there: no branch
        mask |= (((opponents << 1) >> abs(row[slot])) & 1) << slot
    return mask


def check(limit: CA3, fixtures: Sequence[Fixture], slots: int) -> list[Deviation]:
    """Return each window that holds too many games of the mode.

    `slots` is how many the season has: windows that reach past the last game count as well.
    """
    found = []
    for team in limit.teams:
        games = games_of(fixtures, team)
        for window in _windows(limit, games, slots):
            hits = [game for game in window if counts_as(game, team, limit.mode) and _concerned(limit, game, team)]
            if len(hits) > limit.most:
                found.append(deviation(limit.price, len(hits) - limit.most, [team], hits))
    return found


def _concerned(limit: CA3, game: Fixture, team: int) -> bool:
    return limit.opponents is None or opponent(game, team) in limit.opponents


def _windows(limit: CA3, games: list[Fixture], slots: int) -> list[list[Fixture]]:
    if limit.unit == "games":
        return [games[first : first + limit.length] for first in range(len(games) - limit.length + 1)]
    return [
        [game for game in games if first <= game.slot < first + limit.length]
        for first in range(slots - limit.length + 1)
    ]
