"""Rows of runs and of the candidates that they proposed."""

import dataclasses

from flextime.league.ids import CandidateId, RunId
from flextime.season.state import Candidate, Conference
from flextime_schemas.ledger import Ledger
from flextime_schemas.read_documents import CandidateBrief, CandidateDocument, RunDocument
from flextime_schemas.rows.common import Built, maybe_moment, moment, rounded


def run(ledger: Ledger, _season: str, key: str) -> Built:
    state, note = ledger.state, ledger.runs[RunId(key)]
    found = state.runs[RunId(key)]
    infeasible = note.infeasible or found.status == "infeasible"
    document: RunDocument = {
        "conference": state.id,
        "id": found.id,
        "season": found.season,
        "status": found.status,
        "members": found.members,
        "seed": found.seed,
        "budget": dataclasses.asdict(found.budget),
        "adopt_best": found.adopt_best,
        "candidates": [_brief(state, state.candidates[candidate]) for candidate in found.candidates],
        "failed_members": [{"member": member, "reason": reason} for member, reason in note.failures],
        "infeasible": {"rules": list(note.infeasible), "explanation": note.explanation} if infeasible else None,
        "reason": note.reason,
        "requested_at": moment(note.requested_at),
        "requested_by": note.requested_by,
        "ended_at": maybe_moment(note.ended_at),
    }
    return Built(document, (found.season, found.status, note.requested_at))


def _brief(state: Conference, candidate: Candidate) -> CandidateBrief:
    return {
        "id": candidate.id,
        "member": candidate.member,
        "price": candidate.score.price,
        "miles": rounded(candidate.score.miles),
        "adopted": _adopted(state, candidate),
    }


def _adopted(state: Conference, candidate: Candidate) -> bool:
    return state.seasons[candidate.season].adopted == candidate.id


def candidate(ledger: Ledger, _season: str, key: str) -> Built:
    state = ledger.state
    found = state.candidates[CandidateId(key)]
    adopted, score = _adopted(state, found), found.score
    document: CandidateDocument = {
        "conference": state.id,
        "id": found.id,
        "run": found.run,
        "season": found.season,
        "member": found.member,
        "seed": found.seed,
        "evaluations": found.evaluations,
        "adopted": adopted,
        "proposed_at": moment(ledger.proposed_at[found.id]),
        "score": dataclasses.asdict(score),
        "games": [
            {
                "game": game.game,
                "home": game.home,
                "away": game.away,
                "venue": game.venue,
                "date": game.date.isoformat(),
                "tip_off": game.tip_off.isoformat(),
                "window": game.window,
                "network": game.network,
            }
            for game in found.games
        ],
    }
    cells = (found.season, found.run, found.member, score.price, rounded(score.miles), adopted)
    return Built(document, cells)
