"""Class days: how many days of classes a team's away games cost its students, in a week and in a season."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flextime.league.ids import SchoolCode
from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import capped, spans_of
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import SATURDAY, by_week
from flextime.solve.problem import SeasonFacts

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDays:
    """Class days are those from Monday to Friday outside the school's breaks.

    An away game costs its own day, and beyond `near_miles` from home the day before, on which the team travels.
    """

    week: int = number(2, "days", least=0, most=5)
    season: int = number(15, "days", least=0, most=100)
    near_miles: int = number(300, "miles", least=0, most=6000)
    teams: tuple[str, ...] = team_set()


def sentence(given: ClassDays, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "misses", "miss")
    return (
        f"{who} at most {plural(given.week, 'class day')} a week and {given.season} a season: the day of an away game, "
        f"and the day before one more than {given.near_miles:,} miles from home."
    )


def is_class_day(facts: SeasonFacts, team: SchoolCode, day: date) -> bool:
    """Return True from Monday to Friday, where the school has no break."""
    return day.weekday() < SATURDAY and not any(day in span for span in spans_of(facts, team, "breaks"))


def missed(given: ClassDays, view: SeasonView, team: SchoolCode) -> list[date]:
    """Return the class days that a team's away games cost it, in order."""
    days: set[date] = set()
    for game in view.by_team[team]:
        if game.away == team:
            days.add(game.date)
            if view.miles.get((team, game.home), 0.0) > given.near_miles:
                days.add(game.date - DAY)
    return sorted(day for day in days if is_class_day(view.facts, team, day))


def check(given: ClassDays, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        days = missed(given, view, team)
        if len(days) > given.season:
            said = f"{team} misses {plural(len(days), 'class day')} in the season."
            yield Finding(sentence=said, amount=len(days) - given.season, teams=(team,))
        for week, lost in by_week(days).items():
            if len(lost) > given.week:
                said = f"{team} misses {plural(len(lost), 'class day')} in the week of {week}."
                yield Finding(sentence=said, amount=len(lost) - given.week, teams=(team,), dates=tuple(lost))


def limits(given: ClassDays, price: Price, frame: Frame) -> Iterator[DayCount]:
    # Away games on class days cost one each: where a day is in one window only, they are never two on it.
    days = [day for day, windows in Counter(frame.days()).items() if windows == 1]
    for own_number in frame.numbers(given.teams):
        own = [day for day in days if is_class_day(frame.facts, frame.teams[own_number], day)]
        yield from capped(frame, price, [own_number], by_week(own).values(), given.week, mode="A")
        yield from capped(frame, price, [own_number], [own], given.season, mode="A")


KIND = RuleKind(
    name="class-days",
    title="Class days missed",
    category="Academic",
    parameters=ClassDays,
    points=10.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
    unsearched="the days of travel before games",
)
