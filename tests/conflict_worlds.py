"""A small conference over four zones, with a building that four sports share, and edits of every kind drawn on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import assert_never

from hypothesis import strategies as st

from flextime.conflicts.detector import Detector
from flextime.conflicts.model import (
    CloseDays,
    Conflict,
    Edit,
    KnowSchool,
    KnowSeason,
    KnowVenue,
    OpenDays,
    Place,
    Remove,
    SetCalendar,
)
from flextime.conflicts.numbers import Numbers
from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import (
    AcademicCalendar,
    Closure,
    DateSpan,
    HomeVenue,
    ScheduledGame,
    School,
    SeasonPlan,
    Sport,
    Venue,
    Window,
)
from tests.slow_conflicts import World

PLACES = {
    "ASU": (33.4242, -111.9281, "America/Phoenix"),
    "BYU": (40.2518, -111.6493, "America/Denver"),
    "KU": (38.9717, -95.2353, "America/Chicago"),
    "WVU": (39.6295, -79.9559, "America/New_York"),
}
TEAMS = tuple(SchoolCode(code) for code in PLACES)
SPORTS: tuple[Sport, ...] = ("MBB", "WBB", "GYM", "BSB")
SERIES: tuple[Sport, ...] = ("BSB",)
# Clocks are set forward on 8 March and back on 1 November, but in Phoenix; May has exams; the Sundays are BYU's.
DAYS = tuple(
    first + timedelta(days=n)
    for first in (date(2025, 10, 30), date(2026, 3, 5), date(2026, 5, 1))
    for n in range(6)
)  # fmt: skip
TIPS = (time(0), time(1, 30), time(2, 30), time(10), time(10, 10), time(12), time(13), time(15), time(19), time(23, 30))


def school(code: str) -> School:
    latitude, longitude, zone = PLACES[code]
    return School(
        code=SchoolCode(code), name=code, city=code, state="", latitude=latitude, longitude=longitude, time_zone=zone
    )


def arena(code: str, name: str = "arena") -> Venue:
    return Venue(
        id=VenueId(f"{code.lower()}-{name}"),
        name=f"{code} {name}",
        school=SchoolCode(code),
        time_zone=PLACES[code][2],
        sports=SPORTS,
    )


def plan(sport: Sport, name: str = "", *, days: int = 1) -> SeasonPlan:
    """Return a season of all days, each a window of its own."""
    return SeasonPlan(
        id=SeasonId(name or sport.lower()),
        sport=sport,
        year="2025-26",
        name=sport,
        first=DAYS[0],
        last=DAYS[-1],
        games_per_team=6,
        teams=TEAMS,
        windows=tuple(Window(number=n, kind="midweek", dates=(day,)) for n, day in enumerate(DAYS)),
        home_venues=tuple(HomeVenue(team=team, venue=arena(team).id) for team in TEAMS),
        days_per_game=days,
    )


def game(who: str, day: str, tip_off: str = "19:00", *, season: str = "mbb", **other: str) -> ScheduledGame:
    """Read "KU@ASU" and a day; `venue` and `network` may be given."""
    away, home = (SchoolCode(code) for code in who.split("@"))
    on = date.fromisoformat(day)
    return ScheduledGame(
        game=GameId(other.get("id") or f"{season}.{away}-at-{home}".lower()),
        home=home,
        away=away,
        venue=VenueId(other.get("venue") or f"{home.lower()}-arena"),
        date=on,
        tip_off=time.fromisoformat(tip_off),
        window=DAYS.index(on) if on in DAYS else len(DAYS),
        network=other.get("network"),
    )


def opening() -> tuple[Edit, ...]:
    """Return what is known before the first game: schools, an arena each, and a season of each sport."""
    return (
        *(KnowSchool(school=school(code)) for code in TEAMS),
        *(KnowVenue(venue=arena(code)) for code in TEAMS),
        *(KnowSeason(plan=plan(sport, days=3 if sport in SERIES else 1)) for sport in SPORTS),
    )


def place(game: ScheduledGame, *, by_hand: bool = False) -> Place:
    return Place(season=SeasonId(game.game.split(".")[0]), game=game, by_hand=by_hand)


def found(kind: str, *games: ScheduledGame, numbers: Numbers | None = None) -> list[Conflict]:
    """Return the conflicts of a kind among games."""
    detector = Detector(numbers)
    detector.apply([*opening(), *map(place, games)])
    return [conflict for conflict in detector.conflicts() if conflict.kind == kind]


@st.composite
def games(draw: st.DrawFn) -> Place:
    """Draw a game of some sport: few pairs and few days, so that there is much to find."""
    home, away = draw(st.permutations(TEAMS))[:2]
    sport = draw(st.sampled_from(SPORTS))
    day = draw(st.sampled_from(DAYS))
    window = DAYS.index(day) if draw(st.integers(0, 9)) else 99
    placed = ScheduledGame(
        game=GameId(f"{sport.lower()}.{away.lower()}-at-{home.lower()}"),
        home=home,
        away=away,
        venue=draw(st.sampled_from((arena(home).id, arena(home).id, arena("KU").id, VenueId("elsewhere")))),
        date=day,
        tip_off=draw(st.sampled_from(TIPS)),
        window=window,
        network=draw(st.sampled_from((None, "ESPN"))),
    )
    return Place(season=plan(sport).id, game=placed, by_hand=draw(st.booleans()))


@st.composite
def spans(draw: st.DrawFn) -> DateSpan:
    """Draw some days."""
    first = draw(st.sampled_from(DAYS))
    return DateSpan(first=first, last=first + timedelta(days=draw(st.integers(0, 4))))


@st.composite
def calendars(draw: st.DrawFn) -> AcademicCalendar:
    """Draw a school's year."""
    few = st.lists(spans(), max_size=2).map(tuple)
    return AcademicCalendar(
        school=draw(st.sampled_from(TEAMS)),
        year="2025-26",
        exams=draw(st.lists(spans(), max_size=2, unique=True).map(tuple)),
        graduations=draw(few),
        no_host=draw(few),
        no_play=draw(few),
    )


