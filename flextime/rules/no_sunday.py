"""No Sunday: schools that play on no Sunday, at home or away. BYU's has no exceptions."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts

SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSunday:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: NoSunday, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'plays', 'play')} no Sunday."


def check(given: NoSunday, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for game in view.by_team[team]:
            if game.date.weekday() == SUNDAY:
                yield Finding(sentence=f"{team} plays no Sunday: {game.date}", teams=(team,), games=(game,))


def limits(given: NoSunday, price: Price, frame: Frame) -> Iterator[DayCount]:
    sundays = tuple(day for day in frame.days() if day.weekday() == SUNDAY)
    yield DayCount(price=price, teams=frame.numbers(given.teams), mode="HA", days=sundays, least=0, most=0)


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
