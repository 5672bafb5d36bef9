"""The Big 12 of 2025-26: members, venues, calendars, rivalries, and the plan and rulebook of men's basketball.

>>> plan = mbb_plan()
>>> len(plan.teams), plan.games_per_team, len(plan.windows)
(16, 18, 19)
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flextime.league.big12_calendars import CALENDARS
from flextime.league.big12_members import SCHOOLS, VENUES
from flextime.league.big12_parts import BYU_NO_SUNDAY, LDS_CONFERENCE, RIVALRIES, hard, home_venue, members, soft
from flextime.league.ids import ConferenceId, SeasonId, VenueId
from flextime.league.model import Booking, Closure, DateSpan, SeasonPlan, Window
from flextime.rules.model import Rule
from flextime.solve.problem import SeasonFacts

__all__ = [
    "CALENDARS", "CLOSURES", "CONFERENCE", "CONFERENCE_NAME", "RIVALRIES", "SCHOOLS", "VENUES", "mbb_plan", "mbb_rules",
    "season_facts",
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


def season_facts(plan: SeasonPlan, bookings: Sequence[Booking] = ()) -> SeasonFacts:
    """Return a plan with the conference's schools, venues, closures and calendars, and other seasons' bookings."""
    return SeasonFacts(
        plan=plan,
        schools=SCHOOLS,
        venues=VENUES,
        closures=CLOSURES,
        calendars=CALENDARS,
        bookings=tuple(one for one in bookings if one.school in plan.teams),
    )


def mbb_plan(year: str = "2025-26", games_per_team: int = 18) -> SeasonPlan:
    """Return the plan of the men's season: 18 games in 19 windows, a bye each, or 20 games in 20 windows.

    Raises ValueError for a year whose windows are not known or another number of games.
    """
    if year not in MBB_YEARS:
        raise ValueError(f"The windows of men's basketball are known for {', '.join(MBB_YEARS)}, not for {year}.")
    if games_per_team not in (18, 20):
        raise ValueError(f"A men's season has 18 or 20 conference games, not {games_per_team}.")
    teams = members()
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
        home_venues=tuple(home_venue(team, "MBB") for team in teams),
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


def mbb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of the men's season; figures and weights are those of the conference's catalogue."""
    return (*_HARD_MBB, *_SOFT_MBB)


_HARD_MBB: tuple[Rule, ...] = (
    hard("game-count"),
    hard("opponent-multiplicity"),
    hard("home-away-balance"),
    hard("one-game-a-day", hours=20),
    hard("min-rest", free_days=1),
    hard("max-consecutive-away", games=2),
    hard("first-last-balance", games=4, home=2, away=2),
    hard("weekend-home", games=4),
    hard("weekend-home-spread", spread=2),
    hard("no-saturday-monday-wednesday"),
    hard("rematch-separation", games=3, days=10),
    BYU_NO_SUNDAY,
    LDS_CONFERENCE,
    hard("exams", games=2),
    hard("academic-blackout"),
    hard("graduation"),
    hard("venue-closure"),
    hard("shared-venue", between=2),
    hard("holidays", days=("12-25", "01-01")),
    hard("season-window"),
    hard("protected-rivalry"),
    hard("sunday-travel", "byu-no-sunday-travel", teams=("BYU",), saturday_hour=18, near_miles=300),
    hard("tip-off-window", weekday_from=17, weekday_to=21, weekend_from=12, weekend_to=20, eastern_to=22),
)

_SOFT_MBB: tuple[Rule, ...] = (
    soft("travel-miles", 1.0),
    soft("travel-balance", 0.7, percent=20.0),
    soft("max-consecutive-home", 0.7, games=3),
    soft("road-in-five", 0.7, games=3),
    soft("open-close-road", 0.5),
    soft("bye-placement", 0.7),
    soft("plays-after-byes", 0.5, spread=1),
    soft("weekend-share", 0.75, percent=50.0),
    soft("saturday-share", 0.4, saturday_percent=95.0),
    soft("day-spread", 0.7, games=4, thursday=1),
    soft("rivalry-dates", 0.7, quiet_weeks=3, late=1),
    soft("ideal-rest", 0.4, free_days=2),
    soft("big-monday", 0.6, games=6),
    soft("venue-rotation", 0.9),
)
