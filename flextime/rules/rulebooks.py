"""Rulebooks as a page: each season's rules as sentences, hard ones first, then those with a price, dearest first."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill

from flextime.rules.check import sentence
from flextime.rules.model import Rule
from flextime.solve.problem import SeasonFacts

COLUMNS = 120
INTRODUCTION = """# Rulebooks

The default rules of each season as its planner reads them. A rule with a weight may be broken at a price. This page is
printed by `flextime rules --rulebooks`; [rules.md](rules.md) tells what each kind takes.
"""


def rulebooks(seasons: Iterable[tuple[SeasonFacts, Sequence[Rule]]]) -> str:
    """Return the page in Markdown, a chapter a season."""
    return "\n".join((INTRODUCTION, *(line for facts, rules in seasons for line in _chapter(facts, rules))))


def _chapter(facts: SeasonFacts, rules: Sequence[Rule]) -> Iterator[str]:
    yield f"## {facts.plan.name}"
    yield ""
    for rule in sorted(rules, key=lambda rule: (rule.hardness != "hard", -rule.weight)):
        weight = "" if rule.hardness == "hard" else f" *{rule.weight:g}*"
        said = f"- `{rule.id}`{weight}: {sentence(rule, facts)}"
        yield fill(said, COLUMNS, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    yield ""
