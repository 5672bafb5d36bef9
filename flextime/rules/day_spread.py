"""Spread over the days of the week: no evening in midweek has all the games, or nobody can watch them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.league.model import ScheduledGame
from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weekend_home import is_weekend
from flextime.solve.problem import SeasonFacts

THURSDAY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpread:
    """Games of the league on one day. Half of a window's eight: its Tuesday and Wednesday; few are on a Thursday."""

    games: int = number(4, "games", least=1, most=60)
    thursday: int = number(1, "games", least=0, most=60)


def most_on(given: DaySpread, day: date) -> int:
    """Return how many games a day may have."""
    return min(given.games, given.thursday) if day.weekday() == THURSDAY else given.games


def sentence(given: DaySpread, _facts: SeasonFacts) -> str:
    most = f"{plural(given.games, 'game')} of the league on one day from Monday to Wednesday"
    return f"There are at most {most}, and {plural(given.thursday, 'game')} on a Thursday."


def check(given: DaySpread, view: SeasonView) -> Iterator[Finding]:
    on: dict[date, list[ScheduledGame]] = {}
    for game in view.games:
        if not is_weekend(game.date):
            on.setdefault(game.date, []).append(game)
    for day, games in on.items():
        over = len(games) - most_on(given, day)
        if over > 0:
            said = f"The league has {plural(len(games), 'game')} on {day:%A}, {day}."
            yield Finding(sentence=said, amount=over, games=tuple(games))


def limits(given: DaySpread, price: Price, frame: Frame) -> Iterator[DayCount]:
    teams = frame.numbers()
    for day in frame.days():
        most = most_on(given, day)
        if not is_weekend(day) and len(teams) // 2 > most:
            yield DayCount(price=price, teams=teams, mode="H", days=(day,), least=0, most=most, together=True)


KIND = RuleKind(
    name="day-spread",
    title="Spread over the days of the week",
    category="Broadcast",
    parameters=DaySpread,
    points=10.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
