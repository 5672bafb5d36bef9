"""The grid of a season: a row for each team, a column for each window, in each cell whom the team plays and where."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flextime_query_api.rendering.schedule import Document, Schedule

FRIDAY = 4

Side = Literal["home", "away", "neutral"]
Result = Literal["W", "L"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A window of the season, or half a week of a played one: its days, both ends included."""

    first: date
    last: date
    weekend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A game as one of its teams sees it."""

    game: Document
    opponent: str
    side: Side
    result: Result | None

    @property
    def text(self) -> str:
        """The opponent's code, with "@" where the team is away and "n" on neutral ground."""
        return {"home": "", "away": "@", "neutral": "n "}[self.side] + self.opponent


Cells = dict[tuple[str, int], list[Entry]]  # by team and column


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Teams in order of their codes; a cell that is not there is a bye."""

    teams: Sequence[str]
    columns: Sequence[Column]
    cells: Cells


def grid_of(schedule: Schedule) -> Grid:
    """Lay the games out; a played season has no windows and gets half weeks."""
    columns = list(_windows(schedule.season) if schedule.season["windows"] else _half_weeks(schedule.games))
    cells: Cells = defaultdict(list)
    for game in schedule.games:
        day = date.fromisoformat(game["date"])
        column = next(index for index, found in enumerate(columns) if found.first <= day <= found.last)
        for team, entry in _entries(game):
            cells[team, column].append(entry)
    return Grid(teams=sorted(team["id"] for team in schedule.season["teams"]), columns=columns, cells=dict(cells))


def _windows(season: Document) -> Iterator[Column]:
    for window in season["windows"]:
        days = [date.fromisoformat(day) for day in window["dates"]]
        yield Column(first=days[0], last=days[-1], weekend=window["kind"] == "weekend")


def _half_weeks(games: Sequence[Document]) -> Iterator[Column]:
    """Yield Monday to Thursday and Friday to Sunday, where any game lies."""
    days = sorted({date.fromisoformat(game["date"]) for game in games})
    for first, last in sorted({_half_week(day) for day in days}):
        yield Column(first=first, last=last, weekend=first.weekday() == FRIDAY)


def _half_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    if day.weekday() < FRIDAY:
        return monday, monday + timedelta(days=3)
    return monday + timedelta(days=4), monday + timedelta(days=6)


def _entries(game: Document) -> Iterator[tuple[str, Entry]]:
    home, away, won = game["home"]["id"], game["away"]["id"], game["home_won"]
    sides: tuple[Side, Side] = ("neutral", "neutral") if game["neutral"] else ("home", "away")
    yield home, Entry(game=game, opponent=away, side=sides[0], result=_result(won))
    yield away, Entry(game=game, opponent=home, side=sides[1], result=_result(None if won is None else not won))


def _result(won: bool | None) -> Result | None:
    if won is None:
        return None
    return "W" if won else "L"
