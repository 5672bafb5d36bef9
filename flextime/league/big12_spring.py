"""Sports of spring 2026 with formats of their own: baseball and softball in series, women's tennis in partners.

Series or matches of a season, and windows:

>>> plans = (bsb_plan(), sb_plan(), wtn_plan())
>>> [(plan.sport, len(plan.teams) * plan.games_per_team // 2, len(plan.windows)) for plan in plans]
[('BSB', 70, 11), ('SB', 44, 9), ('WTN', 104, 14)]
"""

from collections.abc import Iterator
from datetime import date

from flextime.league.big12_parts import (
    BYU_NO_SUNDAY,
    DAY,
    EVENINGS,
    LDS_CONFERENCE,
    WEEK,
    Dates,
    hard,
    plan_of,
    rules_of_every_sport,
    soft,
)
from flextime.league.model import SeasonPlan
from flextime.rules.model import Rule

WITH_BASEBALL = "ARIZ ASU BAY BYU CIN HOU KSU KU OKST TCU TTU UCF UTAH WVU"
WITH_SOFTBALL = "ARIZ ASU BAY BYU HOU ISU KU OKST TTU UCF UTAH"
SERIES = 3  # games, one a day
PARTNERS = ("ARIZ-ASU", "BYU-UTAH", "COL-TTU", "BAY-TCU", "UCF-HOU", "CIN-WVU", "ISU-KU", "KSU-OKST")
PODS = ("ARIZ ASU BYU UTAH", "COL TTU BAY TCU", "UCF HOU CIN WVU", "ISU KU KSU OKST")
LAST_OF_BASEBALL, EASTER_THURSDAY = date(2026, 5, 14), date(2026, 4, 2)


def bsb_plan() -> SeasonPlan:
    """Return the plan of baseball: ten series in eleven weeks, for Arizona State may not play in all of them."""
    windows = _weekends(date(2026, 3, 5), 11, on_thursday=LAST_OF_BASEBALL)
    return plan_of("BSB", "Baseball", 10, windows, playing=WITH_BASEBALL, days_per_game=SERIES)


def sb_plan() -> SeasonPlan:
    """Return the plan of softball: eleven teams, eight series in nine weeks; at Easter from Thursday to Saturday."""
    windows = _weekends(date(2026, 3, 5), 9, on_thursday=EASTER_THURSDAY)
    return plan_of("SB", "Softball", 8, windows, playing=WITH_SOFTBALL, days_per_game=SERIES)


def wtn_plan() -> SeasonPlan:
    """Return the plan of women's tennis: thirteen matches on seven weekends, two on each but that with the partner."""
    return plan_of("WTN", "Women's tennis", 13, _partner_weekends())


def _weekends(thursday: date, weeks: int, *, on_thursday: date) -> Iterator[Dates]:
    """Series begin on Friday, or on Thursday; on one weekend all of them on Thursday."""
    for week in range(weeks):
        first = thursday + week * WEEK
        yield "weekend", (first,) if first == on_thursday else (first, first + DAY)


def _partner_weekends() -> Iterator[Dates]:
    """Thursday or Friday, and Saturday or Sunday."""
    for week in range(7):
        thursday = date(2026, 2, 26) + week * WEEK
        yield "midweek", (thursday, thursday + DAY)
        yield "weekend", (thursday + 2 * DAY, thursday + 3 * DAY)


def bsb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of baseball. Its weekends cover the exams of spring, so that these are soft."""
    return (
        *_of_series(),
        hard("series", early_teams=("BYU",), early_days=(str(LAST_OF_BASEBALL),)),
        soft("cold-venues", 0.8, places=("KU", "KSU", "WVU")),
    )


def sb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of softball: no game on Easter Sunday."""
    return (
        *_of_series(),
        hard("series", early_teams=("BYU",), early_days=(str(EASTER_THURSDAY),)),
        hard("holidays", days=("2026-04-05",)),
    )


def _of_series() -> tuple[Rule, ...]:
    return (
        *rules_of_every_sport(free_days=2, away=2, opponents={"least": 0, "most": 1}),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        EVENINGS,
        soft("exams", 0.8, games=0),
        soft("home-in-exams", 0.8),
        soft("open-close-road", 0.5),
        soft("missed-opponents", 0.9),
        soft("venue-rotation", 0.9),
    )


def wtn_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of women's tennis: partners together, pods complete, no match on Easter Sunday."""
    return (
        *rules_of_every_sport(free_days=1, away=4, opponents={"least": 0, "most": 1}, between=1),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        EVENINGS,
        hard("partner-weekends", pairs=PARTNERS),
        *(hard("must-meet", f"pod-{number}", teams=tuple(pod.split())) for number, pod in enumerate(PODS, start=1)),
        hard("holidays", days=("2026-04-05",)),
        hard("week-cadence", cadence="2"),
        soft("altitude", 0.7, visits=2),
        soft("missed-opponents", 0.9),
        soft("venue-rotation", 0.9),
    )
