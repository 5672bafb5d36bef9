"""Rows of seasons and of their rules."""

from datetime import date

from flextime.league.ids import RuleId, SeasonId
from flextime.season.state import Conference, PlayedSeason, Season
from flextime_schemas.ledger import Ledger, rule_key
from flextime_schemas.read_documents import RuleDocument, ScoreDocument, SeasonDocument
from flextime_schemas.rows.common import Built, maybe_moment, moment, named_school, rounded
from flextime_schemas.rows.standings import season_standings


def season(ledger: Ledger, _season: str, key: str) -> Built | None:
    if (found := ledger.state.seasons.get(SeasonId(key))) is not None:
        return _built(_planned(ledger, found))
    if (record := ledger.state.played.get(SeasonId(key))) is not None:
        return _built(_played(ledger.state, record))
    return None


def _built(document: SeasonDocument) -> Built:
    cells = (
        document["name"],
        document["sport"],
        document["year"],
        document["status"],
        document["played"],
        document["adopted"],
        document["revision"],
        document["games"],
        document["miles"],
        date.fromisoformat(document["first"]),
        date.fromisoformat(document["last"]),
    )
    return Built(document, cells)


def _planned(ledger: Ledger, found: Season) -> SeasonDocument:
    state, plan = ledger.state, found.plan
    miles, breaks = _totals(state, plan.id)
    return {
        "conference": state.id,
        "id": plan.id,
        "name": plan.name,
        "sport": plan.sport,
        "year": plan.year,
        "status": found.status,
        "played": False,
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "games_per_team": plan.games_per_team,
        "teams": [named_school(state.schools, team) for team in plan.teams],
        "windows": [
            {"number": w.number, "kind": w.kind, "dates": [day.isoformat() for day in w.dates]} for w in plan.windows
        ],
        "rules": len(found.rules),
        "adopted": found.adopted,
        "revision": found.revision,
        "published_at": maybe_moment(ledger.published_at.get(plan.id)),
        "unpublished_changes": _unpublished(found),
        "games": len(found.games),
        "pinned": len(found.pinned),
        "miles": rounded(miles) if found.games else None,
        "breaks": breaks if found.games else None,
        "score": _score(state, found),
    }


def _played(state: Conference, record: PlayedSeason) -> SeasonDocument:
    teams = sorted({team for game in record.games for team in (game.home, game.away)})
    miles, breaks = _totals(state, record.id)
    days = sorted(game.date for game in record.games)
    return {
        "conference": state.id,
        "id": record.id,
        "name": record.name,
        "sport": record.sport,
        "year": record.year,
        "status": "completed",
        "played": True,
        "first": days[0].isoformat(),
        "last": days[-1].isoformat(),
        "games_per_team": None,
        "teams": [named_school(state.schools, team) for team in teams],
        "windows": [],
        "rules": 0,
        "adopted": None,
        "revision": 0,
        "published_at": None,
        "unpublished_changes": 0,
        "games": len(record.games),
        "pinned": 0,
        "miles": rounded(miles),
        "breaks": breaks,
        "score": None,
    }


def _totals(state: Conference, season: SeasonId) -> tuple[float, int]:
    each = season_standings(state, season).values()
    return sum(one.miles for one in each), sum(one.breaks for one in each)


def _unpublished(found: Season) -> int:
    """Count the games that stand elsewhere than published, or in one of the two alone; 0 before the first revision."""
    if not found.revision:
        return 0
    return sum(found.games.get(game) != found.published.get(game) for game in {**found.games, **found.published})


def _score(state: Conference, found: Season) -> ScoreDocument | None:
    candidate = state.candidates.get(found.adopted) if found.adopted else None
    if candidate is None:
        return None
    score = candidate.score
    return {
        "price": score.price,
        "miles": rounded(score.miles),
        "soft": [{"rule": part.rule, "violations": part.violations, "price": part.price} for part in score.soft],
    }


def rule(ledger: Ledger, season: str, key: str) -> Built:
    note = ledger.rules[rule_key(SeasonId(season), RuleId(key))]
    document: RuleDocument = {
        "conference": ledger.state.id,
        "season": season,
        "id": note.rule.id,
        "kind": note.rule.kind,
        "hardness": note.rule.hardness,
        "weight": note.rule.weight,
        "parameters": dict(note.rule.parameters),
        "in_force": note.in_force,
        "sentence": note.sentence,
        "asked_by": note.asked_by,
        "because": note.because,
        "changed_at": moment(note.changed_at),
    }
    cells = (season, note.rule.kind, note.rule.hardness, note.rule.weight, note.in_force, note.sentence)
    return Built(document, cells)
