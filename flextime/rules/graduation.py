"""Graduation: a school that graduates its students hosts nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import span_days, spans_of
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Graduation:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: Graduation, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'hosts', 'host')} no game on the days of a graduation of its own."


def check(given: Graduation, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for span in spans_of(view.facts, team, "graduations"):
            for game in view.by_team[team]:
                day = view.first_day(game, span.__contains__)
                if game.home == team and day is not None:
                    said = f"{team} hosts on {day}, during its graduation of {span.first} to {span.last}."
                    yield Finding(sentence=said, teams=(team,), games=(game,))


def limits(given: Graduation, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        for span in spans_of(frame.facts, frame.teams[team], "graduations"):
            if days := span_days(span, frame):
                yield DayCount(price=price, teams=(team,), mode="H", days=days, least=0, most=0)


KIND = RuleKind(
    name="graduation",
    title="Graduation blackout",
    category="Academic",
    parameters=Graduation,
    points=500.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
