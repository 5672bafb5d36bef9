"""What a file holds, each value with its place, and the mistakes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from flextime_cli.errors import StackError

Tag = Literal["text", "int", "float", "bool", "null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A single value, as it is written. `tag` is what YAML takes it for; quoted values and CSV's cells are text."""

    line: int
    column: int
    text: str
    tag: Tag = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    line: int
    column: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Named values. `keys` are the names with their own places."""

    line: int
    column: int
    keys: Mapping[str, Scalar]
    values: Mapping[str, Node]


Node = Scalar | Items | Fields


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mistake:
    """Something that cannot be as it is written. Lines count from 1; columns too, characters in YAML, cells in CSV."""

    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.reason}"


@dataclass(slots=True)
class Mistakes:
    """Everything that is wrong with a file."""

    found: list[Mistake] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.found)

    def at(self, place: Node, reason: str) -> None:
        """Note a mistake at the place of a value."""
        self.note(place.line, place.column, reason)

    def note(self, line: int, column: int, reason: str) -> None:
        """Note a mistake at a line and a column."""
        self.found.append(Mistake(line=line, column=column, reason=reason))

    def in_order(self) -> list[Mistake]:
        """Return the mistakes from the first line to the last, each once."""
        return sorted(set(self.found))


class WrongFile(StackError):
    """A file with mistakes: nothing of it was taken. `mistakes` are all of them."""

    def __init__(self, file: str, mistakes: Mistakes) -> None:
        self.mistakes = mistakes.in_order()
        count = len(self.mistakes)
        super().__init__(
            f"{file} has {count} mistake{'' if count == 1 else 's'}; nothing was sent.",
            advice="\n".join(f"  {mistake}" for mistake in self.mistakes),
        )


def require_none(file: str, mistakes: Mistakes) -> None:
    """Raise WrongFile when there are mistakes."""
    if mistakes:
        raise WrongFile(file, mistakes)


def decoded(content: bytes, mistakes: Mistakes) -> str | None:
    """Return the text of a file; None, and a mistake for each line at fault, when it is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        mistakes.note(1, 1, "the file is UTF-16: save it as UTF-8")
        return None
    content = content.removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            mistakes.note(
                number, error.start + 1, f"byte 0x{line[error.start]:02x} is not UTF-8: save the file as UTF-8"
            )
    return None if mistakes else content.decode()


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ", did you mean x?" for the nearest of the known names, or what is known where none is near."""
    names = {each.lower(): each for each in sorted(known)}
    close = get_close_matches(name.lower(), names, n=1)
    return f", did you mean {names[close[0]]}?" if close else f"; there are {', '.join(names.values())}"
