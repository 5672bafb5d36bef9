"""Academic years, written "2025-26": a season of winter sports lies in one, and so does a school's calendar."""

import re
from datetime import date

from flextime.league.model import DateSpan
from flextime.season.refusal import Invalid

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")


def days_of(year: str) -> DateSpan | None:
    """Return the days of an academic year, July to June; None when it is not written as one.

    >>> days_of("1999-00")
    DateSpan(first=datetime.date(1999, 7, 1), last=datetime.date(2000, 6, 30))
    >>> days_of("2025/26"), days_of("2025-27")
    (None, None)
    """
    if (found := _WRITTEN.fullmatch(year)) is None:
        return None
    first = int(found[1])
    if not 0 < first < date.max.year or (first + 1) % 100 != int(found[2]):
        return None
    return DateSpan(first=date(first, 7, 1), last=date(first + 1, 6, 30))


def year_before(year: str) -> str | None:
    """Return the academic year before one; None when it is not written as one.

    >>> year_before("2025-26"), year_before("2000-01"), year_before("soon")
    ('2024-25', '1999-00', None)
    """
    if (days := days_of(year)) is None:
        return None
    return f"{days.first.year - 1:04}-{days.first.year % 100:02}"


def require_year(year: str, field: str) -> DateSpan:
    """Return the days of an academic year. Raises Invalid unless it is written as one."""
    if (days := days_of(year)) is None:
        raise Invalid(f"{year!r} is no academic year; write it like 2025-26.", field=field)
    return days
