"""Rows of conflicts: those that are there, with what planners said of them."""

from flextime.conflicts.model import SEVERITIES, ConflictId
from flextime_schemas.conflict_documents import ConflictDocument
from flextime_schemas.ledger import Ledger
from flextime_schemas.rows.common import Built, maybe_moment, moment, named_school, named_venue

MARK = "|"  # around each of several codes in one cell: "|KU|TCU|"


def conflict(ledger: Ledger, _: str, key: str) -> Built | None:
    """Build a conflict's row; None when it has been cleared."""
    state = ledger.state
    if (known := state.conflicts.get(ConflictId(key))) is None:
        return None
    found, note = known.conflict, ledger.conflicts[known.conflict.id]
    venue = state.venues.get(found.venue) if found.venue is not None else None
    document: ConflictDocument = {
        "conference": state.id,
        "id": found.id,
        "kind": found.kind,
        "severity": found.severity,
        "priority": found.priority,
        "sentence": found.sentence,
        "seasons": list(found.seasons),
        "teams": [named_school(state.schools, team) for team in found.teams],
        "games": list(found.games),
        "by_hand": list(found.by_hand),
        "venue": named_venue(venue) if venue else None,
        "dates": [day.isoformat() for day in found.dates],
        "depends_on": [{"kind": cause.kind, "key": cause.key} for cause in found.depends_on],
        "status": known.status,
        "because": known.because,
        "answered_by": note.answered_by,
        "answered_at": maybe_moment(note.answered_at),
        "since": known.since,
        "opened_at": moment(note.opened_at),
        "changed_at": moment(note.changed_at),
    }
    cells = (
        marked(found.seasons), marked(found.teams), marked(found.games), found.kind, found.severity, found.priority,
        SEVERITIES.index(found.severity) * 10 + 10 - found.priority, known.status,
    )  # fmt: skip
    return Built(document, cells)


def marked(codes: tuple[str, ...]) -> str:
    """Write codes into one cell, so that a reader can ask for any of them."""
    return MARK + "".join(f"{code}{MARK}" for code in codes)
