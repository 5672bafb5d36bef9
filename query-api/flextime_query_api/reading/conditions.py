"""What a reader wants of a view, said once: the present evaluates it in PostgreSQL, the past in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from flextime_schemas.read_model import VIEWS
from flextime_schemas.rows.conflicts import MARK

TEXT = {name for view in VIEWS for name, kind in view.columns if kind == "text"}

Cells = Mapping[str, Any]  # a row's typed columns by name


@dataclass(frozen=True, slots=True)
class Equals:
    """The column has this value."""

    column: str
    value: object

    def holds(self, cells: Cells) -> bool:
        return bool(cells[self.column] == self.value)

    def as_sql(self) -> sql.Composed:
        return sql.SQL("{} = {}").format(sql.Identifier(self.column), sql.Literal(self.value))


@dataclass(frozen=True, slots=True)
class Either:
    """One of the columns has this value: a team at home or away."""

    columns: Sequence[str]
    value: object

    def holds(self, cells: Cells) -> bool:
        return any(cells[column] == self.value for column in self.columns)

    def as_sql(self) -> sql.Composed:
        parts = [Equals(column, self.value).as_sql() for column in self.columns]
        return sql.SQL("({})").format(sql.SQL(" OR ").join(parts))


@dataclass(frozen=True, slots=True)
class Holds:
    """The cell, which has several codes between marks ("|KU|TCU|"), has this one."""

    column: str
    value: str

    def holds(self, cells: Cells) -> bool:
        return f"{MARK}{self.value}{MARK}" in cells[self.column]

    def as_sql(self) -> sql.Composed:
        marked = sql.Literal(f"{MARK}{self.value}{MARK}")
        return sql.SQL("strpos({}, {}) > 0").format(sql.Identifier(self.column), marked)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The column is known and not below this value."""

    column: str
    value: Any

    def holds(self, cells: Cells) -> bool:
        return cells[self.column] is not None and bool(cells[self.column] >= self.value)

    def as_sql(self) -> sql.Composed:
        return sql.SQL("{} >= {}").format(sql.Identifier(self.column), sql.Literal(self.value))


@dataclass(frozen=True, slots=True)
class AtMost:
    """The column is known and not above this value."""

    column: str
    value: Any

    def holds(self, cells: Cells) -> bool:
        return cells[self.column] is not None and bool(cells[self.column] <= self.value)

    def as_sql(self) -> sql.Composed:
        return sql.SQL("{} <= {}").format(sql.Identifier(self.column), sql.Literal(self.value))


Condition = Equals | Either | Holds | AtLeast | AtMost


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a collection: by columns that are never null and together unique within a conference."""

    columns: tuple[str, ...]
    descending: bool = False

    def key(self, cells: Cells) -> tuple[Any, ...]:
        """Return a row's place in the order."""
        return tuple(cells[column] for column in self.columns)

    def as_sql(self) -> sql.Composed:
        direction = sql.SQL(" DESC" if self.descending else " ASC")
        return sql.SQL(", ").join([_compared(column) + direction for column in self.columns])

    def behind(self, place: Sequence[Any]) -> sql.Composed:
        """Return the condition for rows behind a place: what a cursor continues with."""
        columns = sql.SQL(", ").join(map(_compared, self.columns))
        values = sql.SQL(", ").join(map(sql.Literal, place))
        sign = sql.SQL("<" if self.descending else ">")
        return sql.SQL("({}) {} ({})").format(columns, sign, values)

    def is_behind(self, cells: Cells, place: Sequence[Any]) -> bool:
        """Say in memory what `behind` says in SQL."""
        mine = self.key(cells)
        return mine < tuple(place) if self.descending else mine > tuple(place)


def _compared(column: str) -> sql.Composed:
    """Compare text by its code points, as Python does: the past and the present must agree on the order."""
    name = sql.Composed([sql.Identifier(column)])
    return name + sql.SQL(' COLLATE "C"') if column in TEXT else name


ORDERS: dict[str, Order] = {
    "conferences": Order(("conference",)),
    "schools": Order(("id",)),
    "venues": Order(("id",)),
    "seasons": Order(("year", "id"), descending=True),  # the latest first
    "rules": Order(("season", "id")),
    "runs": Order(("requested_at", "id"), descending=True),  # the latest first
    "candidates": Order(("price", "id")),  # the best first
    "games": Order(("date", "season", "id")),
    "standings": Order(("season", "id")),
    "conflicts": Order(("urgency", "id")),  # the gravest first
    "rule_reports": Order(("id",)),
    "events": Order(("sequence",)),
}
