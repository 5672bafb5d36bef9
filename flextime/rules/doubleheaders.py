"""Doubleheaders: how often a team plays twice on one day, and how soon again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubleheaders:
    """Days on which a team plays twice or more: so many in the season, and so many days from one to the next."""

    most: int = number(3, "doubleheaders", least=0, most=60)
    days_apart: int = number(7, "days", least=1, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: Doubleheaders, _facts: SeasonFacts) -> str:
    if given.most == 0:
        return f"{everyone(given.teams, 'plays', 'play')} no two games on a day."
    who, days = everyone(given.teams, "has", "have"), plural(given.days_apart, "day")
    return f"{who} at most {plural(given.most, 'doubleheader')}, at least {days} apart."


def check(given: Doubleheaders, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        games = Counter(day for game in view.by_team[team] for day in view.days_of(game))
        days = sorted(day for day, count in games.items() if count > 1)
        if len(days) > given.most:
            said = f"{team} has {plural(len(days), 'doubleheader')}: {', '.join(map(str, days))}."
            yield Finding(sentence=said, amount=len(days) - given.most, teams=(team,), dates=tuple(days))
        for one, other in pairwise(days):
            if (other - one).days < given.days_apart:
                said = f"{team} has doubleheaders on {one} and {other}."
                yield Finding(sentence=said, teams=(team,), dates=(one, other))


def limits(given: Doubleheaders, price: Price, frame: Frame) -> Iterator[DayCount]:
    if frame.facts.plan.days_per_game > 1:
        return  # days of windows are first days: no limit counts the others
    teams, windows = frame.numbers(given.teams), Counter(frame.days())
    if given.most == 0:
        for day in sorted(day for day, count in windows.items() if count > 1):
            yield DayCount(price=price, teams=teams, mode="HA", days=(day,), least=0, most=1)
        return
    # Two doubleheaders are four games: three on two days that allow no more than four are one at the most.
    twice = sorted(day for day, count in windows.items() if count == 2)
    for one, other in combinations(twice, 2):
        if _near(one, other, given.days_apart):
            yield DayCount(price=price, teams=teams, mode="HA", days=(one, other), least=0, most=3)


def _near(one: date, other: date, days: int) -> bool:
    return (other - one).days < days


KIND = RuleKind(
    name="doubleheaders",
    title="Doubleheaders",
    category="Rest",
    parameters=Doubleheaders,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
    unsearched="how many there are in the season, unless none",
)
