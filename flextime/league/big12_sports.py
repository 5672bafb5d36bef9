"""Five sports of 2025-26 beside men's basketball, with their default rulebooks: those played game by game, by members.

Games of a season, and windows:

>>> [(plan.sport, len(plan.teams) * plan.games_per_team // 2, len(plan.windows)) for plan, _ in sport_seasons()]
[('WBB', 144, 19), ('FB', 72, 11), ('SOC', 88, 11), ('VB', 135, 20), ('MTN', 36, 10)]
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flextime.league.big12 import RIVALRIES
from flextime.league.big12_parts import LDS_CONFERENCE, hard, home_venue, members, soft
from flextime.league.ids import SchoolCode, SeasonId
from flextime.league.model import SeasonPlan, Sport, Window, WindowKind
from flextime.rules.model import Rule

YEAR = "2025-26"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
WITHOUT_VOLLEYBALL = ("OKST",)
MENS_TENNIS = ("ARIZ", "ASU", "BAY", "BYU", "OKST", "TCU", "TTU", "UCF", "UTAH")
EVENINGS = hard("tip-off-window", weekday_from=17, weekday_to=21, weekend_from=12, weekend_to=20, eastern_to=22)


def sport_seasons() -> tuple[tuple[SeasonPlan, tuple[Rule, ...]], ...]:
    """Return each plan with its rulebook."""
    return (
        (wbb_plan(), wbb_rules()),
        (fb_plan(), fb_rules()),
        (soc_plan(), soc_rules()),
        (vb_plan(), vb_rules()),
        (mtn_plan(), mtn_rules()),
    )


def wbb_plan() -> SeasonPlan:
    """Return the plan of women's basketball: 18 games in 19 windows, a bye each, the first before Christmas."""
    return _plan("WBB", "Women's basketball", 18, _wbb_windows())


def fb_plan() -> SeasonPlan:
    """Return the plan of football: 9 of 15 opponents on eleven Saturdays, the last that of Thanksgiving."""
    return _plan("FB", "Football", 9, (("weekend", (date(2025, 9, 20) + week * WEEK,)) for week in range(11)))


def soc_plan() -> SeasonPlan:
    """Return the plan of soccer: 11 of 15 opponents in seven weeks, of one, two, two, one, two, two and one match."""
    return _plan("SOC", "Soccer", 11, _soc_windows())


def vb_plan() -> SeasonPlan:
    """Return the plan of volleyball: 15 teams, 18 matches, Wednesdays and Saturdays of ten weeks.

    Nine weeks would hold 126 matches: with an odd number of teams one is off in each window.
    """
    return _plan("VB", "Volleyball", 18, _vb_windows(), [code for code in members() if code not in WITHOUT_VOLLEYBALL])


def mtn_plan() -> SeasonPlan:
    """Return the plan of men's tennis: nine teams, a single round robin on five weekends, twice on each."""
    return _plan("MTN", "Men's tennis", 8, _mtn_windows(), [SchoolCode(code) for code in MENS_TENNIS])


_Dates = tuple[WindowKind, tuple[date, ...]]


def _wbb_windows() -> Iterator[_Dates]:
    """Two days before Christmas, New Year, nine weekends, and the Tuesday to Thursday between them."""
    yield "weekend", (date(2025, 12, 21), date(2025, 12, 22))
    yield "midweek", (date(2025, 12, 31), date(2026, 1, 1))
    saturday = date(2026, 1, 3)
    for week in range(9):
        if week:
            yield "midweek", tuple(saturday - n * DAY for n in (4, 3, 2))
        yield "weekend", (saturday, saturday + DAY)
        saturday += WEEK


def _soc_windows() -> Iterator[_Dates]:
    """Thursdays, and Sundays with the Monday after, on which BYU plays; a week of one match has its Friday instead."""
    thursday = date(2025, 9, 11)
    for matches in (1, 2, 2, 1, 2, 2, 1):
        if matches == 1:
            yield "midweek", (thursday + DAY,)
        else:
            yield "midweek", (thursday,)
            yield "weekend", (thursday + 3 * DAY, thursday + 4 * DAY)
        thursday += WEEK


def _vb_windows() -> Iterator[_Dates]:
    wednesday = date(2025, 9, 17)
    for week in range(10):
        yield "midweek", (wednesday + week * WEEK,)
        yield "weekend", (wednesday + week * WEEK + 3 * DAY,)


