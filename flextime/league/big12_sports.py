"""Five sports of 2025-26 beside men's basketball, with their default rulebooks: those that members play game by game.

Games of a season, and windows:

>>> plans = (wbb_plan(), fb_plan(), soc_plan(), vb_plan(), mtn_plan())
>>> [(plan.sport, len(plan.teams) * plan.games_per_team // 2, len(plan.windows)) for plan in plans]
[('WBB', 144, 19), ('FB', 72, 11), ('SOC', 88, 11), ('VB', 135, 20), ('MTN', 36, 10)]
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

WITH_VOLLEYBALL = "ARIZ ASU BAY BYU CIN COL HOU ISU KSU KU TCU TTU UCF UTAH WVU"
MENS_TENNIS = "ARIZ ASU BAY BYU OKST TCU TTU UCF UTAH"


def wbb_plan() -> SeasonPlan:
    """Return the plan of women's basketball: 18 games in 19 windows, a bye each, the first before Christmas."""
    return plan_of("WBB", "Women's basketball", 18, _wbb_windows())


def fb_plan() -> SeasonPlan:
    """Return the plan of football: 9 of 15 opponents on eleven Saturdays, the last that of Thanksgiving."""
    return plan_of("FB", "Football", 9, (("weekend", (date(2025, 9, 20) + week * WEEK,)) for week in range(11)))


def soc_plan() -> SeasonPlan:
    """Return the plan of soccer: 11 of 15 opponents in seven weeks, of one, two, two, one, two, two and one match."""
    return plan_of("SOC", "Soccer", 11, _soc_windows())


def vb_plan() -> SeasonPlan:
    """Return the plan of volleyball: 15 teams, 18 matches, Wednesdays and Saturdays of ten weeks.

    Nine weeks would hold 126 matches: with an odd number of teams one is off in each window.
    """
    return plan_of("VB", "Volleyball", 18, _vb_windows(), playing=WITH_VOLLEYBALL)


def mtn_plan() -> SeasonPlan:
    """Return the plan of men's tennis: nine teams, a single round robin on five weekends, twice on each."""
    return plan_of("MTN", "Men's tennis", 8, _mtn_windows(), playing=MENS_TENNIS)


def _wbb_windows() -> Iterator[Dates]:
    """Two days before Christmas, New Year, nine weekends, and the Tuesday to Thursday between them."""
    yield "weekend", (date(2025, 12, 21), date(2025, 12, 22))
    yield "midweek", (date(2025, 12, 31), date(2026, 1, 1))
    saturday = date(2026, 1, 3)
    for week in range(9):
        if week:
            yield "midweek", tuple(saturday - n * DAY for n in (4, 3, 2))
        yield "weekend", (saturday, saturday + DAY)
        saturday += WEEK


def _soc_windows() -> Iterator[Dates]:
    """Thursdays, and Sundays with the Monday after, on which BYU plays; a week of one match has its Friday instead."""
    thursday = date(2025, 9, 11)
    for matches in (1, 2, 2, 1, 2, 2, 1):
        if matches == 1:
            yield "midweek", (thursday + DAY,)
        else:
            yield "midweek", (thursday,)
            yield "weekend", (thursday + 3 * DAY, thursday + 4 * DAY)
        thursday += WEEK


def _vb_windows() -> Iterator[Dates]:
    wednesday = date(2025, 9, 17)
    for week in range(10):
        yield "midweek", (wednesday + week * WEEK,)
        yield "weekend", (wednesday + week * WEEK + 3 * DAY,)


def _mtn_windows() -> Iterator[Dates]:
    """Thursday or Friday, and Saturday or Sunday."""
    thursday = date(2026, 3, 12)
    for week in range(5):
        first = thursday + week * WEEK
        yield "midweek", (first, first + DAY)
        yield "weekend", (first + 2 * DAY, first + 3 * DAY)


