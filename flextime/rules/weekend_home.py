"""Weekend home games: how many of its Friday, Saturday and Sunday games a team hosts at least."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.limits import CA1, DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts

FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekendHome:
    """Home games on a Friday, Saturday or Sunday."""

    games: int = number(4, "games", least=0, most=30)
    teams: tuple[str, ...] = team_set()


def is_weekend(day: date) -> bool:
    """Return True for a Friday, Saturday or Sunday."""
    return day.weekday() >= FRIDAY


def sentence(given: WeekendHome, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "has", "have")
    return f"{who} at least {plural(given.games, 'home game')} from Friday to Sunday."


def check(given: WeekendHome, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        games = [game for game in view.by_team[team] if game.home == team and is_weekend(game.date)]
        if len(games) < given.games:
            said = f"{team} has {plural(len(games), 'weekend home game')}, not {given.games}."
            yield Finding(sentence=said, amount=given.games - len(games), teams=(team,), games=tuple(games))


def limits(given: WeekendHome, price: Price, frame: Frame) -> Iterator[CA1 | DayCount]:
    days = tuple(day for day in frame.days() if is_weekend(day))
    within = frame.slots_within(days)
    teams = frame.numbers(given.teams)
    if touching := frame.slots_touching(days):
        yield CA1(price=price, teams=teams, places=touching, mode="H", least=given.games, most=frame.slots)
    if touching != within or not touching:  # windows that mix weekend and week: the day decides, and pays
        yield DayCount(price=price, teams=teams, mode="H", days=days, least=given.games, most=frame.slots)


KIND = RuleKind(
    name="weekend-home",
    title="Weekend home games",
    category="Competitive",
    parameters=WeekendHome,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
