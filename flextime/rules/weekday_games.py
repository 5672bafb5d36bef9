"""Weekday games: how many games a week may take a team out of its classes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import capped
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayGames:
    """At most `games` from Monday to Friday of a week: basketball two, football one, most sports three."""

    games: int = number(2, "games", least=0, most=5)
    teams: tuple[str, ...] = team_set()


def sentence(given: WeekdayGames, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} at most {plural(given.games, 'game')} from Monday to Friday of a week."


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def check(given: WeekdayGames, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        weeks = defaultdict(list)
        for game in view.by_team[team]:
            if game.date.weekday() < SATURDAY:
                weeks[monday_of(game.date)].append(game)
        for monday, games in weeks.items():
            if len(games) > given.games:
                said = f"{team} plays {plural(len(games), 'weekday game')} in the week of {monday}."
                yield Finding(sentence=said, amount=len(games) - given.games, teams=(team,), games=tuple(games))


def limits(given: WeekdayGames, price: Price, frame: Frame) -> Iterator[DayCount]:
    weeks: dict[date, set[date]] = defaultdict(set)
    for day in frame.days():
        if day.weekday() < SATURDAY:
            weeks[monday_of(day)].add(day)
    yield from capped(frame, price, frame.numbers(given.teams), map(sorted, weeks.values()), given.games)


KIND = RuleKind(
    name="weekday-games",
    title="Weekday games of a week",
    category="Academic",
    parameters=WeekdayGames,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
