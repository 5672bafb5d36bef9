"""The nouns of the field: schools, venues, calendars, windows and games. Values without behaviour that could fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId

Sport = Literal["FB", "MBB", "WBB", "BSB", "SB", "SOC", "VB", "MTN", "WTN", "GYM", "LAX", "WRE"]
SchoolStatus = Literal["full", "associate", "former"]
WindowKind = Literal["weekend", "midweek"]
SeasonStatus = Literal["planned", "active", "completed", "cancelled"]
GameStatus = Literal["scheduled", "in_progress", "completed", "postponed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """Calendar days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A member institution. Coordinates in degrees (WGS 84); `time_zone` is an IANA name."""

    code: SchoolCode
    name: str
    city: str
    state: str
    latitude: float
    longitude: float
    time_zone: str
    nicknames: tuple[str, ...] = ()
    status: SchoolStatus = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A building or field, the school that owns it, and the sports that play there in order of priority."""

    id: VenueId
    name: str
    school: SchoolCode
    time_zone: str
    sports: tuple[Sport, ...]
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which a venue hosts nothing."""

    venue: VenueId
    span: DateSpan
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicCalendar:
    """What a school's academic year forbids or disfavours. `year` is written "2025-26"."""

    school: SchoolCode
    year: str
    exams: tuple[DateSpan, ...] = ()
    graduations: tuple[DateSpan, ...] = ()
    breaks: tuple[DateSpan, ...] = ()
    no_host: tuple[DateSpan, ...] = ()
    no_play: tuple[DateSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A round of the season: each team plays in it at most once, on one of its dates."""

    number: int
    kind: WindowKind
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeVenue:
    """Where a team of the season plays its home games."""

    team: SchoolCode
    venue: VenueId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two teams that meet every year; where the format allows, twice."""

    first: SchoolCode
    second: SchoolCode
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Who hosted whom in an earlier season: the input of this year's rotation."""

    home: SchoolCode
    away: SchoolCode


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonPlan:
    """What is settled before the first game is placed: teams, counts, windows and rotation.

    `games_per_team` is the number of conference games of each team; `windows` are in order of time and numbered from 0.
    A series counts as one game, of as many consecutive days as `days_per_game` says, and is named by its first.
    """

    id: SeasonId
    sport: Sport
    year: str
    name: str
    first: date
    last: date
    games_per_team: int
    teams: tuple[SchoolCode, ...]
    windows: tuple[Window, ...]
    home_venues: tuple[HomeVenue, ...]
    rivalries: tuple[Rivalry, ...] = ()
    last_year: tuple[Meeting, ...] = ()
    days_per_game: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledGame:
    """A game with its place and time. `tip_off` is local to the venue; `window` is the season's window number."""

    game: GameId
    home: SchoolCode
    away: SchoolCode
    venue: VenueId
    date: date
    tip_off: time
    window: int
    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A home game of another season: its school and building are taken, from `date` for so many `days`."""

    season: SeasonId
    sport: Sport
    game: GameId
    school: SchoolCode
    venue: VenueId
    date: date
    tip_off: time
    days: int = 1


def days_from(first: date, days: int) -> tuple[date, ...]:
    """Return the days of a game, or a series, that begins on `first`."""
    if days == 1:  # asked a thousand times for each check of a season
        return (first,)
    return tuple(first + timedelta(days=n) for n in range(days))


def booking(plan: SeasonPlan, game: ScheduledGame) -> Booking:
    """Return a game of a season as the other seasons see it."""
    return Booking(
        season=plan.id,
        sport=plan.sport,
        game=game.game,
        school=game.home,
        venue=game.venue,
        date=game.date,
        tip_off=game.tip_off,
        days=plan.days_per_game,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedGame:
    """A game of a past season, as the record has it; unknown facts are None."""

    game: GameId
    home: SchoolCode
    away: SchoolCode
    date: date
    venue: VenueId | None = None
    neutral: bool = False
    attendance: int | None = None
    home_won: bool | None = None
