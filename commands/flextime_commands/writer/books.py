"""What a writer knows of its partitions, and the overlay in which a batch is decided before it is true."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flextime.league.ids import ConferenceId
from flextime_commands.writer.ledger import Decided, Ledger
from flextime_schemas.fold import Folded, start

# A snapshot saves the next start the decoding of what it covers, 5 times the cost of verifying it. Written more often
# than this it costs more than it saves: a whole conference takes some 20 ms to write.
SNAPSHOT_EVERY_EVENTS = 500
SNAPSHOT_AT_MOST_EVERY = timedelta(seconds=30)


@dataclass(slots=True)
class Books:
    """Folds and ledger as of the last commit. `next_offsets`: where each events partition goes on."""

    folded: dict[ConferenceId, Folded] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    next_offsets: dict[int, int] = field(default_factory=dict)
    snapshots: dict[ConferenceId, tuple[int, datetime]] = field(default_factory=dict)

    def snapshot_is_due(self, conference: ConferenceId, now: datetime) -> bool:
        """Say whether enough has happened in a conference since its last snapshot, and it is not too recent."""
        if (folded := self.folded.get(conference)) is None:
            return False
        sequence, at = self.snapshots.get(conference, (0, None))
        rested = at is None or now - at >= SNAPSHOT_AT_MOST_EVERY
        return rested and folded.sequence - sequence >= SNAPSHOT_EVERY_EVENTS


class Overlay:
    """A batch's view: the books, and over them what the batch has decided so far. Dropped on abort."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._folded: dict[ConferenceId, Folded] = {}
        self._decided: dict[tuple[ConferenceId, str], Decided] = {}

    def folded(self, conference: ConferenceId) -> Folded:
        """Return a conference as this batch sees it."""
        return self._folded.get(conference) or self._books.folded.get(conference) or start(conference)

    def find(self, conference: ConferenceId, command: str) -> Decided | None:
        """Return how a command was decided, in this batch or before it."""
        return self._decided.get((conference, command)) or self._books.ledger.find(conference, command)

    def add(self, conference: ConferenceId, command: str, decided: Decided, folded: Folded) -> None:
        """Let the rest of the batch see a decision."""
        self._decided[conference, command] = decided
        self._folded[conference] = folded

    def sequences(self) -> dict[str, int]:
        """Return the positions of the conferences that were decided for."""
        return {str(conference): folded.sequence for conference, folded in self._folded.items()}

    def merge(self, now: datetime) -> None:
        """Make the batch true: only after its transaction was committed."""
        self._books.folded.update(self._folded)
        for (conference, command), decided in self._decided.items():
            self._books.ledger.add(conference, command, decided)
        self._books.ledger.forget_before(now)
