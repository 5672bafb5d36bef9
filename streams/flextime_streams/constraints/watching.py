"""What the service watches, without I/O: the seasons of a conference, and the reports that should be made by now."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flextime.league.ids import GameId, RuleId, SeasonId
from flextime.league.model import ScheduledGame
from flextime.rules.check import RuleError
from flextime.rules.model import Rule
from flextime.rules.report import RuleFinding, hard_rules_digest
from flextime.season.reports import RecordRuleReport, draft_findings, report_of
from flextime.season.state import Conference, Season, season_facts
from flextime.solve.problem import Problem, SeasonFacts

log = logging.getLogger(__name__)

Findings = Mapping[RuleId, RuleFinding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look took in: while it is the same, so is what the look finds."""

    facts: SeasonFacts
    rules: Mapping[RuleId, Rule]
    games: Mapping[GameId, ScheduledGame]
    postponed: Mapping[GameId, ScheduledGame]
    cancelled: Mapping[GameId, ScheduledGame]


class Watch:
    """The seasons of a conference, each as it was looked at last, and what is known to be told of it."""

    def __init__(self, state: Conference) -> None:
        self._looked: dict[SeasonId, Looked] = {}
        self._recorded = dict(state.rule_reports)
        self._told: dict[SeasonId, Findings] = {
            season: report.findings for season, report in state.rule_reports.items() if report.as_of
        }

    def look(self, state: Conference, as_of: int) -> Iterator[RecordRuleReport]:
        """Yield a report for each season whose draft breaks something else than was recorded or told last.

        The first look sees every season: what a predecessor has not said is said then.
        """
        for season, known in state.seasons.items():
            now, recorded = _seen(state, season, known), state.rule_reports.get(season)
            if recorded is not self._recorded.get(season) and recorded is not None:
                # Whoever's it was, a predecessor's late one among them: what is recorded now is what has been told.
                self._recorded[season] = recorded
                if recorded.findings != self._told.get(season):
                    self._told[season] = recorded.findings
                    self._looked.pop(season, None)
            if not known.games or now == self._looked.get(season):
                continue
            self._looked[season] = now
            found = _found(state, season)
            if found is not None and found != self._told.get(season):
                self._told[season] = found
                yield RecordRuleReport(season=season, as_of=as_of, findings=tuple(found.values()))

    def broken(self) -> int:
        """Return how many rules are broken, those of all seasons together."""
        return sum(len(findings) for findings in list(self._told.values()))


def uncompared(state: Conference) -> Iterator[tuple[SeasonId, str]]:
    """Yield the seasons whose hard rules are not those that were compared last, each with their digest."""
    for season, known in state.seasons.items():
        digest = hard_rules_digest(known.rules.values())
        if digest != report_of(state, season).compared and any(_hard(known)):
            yield season, digest


def rules_alone(state: Conference, season: SeasonId) -> Problem:
    """Return the problem of a season's hard rules; what stands already, and what is only wished for, is left out."""
    return Problem(facts=season_facts(state, season), rules=tuple(_hard(state.seasons[season])))


def _hard(season: Season) -> Iterator[Rule]:
    return (season.rules[rule] for rule in sorted(season.rules) if season.rules[rule].hardness == "hard")


def _seen(state: Conference, season: SeasonId, known: Season) -> Looked:
    return Looked(
        facts=season_facts(state, season),
        rules=known.rules,
        games=known.games,
        postponed=known.postponed,
        cancelled=known.cancelled,
    )


def _found(state: Conference, season: SeasonId) -> Findings | None:
    """Return what the draft breaks; None where a rule is of a kind that this version does not know."""
    try:
        return {finding.rule: finding for finding in draft_findings(state, season)}
    except RuleError as error:
        log.error("unchecked conference=%s season=%s reason=%s", state.id, season, error)
        return None
