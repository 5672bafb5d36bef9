"""Season window: every game lies between the first and the last day of the season."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from flextime.league.model import SeasonPlan
from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonWindow:
    """No parameters: the days are the plan's."""


def sentence(_given: SeasonWindow, facts: SeasonFacts) -> str:
    return f"Every game is played from {facts.plan.first} to {facts.plan.last}."


def check(_given: SeasonWindow, view: SeasonView) -> Iterator[Finding]:
    for game in view.games:
        if (day := view.first_day(game, partial(_outside, view.plan))) is not None:
            said = f"{game.away} at {game.home} on {day} lies outside {view.plan.first} to {view.plan.last}."
            yield Finding(sentence=said, teams=(game.home, game.away), games=(game,))


def limits(_given: SeasonWindow, price: Price, frame: Frame) -> Iterator[DayCount]:
    if days := frame.days_touching(partial(_outside, frame.facts.plan)):
        yield DayCount(price=price, teams=frame.numbers(), mode="HA", days=days, least=0, most=0)


def _outside(plan: SeasonPlan, day: date) -> bool:
    return not plan.first <= day <= plan.last


KIND = RuleKind(
    name="season-window",
    title="Season window",
    category="Competitive",
    parameters=SeasonWindow,
    points=1000.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
