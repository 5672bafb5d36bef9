"""What the service watches, without I/O: a detector beside a fold, and the reports that should be made by now."""

from collections.abc import Iterable, Mapping, Sequence

from flextime.conflicts.detector import Detector
from flextime.conflicts.gathering import detector_of, edits_between
from flextime.conflicts.model import Changes, Conflict, ConflictId
from flextime.season.conflicts import RecordConflicts
from flextime.season.state import Conference, RecordedConflict

MOST_TOGETHER = 200  # conflicts in one report: some 300 kB of a command


class Watch:
    """A detector, and the state that it stands at."""

    def __init__(self, state: Conference, sequence: int) -> None:
        self._state = state
        self._begun = sequence
        self._detector: Detector = detector_of(state)

    def overdue(self) -> tuple[Sequence[Conflict], Sequence[ConflictId]]:
        """Return what differs from what is recorded: conflicts that are new or other, and those that are gone."""
        return unrecorded(self._detector.conflicts(), self._state.conflicts)

    def follows_a_late_look(self, state: Conference) -> bool:
        """Return True where the state has recorded, since, a look from before this watch began: a predecessor's, which
        the writer took only then."""
        return self._state.conflicts is not state.conflicts and state.conflicts_as_of < self._begun

    def follow(self, state: Conference) -> Changes:
        """Go on to a later state, and return what that brought about."""
        edits = edits_between(self._state, state)
        self._state = state
        return self._detector.apply(edits) if edits else Changes()

    def open(self) -> int:
        """Return how many conflicts there are."""
        return self._detector.count()


def unrecorded(
    found: Sequence[Conflict], recorded: Mapping[ConflictId, RecordedConflict]
) -> tuple[Sequence[Conflict], Sequence[ConflictId]]:
    """Return the conflicts that are not recorded as they are, and those recorded that are no more."""
    news = [one for one in found if (known := recorded.get(one.id)) is None or known.conflict != one]
    return news, sorted(recorded.keys() - {one.id for one in found})


def reports(found: Iterable[Conflict], gone: Iterable[ConflictId], as_of: int) -> Sequence[RecordConflicts]:
    """Return the reports of one look, none too long for the topic: first what is there, then what is no more."""
    parts: list[Conflict | ConflictId] = [*found, *gone]
    return [_report(parts[at : at + MOST_TOGETHER], as_of) for at in range(0, len(parts), MOST_TOGETHER)]


def _report(parts: Sequence[Conflict | ConflictId], as_of: int) -> RecordConflicts:
    return RecordConflicts(
        as_of=as_of,
        found=tuple(one for one in parts if isinstance(one, Conflict)),
        gone=tuple(one for one in parts if not isinstance(one, Conflict)),
    )
