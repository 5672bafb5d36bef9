"""CSV as rows of named cells: a header line, commas, quotes where a cell has a comma or a line break in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from flextime_cli.files.nodes import Fields, Mistakes, Node, Scalar, decoded, nearest


def read_csv(content: bytes, known: Sequence[str], required: Sequence[str], mistakes: Mistakes) -> list[Fields]:
    """Return the rows, one without any value left out. A cell's column is its number in the row, from 1."""
    if (text := decoded(content, mistakes)) is None:
        return []
    rows = list(_rows(text, mistakes))
    if not rows:
        if not mistakes:
            mistakes.note(1, 1, f"the file is empty: its first line names the columns, {','.join(known)}")
        return []
    (line, names), *rows = rows
    keys = _header(line, names, known, required, mistakes)
    found = [_fields(at, cells, keys, known, mistakes) for at, cells in rows if any(cell.strip() for cell in cells)]
    if not found and not mistakes:
        mistakes.note(line, 1, "the file has a header and no rows")
    return found


def _rows(text: str, mistakes: Mistakes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins on; what follows a broken quote is nobody's guess."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        mistakes.note(line, 1, f"no CSV: {error}")


def _header(
    line: int, names: Sequence[str], known: Sequence[str], required: Sequence[str], mistakes: Mistakes
) -> list[Scalar]:
    keys = [Scalar(line=line, column=place, text=name.strip()) for place, name in enumerate(names, start=1)]
    if len(keys) == 1 and ";" in keys[0].text:
        mistakes.at(keys[0], "the columns are separated by semicolons: save the file with commas")
        return keys
    seen: dict[str, int] = {}
    for key in keys:
        if key.text not in known:
            mistakes.at(key, f"there is no column {key.text!r}{nearest(key.text, known)}")
        elif key.text in seen:
            mistakes.at(key, f"{key.text} is column {seen[key.text]} already")
        seen.setdefault(key.text, key.column)
    if missing := [name for name in required if name not in seen]:
        mistakes.note(line, 1, f"columns are missing: {', '.join(missing)}")
    return keys


def _fields(
    line: int, cells: Sequence[str], keys: Sequence[Scalar], known: Sequence[str], mistakes: Mistakes
) -> Fields:
    if len(cells) != len(keys):
        mistakes.note(line, min(len(cells), len(keys)) + 1, f"{len(cells)} cells under {len(keys)} columns")
    values: dict[str, Node] = {}
    for key, cell in zip(keys, cells, strict=False):
        if key.text not in known:
            continue
        text = cell.strip()
        values[key.text] = Scalar(line=line, column=key.column, text=text, tag="text" if text else "null")
    return Fields(line=line, column=1, keys={key.text: key for key in keys if key.text in known}, values=values)
