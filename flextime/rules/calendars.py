"""Academic calendars as rules read them."""

from datetime import date
from typing import Literal

from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan
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


def span_days(span: DateSpan, frame: Frame) -> tuple[date, ...]:
    """Return the days of the season's windows that lie in the span."""
    return tuple(day for day in frame.days() if day in span)
