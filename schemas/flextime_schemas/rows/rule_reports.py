"""Rows of reports on rules: every rule in force of a season, with what its draft breaks of it."""

from collections.abc import Iterator

from flextime.league.ids import RuleId, SeasonId
from flextime.rules.model import Violation
from flextime.rules.report import Contradiction, RuleFinding, hard_rules_digest
from flextime.rules.structure import STRUCTURE_KINDS
from flextime.season.reports import report_of
from flextime_schemas.ledger import Ledger, rule_key
from flextime_schemas.read_documents import (
    ContradictionDocument,
    ReportedRule,
    RuleReportDocument,
    ViolationDocument,
)
from flextime_schemas.rows.common import Built


def rule_report(ledger: Ledger, _: str, key: str) -> Built:
    season = SeasonId(key)
    report = report_of(ledger.state, season)
    rules = sorted(_rules(ledger, season), key=_urgency)
    compared = report.compared == hard_rules_digest(ledger.state.seasons[season].rules.values())
    document: RuleReportDocument = {
        "conference": ledger.state.id,
        "id": season,
        "as_of": report.as_of or None,
        "hard_broken": sum(one["hardness"] == "hard" and one["found"] > 0 for one in rules),
        "price": sum(one["price"] for one in rules),
        "rules": rules,
        "compared": compared,
        "cannot_hold": _contradiction(report.cannot_hold) if compared and report.cannot_hold else None,
    }
    return Built(document, (document["hard_broken"], document["price"]))


def _rules(ledger: Ledger, season: SeasonId) -> Iterator[ReportedRule]:
    """Yield the rules in force, and what every schedule keeps where this one does not."""
    found = report_of(ledger.state, season).findings
    for kind in STRUCTURE_KINDS:
        if (broken := found.get(RuleId(kind))) is not None:
            yield _reported(broken, kind, kind, broken.hardness, broken.first[0].sentence)
    for rule in ledger.state.seasons[season].rules.values():
        said = ledger.rules[rule_key(season, rule.id)].sentence
        yield _reported(found.get(rule.id), rule.id, rule.kind, rule.hardness, said)


def _reported(finding: RuleFinding | None, rule: str, kind: str, hardness: str, sentence: str) -> ReportedRule:
    return {
        "rule": rule,
        "kind": kind,
        "hardness": hardness,
        "sentence": sentence,
        "found": finding.found if finding else 0,
        "price": finding.price if finding else 0.0,
        "games": finding.games if finding else 0,
        "violations": [violation_document(one) for one in finding.first] if finding else [],
    }


def _urgency(one: ReportedRule) -> tuple[bool, float, int, str]:
    """Sort hard rules that are broken first, then by price, then by how often a rule is broken."""
    return not (one["hardness"] == "hard" and one["found"]), -one["price"], -one["found"], one["rule"]


def _contradiction(found: Contradiction) -> ContradictionDocument:
    return {"rules": list(found.rules), "explanation": found.explanation, "minimal": found.minimal}


def violation_document(found: Violation) -> ViolationDocument:
    """Write a violation as documents have it."""
    return {
        "sentence": found.sentence,
        "price": found.price,
        "teams": list(found.teams),
        "games": list(found.games),
        "dates": [day.isoformat() for day in found.dates],
    }