def _mtn_windows() -> Iterator[_Dates]:
    """Thursday or Friday, and Saturday or Sunday."""
    thursday = date(2026, 3, 12)
    for week in range(5):
        first = thursday + week * WEEK
        yield "midweek", (first, first + DAY)
        yield "weekend", (first + 2 * DAY, first + 3 * DAY)


def _plan(
    sport: Sport, name: str, games: int, windows: Iterable[_Dates], playing: Iterable[SchoolCode] | None = None
) -> SeasonPlan:
    teams = tuple(sorted(playing or members()))
    numbered = tuple(Window(number=n, kind=kind, dates=dates) for n, (kind, dates) in enumerate(windows))
    return SeasonPlan(
        id=SeasonId(f"{sport.lower()}-{YEAR}"),
        sport=sport,
        year=YEAR,
        name=f"{name} {YEAR}",
        first=numbered[0].dates[0],
        last=numbered[-1].dates[-1],
        games_per_team=games,
        teams=teams,
        windows=numbered,
        home_venues=tuple(home_venue(team, sport) for team in teams),
        rivalries=tuple(each for each in RIVALRIES if {each.first, each.second} <= set(teams)),
    )


def _of_every_sport(*, free_days: int, away: int, opponents: dict[str, int], meetings: int) -> tuple[Rule, ...]:
    """Return the rules that all sports have, with their figures in this one."""
    return (
        hard("game-count"),
        hard("opponent-multiplicity", "", **opponents),
        hard("home-away-balance"),
        hard("one-game-a-day", hours=20),
        hard("min-rest", free_days=free_days),
        hard("max-consecutive-away", games=away),
        hard("no-sunday", "byu-no-sunday", teams=("BYU",)),
        LDS_CONFERENCE,
        hard("academic-blackout"),
        hard("graduation"),
        hard("venue-closure"),
        hard("season-window"),
        hard("protected-rivalry", meetings=meetings),
        soft("travel-miles", 1.0),
        soft("travel-balance", 0.7, percent=20.0),
        soft("max-consecutive-home", 0.7, games=3),
    )


def wbb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of women's basketball: that of the men, but for Mondays, and with New Year's Day."""
    return (
        *_of_every_sport(free_days=1, away=2, opponents={}, meetings=2),
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
        soft("day-spread", 0.7, games=4, thursday=1),
        soft("venue-rotation", 0.9),
    )


def fb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of football. Byes are those of weeks 4 to 11, windows 2 to 9 of the conference's."""
    return (
        *_of_every_sport(free_days=5, away=2, opponents={"least": 0, "most": 1}, meetings=1),
        hard("road-in-five", games=3, stretch=5),
        hard("road-pairs", pairs=1),
        hard("bye-weeks", first=2, last=9, off=4),
        hard("tip-off-window", weekday_from=19, weekday_to=21, weekend_from=11, weekend_to=20, eastern_to=22),
        soft("first-last-balance", 0.7, games=2, home=1, away=0),
        soft("home-within", 0.8, windows=3),
        soft("plays-after-byes", 0.8, spread=2),
        soft("rivalry-dates", 0.7, quiet_weeks=3, late=1),
        soft("venue-rotation", 0.9),
    )


def soc_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of soccer: two days between matches, Sundays without BYU."""
    return (
        *_of_every_sport(free_days=2, away=3, opponents={"least": 0, "most": 1}, meetings=1),
        EVENINGS,
        soft("road-in-five", 0.7, games=3),
        soft("open-close-road", 0.5),
        soft("venue-rotation", 0.9),
    )


def vb_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of volleyball."""
    return (
        *_of_every_sport(free_days=1, away=3, opponents={}, meetings=1),
        EVENINGS,
        soft("road-in-five", 0.7, games=3),
        soft("open-close-road", 0.5),
        soft("plays-after-byes", 0.5, spread=2),
        soft("venue-rotation", 0.9),
    )


def mtn_rules() -> tuple[Rule, ...]:
    """Return the default rulebook of men's tennis: no match on Easter Sunday."""
    return (
        *_of_every_sport(free_days=1, away=3, opponents={"least": 1, "most": 1}, meetings=1),
        hard("holidays", days=("2026-04-05",)),
        EVENINGS,
        soft("road-in-five", 0.7, games=3),
        soft("venue-rotation", 0.9),
    )
