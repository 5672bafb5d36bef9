"""What the kinds of limit share: the timetable they look at, the price of breaking one, and the evidence.

Teams and slots are integers from 0; a slot is a round in which a team plays at most once. The kinds are the field's
own classification (RobinX): capacity, game, separation; and what a season adds: rest, exact dates, travel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

Mode = Literal["H", "A", "HA"]
Unit = Literal["slots", "games"]


class Row(Protocol):
    """A team's season as the search has it: 0 for a bye, o + 1 at home against o, -(o + 1) away. List or array."""

    def __len__(self) -> int: ...

    def __getitem__(self, slot: int, /) -> Any: ...  # noqa: ANN401  an array's cell is an integer of its own kind


class Scratch(Row, Protocol):
    """Cells that a cost function may write."""

    def __setitem__(self, at: int, value: int, /) -> None: ...


class Rows(Protocol):
    """Rows by team."""

    def __len__(self) -> int: ...

    def __getitem__(self, team: int, /) -> Any: ...  # noqa: ANN401  a row, list or array


class Matrix(Protocol):
    """An array of numbers, by two indices."""

    def __getitem__(self, at: tuple[int, int], /) -> Any: ...  # noqa: ANN401  an array's cell


class Fixture(NamedTuple):
    """A game of the timetable: who hosts whom in which slot."""

    home: int
    away: int
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Whose limit it is and what a deviation of one costs. `points` is None for a hard limit.

    `weight` is what a deviation of one adds to the infeasibility where the limit is hard; no solver looks at it.
    """

    rule: str
    points: float | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """By how much a limit is missed, and by which fixtures."""

    rule: str
    amount: float
    hard: bool
    price: float
    teams: tuple[int, ...] = ()
    fixtures: tuple[Fixture, ...] = ()


def deviation(price: Price, amount: float, teams: Iterable[int] = (), fixtures: Iterable[Fixture] = ()) -> Deviation:
    """Return what `amount` over a limit is worth under its price."""
    return Deviation(
        rule=price.rule,
        amount=amount,
        hard=price.points is None,
        price=0.0 if price.points is None else price.points * amount,
        teams=tuple(teams),
        fixtures=tuple(fixtures),
    )


def opponent(fixture: Fixture, team: int) -> int:
    """Return whom the team meets in its game."""
    return fixture.away if fixture.home == team else fixture.home


def games_of(fixtures: Sequence[Fixture], team: int) -> list[Fixture]:
    """Return a team's games in order of their slots."""
    return sorted((f for f in fixtures if team in (f.home, f.away)), key=lambda f: f.slot)


def counts_as(fixture: Fixture, team: int, mode: Mode) -> bool:
    """Return True when the game is a home game, an away game, or either, of this team."""
    return (mode != "A" and fixture.home == team) or (mode != "H" and fixture.away == team)


def outside(count: int, least: int, most: int) -> int:
    """Return how far a count lies outside its bounds."""
    return max(0, least - count, count - most)
