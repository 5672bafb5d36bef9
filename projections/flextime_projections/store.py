"""What a projector asks of the place that it writes to, and how that place fails.

StoreError
├── StoreAway     the server does not answer: wait, open again, go on from what it has
├── Superseded    another owner, or another generation, has the partitions now: this one's batch was not written
└── Unstorable    the server answers, and cannot hold this: the poison is in the batch
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from flextime.league.ids import ConferenceId
from flextime_projections.batch import Changes, Known, Letter
from flextime_schemas.ledger import Ledger
from flextime_schemas.plain import adapter


class StoreError(Exception):
    """The store did not take a batch."""


class StoreAway(StoreError):
    """The server does not answer."""


class Superseded(StoreError):
    """Another owner has the partitions."""


class Unstorable(StoreError):
    """A row cannot be built, or the server refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where reading begins in each partition, what is known there, and up to where records were taken before.

    Reading begins before `done` where a ledger has to grow first, or a parked conference is tried again.
    """

    seek: Mapping[int, int]
    done: Mapping[int, int]
    known: Known = field(default_factory=Known)


class Store(Protocol):
    """One owner's hold on the views of some partitions."""

    service: str

    @property
    def target(self) -> str:
        """The schema or index that is written to."""
        ...

    def is_live(self) -> bool:
        """Say whether readers are shown the target. Raises StoreAway."""
        ...

    def claim(self, partitions: Sequence[int]) -> Start:
        """Take the partitions over from whoever had them, and say where to go on. Raises StoreError."""
        ...

    def write(self, changes: Changes, known: Known) -> None:
        """Write a batch with its offsets, whole or not at all as far as anyone can see. Raises StoreError."""
        ...

    def checkpoint(self, known: Known) -> None:
        """Save the ledgers, so that the next start need not fold them again. Raises StoreError."""
        ...

    def untold(self) -> Sequence[Letter]:
        """Return the letters that were written down and not sent yet. Raises StoreError."""
        ...

    def told(self, letters: Sequence[Letter]) -> None:
        """Note that the letters were sent. Raises StoreError."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


CHECKPOINT_EVENTS = 5_000  # folding so many again takes a second or less; a conference of 5 MB is written 30 ms long


def due(ledger: Ledger, saved: int) -> bool:
    """Say whether a ledger has grown enough since it was saved last."""
    return ledger.sequence - saved >= CHECKPOINT_EVENTS


@cache
def ledger_model() -> str:
    """Return the digest of a ledger's shape: a checkpoint of another shape is not read, the events are."""
    return hashlib.sha256(json.dumps(adapter(Ledger).json_schema(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a store remembers of a conference: how far its views are, and the ledger of the last checkpoint if any.

    `resume` is the offset after the ledger's last event, 0 without a ledger.
    """

    conference: ConferenceId
    partition: int
    sequence: int
    ledger: Ledger | None

    @property
    def resume(self) -> int:
        """Where its fold goes on; a whole ledger asks for nothing to be read again."""
        return 0 if self.ledger is None else self.ledger.last_offset + 1

    @property
    def behind(self) -> bool:
        return self.ledger is None or self.ledger.sequence < self.sequence


def where_to_seek(
    done: Mapping[int, int], saved: Sequence[Saved], parked: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """Return for each partition the offset to read from: what is done, or earlier where a ledger is behind it.

    `parked` has the offsets of poison per partition: each is tried again. A parked conference's ledger is behind its
    poison, so its own offset is asked for by `saved` as well.
    """
    seek = {}
    for partition, next_offset in done.items():
        behind = [one.resume for one in saved if one.partition == partition and one.behind]
        seek[partition] = min([next_offset, *behind, *parked.get(partition, ())])
    return seek
