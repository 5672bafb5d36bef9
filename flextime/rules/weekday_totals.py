"""Games on Thursdays and Fridays: how many of the league's games television may take from the Saturday."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number, real
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import FRIDAY, SATURDAY, THURSDAY, WEEKDAYS
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayTotals:
    """Games of the league in the season; the share is of all of them."""

    thursday: int = number(6, "games", least=0, most=1000)
    friday: int = number(8, "games", least=0, most=1000)
    saturday_percent: float = real(80.0, "percent", least=0.0, most=100.0)


def sentence(given: WeekdayTotals, _facts: SeasonFacts) -> str:
    return (
        f"The league plays at most {plural(given.thursday, 'game')} on Thursdays and {given.friday} on Fridays, and at "
        f"least {given.saturday_percent:g} % of its games on Saturdays."
    )


def check(given: WeekdayTotals, view: SeasonView) -> Iterator[Finding]:
    for weekday, most in ((THURSDAY, given.thursday), (FRIDAY, given.friday)):
        games = tuple(game for game in view.games if game.date.weekday() == weekday)
        if len(games) > most:
            said = f"The league plays {plural(len(games), 'game')} on {WEEKDAYS[weekday]}s, not {most}."
            yield Finding(sentence=said, amount=len(games) - most, games=games)
    saturdays = sum(game.date.weekday() == SATURDAY for game in view.games)
    wanted = _of(given, len(view.games))
    if saturdays < wanted:
        said = f"{saturdays} of {len(view.games)} games are on Saturdays, not {wanted}."
        yield Finding(sentence=said, amount=wanted - saturdays)


def _of(given: WeekdayTotals, games: int) -> int:
    return ceil(games * given.saturday_percent / 100)


def limits(given: WeekdayTotals, price: Price, frame: Frame) -> Iterator[DayCount]:
    games = len(frame.teams) * frame.games // 2
    for weekdays, most in (
        ((THURSDAY,), given.thursday),
        ((FRIDAY,), given.friday),
        ({*range(7)} - {SATURDAY}, games - _of(given, games)),
    ):
        days = tuple(day for day in frame.days() if day.weekday() in weekdays)
        if len(frame.slots_touching(days)) * (len(frame.teams) // 2) > most:
            yield DayCount(price=price, teams=frame.numbers(), mode="H", days=days, least=0, most=most, together=True)


KIND = RuleKind(
    name="weekday-totals",
    title="Thursdays, Fridays and Saturdays of the season",
    category="Broadcast",
    parameters=WeekdayTotals,
    points=10.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
