"""Academic calendars as rules read them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan
from flextime.limits import DayCount
from flextime.limits.model import Mode, Price
from flextime.rules.season_view import Frame
from flextime.solve.problem import SeasonFacts

Part = Literal["exams", "graduations", "breaks", "no_host", "no_play"]


def spans_of(facts: SeasonFacts, team: SchoolCode, part: Part) -> tuple[DateSpan, ...]:
    """Return the spans of one part of a school's calendar in the season's academic year."""
    return tuple(
        span
        for calendar in facts.calendars
        if calendar.school == team and calendar.year == facts.plan.year
        for span in getattr(calendar, part)
    )


def within(spans: Iterable[DateSpan], day: date) -> bool:
    """Return True for a day of one of the spans."""
    return any(day in span for span in spans)


def span_days(span: DateSpan, frame: Frame) -> tuple[date, ...]:
    """Return the days of the season's windows on which a game that touches the span would begin."""
    return frame.days_touching(span.__contains__)


def capped(
    frame: Frame,
    price: Price,
    teams: Sequence[int],
    stretches: Iterable[Sequence[date]],
    games: int,
    *,
    mode: Mode = "HA",
) -> Iterator[DayCount]:
    """Yield that each team plays at most so many games in each stretch of days, where it could play more at all."""
    for days in stretches:
        if len(frame.slots_touching(days)) > games:  # a team plays once in a slot
            yield DayCount(price=price, teams=tuple(teams), mode=mode, days=tuple(days), least=0, most=games)
