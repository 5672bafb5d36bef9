"""Local times that a zone's clocks skip: in the night on which they go forward, one hour is missing."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def is_skipped(day: date, clock: time, zone: str) -> bool:
    """Return True for a time that no clock of the zone (an IANA name) shows on that day.

    A time that clocks show twice, in the night on which they go back, is not skipped: it means the first of the two.

    >>> is_skipped(date(2026, 3, 8), time(2, 30), "America/Chicago")
    True
    >>> is_skipped(date(2026, 3, 8), time(2, 30), "America/Phoenix")
    False
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