def edits() -> st.SearchStrategy[Edit]:
    """Draw an edit of any kind, games most often."""
    closures = st.builds(
        Closure, venue=st.sampled_from((arena("KU").id, arena("ASU").id)), span=spans(), reason=st.just("")
    )
    removed = games().map(lambda place: Remove(game=place.game.game))
    rarely = st.one_of(
        closures.map(lambda closure: CloseDays(closure=closure)),
        closures.map(lambda closure: OpenDays(closure=closure)),
        calendars().map(lambda calendar: SetCalendar(calendar=calendar)),
        removed,
        st.sampled_from(TEAMS).map(lambda code: KnowVenue(venue=replace(arena(code), time_zone="America/Denver"))),
        st.sampled_from(TEAMS).map(lambda code: KnowSchool(school=replace(school(code), latitude=45.0))),
        st.sampled_from(SPORTS).map(lambda sport: KnowSeason(plan=plan(sport, days=2))),
    )
    return st.one_of(games(), games(), games(), rarely)


def known_after(edits: Sequence[Edit]) -> World:
    """Return the world that edits lead to, as a person would keep it."""
    world = World()
    for edit in edits:
        _keep(world, edit)
    return world


def _keep(world: World, edit: Edit) -> None:
    match edit:
        case KnowSchool(school=known):
            world.schools[known.code] = known
        case KnowVenue(venue=venue):
            world.venues[venue.id] = venue
        case KnowSeason(plan=season):
            world.plans[season.id] = (season, season.days_per_game)
        case SetCalendar(calendar=calendar):
            world.calendars[calendar.school, calendar.year] = calendar
        case CloseDays(closure=closure):
            world.closures = [*_others(world, closure), closure]
        case OpenDays(closure=closure):
            world.closures = list(_others(world, closure))
        case Place(season=of, game=placed):
            world.games[placed.game] = (of, placed)
        case Remove(game=gone):
            world.games.pop(gone, None)
        case _:
            assert_never(edit)


def _others(world: World, closure: Closure) -> Iterator[Closure]:
    return (known for known in world.closures if (known.venue, known.span) != (closure.venue, closure.span))
