"""Weeks and weekdays as rules name them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from flextime.rules.errors import RuleError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def weekday_of(name: str, parameter: str) -> int:
    """Return the number of a day of the week, Monday 0. Raises RuleError for a name that is none."""
    if name not in WEEKDAYS:
        raise RuleError(f"parameters.{parameter}", f"must be one of {', '.join(WEEKDAYS)}, not {name!r}")
    return WEEKDAYS.index(name)


def week_of(day: date, begins: int = MONDAY) -> date:
    """Return the first day of a day's week.

    >>> week_of(date(2025, 9, 15)), week_of(date(2025, 9, 15), TUESDAY)
    (datetime.date(2025, 9, 15), datetime.date(2025, 9, 9))
    """
    return day - timedelta(days=(day.weekday() - begins) % 7)


def by_week(days: Iterable[date], begins: int = MONDAY) -> dict[date, list[date]]:
    """Return the days by the first day of their week, in order; weeks without one are left out."""
    weeks: dict[date, list[date]] = defaultdict(list)
    for day in sorted(set(days)):
        weeks[week_of(day, begins)].append(day)
    return dict(weeks)
