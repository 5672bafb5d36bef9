"""Typed parameters of rules: declared as fields with unit and bounds, read from what the planner gave."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import MISSING, Field, field, fields
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar, get_args

from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan, Sport
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts


class Parameters(Protocol):
    """Any frozen dataclass whose fields were made by the functions below."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


P = TypeVar("P", bound=Parameters)


def number(default: int, unit: str, *, least: int, most: int) -> int:
    """Declare a whole number with its unit and bounds."""
    return field(default=default, metadata={"type": int, "unit": unit, "least": least, "most": most})


def real(default: float, unit: str, *, least: float, most: float) -> float:
    """Declare a real number with its unit and bounds."""
    return field(default=default, metadata={"type": float, "unit": unit, "least": least, "most": most})


def flag(*, default: bool, unit: str) -> bool:
    """Declare what is true or false; the unit says what it would mean."""
    return field(default=default, metadata={"type": bool, "unit": unit})


def text(default: str, unit: str) -> str:
    """Declare a piece of text."""
    return field(default=default, metadata={"type": str, "unit": unit})


def team_set(*default: str) -> tuple[str, ...]:
    """Declare a set of teams by their codes; none means every team of the season, where no other default is."""
    return field(default=default, metadata={"type": tuple, "unit": "teams"})


def text_set(*default: str, unit: str) -> tuple[str, ...]:
    """Declare a list of texts."""
    return field(default=default, metadata={"type": tuple, "unit": unit})


def sport_set(*default: Sport) -> tuple[str, ...]:
    """Declare sports by their codes."""
    return field(default=default, metadata={"type": tuple, "unit": "sports"})


def pair_set() -> tuple[str, ...]:
    """Declare pairs of teams: "ARIZ-ASU"."""
    return field(default=(), metadata={"type": tuple, "unit": "pairs"})


def day_set(*default: str) -> tuple[str, ...]:
    """Declare days: "2026-04-04", "2026-04-04..2026-04-05", or "12-25" for every year."""
    return field(default=default, metadata={"type": tuple, "unit": "days"})


def read(into: type[P], rule: Rule, facts: SeasonFacts) -> P:
    """Return the rule's parameters, defaults filled in. Raises RuleError for an unknown or impossible one."""
    known = {f.name: f for f in fields(into)}
    for name in rule.parameters:
        if name not in known:
            offered = ", ".join(known) or "none"
            raise RuleError(f"parameters.{name}", f"the kind {rule.kind} has no such parameter; it has {offered}")
    given = {name: _value(known[name], value, facts) for name, value in rule.parameters.items()}
    return into(**given)


def _value(declared: Field[Any], value: Any, facts: SeasonFacts) -> Any:  # noqa: ANN401  the metadata decide the type
    name, meta = f"parameters.{declared.name}", declared.metadata
    wanted: type = meta["type"]
    if wanted is float and type(value) is int:
        value = float(value)
    if wanted is tuple and isinstance(value, str | list):
        value = (value,) if isinstance(value, str) else tuple(value)
    if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
        raise RuleError(name, f"must be {_TYPE_NAMES[wanted]} ({meta['unit']}), not {value!r}")
    if "least" in meta and not meta["least"] <= value <= meta["most"]:
        raise RuleError(name, f"must be {meta['least']} to {meta['most']} {meta['unit']}, not {value}")
    if isinstance(value, tuple):
        _require_members(name, meta["unit"], value, facts)
    return value


def _require_members(name: str, unit: str, members: tuple[Any, ...], facts: SeasonFacts) -> None:
    for member in members:
        if not isinstance(member, str):
            raise RuleError(name, f"must be a list of texts ({unit}), not {member!r}")
        if unit == "teams" and member not in facts.plan.teams:
            raise RuleError(name, f"{member} does not play in {facts.plan.id}")
        if unit == "sports" and member not in get_args(Sport):
            raise RuleError(name, f"{member} is no sport: {', '.join(get_args(Sport))}")
        if unit == "pairs":
            _require_pair(name, member, facts)
        if unit == "days":
            _require_days(name, member)


def _require_pair(name: str, pair: str, facts: SeasonFacts) -> None:
    teams = pair.split("-")
    if len(teams) != 2 or teams[0] == teams[1]:
        raise RuleError(name, f"{pair!r} is no pair: write ARIZ-ASU")
    for team in teams:
        if team not in facts.plan.teams:
            raise RuleError(name, f"{team} does not play in {facts.plan.id}")


def pairs_of(pairs: Sequence[str]) -> list[tuple[SchoolCode, SchoolCode]]:
    """Return pairs as the codes of two teams each.

    >>> pairs_of(["ARIZ-ASU"])
    [('ARIZ', 'ASU')]
    """
    return [(SchoolCode(one), SchoolCode(other)) for one, _, other in (pair.partition("-") for pair in pairs)]


_TYPE_NAMES = {int: "a whole number", float: "a number", str: "text", bool: "true or false", tuple: "a list of texts"}


_YEARLESS = re.compile(r"[0-9]{2}-[0-9]{2}")
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?")
LEAP_YEAR = 2024  # it has every day that any year has


def _require_days(name: str, part: str) -> None:
    try:
        if not spans([part], LEAP_YEAR, LEAP_YEAR):
            raise ValueError(f"{part} is in no year")
    except ValueError as error:
        raise RuleError(name, f"{part!r} is not a day: write 2026-04-04, 2026-04-04..2026-04-05 or 12-25") from error


def spans(parts: tuple[str, ...] | list[str], first_year: int, last_year: int) -> list[DateSpan]:
    """Return the days as spans; a day without a year once for each year that has it.

    Raises ValueError when unreadable, whatever the years.
    """
    return [span for part in parts for span in _spans(part, range(first_year, last_year + 1))]


def _spans(part: str, years: range) -> Iterator[DateSpan]:
    if _YEARLESS.fullmatch(part):
        for year in years:
            with suppress(ValueError):  # 02-29 in a common year: there is no such day
                day = date.fromisoformat(f"{year:04}-{part}")
                yield DateSpan(first=day, last=day)
        return
    if not _DATED.fullmatch(part):
        raise ValueError(f"{part} is not written as a day")
    first, _, last = part.partition("..")
    span = DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last or first))
    if span.last < span.first:
        raise ValueError(f"{part} ends before it begins")
    yield span


def said(parts: Sequence[str]) -> str:
    """Return days as they stand in a sentence.

    >>> said(("12-25", "2026-04-04..2026-04-05"))
    '12-25 and 2026-04-04 to 2026-04-05'
    """
    days = [part.replace("..", " to ") for part in parts]
    return " and ".join(filter(None, (", ".join(days[:-1]), *days[-1:]))) or "days to be named"


def default_of(declared: Field[Any]) -> Parameter:
    """Return the default of a declared parameter; each has one."""
    if declared.default is MISSING:
        raise RuleError(f"parameters.{declared.name}", "is declared without a default")
    value: Parameter = declared.default
    return value
