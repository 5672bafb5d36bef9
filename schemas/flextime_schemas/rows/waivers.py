"""Rows of waivers: all that were ever asked for, and what became of each."""

from flextime.league.ids import WaiverId
from flextime_schemas.ledger import Ledger
from flextime_schemas.read_documents import WaiverDocument
from flextime_schemas.rows.common import Built, maybe_moment, moment, named_school
from flextime_schemas.rows.conflicts import marked


def waiver(ledger: Ledger, _: str, key: str) -> Built:
    """Build a waiver's row."""
    state = ledger.state
    known, note = state.waivers[WaiverId(key)], ledger.waivers[WaiverId(key)]
    asked = known.waiver
    document: WaiverDocument = {
        "conference": state.id,
        "season": asked.season,
        "id": asked.id,
        "rule": asked.rule,
        "kind": asked.kind,
        "games": list(asked.games),
        "teams": [named_school(state.schools, team) for team in asked.teams],
        "until": asked.until.isoformat(),
        "asked_by": asked.asked_by,
        "because": asked.because,
        "asked_at": moment(note.asked_at),
        "status": known.status,
        "signed_by": known.signed_by,
        "answer": known.answer,
        "answered_by": note.answered_by,
        "answered_at": maybe_moment(note.answered_at),
    }
    cells = (
        asked.season, asked.rule, asked.kind, marked(asked.teams), marked(asked.games), asked.until, known.status,
        note.asked_at,
    )  # fmt: skip
    return Built(document, cells)
