"""The Big 12 of 2025-26: members, venues, calendars, rivalries, and the plan and rulebook of men's basketball.

>>> plan = mbb_plan()
>>> len(plan.teams), plan.games_per_team, len(plan.windows)
(16, 18, 19)
"""

from collections.abc import Iterator
from datetime import date, timedelta

from flextime.league.big12_calendars import CALENDARS
from flextime.league.big12_members import SCHOOLS, VENUES
from flextime.league.ids import ConferenceId, RuleId, SchoolCode, SeasonId, VenueId
from flextime.league.model import Closure, DateSpan, HomeVenue, Rivalry, SeasonPlan, Window
from flextime.rules.model import Hardness, Parameter, Rule

__all__ = [
    "CALENDARS", "CLOSURES", "CONFERENCE", "CONFERENCE_NAME", "RIVALRIES", "SCHOOLS", "VENUES", "mbb_plan", "mbb_rules",
]  # fmt: skip

CONFERENCE = ConferenceId("big12")
CONFERENCE_NAME = "Big 12 Conference"
MBB_YEARS = ("2025-26",)

CLOSURES: tuple[Closure, ...] = (
    Closure(
        venue=VenueId("asu-desert-financial-arena"),
        span=DateSpan(first=date(2025, 12, 13), last=date(2025, 12, 18)),
        reason="arena closed",
    ),
)


def _rivalry(first: str, second: str, name: str = "") -> Rivalry:
    return Rivalry(first=SchoolCode(first), second=SchoolCode(second), name=name)


RIVALRIES: tuple[Rivalry, ...] = (
    _rivalry("KU", "KSU", "Sunflower Showdown"),
    _rivalry("ARIZ", "ASU", "Territorial Cup"),
    _rivalry("BYU", "UTAH", "Holy War"),
    _rivalry("TTU", "TCU"),
    _rivalry("ISU", "KSU", "Farmageddon"),
    _rivalry("COL", "UTAH", "Rumble in the Rockies"),
    _rivalry("CIN", "WVU"),
    _rivalry("BAY", "TCU", "Revivalry"),
    _rivalry("OKST", "TTU"),
    _rivalry("OKST", "ISU"),
)


def mbb_plan(year: str = "2025-26", games_per_team: int = 18) -> SeasonPlan:
    """Return the plan of the men's season: 18 games in 19 windows, a bye each, or 20 games in 20 windows.

    Raises ValueError for a year whose windows are not known or another number of games.
    """
    if year not in MBB_YEARS:
        raise ValueError(f"The windows of men's basketball are known for {', '.join(MBB_YEARS)}, not for {year}.")
    if games_per_team not in (18, 20):
        raise ValueError(f"A men's season has 18 or 20 conference games, not {games_per_team}.")
    teams = tuple(sorted(school.code for school in SCHOOLS if school.status == "full"))
    windows = tuple(_mbb_windows(opening_midweek=games_per_team == 20))
    return SeasonPlan(
        id=SeasonId(f"mbb-{year}"),
        sport="MBB",
        year=year,
        name=f"Men's basketball {year}",
        first=date(2025, 12, 31) if games_per_team == 20 else date(2026, 1, 2),
        last=date(2026, 3, 7),
        games_per_team=games_per_team,
        teams=teams,
        windows=windows,
        home_venues=tuple(HomeVenue(team=team, venue=_arena(team)) for team in teams),
        rivalries=RIVALRIES,
    )


def _mbb_windows(*, opening_midweek: bool) -> Iterator[Window]:
    """Nine weekends, Saturday and Sunday, the Monday to Thursday after each, and the last Saturday alone."""
    saturday, last = date(2026, 1, 3), date(2026, 3, 7)
    number = 0
    if opening_midweek:
        yield Window(number=number, kind="midweek", dates=(date(2025, 12, 31), date(2026, 1, 2)))
        number += 1
    while saturday < last:
        sunday = saturday + timedelta(days=1)
        yield Window(number=number, kind="weekend", dates=(saturday, sunday))
        yield Window(number=number + 1, kind="midweek", dates=tuple(sunday + timedelta(days=n) for n in (1, 2, 3, 4)))
        saturday += timedelta(days=7)
        number += 2
    yield Window(number=number, kind="weekend", dates=(last,))


def _arena(team: SchoolCode) -> VenueId:
    return next(venue.id for venue in VENUES if venue.school == team and "MBB" in venue.sports)


def mbb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of the men's season; figures and weights are those of the conference's catalogue."""
    return (*_HARD_MBB, *_SOFT_MBB)


def _rule(kind: str, rule_id: str = "", hardness: Hardness = "hard", weight: float = 1.0, **given: Parameter) -> Rule:
    return Rule(id=RuleId(rule_id or kind), kind=kind, hardness=hardness, weight=weight, parameters=given)


def _soft(kind: str, weight: float, **given: Parameter) -> Rule:
    return Rule(id=RuleId(kind), kind=kind, hardness="soft", weight=weight, parameters=given)


_HARD_MBB: tuple[Rule, ...] = (
    _rule("game-count"),
    _rule("opponent-multiplicity"),
    _rule("home-away-balance"),
    _rule("one-game-a-day", hours=20),
    _rule("min-rest", free_days=1),
    _rule("max-consecutive-away", games=2),
    _rule("first-last-balance", games=4, home=2, away=2),
    _rule("weekend-home", games=4),
    _rule("weekend-home-spread", spread=2),
    _rule("no-saturday-monday-wednesday"),
    _rule("rematch-separation", games=3, days=10),
    _rule("no-sunday", "byu-no-sunday", teams=("BYU",)),
    _rule(
        "no-host-dates",
        "lds-general-conference",
        teams=("BYU",),
        days=("2025-10-04..2025-10-05", "2026-04-04..2026-04-05"),
        reason="LDS General Conference",
    ),
    _rule("exams", games=2),
    _rule("academic-blackout"),
    _rule("graduation"),
    _rule("venue-closure"),
    _rule("holidays", days=("12-25", "01-01")),
    _rule("season-window"),
    _rule("protected-rivalry"),
    _rule("sunday-travel", "byu-no-sunday-travel", teams=("BYU",), saturday_hour=18, near_miles=300),
    _rule("tip-off-window", weekday_from=17, weekday_to=21, weekend_from=12, weekend_to=20, eastern_to=22),
)

_SOFT_MBB: tuple[Rule, ...] = (
    _soft("travel-miles", 1.0),
    _soft("travel-balance", 0.7, percent=20.0),
    _soft("max-consecutive-home", 0.7, games=3),
    _soft("road-in-five", 0.7, games=3),
    _soft("open-close-road", 0.5),
    _soft("bye-placement", 0.7),
    _soft("plays-after-byes", 0.5, spread=1),
    _soft("weekend-share", 0.75, percent=50.0),
    _soft("saturday-share", 0.4, saturday_percent=95.0),
    _soft("day-spread", 0.7, games=4, thursday=1),
    _soft("rivalry-dates", 0.7, quiet_weeks=3, late=1),
    _soft("ideal-rest", 0.4, free_days=2),
    _soft("big-monday", 0.6, games=6),
    _soft("venue-rotation", 0.9),
)
