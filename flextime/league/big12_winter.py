"""Sports of winter and spring 2026 that associates share: gymnastics, wrestling and lacrosse, with their rulebooks.

Meets, duals and games of a season, and windows:

>>> plans = (gym_plan(), wre_plan(), lax_plan())
>>> [(plan.sport, len(plan.teams) * plan.games_per_team // 2, len(plan.windows)) for plan in plans]
[('GYM', 21, 7), ('WRE', 56, 9), ('LAX', 15, 5)]
"""

from collections.abc import Iterator
from datetime import date

from flextime.league.big12_parts import (
    BYU_NO_SUNDAY,
    DAY,
    EVENINGS,
    WEEK,
    Dates,
    hard,
    plan_of,
    rules_of_every_sport,
    soft,
)
from flextime.league.model import SeasonPlan
from flextime.rules.model import Rule

GYMNASTICS = "ARIZ ASU BYU DU ISU UTAH WVU"
LACROSSE = "ASU CIN COL SDSU UCD UF"
NORTHWEST = "AF CBU NDSU SDST UNCO UVU WYO"
SOUTHEAST = "ASU ISU MIZ OKST OU UNI WVU"


def gym_plan() -> SeasonPlan:
    """Return the plan of gymnastics: seven teams, a single round robin on seven weekends, one of them off."""
    return plan_of("GYM", "Gymnastics", 6, _weekends(date(2026, 1, 23), weeks=7, days=3), playing=GYMNASTICS)


def wre_plan() -> SeasonPlan:
    """Return the plan of wrestling: six duals in the division and two across, Friday or Saturday of nine weeks."""
    both = f"{NORTHWEST} {SOUTHEAST}"
    return plan_of("WRE", "Wrestling", 8, _weekends(date(2026, 1, 2), weeks=9, days=2), playing=both)


def lax_plan() -> SeasonPlan:
    """Return the plan of lacrosse: six teams, a single round robin on five Saturdays."""
    return plan_of("LAX", "Lacrosse", 5, _weekends(date(2026, 3, 28), weeks=5, days=1), playing=LACROSSE)


def _weekends(first: date, *, weeks: int, days: int) -> Iterator[Dates]:
    for week in range(weeks):
        yield "weekend", tuple(first + week * WEEK + n * DAY for n in range(days))


def gym_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of gymnastics: twelve hours between a meet and another event in the building."""
    return (
        *rules_of_every_sport(free_days=3, away=3, opponents={"least": 1, "most": 1}, between=12),
        BYU_NO_SUNDAY,
        EVENINGS,
        hard("week-cadence", cadence="1"),
        soft("open-close-road", 0.8),
        soft("venue-rotation", 0.9),
    )


def wre_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of wrestling: divisions complete, and Arizona State hosts Oklahoma State."""
    return (
        *rules_of_every_sport(free_days=3, away=3, opponents={"least": 0, "most": 1}),
        EVENINGS,
        hard("week-cadence", cadence="1"),
        hard("must-meet", "northwest-division", teams=tuple(NORTHWEST.split())),
        hard("must-meet", "southeast-division", teams=tuple(SOUTHEAST.split())),
        hard("must-host", pairs=("ASU-OKST",)),
        soft("open-close-road", 0.5),
        soft("venue-rotation", 0.9),
    )


def lax_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of lacrosse."""
    return (
        *rules_of_every_sport(free_days=3, away=2, opponents={"least": 1, "most": 1}),
        EVENINGS,
        hard("week-cadence", cadence="1"),
        soft("venue-rotation", 0.9),
    )
