"""Holidays: days on which nobody plays."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import within
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import day_set, said, spans
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """The days, of each year when written without one."""

    days: tuple[str, ...] = day_set("12-25", "01-01")


def sentence(given: Holidays, _facts: SeasonFacts) -> str:
    return f"No game is played on {said(given.days)}."


def check(given: Holidays, view: SeasonView) -> Iterator[Finding]:
    free = spans(given.days, view.plan.first.year, view.plan.last.year)
    for game in view.games:
        if (day := view.first_day(game, partial(within, free))) is not None:
            what = f"{game.away} at {game.home} falls on a holiday: {day}."
            yield Finding(sentence=what, teams=(game.home, game.away), games=(game,))


def limits(given: Holidays, price: Price, frame: Frame) -> Iterator[DayCount]:
    plan = frame.facts.plan
    free = spans(given.days, plan.first.year, plan.last.year)
    days = frame.days_touching(partial(within, free))
    if days:
        yield DayCount(price=price, teams=frame.numbers(), mode="HA", days=days, least=0, most=0)


KIND = RuleKind(
    name="holidays",
    title="Holidays",
    category="Custom",
    parameters=Holidays,
    points=500.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
