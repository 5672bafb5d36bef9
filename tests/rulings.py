"""A rule as tests write one, and what is said of the games that break it."""

from collections.abc import Callable, Sequence

from flextime.league.ids import RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts

Play = Callable[[str], ScheduledGame]


def rule(kind: str, **parameters: Parameter) -> Rule:
    return Rule(id=RuleId(kind), kind=kind, parameters=parameters)


def broken(facts: SeasonFacts, kept: Rule, games: Sequence[ScheduledGame]) -> list[str]:
    return [found.sentence for found in check(facts, [kept], games) if found.rule == kept.id]
