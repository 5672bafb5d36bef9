"""No Saturday, Monday, Wednesday: three games in five days tire a team, and cost it the week's classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flextime.limits import DayRun
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import SATURDAY
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SatMonWed:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: SatMonWed, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "is", "are")
    return f"{who} spared a Saturday game followed by games on the next Monday and Wednesday."


def check(given: SatMonWed, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        by_day = {game.date: game for game in view.by_team[team]}
        for day, game in by_day.items():
            monday, wednesday = by_day.get(day + timedelta(days=2)), by_day.get(day + timedelta(days=4))
            if day.weekday() == SATURDAY and monday and wednesday:
                said = f"{team} plays Saturday, Monday and Wednesday: {day}, {monday.date}, {wednesday.date}."
                yield Finding(sentence=said, teams=(team,), games=(game, monday, wednesday))


def limits(given: SatMonWed, price: Price, frame: Frame) -> Iterator[DayRun]:
    saturdays = tuple(day for day in frame.days() if day.weekday() == SATURDAY)
    yield DayRun(price=price, teams=frame.numbers(given.teams), firsts=saturdays, gaps=(2, 2))


KIND = RuleKind(
    name="no-saturday-monday-wednesday",
    title="No Saturday, Monday, Wednesday",
    category="Rest",
    parameters=SatMonWed,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
