"""From rules to limits: what the solver is told. Each limit carries its rule's id, and its price when it is soft."""

from collections.abc import Sequence

from flextime.limits import Limit
from flextime.limits.model import Price
from flextime.rules.catalogue import KINDS
from flextime.rules.check import validate_rule
from flextime.rules.model import Rule
from flextime.rules.parameters import read
from flextime.rules.season_view import Frame
from flextime.solve.problem import SeasonFacts


def compile_rule(rule: Rule, facts: SeasonFacts, *, necessary: bool = False) -> tuple[Limit, ...]:
    """Return the limits that a rule compiles to in this season. Raises RuleError.

    `necessary`: those that no schedule which keeps the rule can break, instead of those that the search should keep.
    """
    validate_rule(rule, facts)
    kind = KINDS[rule.kind]
    points = None if rule.hardness == "hard" else rule.weight * kind.points
    if points == 0.0:
        return ()
    given = read(kind.parameters, rule, facts)
    compiled = kind.necessary if necessary and kind.necessary is not None else kind.compile
    return tuple(compiled(given, Price(rule=rule.id, points=points), Frame(facts)))


def compile_rules(rules: Sequence[Rule], facts: SeasonFacts, *, necessary: bool = False) -> tuple[Limit, ...]:
    """Return the limits of all rules, in their order. Raises RuleError."""
    return tuple(limit for rule in rules for limit in compile_rule(rule, facts, necessary=necessary))
