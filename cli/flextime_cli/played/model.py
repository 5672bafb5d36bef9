"""What a file of played seasons turns out to hold: right rows by season, wrong rows by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flextime.league.ids import SchoolCode, SeasonId, game_id
from flextime.league.model import PlayedGame
from flextime.season.seasons import ImportPlayedSeason

# The columns of the conference's own record; each must be there, in any order.
COLUMNS = (
    "season", "date", "home_team", "away_team", "Home_ABR", "Away_ABR", "is_neutral", "home_is_ranked",
    "away_is_ranked", "Home_wins", "Attendance_pct", "People",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRow:
    """A row that cannot be taken. `line` counts from 1, the header included; `season` is None when it is unreadable."""

    line: int
    reason: str
    season: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """A row in which every value can be. Attendance is in people; unknown facts are None."""

    line: int
    season: str
    date: date
    home: SchoolCode
    away: SchoolCode
    neutral: bool
    home_won: bool | None
    attendance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedFile:
    """A file after every row was looked at."""

    right: tuple[RightRow, ...]
    wrong: tuple[WrongRow, ...]

    @property
    def seasons(self) -> tuple[str, ...]:
        """The seasons that any row names, in order of time."""
        named = {row.season for row in self.right} | {row.season for row in self.wrong if row.season is not None}
        return tuple(sorted(named))

    def right_of(self, season: str) -> tuple[RightRow, ...]:
        return tuple(row for row in self.right if row.season == season)

    def wrong_of(self, season: str) -> tuple[WrongRow, ...]:
        return tuple(row for row in self.wrong if row.season == season)

    @property
    def whole_seasons(self) -> tuple[str, ...]:
        """The seasons that can be imported alone.

        A wrong row that no season can be read from may belong to any of them, so then none is known to be whole.
        """
        if any(row.season is None for row in self.wrong):
            return ()
        return tuple(season for season in self.seasons if not self.wrong_of(season))


def season_id(season: str) -> SeasonId:
    """Return the id of a played men's season: "2017-18" is mbb-2017-18."""
    return SeasonId(f"mbb-{season}")


def to_command(season: str, rows: Sequence[RightRow]) -> ImportPlayedSeason:
    """Return the command that imports a season; games are in order of date and id, whatever order the file has."""
    identity = season_id(season)
    games = [
        PlayedGame(
            game=game_id(identity, row.away, row.home),
            home=row.home,
            away=row.away,
            date=row.date,
            neutral=row.neutral,
            attendance=row.attendance,
            home_won=row.home_won,
        )
        for row in rows
    ]
    return ImportPlayedSeason(
        season=identity,
        sport="MBB",
        year=season,
        name=f"Men's basketball {season}",
        games=tuple(sorted(games, key=lambda game: (game.date, game.game))),
    )
