"""What a break is: a game with the same home or away status as the team's game before it, whatever byes lie between.

It is counted in the slot of the second game; a team's first game never is one. `Encoding.breaks` says the same to
CP-SAT.
"""

from collections.abc import Sequence
from itertools import pairwise

from flextime.limits.model import Fixture, Mode, Row, counts_as, games_of


def break_mask(row: Row) -> int:
    """Return the slots, as bits, of a team's breaks of either kind; those at home are the bits it plays at home in."""
    mask = 0
    before = 0
    for slot in range(len(row)):
        if row[slot] > 0:
            if before > 0:
                mask |= 1 << slot
            before = 1
        elif row[slot] < 0:
            if before < 0:
                mask |= 1 << slot
            before = -1
    return mask


def breaks_of(fixtures: Sequence[Fixture], team: int, mode: Mode, slots: Sequence[int]) -> list[Fixture]:
    """Return the games at which the team has a break of the mode in one of the slots."""
    return [
        game
        for before, game in pairwise(games_of(fixtures, team))
        if (before.home == team) == (game.home == team) and game.slot in slots and counts_as(game, team, mode)
    ]
