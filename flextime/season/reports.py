"""Reports on a season's rules: what its draft breaks of each, and which of them cannot hold together, as recorded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flextime.league.ids import SeasonId
from flextime.rules.report import Contradiction, RuleFinding, findings, hard_rules_digest
from flextime.season.owing import draft_violations
from flextime.season.refusal import Invalid
from flextime.season.state import Conference, RuleReport

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRuleReport:
    """Say what a season's draft breaks: every rule that is broken, and no other.

    `as_of` is the sequence of the last event that the look took in. A look earlier than the last recorded says nothing.
    """

    season: SeasonId
    as_of: int
    findings: tuple[RuleFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRuleComparison:
    """Say which of a season's hard rules cannot hold together; None when no contradiction was found.

    `rules` is their digest. A comparison of other rules than those in force says nothing.
    """

    season: SeasonId
    rules: str
    cannot_hold: Contradiction | None = None


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReportRecorded:
    """What a draft breaks of some rules is other than before, after the event with the sequence `as_of`.

    A rule in `was` alone is kept now, or out of force. A draft's first report is recorded though nothing is broken.
    """

    season: SeasonId
    as_of: int
    was: tuple[RuleFinding, ...]
    now: tuple[RuleFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesCompared:
    """The hard rules with this digest were compared: `now` cannot hold together, or no contradiction was found."""

    season: SeasonId
    rules: str
    was: Contradiction | None
    now: Contradiction | None


# Decide --------------------------------------------------------------------------------------------------------------


def record_rule_report(state: Conference, command: RecordRuleReport) -> Sequence[RuleReportRecorded]:
    """Decide on a report: only rules of which it says something else are in the event; a late report is none."""
    state.season(command.season)
    told = Counter(finding.rule for finding in command.findings)
    if twice := [rule for rule, times in told.items() if times > 1]:
        raise Invalid(f"{twice[0]} is told twice.", field="findings")
    known = report_of(state, command.season)
    if command.as_of < known.as_of:
        return []
    now = {finding.rule: finding for finding in command.findings}
    changed = [rule for rule in sorted({*known.findings, *now}) if known.findings.get(rule) != now.get(rule)]
    if known.as_of and not changed:
        return []
    return [
        RuleReportRecorded(
            season=command.season,
            as_of=command.as_of,
            was=tuple(known.findings[rule] for rule in changed if rule in known.findings),
            now=tuple(now[rule] for rule in changed if rule in now),
        )
    ]


def record_rule_comparison(state: Conference, command: RecordRuleComparison) -> Sequence[RulesCompared]:
    """Decide on a comparison: it counts while its rules are in force, once."""
    season, known = state.season(command.season), report_of(state, command.season)
    if command.rules != hard_rules_digest(season.rules.values()) or command.rules == known.compared:
        return []
    return [RulesCompared(season=command.season, rules=command.rules, was=known.cannot_hold, now=command.cannot_hold)]


# Evolve --------------------------------------------------------------------------------------------------------------


def rule_report_recorded(state: Conference, event: RuleReportRecorded) -> Conference:
    known = report_of(state, event.season)
    gone = {finding.rule for finding in event.was}
    kept = {rule: finding for rule, finding in known.findings.items() if rule not in gone}
    now = kept | {finding.rule: finding for finding in event.now}
    return _with(state, event.season, replace(known, as_of=event.as_of, findings=now))


def rules_compared(state: Conference, event: RulesCompared) -> Conference:
    known = report_of(state, event.season)
    return _with(state, event.season, replace(known, compared=event.rules, cannot_hold=event.now))


def _with(state: Conference, season: SeasonId, report: RuleReport) -> Conference:
    return replace(state, rule_reports={**state.rule_reports, season: report})


# What should be recorded ---------------------------------------------------------------------------------------------


def report_of(state: Conference, season: SeasonId) -> RuleReport:
    """Return what is recorded of a season; an empty report when nothing is yet."""
    return state.rule_reports.get(season) or RuleReport()


def draft_findings(state: Conference, season: SeasonId) -> tuple[RuleFinding, ...]:
    """Return what a season's draft breaks of its rules in force, rule by rule. Raises NotFound, RuleError."""
    rules = state.season(season).rules
    return findings(draft_violations(state, season, [rules[rule] for rule in sorted(rules)]))
