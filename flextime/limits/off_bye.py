"""OffBye: how often a team meets an opponent whose slot before was empty, while its own was not."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.model import Deviation, Fixture, Price, Rows, deviation, games_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OffBye:
    """Each of `teams` meets at most `most` opponents that come off a bye. The first slot follows none.

    Without a CP-SAT face: it is only ever soft in a season, and left to the annealing.
    """

    price: Price
    teams: tuple[int, ...]
    most: int


def meetings(rows: Rows, team: int) -> int:
    """Return how many opponents off a bye a team meets."""
    row = rows[team]
    count = 0
    for slot in range(1, len(row)):
        if row[slot] != 0 and row[slot - 1] != 0 and rows[abs(row[slot]) - 1][slot - 1] == 0:
            count += 1
    return count


def check(limit: OffBye, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team that meets too many."""
    busy = {(team, game.slot) for game in fixtures for team in (game.home, game.away)}
    found = []
    for team in limit.teams:
        hits = [
            game
            for game in games_of(fixtures, team)
            if game.slot > 0
            and (team, game.slot - 1) in busy
            and (game.away if game.home == team else game.home, game.slot - 1) not in busy
        ]
        if len(hits) > limit.most:
            found.append(deviation(limit.price, len(hits) - limit.most, [team], hits))
    return found
