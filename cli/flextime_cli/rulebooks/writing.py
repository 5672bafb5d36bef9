"""The rulebook as YAML: each rule under its sentence, with what its parameters may be beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

import yaml

from flextime.rules.catalogue import KINDS
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts
from flextime_cli.rulebooks.model import Asked, may_be, said

HEAD = """\
# The rules of {name}.
# What this file lacks of them is retired when it is imported; `flextime rulebook import {season} FILE --preview`
# shows what an edited copy would change. A parameter behind a # is at its default; [] is all of them.
season: {season}
rules:
"""
COLUMNS = 120
# Plain text that every YAML reader takes for itself: anything else is quoted.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ ./_'&()-]+[A-Za-z0-9]+)*")


def write_rulebook(facts: SeasonFacts, rules: Iterable[Asked]) -> str:
    """Return the rules as a file. Read again it changes nothing."""
    head = HEAD.format(name=_comment(facts.plan.name), season=text(facts.plan.id))
    blocks = ["\n".join(_rule(asked, facts)) for asked in rules]
    return head + ("\n\n".join(blocks) or "  []") + "\n"


def _rule(asked: Asked, facts: SeasonFacts) -> Iterator[str]:
    rule = asked.rule
    yield from wrap(_comment(said(rule, facts)), COLUMNS, initial_indent="  # ", subsequent_indent="  # ")
    yield f"  - id: {text(rule.id)}"
    yield f"    kind: {text(rule.kind)}"
    yield f"    hardness: {rule.hardness}"
    if rule.hardness != "hard" or rule.weight != 1.0:
        yield f"    weight: {number(rule.weight)}"
    yield from _parameters(rule)
    if asked.asked_by:
        yield f"    asked_by: {text(asked.asked_by)}"
    if asked.because:
        yield f"    because: {text(asked.because)}"


def _parameters(rule: Rule) -> Iterator[str]:
    kind = KINDS.get(rule.kind)
    declared = dict(may_be(rule.kind)) if kind else {}
    names = [*declared, *(name for name in rule.parameters if name not in declared)]
    if not names:
        return
    yield "    parameters:" if rule.parameters else "    # parameters:"
    for name in names:
        note = f"  # {declared[name]}" if name in declared else ""
        if name in rule.parameters:
            yield f"      {text(name)}: {value(rule.parameters[name])}{note}"
        elif kind:
            hidden = "      # " if rule.parameters else "    #   "
            yield f"{hidden}{name}: {value(kind.defaults()[name])}{note}"


def value(parameter: Parameter) -> str:
    """Return a parameter as YAML.

    >>> value(("BYU", "NO")), value(True), value(0.5), value("12-25")
    ('[BYU, "NO"]', 'true', '0.5', '"12-25"')
    """
    match parameter:
        case bool():
            return "true" if parameter else "false"
        case int():
            return str(parameter)
        case float():
            return number(parameter)
        case str():
            return text(parameter)
        case _:
            return f"[{', '.join(map(text, parameter))}]"


def number(real: float) -> str:
    """Return a real number so that every YAML reader takes it for one: "1e-07" is text to some, "1.0e-07" is not."""
    mantissa, e, exponent = repr(real).partition("e")
    if not e:
        return mantissa
    sign = "" if exponent.startswith(("-", "+")) else "+"
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{sign}{exponent}"


def text(words: str) -> str:
    """Return text, quoted where a YAML reader might take it for something else."""
    if _PLAIN.fullmatch(words) and isinstance(yaml.safe_load(words), str):
        return words
    quoted: str = yaml.safe_dump(words, default_style='"', allow_unicode=True, width=math.inf)
    return quoted.strip()


def _comment(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words)
