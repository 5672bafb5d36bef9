"""What a look at the read model gives: rows at one position, whether of now or of an earlier moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flextime_query_api.reading.conditions import Condition


@dataclass(frozen=True, slots=True)
class Row:
    """A document as it is to be served, and where it stands in its collection's order.

    `sequence` is that of the event that changed it last.
    """

    sequence: int
    etag: str
    document: bytes
    place: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a conference stands in the read model, or stood.

    `recorded_at` differs after a rebuild that was swung in; it is None for the past.
    """

    conference: str
    sequence: int
    chain: str
    recorded_at: datetime | None = None

    @property
    def position(self) -> str:
        """What reads wait for: "big12:1042"."""
        return f"{self.conference}:{self.sequence}"


class Look(Protocol):
    """One consistent look: everything that it gives is of the same position."""

    @property
    def place(self) -> Place: ...

    @property
    def for_ever(self) -> bool:
        """Whether the same question will always have the same answer."""
        ...

    async def find(self, view: str, conditions: Sequence[Condition]) -> Row | None:
        """Return the first row that meets the conditions."""
        ...

    async def rows(
        self,
        view: str,
        conditions: Sequence[Condition] = (),
        *,
        behind: Sequence[Any] | None = None,
        limit: int | None = None,
    ) -> list[Row]:
        """Return rows in the view's order, those behind a place only."""
        ...

    async def times(self, sequences: Sequence[int]) -> Mapping[int, datetime]:
        """Return when the events with these sequences were recorded."""
        ...
