"""Weekday games: how many games a week may take a team out of its classes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import capped
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import SATURDAY, by_week, week_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayGames:
    """At most `games` from Monday to Friday of a week: basketball two, football one, most sports three."""

    games: int = number(2, "games", least=0, most=5)
    teams: tuple[str, ...] = team_set()


def sentence(given: WeekdayGames, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} at most {plural(given.games, 'game')} from Monday to Friday of a week."


def check(given: WeekdayGames, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        weeks = defaultdict(list)
        for game in view.by_team[team]:
            if game.date.weekday() < SATURDAY:
                weeks[week_of(game.date)].append(game)
        for monday, games in weeks.items():
            if len(games) > given.games:
                said = f"{team} plays {plural(len(games), 'weekday game')} in the week of {monday}."
                yield Finding(sentence=said, amount=len(games) - given.games, teams=(team,), games=tuple(games))


def limits(given: WeekdayGames, price: Price, frame: Frame) -> Iterator[DayCount]:
    weeks = by_week(day for day in frame.days() if day.weekday() < SATURDAY)
    yield from capped(frame, price, frame.numbers(given.teams), weeks.values(), given.games)


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
