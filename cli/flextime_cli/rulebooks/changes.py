"""From the rules that are in force to those of a file: what is added, changed and retired, and which games break it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flextime.league.ids import SeasonId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Rule, Violation
from flextime.rules.parameters import spans
from flextime.season.rulebook import AddRule, ChangeRule, RetireRule
from flextime.season.state import season_facts
from flextime.season.years import days_of
from flextime.solve.problem import SeasonFacts
from flextime_cli.errors import StackError
from flextime_cli.files.nodes import Mistakes
from flextime_cli.rulebooks.model import Asked, effective, faults, may_be, rules_of, same
from flextime_cli.rulebooks.reading import Written
from flextime_schemas.ledger import Ledger

AS_LAST_YEAR = re.compile(r"^as in \S+?(?:: |$)")


class CannotCopy(StackError):
    """Rules of one season that the other cannot have: nothing was copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule before and after; None where there is none. `broken` is what the season's draft breaks of it."""

    was: Rule | None
    now: Rule | None
    command: AddRule | ChangeRule | RetireRule
    broken: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a rulebook changes in a season, and how many rules stay as they are. `notes` are for the planner to read."""

    facts: SeasonFacts
    changes: tuple[RuleChange, ...]
    unchanged: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for all changes of a file, and why; where they are empty, what the file says of each rule counts."""

    asked_by: str = ""
    because: str = ""


def changes_of(
    ledger: Ledger, season: SeasonId, file: Sequence[Written], request: Request, mistakes: Mistakes
) -> Changes:
    """Return what makes the season's rules those of the file; a rule of another kind under its id is a mistake."""
    facts = season_facts(ledger.state, season)
    draft = tuple(ledger.state.season(season).games.values())
    known = rules_of(ledger, season, in_force=True)
    changes, notes = [], []
    for written in file:
        asked = Asked(
            rule=written.rule,
            asked_by=request.asked_by or written.asked.asked_by,
            because=request.because or written.asked.because,
        )
        was = known.get(written.rule.id)
        if was is not None and was.rule.kind != written.rule.kind:
            reason = f"{written.rule.id} is of kind {was.rule.kind}: give a rule of another kind another id"
            mistakes.at(written.place.values["kind"], reason)
        elif was is None or not same(was.rule, written.rule):
            changes.append(_change(season, was, asked, facts, draft))
        elif was != replace(written.asked, rule=was.rule):
            notes.append(f"{written.rule.id} is as it was: who asked and why change together with a rule only.")
    there = {written.rule.id for written in file}
    gone = [_retired(season, asked.rule, request) for rule, asked in known.items() if rule not in there]
    unchanged = len(file) - len(changes)
    return Changes(facts=facts, changes=(*changes, *gone), unchanged=unchanged, notes=tuple(notes))


def _change(
    season: SeasonId, was: Asked | None, now: Asked, facts: SeasonFacts, draft: Sequence[ScheduledGame]
) -> RuleChange:
    kind = AddRule if was is None else ChangeRule
    command = kind(season=season, rule=now.rule, asked_by=now.asked_by, because=now.because)
    broken = tuple(found for found in check(facts, (now.rule,), draft) if found.rule == now.rule.id) if draft else ()
    return RuleChange(was=was.rule if was else None, now=now.rule, command=command, broken=broken)


def _retired(season: SeasonId, rule: Rule, request: Request) -> RuleChange:
    command = RetireRule(season=season, rule=rule.id, asked_by=request.asked_by, because=request.because)
    return RuleChange(was=rule, now=None, command=command)


def copy_of(ledger: Ledger, source: SeasonId, target: SeasonId, request: Request) -> Changes:
    """Return what brings the rules in force in one season into another that has never had them.

    What the target has, or has retired, stays as it is there. Raises CannotCopy with everything that the target
    cannot have.
    """
    facts = season_facts(ledger.state, target)
    draft = tuple(ledger.state.season(target).games.values())
    decided = rules_of(ledger, target, in_force=True).keys() | rules_of(ledger, target, in_force=False).keys()
    offered = rules_of(ledger, source, in_force=True)
    new = {rule: asked for rule, asked in offered.items() if rule not in decided}
    wrong = [f"  {rule}: {fault.told}" for rule, asked in new.items() for fault in faults(asked.rule, facts)]
    if wrong:
        raise CannotCopy(
            f"{len(wrong)} values of {source} cannot be in {target}; nothing was sent.",
            advice="\n".join((*wrong, f"`flextime rulebook export {source}`, mend the file, and import it.")),
        )
    changes = tuple(_change(season=target, was=None, now=_again(asked, source, request), facts=facts, draft=draft)
                    for asked in new.values())  # fmt: skip
    notes = [f"{rule} stays as {target} has it." for rule in offered if rule in decided]
    notes += [note for change in changes if change.now for note in _of_another_year(change.now, facts)]
    return Changes(facts=facts, changes=changes, unchanged=len(offered) - len(new), notes=tuple(notes))


def _again(asked: Asked, source: SeasonId, request: Request) -> Asked:
    """Return a rule of last year with why it is there again; "as in" is said of the last season only."""
    before = AS_LAST_YEAR.sub("", asked.because)
    because = request.because or (f"as in {source}: {before}" if before else f"as in {source}")
    return replace(asked, asked_by=request.asked_by or asked.asked_by, because=because)


def _of_another_year(rule: Rule, facts: SeasonFacts) -> Iterator[str]:
    """Yield a note for each list of days of which none lies in the season's academic year."""
    if (year := days_of(facts.plan.year)) is None:
        return
    for name, given in effective(rule).items():
        if may_be(rule.kind).get(name) != "days" or not isinstance(given, tuple) or not given:
            continue
        dated = spans(given, year.first.year, year.last.year)
        if not any(span.first <= year.last and year.first <= span.last for span in dated):
            yield f"{rule.id}: its {name} ({', '.join(given)}) lie outside {facts.plan.year}: change them."
