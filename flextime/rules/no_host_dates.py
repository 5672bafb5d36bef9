"""Days on which schools host nothing, whatever the venue: LDS General Conference in Provo, a fair, an election."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import within
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import day_set, said, spans, team_set, text
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHostDates:
    """The days, and the reason that stands in the sentence."""

    teams: tuple[str, ...] = team_set()
    days: tuple[str, ...] = day_set()
    reason: str = text("blackout", "a few words")


def sentence(given: NoHostDates, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "hosts", "host")
    return f"{who} no game on {said(given.days)}: {given.reason}."


def check(given: NoHostDates, view: SeasonView) -> Iterator[Finding]:
    closed = spans(given.days, view.plan.first.year, view.plan.last.year)
    for team in view.chosen(given.teams):
        for game in view.by_team[team]:
            day = view.first_day(game, partial(within, closed))
            if game.home == team and day is not None:
                what = f"{team} hosts on {day}: {given.reason}."
                yield Finding(sentence=what, teams=(team,), games=(game,))


def limits(given: NoHostDates, price: Price, frame: Frame) -> Iterator[DayCount]:
    plan = frame.facts.plan
    closed = spans(given.days, plan.first.year, plan.last.year)
    days = frame.days_touching(partial(within, closed))
    if days:
        yield DayCount(price=price, teams=frame.numbers(given.teams), mode="H", days=days, least=0, most=0)


KIND = RuleKind(
    name="no-host-dates",
    title="Days without hosting",
    category="Custom",
    parameters=NoHostDates,
    points=500.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
