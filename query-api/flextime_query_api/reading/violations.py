"""What a season's draft breaks of a rule: the rulebook's own checker over a fold."""

from flextime.league.ids import RuleId, SeasonId
from flextime.rules.check import RuleError
from flextime.season.owing import draft_violations
from flextime_schemas.ledger import Ledger, rule_key
from flextime_schemas.problems import problem
from flextime_schemas.read_documents import RuleViolationsDocument
from flextime_schemas.rows.rule_reports import violation_document

MOST_TOLD = 100  # nobody reads more of one rule, and a rule that fits no schedule has tens of thousands


def violations_of(ledger: Ledger, season: str, rule: str) -> RuleViolationsDocument | None:
    """Return what the draft breaks of a rule, in force or retired; None when the season never had it.

    Raises Problem for a rule that this version cannot check.
    """
    season_id = SeasonId(season)
    if (note := ledger.rules.get(rule_key(season_id, RuleId(rule)))) is None:
        return None
    try:
        broken = draft_violations(ledger.state, season_id, (note.rule,))
    except RuleError as error:
        raise problem("not-found", f"{rule} cannot be checked by this version: {error}.") from error
    own = [found for found in broken if found.rule == note.rule.id]
    return {
        "conference": ledger.state.id,
        "season": season,
        "rule": note.rule.id,
        "hardness": note.rule.hardness,
        "in_force": note.in_force,
        "sentence": note.sentence,
        "found": len(own),
        "price": sum(found.price for found in own),
        "games": sorted({game for found in own for game in found.games}),
        "violations": [violation_document(found) for found in own[:MOST_TOLD]],
    }
