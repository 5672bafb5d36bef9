"""Rest: the free days between a team's games, and runs of weekdays that tire it. Decided when dates are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flextime.limits.days import DatedFixture
from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Price, deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Between two games of any of `teams` lie at least `free_days` whole days; each missing day is a deviation."""

    price: Price
    teams: tuple[int, ...]
    free_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRun:
    """None of `teams` plays on all of the days `first`, `first` + gaps[0], ... : Saturday, Monday, Wednesday."""

    price: Price
    teams: tuple[int, ...]
    firsts: tuple[date, ...]
    gaps: tuple[int, ...]


def encode(limit: Rest | DayRun, to: Encoding) -> None:
    """State the limit in CP-SAT."""
    if isinstance(limit, DayRun):
        for team in limit.teams:
            for first in limit.firsts:
                to.keep_between(to.on_days(team, "HA", run_of(limit, first)), 0, len(limit.gaps), limit.price)
        return
    days = sorted(day for days in to.days for day in days)
    for index, first in enumerate(days):
        for second in days[index + 1 :]:
            missing = limit.free_days - ((second - first).days - 1)
            if missing <= 0:
                break
            _encode_pair(limit, first, second, missing, to)


def _encode_pair(limit: Rest, first: date, second: date, missing: int, to: Encoding) -> None:
    if any(first in days and second in days for days in to.days):
        return  # a team plays once in a slot, so never on two of its days
    points = limit.price.points
    price = limit.price if points is None else Price(rule=limit.price.rule, points=points * missing)
    for team in limit.teams:
        to.keep_between(to.on_days(team, "HA", [first, second]), 0, 1, price)


def run_of(limit: DayRun, first: date) -> list[date]:
    """Return the days of the run that begins on `first`."""
    days = [first]
    for gap in limit.gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


def check(limit: Rest | DayRun, games: Sequence[DatedFixture]) -> list[Deviation]:
    """Return each two games with too little between them, or each run that is played whole."""
    found = []
    for team in limit.teams:
        own = sorted((game for game in games if team in game.fixture[:2]), key=lambda game: game.day)
        if isinstance(limit, Rest):
            for one, other in pairwise(own):
                missing = limit.free_days - ((other.day - one.day).days - 1)
                if missing > 0:
                    found.append(deviation(limit.price, missing, [team], [one.fixture, other.fixture]))
            continue
        by_day = {game.day: game.fixture for game in own}
        for first in limit.firsts:
            run = run_of(limit, first)
            if all(day in by_day for day in run):
                found.append(deviation(limit.price, 1, [team], [by_day[day] for day in run]))
    return found
