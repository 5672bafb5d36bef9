"""Meeting days: games of some pairs are not on some days. So a series begins on its weekday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flextime.limits.days import DatedFixture
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Price, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDays:
    """No game of these ordered pairs (home, away) is on one of `days`; each that is deviates by one."""

    price: Price
    meetings: tuple[tuple[int, int], ...]
    days: tuple[date, ...]


def encode(limit: MeetingDays, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    days = set(limit.days)
    for slot, own in enumerate(to.days):
        for home, away in limit.meetings:
            for day in days.intersection(own):
                for game in to.meetings([(home, away)], [slot]):
                    to.keep_between([game, to.on(home, slot, day)], 0, 1, limit.price)


def check(limit: MeetingDays, games: Sequence[DatedFixture]) -> list[Deviation]:
    """Return each game of the pairs that is on one of the days."""
    meetings = set(limit.meetings)
    return [
        deviation(limit.price, 1, game.fixture[:2], [game.fixture])
        for game in games
        if game.fixture[:2] in meetings and game.day in limit.days
    ]
