"""One row by itself: each cell is read or says why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from flextime.league.ids import SchoolCode
from flextime_cli.played.model import RightRow, WrongRow

UNKNOWN = ("", "NA")  # how the record writes a fact that nobody noted
# Division I men play from early November to the final in the first days of April; one month more on either side would
# let a mistyped month pass.
FIRST_MONTH, LAST_MONTH = 11, 4
LARGEST_CROWD = 120_000  # no game of this sport ever had more people; a larger number is a slip


class WrongCell(Exception):
    """A cell that cannot be, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A row's cells by column, and the school codes that a team may have."""

    line: int
    cells: Mapping[str, str]
    known: Collection[str]


def read_row(row: Cells) -> RightRow | WrongRow:
    """Return the row's values, or every reason why it has none."""
    reasons: list[str] = []
    season = _season_of(row.cells, reasons)
    day = _date_of(row.cells, season, reasons)
    home = _team(row, "home", reasons)
    away = _team(row, "away", reasons)
    if home is not None and home == away:
        reasons.append(f"{home} cannot play itself")
    flags = _flags(row.cells, reasons)
    home_won = _number(row.cells, "Home_wins", 1, reasons)
    _number(row.cells, "Attendance_pct", 200, reasons)  # an overfull arena stands in the record as more than 100
    attendance = _number(row.cells, "People", LARGEST_CROWD, reasons)
    if reasons or season is None or day is None or home is None or away is None:
        return WrongRow(line=row.line, reason="; ".join(reasons), season=season or season_around(row.cells))
    return RightRow(
        line=row.line,
        season=season,
        date=day,
        home=home,
        away=away,
        neutral=flags["is_neutral"],
        home_won=None if home_won is None else bool(home_won),
        attendance=attendance,
    )


def read_season(text: str) -> str:
    """Return a season as it is written, "2017-18". Raises WrongCell."""
    if (found := re.fullmatch(r"(\d{4})-(\d{2})", text)) is None:
        raise WrongCell(f"season {text!r} is not written like 2017-18")
    first, second = int(found[1]), int(found[2])
    if (first + 1) % 100 != second:
        raise WrongCell(f"season {text!r} does not end in the year after {first}")
    return text


def read_date(text: str) -> date:
    """Return an ISO date. Raises WrongCell for one that is in no calendar."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise WrongCell(f"date {text!r} is not written like 2018-01-06")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCell(f"{text} is no date: {error}") from error


def season_at(day: date) -> str | None:
    """Return the season that a day lies in, None between May and October."""
    if LAST_MONTH < day.month < FIRST_MONTH:
        return None
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def season_around(cells: Mapping[str, str]) -> str | None:
    """Return the season of a wrong row by its season cell, else by its date; None when neither can be read."""
    try:
        return read_season(cells.get("season", ""))
    except WrongCell:
        pass
    try:
        return season_at(read_date(cells.get("date", "")))
    except WrongCell:
        return None


def _season_of(cells: Mapping[str, str], reasons: list[str]) -> str | None:
    try:
        return read_season(cells["season"])
    except WrongCell as wrong:
        reasons.append(str(wrong))
        return None


def _date_of(cells: Mapping[str, str], season: str | None, reasons: list[str]) -> date | None:
    try:
        day = read_date(cells["date"])
    except WrongCell as wrong:
        reasons.append(str(wrong))
        return None
    if season is not None and season_at(day) != season:
        first = int(season[:4])
        reasons.append(f"{day} lies outside the season {season}, November {first} to April {first + 1}")
    return day


def _team(row: Cells, side: str, reasons: list[str]) -> SchoolCode | None:
    column = f"{side.capitalize()}_ABR"
    code, name = row.cells[column], row.cells[f"{side}_team"]
    if not code:
        reasons.append(f"{column} is empty")
        return None
    if code not in row.known:
        close = get_close_matches(code.upper(), row.known, n=1, cutoff=0.5)
        reasons.append(f"{column}: there is no school {code!r}" + (f", did you mean {close[0]}?" if close else ""))
        return None
    # The record writes "Oklahoma State OKST": when the two disagree, nobody can tell which one was meant.
    if name and name.split()[-1] != code:
        reasons.append(f"{side}_team says {name!r} and {column} says {code}")
        return None
    return SchoolCode(code)


def _flags(cells: Mapping[str, str], reasons: list[str]) -> dict[str, bool]:
    found = {}
    for column in ("is_neutral", "home_is_ranked", "away_is_ranked"):
        text = cells[column].upper()
        if text not in ("TRUE", "FALSE"):
            reasons.append(f"{column} is TRUE or FALSE, not {cells[column]!r}")
        found[column] = text == "TRUE"
    return found


def _number(cells: Mapping[str, str], column: str, most: int, reasons: list[str]) -> int | None:
    text = cells[column]
    if text in UNKNOWN:
        return None
    if not (text.isascii() and text.isdecimal()):
        reasons.append(f"{column}: {text!r} is no whole number of 0 or more")
        return None
    if int(text) > most:
        reasons.append(f"{column}: {text} is more than {most}")
        return None
    return int(text)
