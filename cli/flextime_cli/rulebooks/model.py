"""A rule with who asked for it and why, as files and the read model have it, and what may be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

from flextime.rules.catalogue import KINDS
from flextime.rules.check import RuleError, sentence, validate_rule
from flextime.rules.handbook import bounds
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts
from flextime_schemas.ledger import Ledger

NO_SENTENCE = "a kind of rule that this version does not know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A rule, who asked for it, and why."""

    rule: Rule
    asked_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """What cannot be in a rule: its `part`, or the name or value of a `parameter`, or one member, from 0, of a list."""

    part: Literal["kind", "weight", "name", "value"]
    reason: str
    parameter: str = ""
    member: int | None = None

    @property
    def told(self) -> str:
        """The reason, with the name of what it is said of."""
        return f"{self.parameter or self.part}: {self.reason}"


def rules_of(ledger: Ledger, season: str, *, in_force: bool) -> dict[str, Asked]:
    """Return a season's rules by id, those in force or those that were retired, in order of their ids."""
    notes = sorted((key, note) for key, note in ledger.rules.items() if key == f"{season}/{note.rule.id}")
    return {
        note.rule.id: Asked(rule=note.rule, asked_by=note.asked_by, because=note.because)
        for _, note in notes
        if note.in_force == in_force
    }


def said(rule: Rule, facts: SeasonFacts) -> str:
    """Return a rule's sentence in one line; what cannot be said says so."""
    try:
        return " ".join(sentence(rule, facts).split())
    except RuleError:
        return NO_SENTENCE


def standing(rule: Rule) -> str:
    """Return how much a rule counts.

    >>> standing(Rule(id="a", kind="b")), standing(Rule(id="a", kind="b", hardness="soft", weight=0.5))
    ('hard', 'soft, weight 0.5')
    """
    return rule.hardness if rule.hardness == "hard" else f"{rule.hardness}, weight {rule.weight:g}"


def same(one: Rule, other: Rule) -> bool:
    """Say whether two rules are one: a default that is written out is the default."""
    return replace(one, parameters=effective(one)) == replace(other, parameters=effective(other))


def effective(rule: Rule) -> dict[str, Parameter]:
    """Return every parameter of a rule, with its kind's default where it is left out."""
    kind = KINDS.get(rule.kind)
    found = {**(kind.defaults() if kind else {}), **rule.parameters}
    listed = {name for name, value in (kind.defaults() if kind else {}).items() if isinstance(value, tuple)}
    return {name: (value,) if name in listed and isinstance(value, str) else value for name, value in found.items()}


def may_be(kind: str) -> Mapping[str, str]:
    """Return of each parameter of a known kind what it may be: {"games": "1 to 20 games"}."""
    return {declared.name: bounds(declared) for declared in fields(KINDS[kind].parameters)}


def faults(rule: Rule, facts: SeasonFacts) -> Iterator[RuleFault]:
    """Yield everything that is wrong with a rule. The rulebook stops at the first: each is put right, and it is asked
    again, an impossible value as its default."""
    while (error := _first_wrong(rule, facts)) is not None:
        part, _, name = error.field.partition(".")
        if part == "weight":
            yield RuleFault(part="weight", reason=error.reason)
            rule = replace(rule, weight=1.0)
        elif part == "parameters":
            yield from _faults_of(rule, name, error, facts)
            if name not in rule.parameters:  # a default beside what was given: nothing more can be put right
                return
            rule = replace(rule, parameters={key: value for key, value in rule.parameters.items() if key != name})
        else:
            yield RuleFault(part="kind", reason=error.reason)
            return


def _first_wrong(rule: Rule, facts: SeasonFacts) -> RuleError | None:
    try:
        validate_rule(rule, facts)
    except RuleError as error:
        return error
    return None


def _faults_of(rule: Rule, name: str, error: RuleError, facts: SeasonFacts) -> Iterator[RuleFault]:
    """A list is looked at member by member, so that each wrong one is told by itself."""
    if name not in may_be(rule.kind):
        yield RuleFault(part="name", parameter=name, reason=error.reason)
        return
    value = rule.parameters.get(name)
    found = False
    for place, member in enumerate(value if isinstance(value, tuple) else ()):
        alone = _first_wrong(replace(rule, weight=1.0, parameters={name: (member,)}), facts)
        if alone is not None:
            found = True
            yield RuleFault(part="value", parameter=name, member=place, reason=alone.reason)
    if not found:
        yield RuleFault(part="value", parameter=name, reason=error.reason)
