"""The academic year 2025-26 of each school: exams, graduations, and days without hosting or play.

Spring breaks are those of March 2025, the last that the schools have announced; a planner sets the new ones.
"""

from datetime import date

from flextime.league.ids import SchoolCode
from flextime.league.model import AcademicCalendar, DateSpan

YEAR = "2025-26"


def _span(text: str) -> DateSpan:
    """Read "2025-12-12..18" or "2026-04-29..05-05": the end takes what it leaves out from the beginning."""
    first, _, last = text.partition("..")
    end = first[: len(first) - len(last)] + last if last else first
    return DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(end))


def _calendar(
    school: str, *, exams: str, graduations: str = "", breaks: str = "", no_host: str = "", no_play: str = ""
) -> AcademicCalendar:
    def spans(text: str) -> tuple[DateSpan, ...]:
        return tuple(_span(part) for part in text.split())

    return AcademicCalendar(
        school=SchoolCode(school),
        year=YEAR,
        exams=spans(exams),
        graduations=spans(graduations),
        breaks=spans(breaks),
        no_host=spans(no_host),
        no_play=spans(no_play),
    )


CALENDARS: tuple[AcademicCalendar, ...] = (
    _calendar("ARIZ", exams="2025-12-12..18 2026-05-08..14", breaks="2025-03-08..16"),
    _calendar(
        "ASU",
        exams="2025-12-08..13 2026-05-04..09",
        graduations="2026-05-11",
        breaks="2025-03-09..16",
        no_host="2026-04-01..05 2026-05-18..20",
        no_play="2025-12-08..13 2026-05-04..09",
    ),
    _calendar("BAY", exams="2025-12-12..17 2026-05-08..13", breaks="2025-03-08..16"),
    _calendar("BYU", exams="2025-12-13..18 2026-04-17..20", graduations="2026-04-23..24", breaks="2025-03-21"),
    _calendar("CIN", exams="2025-12-06..12 2026-04-25..30", graduations="2026-05-01..02", breaks="2025-03-17..23"),
    _calendar(
        "COL",
        exams="2025-12-08..12 2026-05-03..07",
        graduations="2026-05-07",
        breaks="2025-03-24..28",
        no_host="2025-12-08..12 2026-05-03..07",
    ),
    _calendar("HOU", exams="2025-12-09..15 2026-05-06..12", graduations="2026-05-09..11", breaks="2025-03-10..16"),
    _calendar("ISU", exams="2025-12-15..18 2026-05-11..14", graduations="2026-05-14..16", breaks="2025-03-17..21"),
    _calendar("KSU", exams="2025-12-15..19 2026-05-11..15", breaks="2025-03-17..21"),
    _calendar("KU", exams="2025-12-08..12 2026-05-11..15", graduations="2026-05-17", breaks="2025-03-17..21"),
    _calendar("OKST", exams="2025-12-08..12 2026-05-04..08", breaks="2025-03-17..21"),
    _calendar(
        "TCU",
        exams="2025-12-08..12 2026-04-30..05-01",
        graduations="2026-05-09..10",
        breaks="2025-03-10..14",
        no_host="2025-12-13",
    ),
    _calendar("TTU", exams="2025-12-05..10 2026-05-08..12", graduations="2026-05-15..16", breaks="2025-03-10..15"),
    _calendar(
        "UCF", exams="2025-12-01..06 2026-04-29..05-05", graduations="2026-04-30..05-02", breaks="2025-03-15..23"
    ),
    _calendar("UTAH", exams="2025-12-08..12 2026-04-23..29", graduations="2026-04-30..05-01", breaks="2025-03-09..16"),
    _calendar("WVU", exams="2025-12-15..19 2026-05-04..08", graduations="2026-05-15..17", breaks="2025-03-15..23"),
)
