"""Approach: how a team must come to a game on given days, home or away in the game before. Big Monday rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flextime.limits.days import DatedFixture
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Mode, Price, counts_as, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A game of `mode` on one of `days` follows a game of mode `before`, if one stood within `within_days` of it.

    Pairs in `exempt` (home, away) are near enough not to care.
    """

    price: Price
    teams: tuple[int, ...]
    days: tuple[date, ...]
    mode: Mode
    before: Mode
    within_days: int
    exempt: tuple[tuple[int, int], ...] = ()


def encode(limit: Approach, to: Encoding) -> None:
    """State the limit in CP-SAT, looking one slot back: a bye there counts as rest enough."""
    wrong: Mode = "A" if limit.before == "H" else "H"
    for team in limit.teams:
        for slot in range(1, to.slots):
            for day in to.days[slot]:
                if day in limit.days and (day - to.days[slot - 1][-1]).days <= limit.within_days:
                    for game in to.meetings(_pairs(limit, team, to.teams), [slot]):
                        all_three = [game, to.on(team, slot, day), to.status(team, slot - 1, wrong)]
                        to.keep_between(all_three, 0, 2, limit.price)


def _pairs(limit: Approach, team: int, teams: int) -> list[tuple[int, int]]:
    others = [other for other in range(teams) if other != team]
    hosted = [(team, other) for other in others] if limit.mode != "A" else []
    visited = [(other, team) for other in others] if limit.mode != "H" else []
    return [pair for pair in (*hosted, *visited) if pair not in limit.exempt]


def check(limit: Approach, games: Sequence[DatedFixture]) -> list[Deviation]:
    """Return each game that a team comes to the wrong way."""
    found = []
    for team in limit.teams:
        own = sorted((game for game in games if team in game.fixture[:2]), key=lambda game: game.day)
        for one, other in pairwise(own):
            concerned = other.day in limit.days and counts_as(other.fixture, team, limit.mode)
            near = (other.day - one.day).days <= limit.within_days
            exempt = (other.fixture.home, other.fixture.away) in limit.exempt
            if concerned and near and not exempt and not counts_as(one.fixture, team, limit.before):
                found.append(deviation(limit.price, 1, [team], [one.fixture, other.fixture]))
    return found
