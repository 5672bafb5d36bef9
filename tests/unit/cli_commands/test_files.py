"""Files that people write: every value has its place, and every mistake is told by line and column."""

from __future__ import annotations

import pytest

from flextime_cli.files.csv_file import read_csv
from flextime_cli.files.nodes import Fields, Items, Mistakes, Node, Scalar, nearest
from flextime_cli.files.yaml_file import read_yaml

KNOWN = ("code", "name", "city")


def yaml_of(text: str) -> tuple[Node | None, list[str]]:
    mistakes = Mistakes()
    node = read_yaml(text.encode(), mistakes)
    return node, [str(mistake) for mistake in mistakes.in_order()]


def csv_of(text: str | bytes, required: tuple[str, ...] = ("code", "name")) -> tuple[list[Fields], list[str]]:
    mistakes = Mistakes()
    rows = read_csv(text if isinstance(text, bytes) else text.encode(), KNOWN, required, mistakes)
    return rows, [str(mistake) for mistake in mistakes.in_order()]


def cells(row: Fields) -> dict[str, tuple[str, int, int]]:
    return {name: (node.text, node.line, node.column) for name, node in row.values.items() if isinstance(node, Scalar)}


def test_a_value_knows_its_line_and_column() -> None:
    node, mistakes = yaml_of("schools:\n  - code: NO\n    names: [a, 2026-01-03]\n")
    assert mistakes == []
    assert isinstance(node, Fields)
    listed = node.values["schools"]
    assert isinstance(listed, Items)
    (school,) = listed.items
    assert isinstance(school, Fields)
    assert (school.line, school.column) == (2, 5)
    assert school.values["code"] == Scalar(line=2, column=11, text="NO", tag="bool")
    names = school.values["names"]
    assert isinstance(names, Items)
    assert names.items[1] == Scalar(line=3, column=16, text="2026-01-03", tag="text")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: the file is empty"),
        ("a: 1\na: 2\n", "line 2, column 1: a stands on line 1 already"),
        ("a: [1\nb: 2\n", "line 2, column 2: no YAML: expected ',' or ']', but got ':'"),
        ("a:\n\t- 1\n", "line 2, column 1: no YAML: found character '\\t' that cannot start any token"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1: no YAML: but found another document"),
        ("a: &x 1\nb: *x\n", "line 1, column 4: is referred to by *: write the value out wherever it stands"),
        (
            "a: !!binary aGk=\n",
            "line 1, column 4: tags as tag:yaml.org,2002:binary are not read: write the plain value",
        ),
        ("? [a, b]\n: 1\n", "line 1, column 3: a name is a single word"),
        ("a: x\nb: y\x07z\n", "line 2, column 5: the character U+0007 may not stand in YAML"),
        ("[" * 5000, "line 1, column 1: the file is nested deeper than anything that is read here"),
    ],
    ids=["empty", "twice", "flow", "tab", "documents", "alias", "tag", "key", "bell", "deep"],
)
def test_yaml_that_cannot_be_read_says_where_and_why(text: str, told: str) -> None:
    assert yaml_of(text)[1] == [told]


def test_references_are_never_followed() -> None:
    """Ten lines that stand for a billion values."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 20)]
    _, mistakes = yaml_of("\n".join(lines))
    assert len(mistakes) == 19


def test_a_cell_knows_its_line_and_its_number_in_the_row() -> None:
    rows, mistakes = csv_of('code,name,city\nKU,"Kansas,\nLawrence",\n\n TCU ,TCU,Fort Worth\n')
    assert mistakes == []
    assert cells(rows[0]) == {"code": ("KU", 2, 1), "name": ("Kansas,\nLawrence", 2, 2), "city": ("", 2, 3)}
    assert cells(rows[1])["code"] == ("TCU", 5, 1)


def test_an_empty_cell_is_no_value() -> None:
    (row,), _ = csv_of("code,name,city\nKU,Kansas,\n")
    assert row.values["city"] == Scalar(line=2, column=3, text="", tag="null")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["line 1, column 1: the file is empty: its first line names the columns, code,name,city"]),
        ("code,name\n", ["line 1, column 1: the file has a header and no rows"]),
        ("code\nKU\n", ["line 1, column 1: columns are missing: name"]),
        ("code;name;city\nKU;Kansas;Lawrence\n",
         ["line 1, column 1: the columns are separated by semicolons: save the file with commas"]),
        ("code,nme,name\nKU,x,Kansas\n", ["line 1, column 2: there is no column 'nme', did you mean name?"]),
        ("code,name,code\nKU,Kansas,KU\n", ["line 1, column 3: code is column 1 already"]),
        ("code,name\nKU\nTCU,TCU,x\n",
         ["line 2, column 2: 1 cells under 2 columns", "line 3, column 3: 3 cells under 2 columns"]),
        ('code,name\nKU,Kansas\nTCU,"TC\n', ["line 3, column 1: no CSV: unexpected end of data"]),
    ],
    ids=["empty", "no rows", "missing", "semicolons", "unknown", "twice", "cells", "quote"],
)  # fmt: skip
def test_csv_that_cannot_be_read_says_where_and_why(text: str, told: list[str]) -> None:
    assert csv_of(text)[1] == told


def test_every_line_that_is_not_utf8_is_told() -> None:
    _, mistakes = csv_of("code,name\nKU,Kánsas\nTCU,TCU\nUCF,Úcf\n".encode("latin-1"))
    assert mistakes == [
        "line 2, column 5: byte 0xe1 is not UTF-8: save the file as UTF-8",
        "line 4, column 5: byte 0xda is not UTF-8: save the file as UTF-8",
    ]


def test_a_file_in_utf16_is_told_so_and_a_byte_order_mark_is_no_mistake() -> None:
    text = "code,name\nKU,Kansas\n"
    assert csv_of(text.encode("utf-16"))[1] == ["line 1, column 1: the file is UTF-16: save it as UTF-8"]
    assert csv_of(b"\xef\xbb\xbf" + text.encode())[1] == []


def test_the_nearest_name_is_offered_or_all_of_them() -> None:
    assert nearest("ku", ("KU", "TCU")) == ", did you mean KU?"
    assert nearest("XYZ", ("TCU", "KU")) == "; there are KU, TCU"
    assert nearest("latitud", ("latitude", "city")) == ", did you mean latitude?"
