"""Limits on calendar days, for seasons whose slots hold several dates: what a team, or the league, plays on which days.

A ban is a count of at most none. Days stand beside slots, so these limits have no face in the annealing: what they
forbid in whole slots is told to it as GA1 and CA1, the rest is decided when dates are chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Mode, Price, counts_as, deviation, outside


class DatedFixture(NamedTuple):
    """A game with its slot and its day."""

    fixture: Fixture
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Each of `teams` has from `least` to `most` games of `mode` on `days`; `together`, all of them as one league.

    Together, a game counts once, by its home team, and `mode` is "H".
    """

    price: Price
    teams: tuple[int, ...]
    mode: Mode
    days: tuple[date, ...]
    least: int
    most: int
    together: bool = False


def encode(limit: DayCount, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    groups = [limit.teams] if limit.together else [(team,) for team in limit.teams]
    for group in groups:
        on = [literal for team in group for literal in to.on_days(team, limit.mode, limit.days)]
        to.keep_between(on, limit.least, limit.most, limit.price)


def check(limit: DayCount, games: Sequence[DatedFixture]) -> list[Deviation]:
    """Return the deviation of each team, or of the league, with the games on the days."""
    groups = [limit.teams] if limit.together else [(team,) for team in limit.teams]
    found = []
    for group in groups:
        hits = [
            game.fixture
            for game in games
            if game.day in limit.days and any(counts_as(game.fixture, team, limit.mode) for team in group)
        ]
        if amount := outside(len(hits), limit.least, limit.most):
            found.append(deviation(limit.price, amount, group, hits))
    return found
