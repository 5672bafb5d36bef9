"""Travel: a team's miles over the season, away games chained as in the travelling tournament, and their balance.

A team leaves home before the first of a run of away games, goes from venue to venue, and returns before its next home
game or after its last game; a bye does not send it home.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flextime.limits.model import Deviation, Fixture, Matrix, Price, Row, deviation, games_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Each mile of each team costs the price. `miles[i][j]` is symmetric with a zero diagonal."""

    price: Price
    miles: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelBalance:
    """No team's miles lie further than `percent` of the mean from it; each mile beyond costs the price."""

    price: Price
    miles: tuple[tuple[float, ...], ...]
    percent: float


def trip_miles(row: Row, team: int, miles: Matrix) -> float:
    """Return a team's miles from its row and the matrix of miles, whose diagonal is zero.

    Each slot leads to a place: home, the opponent's, or in a bye where the team is. Written without branches, for which
    games are at home is what a processor cannot guess.
    """
    at = team
    total = 0.0
    for slot in range(len(row)):
        entry = row[slot]
        away = -entry - 1 if entry < 0 else at
        place = team if entry > 0 else away
        total += miles[at, place]
        at = place
    back: float = miles[at, team]
    return total + back


def imbalance(team_miles: Row, percent: float) -> float:
    """Return the miles by which teams lie outside the band around the mean, summed."""
    mean = 0.0
    for team in range(len(team_miles)):
        mean += team_miles[team]
    mean /= len(team_miles)
    total = 0.0
    for team in range(len(team_miles)):
        total += max(0.0, abs(team_miles[team] - mean) - mean * percent / 100.0)
    return total


def season_miles(fixtures: Sequence[Fixture], miles: Sequence[Sequence[float]]) -> list[float]:
    """Return each team's miles, walked game by game: the independent count."""
    return [_walk(games_of(fixtures, team), team, miles) for team in range(len(miles))]


def _walk(games: Sequence[Fixture], team: int, miles: Sequence[Sequence[float]]) -> float:
    stops = [team, *(game.home for game in games), team]
    return sum(miles[one][other] for one, other in pairwise(stops))


def check(limit: Travel | TravelBalance, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return the miles of each team, or those outside the band."""
    driven = season_miles(fixtures, limit.miles)
    if isinstance(limit, Travel):
        return [deviation(limit.price, own, [team]) for team, own in enumerate(driven)]
    mean = sum(driven) / len(driven)
    over = [max(0.0, abs(own - mean) - mean * limit.percent / 100.0) for own in driven]
    return [deviation(limit.price, amount, [team]) for team, amount in enumerate(over) if amount > 0]
