"""No Sunday: schools that play on no Sunday, at home or away. BYU's has no exceptions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import SUNDAY
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSunday:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: NoSunday, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'plays', 'play')} no Sunday."


def check(given: NoSunday, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for game in view.by_team[team]:
            if (sunday := view.first_day(game, _is_sunday)) is not None:
                said = f"{team} plays no Sunday: {sunday}"
                yield Finding(sentence=said, teams=(team,), games=(game,), dates=(sunday,))


def limits(given: NoSunday, price: Price, frame: Frame) -> Iterator[DayCount]:
    sundays = frame.days_touching(_is_sunday)
    yield DayCount(price=price, teams=frame.numbers(given.teams), mode="HA", days=sundays, least=0, most=0)


def _is_sunday(day: date) -> bool:
    return day.weekday() == SUNDAY


KIND = RuleKind(
    name="no-sunday",
    title="No Sunday play",
    category="Custom",
    parameters=NoSunday,
    points=1000.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
