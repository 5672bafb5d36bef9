"""A season as a grid: a row for each team, a column for each window, in as many blocks as the terminal is narrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

BYE = "·"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# "@OKST" is the longest cell and "OKST" the longest name; two blanks keep columns apart.
COLUMN_WIDTH = 7
ROW_NAME_WIDTH = 6

Document = Mapping[str, Any]


def grid_cells(season: Document, games: Sequence[Document]) -> dict[str, list[str]]:
    """Return a team's opponents window by window: "TCU" at home, "@TCU" away, a dot for a bye."""
    columns = {window["number"]: place for place, window in enumerate(season["windows"])}
    cells = {team["id"]: [BYE] * len(columns) for team in season["teams"]}
    for game in games:
        column = columns[game["window"]]
        home, away = game["home"]["id"], game["away"]["id"]
        cells[home][column] = away
        cells[away][column] = f"@{home}"
    return cells


def season_grid(season: Document, games: Sequence[Document], width: int) -> Iterator[Table]:
    """Yield the grid in blocks of windows that fit into `width` characters; home games are bold."""
    cells = grid_cells(season, games)
    windows = season["windows"]
    for columns in blocks(len(windows), width):
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("", no_wrap=True)
        for column in columns:
            table.add_column(window_heading(windows[column]["dates"]), no_wrap=True)
        for team in sorted(cells):
            table.add_row(team, *(_cell(cells[team][column]) for column in columns))
        yield table


def blocks(columns: int, width: int) -> list[range]:
    """Return the columns of each block, all but the last of one size and as few blocks as the width allows.

    >>> blocks(19, 80)
    [range(0, 10), range(10, 19)]
    >>> blocks(19, 10)[-1]
    range(18, 19)
    """
    fitting = max(1, (width - ROW_NAME_WIDTH) // COLUMN_WIDTH)
    count = -(-columns // fitting)
    size = -(-columns // count) if count else 1
    return [range(first, min(first + size, columns)) for first in range(0, columns, size)]


def window_heading(dates: Sequence[str]) -> str:
    """Return a window's days over its date: "Sa-Su" over "1/3".

    >>> window_heading(["2026-01-03", "2026-01-04"])
    'Sa-Su\\n1/3'
    """
    first, last = (date.fromisoformat(dates[0]), date.fromisoformat(dates[-1]))
    days = WEEKDAYS[first.weekday()] if first == last else f"{_short(first)}-{_short(last)}"
    return f"{days}\n{first.month}/{first.day}"


def _short(day: date) -> str:
    return WEEKDAYS[day.weekday()][:2]


def _cell(text: str) -> Text:
    if text == BYE:
        return Text(text, style="dim")
    return Text(text, style="" if text.startswith("@") else "bold")