def wbb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of women's basketball: that of the men, but for Mondays, and with New Year's Day."""
    return (
        *rules_of_every_sport(free_days=1, away=2, opponents={}, meetings=2, between=2),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        hard("first-last-balance", games=4, home=2, away=2),
        hard("weekend-home", games=4),
        hard("weekend-home-spread", spread=2),
        hard("no-saturday-monday-wednesday"),
        hard("rematch-separation", games=3, days=10),
        hard("exams", games=2),
        hard("holidays", days=("12-25",)),
        hard("tip-off-window", weekday_from=17, weekday_to=21, weekend_from=12, weekend_to=19, eastern_to=22),
        soft("road-in-five", 0.7, games=3),
        soft("open-close-road", 0.5),
        soft("plays-after-byes", 0.5, spread=1),
        soft("games-in-days", 0.2, games=2, days=5),
        soft("ideal-rest", 0.4, free_days=2),
        # The window of New Year is a Wednesday and a Thursday: with one game on Thursdays its eight have no room.
        soft("day-spread", 0.7, games=4, thursday=4),
        soft("venue-rotation", 0.9),
        soft("other-sport-home", 0.7, sports=("MBB",)),
    )


def fb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of football. Byes are those of weeks 4 to 11, windows 2 to 9 of the conference's."""
    return (
        *rules_of_every_sport(free_days=5, away=2, opponents={"least": 0, "most": 1}, meetings=1),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        hard("road-in-five", games=3, stretch=5),
        hard("road-pairs", pairs=1),
        hard("bye-weeks", first=2, last=9, off=4),
        hard("tip-off-window", weekday_from=19, weekday_to=21, weekend_from=11, weekend_to=20, eastern_to=22),
        soft("first-last-balance", 0.7, games=2, home=1, away=0),
        hard("week-cadence", cadence="1"),
        soft("home-within", 0.8, windows=3),
        soft("plays-after-byes", 0.8, spread=2),
        soft("rivalry-dates", 0.7, quiet_weeks=3, late=1),
        soft("missed-opponents", 0.9),
        soft("venue-rotation", 0.9),
    )


def soc_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of soccer: two days between matches, Sundays without BYU."""
    return (
        *rules_of_every_sport(free_days=2, away=3, opponents={"least": 0, "most": 1}, meetings=1),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        EVENINGS,
        hard("other-sport-home", "asu-football-first", sports=("FB",), teams=("ASU",)),
        soft("other-sport-home", 0.5, "ucf-football-first", sports=("FB",), teams=("UCF",)),
        hard("week-cadence", cadence="1-2-2-1-2-2-1", begins="Tuesday"),
        hard("final-weekday"),
        soft("road-in-five", 0.7, games=3),
        soft("open-close-road", 0.5),
        soft("missed-opponents", 0.9),
        soft("venue-rotation", 0.9),
    )


def vb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of volleyball."""
    return (
        *rules_of_every_sport(free_days=1, away=3, opponents={}, meetings=1, miles=0.85),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        EVENINGS,
        hard("other-sport-home", "football-first", sports=("FB",), days_before=2),
        hard("week-cadence", cadence="2"),
        soft("away-after-away", 0.7),
        soft("split-weeks", 0.5, weeks=2),
        soft("road-in-five", 0.7, games=3),
        soft("open-close-road", 0.5),
        soft("plays-after-byes", 0.5, spread=2),
        soft("venue-rotation", 0.9),
    )


def mtn_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of men's tennis: no match on Easter Sunday."""
    return (
        *rules_of_every_sport(free_days=1, away=3, opponents={"least": 1, "most": 1}, meetings=1, between=1),
        BYU_NO_SUNDAY,
        LDS_CONFERENCE,
        hard("holidays", days=("2026-04-05",)),
        EVENINGS,
        hard("week-cadence", cadence="2"),
        soft("road-in-five", 0.7, games=3),
        soft("venue-rotation", 0.9),
    )
