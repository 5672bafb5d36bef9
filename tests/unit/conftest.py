"""Named small leagues, and games written as a person would."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from flextime.league.ids import SchoolCode, SeasonId, VenueId, game_id
from flextime.league.model import (
    AcademicCalendar,
    DateSpan,
    HomeVenue,
    Rivalry,
    ScheduledGame,
    School,
    SeasonPlan,
    Venue,
    Window,
)  # fmt: skip
from flextime.solve.problem import SeasonFacts

FIRST_SATURDAY = date(2026, 1, 3)
PLACES = {
    "AAA": (39.0, -95.0),
    "BBB": (39.2, -96.5),
    "CCC": (42.0, -93.6),
    "DDD": (31.5, -97.1),
    "EEE": (33.6, -101.9),
    "FFF": (28.6, -81.2),
}

Play = Callable[[str], ScheduledGame]


def _window(number: int) -> Window:
    week, midweek = divmod(number, 2)
    saturday = FIRST_SATURDAY + timedelta(weeks=week)
    if midweek:
        return Window(number=number, kind="midweek", dates=tuple(saturday + timedelta(days=n) for n in (2, 3, 4)))
    return Window(number=number, kind="weekend", dates=(saturday, saturday + timedelta(days=1)))


def _league(codes: str, *, windows: int, games: int) -> SeasonFacts:
    teams = tuple(SchoolCode(code) for code in codes.split())
    plan = SeasonPlan(
        id=SeasonId("small"),
        sport="MBB",
        year="2025-26",
        name="A small league",
        first=FIRST_SATURDAY,
        last=FIRST_SATURDAY + timedelta(weeks=windows),
        games_per_team=games,
        teams=teams,
        windows=tuple(_window(number) for number in range(windows)),
        home_venues=tuple(HomeVenue(team=team, venue=VenueId(f"{team.lower()}-arena")) for team in teams),
        rivalries=(Rivalry(first=teams[0], second=teams[1]),),
    )
    return SeasonFacts(
        plan=plan,
        schools=tuple(
            School(
                code=team, name=team, city=team, state="KS", time_zone="America/Chicago",
                latitude=PLACES[team][0], longitude=PLACES[team][1],
            )
            for team in teams
        ),
        venues=tuple(
            Venue(
                id=VenueId(f"{team.lower()}-arena"), name=f"{team} Arena", school=team, time_zone="America/Chicago",
                sports=("MBB",),
            )
            for team in teams
        ),
        calendars=(
            AcademicCalendar(
                school=teams[0],
                year="2025-26",
                exams=(DateSpan(first=date(2026, 1, 5), last=date(2026, 1, 14)),),
                graduations=(DateSpan(first=date(2026, 1, 10), last=date(2026, 1, 10)),),
                no_host=(DateSpan(first=date(2026, 1, 17), last=date(2026, 1, 17)),),
                no_play=(DateSpan(first=date(2026, 1, 24), last=date(2026, 1, 24)),),
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def four_team_league() -> SeasonFacts:
    """AAA to DDD, a double round robin of six games in eight windows from Saturday 3 January 2026."""
    return _league("AAA BBB CCC DDD", windows=8, games=6)


@pytest.fixture
def six_team_league() -> SeasonFacts:
    """AAA to FFF, ten games in twelve windows."""
    return _league("AAA BBB CCC DDD EEE FFF", windows=12, games=10)


@pytest.fixture
def play(four_team_league: SeasonFacts) -> Play:
    """Read "BBB@AAA 01-03" as BBB's visit to AAA on that day of 2026, in its window, at 19:00."""

    def read(text: str) -> ScheduledGame:
        who, day, *at = text.split()
        away, home = (SchoolCode(code) for code in who.split("@"))
        when = date.fromisoformat(f"2026-{day}")
        window = next((w.number for w in four_team_league.plan.windows if when in w.dates), 0)
        return ScheduledGame(
            game=game_id(four_team_league.plan.id, away, home),
            home=home,
            away=away,
            venue=VenueId(f"{home.lower()}-arena"),
            date=when,
            tip_off=time.fromisoformat(at[0]) if at else time(19),
            window=window,
        )

    return read
