"""A game with its moments: local dates and clocks become seconds, which settles zones and daylight saving once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flextime.conflicts.model import Team
from flextime.conflicts.numbers import HOUR
from flextime.league.ids import GameId, SchoolCode, SeasonId
from flextime.league.model import ScheduledGame, Sport, Venue

NO_ZONE = "UTC"  # for a venue that is not known: games there are still compared among themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedGame:
    """A game where it stands. Moments are seconds since 1970 in UTC; `sittings` are begin and end on each of its days.

    `place` is the school on whose campus the venue stands, None for a venue that is not known. `last_start` is the
    tip-off of its last day.
    """

    id: GameId
    game: ScheduledGame
    season: SeasonId
    sport: Sport
    by_hand: bool
    days: tuple[date, ...]
    sittings: tuple[tuple[int, int], ...]
    place: SchoolCode | None
    zone: str
    start: int
    last_start: int
    end: int

    @property
    def order(self) -> tuple[int, GameId]:
        """What games are sorted by: tip-off, and the id where two are the same."""
        return self.start, self.id

    def teams(self) -> tuple[Team, Team]:
        return Team(self.sport, self.game.home), Team(self.sport, self.game.away)

    def is_home(self, team: Team) -> bool:
        return self.game.home == team.school

    def __str__(self) -> str:
        return f"{self.game.away} at {self.game.home} ({self.sport})"


def placed(  # noqa: PLR0917  what is known of one game
    game: ScheduledGame, season: SeasonId, sport: Sport, venue: Venue | None, days: int, hours: float, *, by_hand: bool
) -> PlacedGame:
    """Return a game with its moments. It takes `days` days in a row, and so many hours on each."""
    zone = venue.time_zone if venue else NO_ZONE
    dates = tuple(game.date + timedelta(days=n) for n in range(days))
    starts = [moment(datetime.combine(day, game.tip_off), zone) for day in dates]
    length = round(hours * HOUR)
    return PlacedGame(
        id=game.game,
        game=game,
        season=season,
        sport=sport,
        by_hand=by_hand,
        days=dates,
        sittings=tuple((start, start + length) for start in starts),
        place=venue.school if venue else None,
        zone=zone,
        start=starts[0],
        last_start=starts[-1],
        end=starts[-1] + length,
    )


def moment(local: datetime, zone: str) -> int:
    """Return a clock's reading as seconds since 1970.

    A reading that comes twice, when clocks are set back, is meant the first time; one that is skipped, when they are
    set forward, is meant as if they had not been yet, so the game begins when it would have begun (PEP 495, fold 0).

    >>> moment(datetime(2026, 3, 8, 2, 30), "America/Denver") == moment(datetime(2026, 3, 8, 3, 30), "America/Denver")
    True
    """
    return int(local.replace(tzinfo=_zone(zone), fold=0).timestamp())


def clock(seconds: int, zone: str) -> datetime:
    """Return what the clock of a zone shows at a moment."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(_zone(zone))


def is_zone(name: str) -> bool:
    """Return True for an IANA time zone."""
    try:
        _zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
