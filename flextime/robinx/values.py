"""What stands in attributes: texts, numbers, words, lists. What is wrong is told by line, name and value."""

import math
import re
from collections.abc import Mapping
from typing import TypeVar

from flextime.robinx.errors import RobinXError
from flextime.robinx.tree import Element

Word = TypeVar("Word")

WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")  # nothing in a season comes near a billion
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?")


def text(element: Element, name: str) -> str:
    """Return an attribute. Raises RobinXError where it is missing."""
    if name not in element.attributes:
        raise RobinXError(f"{element.tag} has no {name}", element.line)
    return element.attributes[name].strip()


def integer(element: Element, name: str, told: str) -> int:
    """Return a whole number. Raises RobinXError for anything else."""
    if not WHOLE_NUMBER.fullmatch(told):
        raise RobinXError(f"{element.tag}: {name} is a whole number, not '{told[:40]}'", element.line)
    return int(told)


def count(element: Element, name: str, least: int = 0) -> int:
    """Return an attribute that is a whole number of at least `least`. Raises RobinXError."""
    found = integer(element, name, text(element, name))
    if found < least:
        raise RobinXError(f"{element.tag}: {name} is at least {least}, not {found}", element.line)
    return found


def bounds(element: Element) -> tuple[int, int]:
    """Return `min` and `max`. Raises RobinXError where no number lies between them."""
    least, most = count(element, "min"), count(element, "max")
    if least > most:
        raise RobinXError(f"{element.tag}: min {least} is more than max {most}", element.line)
    return least, most


def number(element: Element, name: str) -> float:
    """Return an attribute that is a finite number. Raises RobinXError."""
    told = text(element, name)
    if not NUMBER.fullmatch(told):
        raise RobinXError(f"{element.tag}: {name} is a number, not '{told[:40]}'", element.line)
    found = float(told)
    if not math.isfinite(found):
        raise RobinXError(f"{element.tag}: {name} is too large", element.line)
    return found


def word(element: Element, name: str, known: Mapping[str, Word], absent: str | None = None) -> Word:
    """Return what an attribute's word stands for; `absent` is the word where there is none. Raises RobinXError."""
    told = element.attributes.get(name, absent) if absent is not None else text(element, name)
    if told not in known:
        *others, last = known
        expected = f"{', '.join(others)} or {last}" if others else last
        raise RobinXError(f"{element.tag}: {name} is {expected}, not '{str(told)[:40]}'", element.line)
    return known[told]


def items(element: Element, name: str) -> list[str]:
    """Return the items of a list, empty where the attribute is missing; a last ";" ends the list."""
    return [item for told in element.attributes.get(name, "").split(";") if (item := told.strip())]
