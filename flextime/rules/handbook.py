"""The rulebook as a page: every kind of rule, how it reads, what it takes, and where it is enforced."""

from collections.abc import Iterator, Sequence
from dataclasses import Field, fields
from textwrap import fill
from typing import Any

from flextime.league.ids import RuleId
from flextime.rules.catalogue import KINDS
from flextime.rules.check import sentence
from flextime.rules.conference_rules import BEYOND, CARRIED
from flextime.rules.kind import RuleKind, nothing
from flextime.rules.model import Parameter, Rule
from flextime.rules.parameters import default_of
from flextime.solve.problem import SeasonFacts

COLUMNS = 120
HEADINGS = ("parameter", "may be", "unless said")
INTRODUCTION = """
FlexTime knows {kinds} kinds of rules. Each is one file of `flextime/rules/`, with a check that is written from its
sentence alone, and the limits that the solver is given. A rule is hard, or has a weight from 0 to 1: a deviation of
one then costs weight times points. What the search does not look for is best soft: a solve keeps no schedule that
breaks a hard rule, and may end without any. The sentences are those of {season}. This page is printed by
`flextime rules --markdown`.
"""
OF_THE_CATALOGUE = """
The {carried} rules of the conference's catalogue, and the kinds that carry each, some of them in part. Where the solver
does not look for a kind, it says so above. Beyond the catalogue: {beyond}.
"""
SOLVED = "solver and checker"
# What the search cannot break: days and tip-offs are settled after it, within what the rule allows.
SETTLED = "checker, and settled when days are"
CHECKED = "checker only"
UNSEARCHED = "the search does not look for"


def enforced(kind: RuleKind[Any]) -> str:
    """Return where a kind of rule is enforced."""
    if kind.unsearched:
        return f"{CHECKED if kind.compile is nothing else SOLVED}: {UNSEARCHED} {kind.unsearched}"
    return SETTLED if kind.compile is nothing else SOLVED


def bounds(declared: Field[Any]) -> str:
    """Return what a parameter may be: "1 to 20 games", "teams"."""
    meta = declared.metadata
    return f"{meta['least']} to {meta['most']} {meta['unit']}" if "least" in meta else str(meta["unit"])


def written(value: Parameter) -> str:
    """Return a parameter's value as it stands in a table.

    >>> written(("BYU", "UTAH")), written(()), written("")
    ('BYU, UTAH', 'all', '-')
    """
    if isinstance(value, tuple):
        return ", ".join(value) or "all"
    return str(value) if value != "" else "-"


def example(kind: RuleKind[Any], facts: SeasonFacts, rules: Sequence[Rule]) -> str:
    """Return how a kind reads: as the first of the given rules of it, or with its defaults where there is none."""
    own = Rule(id=RuleId(kind.name), kind=kind.name)
    return sentence(next((rule for rule in rules if rule.kind == kind.name), own), facts)


def standing(kind: RuleKind[Any]) -> str:
    """Return a kind's category, hardness, points, and where it is enforced."""
    return f"{kind.category}, {kind.default_hardness} unless said, {kind.points:g} points; {enforced(kind)}."


def parameters(kind: RuleKind[Any]) -> list[tuple[str, str, str]]:
    """Return of each parameter what stands under HEADINGS: name, bounds, default."""
    return [(each.name, bounds(each), written(default_of(each))) for each in fields(kind.parameters)]


def handbook(facts: SeasonFacts, rules: Sequence[Rule]) -> str:
    """Return the page in Markdown; a kind reads as the first of the given rules of it does in their season."""
    return "\n".join(_lines(facts, rules)) + "\n"


def _lines(facts: SeasonFacts, rules: Sequence[Rule]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield from _wrapped(INTRODUCTION.format(kinds=len(KINDS), season=facts.plan.name))
    for kind in sorted(KINDS.values(), key=lambda each: (each.category, each.title)):
        yield from _section(kind, facts, rules)
    yield from _conference()


def _section(kind: RuleKind[Any], facts: SeasonFacts, rules: Sequence[Rule]) -> Iterator[str]:
    yield from ("", f"## {kind.title}", "")
    yield from _wrapped(example(kind, facts, rules))
    yield from ("", *_wrapped(f"`{kind.name}`, {standing(kind)}"))
    if declared := parameters(kind):
        yield from ("", f"| {' | '.join(HEADINGS)} |", "| --- | --- | --- |")
    for name, may_be, default in declared:
        yield f"| `{name}` | {may_be} | {default} |"


def _conference() -> Iterator[str]:
    yield from ("", "## The conference's sixty-four", "")
    beyond = ", ".join(f"`{name}`" for name in BEYOND)
    yield from _wrapped(OF_THE_CATALOGUE.format(carried=len(CARRIED), beyond=beyond))
    yield from ("", "| no. | rule | kinds |", "| --- | --- | --- |")
    for number, (title, kinds) in CARRIED.items():
        yield f"| {number} | {title} | {', '.join(f'`{name}`' for name in kinds)} |"


def _wrapped(text: str) -> list[str]:
    return fill(" ".join(text.split()), COLUMNS, break_long_words=False, break_on_hyphens=False).split("\n")
