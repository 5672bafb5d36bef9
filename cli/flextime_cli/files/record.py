"""One thing of a file, field by field: each is read as what it should be, or is a mistake at its place.

A field that is not there, or empty, is None; whether that may be, `require` says beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flextime.league.model import DateSpan
from flextime_cli.files.nodes import Fields, Items, Mistakes, Node, Scalar, nearest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one thing, and where to note what is wrong with them."""

    fields: Fields
    mistakes: Mistakes

    def require(self, known: Sequence[str], required: Sequence[str]) -> None:
        """Note every field that does not exist, and every one that must be there and is not, or is empty."""
        for name, key in self.fields.keys.items():
            if name not in known:
                self.mistakes.at(key, f"there is no field {name!r}{nearest(name, known)}")
        for name in required:
            if (node := self.fields.values.get(name)) is None:
                self.mistakes.at(self.fields, f"{name} is missing")
            elif (isinstance(node, Scalar) and node.tag == "null") or (isinstance(node, Items) and not node.items):
                self.mistakes.at(node, f"{name} is empty")

    def has(self, name: str) -> bool:
        """Say whether the file has such a field, be it empty."""
        return name in self.fields.values

    def place(self, name: str) -> Node:
        """Return where a field stands; one that is not there stands where its thing does."""
        return self.fields.values.get(name, self.fields)

    def text(self, name: str) -> str | None:
        """Read a line of text."""
        node = self._scalar(name)
        return None if node is None else self._line(name, node)

    def number(self, name: str, unit: str, *, least: float, most: float) -> float | None:
        """Read a number within its bounds."""
        return self._bounded(name, float, "a number", unit, (least, most))

    def whole(self, name: str, unit: str, *, least: int, most: int) -> int | None:
        """Read a whole number within its bounds."""
        return self._bounded(name, int, "a whole number", unit, (least, most))

    def choice(self, name: str, options: Sequence[str]) -> str | None:
        """Read one of a few words."""
        node = self._scalar(name)
        return None if node is None else self._chosen(name, node, options)

    def choices(self, name: str, options: Sequence[str]) -> tuple[str, ...]:
        """Read a list of words out of a few, each once."""
        found = [self._chosen(name, node, options) for node in self._listed(name)]
        self._once(name, found)
        return tuple(word for word in found if word is not None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        found = [self._line(name, node) for node in self._listed(name)]
        self._once(name, found)
        return tuple(text for text in found if text is not None)

    def spans(self, name: str) -> tuple[DateSpan, ...]:
        """Read a list of days and stretches of days: 2026-05-08, 2026-05-08..2026-05-14."""
        found = [self._span(name, node) for node in self._listed(name)]
        return tuple(span for span in found if span is not None)

    def _scalar(self, name: str) -> Scalar | None:
        node = self.fields.values.get(name)
        if node is None or (isinstance(node, Scalar) and node.tag == "null"):
            return None
        if not isinstance(node, Scalar):
            self.mistakes.at(node, f"{name} is a single value, not a list or a group of fields")
            return None
        return node

    def _listed(self, name: str) -> Iterator[Scalar]:
        """Yield the members of a list: YAML's own, or what a cell separates by semicolons."""
        node = self.fields.values.get(name)
        if isinstance(node, Items):
            for item in node.items:
                if isinstance(item, Scalar) and item.tag != "null":
                    yield item
                else:
                    self.mistakes.at(item, f"{name} is a list of single values")
        elif (single := self._scalar(name)) is not None:
            for part in filter(None, map(str.strip, single.text.split(";"))):
                yield Scalar(line=single.line, column=single.column, text=part)

    def _line(self, name: str, node: Scalar) -> str | None:
        text = node.text.strip()
        if not text.isprintable():
            self.mistakes.at(node, f"{name} has a line break or another character that cannot be printed")
            return None
        if not text:
            self.mistakes.at(node, f"{name} is empty")
            return None
        return text

    def _bounded(
        self, name: str, read: Callable[[str], T], noun: str, unit: str, bounds: tuple[float, float]
    ) -> T | None:
        if (node := self._scalar(name)) is None:
            return None
        least, most = bounds
        try:
            value = read(node.text.strip())
            if not least <= value <= most:  # type: ignore[operator]  # int or float, as `read` makes it
                raise ValueError
        except ValueError:
            self.mistakes.at(node, f"{name} is {noun} from {least:g} to {most:g} ({unit}), not {node.text!r}")
            return None
        return value

    def _chosen(self, name: str, node: Scalar, options: Sequence[str]) -> str | None:
        if node.text in options:
            return node.text
        self.mistakes.at(node, f"{name}: there is no {node.text!r}{nearest(node.text, options)}")
        return None

    def _once(self, name: str, found: Sequence[str | None]) -> None:
        for word in sorted({word for word in found if word is not None and found.count(word) > 1}):
            self.mistakes.at(self.place(name), f"{name} has {word} twice")

    def _span(self, name: str, node: Scalar) -> DateSpan | None:
        first, _, last = (part.strip() for part in node.text.partition(".."))
        try:
            span = DateSpan(first=_day(first), last=_day(last or first))
        except ValueError as error:
            hint = f"write 2026-05-08 or 2026-05-08..2026-05-14, not {node.text!r}"
            self.mistakes.at(node, f"{name}: {hint} ({error})" if str(error) else f"{name}: {hint}")
            return None
        if span.last < span.first:
            self.mistakes.at(node, f"{name}: {node.text} ends before it begins")
            return None
        return span


def _day(text: str) -> date:
    """Return an ISO day. Raises ValueError, with a reason for one that is in no calendar."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError
    return date.fromisoformat(text)
