"""Games in a stretch of days: three in five tire a team, four in a week cost it the week's classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import capped
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class GamesInDays:
    """At most `games` in any `days` consecutive days, the first and the last included."""

    games: int = number(2, "games", least=1, most=14)
    days: int = number(5, "days", least=2, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: GamesInDays, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} at most {plural(given.games, 'game')} in any {given.days} days in a row."


def check(given: GamesInDays, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        games = view.by_team[team]
        for first, game in enumerate(games):
            crowd = [other for other in games[first:] if (other.date - game.date).days < given.days]
            if len(crowd) > given.games:
                said = f"{team} plays {plural(len(crowd), 'game')} from {game.date} to {crowd[-1].date}."
                yield Finding(sentence=said, amount=len(crowd) - given.games, teams=(team,), games=tuple(crowd))


def limits(given: GamesInDays, price: Price, frame: Frame) -> Iterator[DayCount]:
    days = sorted(set(frame.days()))
    stretches = [[day for day in days if first <= day < first + timedelta(days=given.days)] for first in days]
    yield from capped(frame, price, frame.numbers(given.teams), stretches, given.games)


KIND = RuleKind(
    name="games-in-days",
    title="Games in a stretch of days",
    category="Rest",
    parameters=GamesInDays,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
