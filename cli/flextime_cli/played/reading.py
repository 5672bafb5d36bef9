"""A whole file: decoded line by line, each row read by itself, then the rows against each other."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from itertools import chain

from flextime_cli.errors import StackError
from flextime_cli.played.model import COLUMNS, PlayedFile, RightRow, WrongRow
from flextime_cli.played.rows import Cells, read_row, season_around


class WrongFile(StackError):
    """The file as a whole cannot be read: no header, columns missing, another encoding. Nothing in it was looked at."""


def read_played(content: bytes, known: Collection[str]) -> PlayedFile:
    """Look at every row. `known` are the codes that a team may have. Raises WrongFile."""
    lines = _lines(content)
    header = _header(lines[0])
    right: list[RightRow] = []
    wrong: list[WrongRow] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        found = _read_line(number, line, header, known)
        if isinstance(found, WrongRow):
            wrong.append(found)
        else:
            right.append(found)
    if not right and not wrong:
        raise WrongFile("The file has a header and no rows.")
    alone, clashing = _against_each_other(right)
    in_order = sorted(chain(wrong, clashing), key=lambda row: row.line)
    return PlayedFile(right=tuple(alone), wrong=tuple(in_order))


def _lines(content: bytes) -> list[bytes]:
    """Return the physical lines. No value of this record has a line break in it, so a line is a row."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongFile("The file is UTF-16.", advice="Save it as UTF-8 and import it again.")
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    if not lines or not lines[0].strip():
        raise WrongFile("The file has no header line.", advice=_advice())
    return lines


def _header(line: bytes) -> list[str]:
    try:
        columns = [name.strip() for name in next(csv.reader([line.decode()]))]
    except UnicodeDecodeError as error:
        raise WrongFile("Line 1 is not UTF-8.", advice="Save the file as UTF-8 and import it again.") from error
    if missing := [name for name in COLUMNS if name not in columns]:
        raise WrongFile(f"Line 1: columns are missing: {', '.join(missing)}.", advice=_advice())
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise WrongFile(f"Line 1: columns stand twice: {', '.join(twice)}.", advice=_advice())
    return columns


def _advice() -> str:
    return f"The first line names the columns: {','.join(COLUMNS)}"


def _read_line(number: int, line: bytes, header: list[str], known: Collection[str]) -> RightRow | WrongRow:
    try:
        values = next(csv.reader([line.decode()], strict=True))
    except UnicodeDecodeError as error:
        reason = f"byte 0x{line[error.start]:02x} at column {error.start + 1} is not UTF-8"
        return WrongRow(line=number, reason=reason, season=_season_in(line, header))
    except csv.Error as error:
        return WrongRow(line=number, reason=f"no CSV: {error}", season=_season_in(line, header))
    if len(values) != len(header):
        reason = f"{len(values)} columns instead of {len(header)}"
        return WrongRow(line=number, reason=reason, season=_season_in(line, header))
    cells = dict(zip(header, (value.strip() for value in values), strict=True))
    return read_row(Cells(line=number, cells=cells, known=known))


def _season_in(line: bytes, header: list[str]) -> str | None:
    """Return the season of a line that is no whole row, if the cells before the damage still tell it."""
    values = line.decode(errors="replace").split(",")
    return season_around(dict(zip(header, (value.strip() for value in values), strict=False)))


def _against_each_other(rows: list[RightRow]) -> tuple[list[RightRow], list[WrongRow]]:
    """Tell the rows that clash with an earlier one: the same pairing twice, or a team with two games that day."""
    right: list[RightRow] = []
    wrong: list[WrongRow] = []
    seen: dict[object, int] = {}
    for row in rows:
        reasons = list(_clashes(row, seen))
        if reasons:
            wrong.append(WrongRow(line=row.line, reason="; ".join(reasons), season=row.season))
            continue
        right.append(row)
        for key in ((row.season, row.home, row.away), (row.home, row.date), (row.away, row.date)):
            seen[key] = row.line
    return right, wrong


def _clashes(row: RightRow, seen: dict[object, int]) -> Iterator[str]:
    if (line := seen.get((row.season, row.home, row.away))) is not None:
        yield f"{row.home} hosts {row.away} in {row.season} on line {line} already"
        return  # the same line pasted twice is one mistake, not three
    for team in (row.home, row.away):
        if (line := seen.get((team, row.date))) is not None:
            yield f"{team} plays on {row.date} on line {line} already"
