"""`flextime rules`: the kinds of rules, how they read, and what they take."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from flextime.league.big12 import mbb_plan, mbb_rules, season_facts
from flextime.league.big12_seasons import every_season
from flextime.rules.catalogue import KINDS
from flextime.rules.check import sentence
from flextime.rules.handbook import HEADINGS, example, handbook, parameters, standing
from flextime.rules.kind import RuleKind
from flextime.rules.rulebooks import rulebooks
from flextime.rules.templates import TEMPLATES
from flextime.solve.problem import SeasonFacts
from flextime_cli.commands.common import console, plain_words
from flextime_cli.errors import StackError


class UnknownKind(StackError):
    """No kind of rule has that name."""


def register(app: typer.Typer) -> None:
    """Hang `rules` into the command line."""
    app.command(name="rules")(rules)


def rules(
    kind: Annotated[str | None, typer.Argument(help="One kind, with its parameters.")] = None,
    *,
    templates: Annotated[bool, typer.Option("--templates", help="Rules to start from, with usual figures.")] = False,
    books: Annotated[
        bool, typer.Option("--rulebooks", help="Each sport's rules, as docs/rulebooks.md has them.")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="All of them, as docs/rules.md has them.")] = False,
) -> None:
    """Tell the kinds of rules that a season may have, and what each takes."""
    facts = season_facts(mbb_plan())
    with plain_words():
        pages = {"markdown": markdown, "templates": templates, "rulebooks": books}
        asked = [name for name, given in pages.items() if given]
        if len(asked) + (kind is not None) > 1:
            options = " and ".join([*(f"--{name}" for name in asked), *filter(None, [kind])])
            raise UnknownKind(f"{options} are two questions.", advice="Ask one of them.")
        if markdown:
            typer.echo(handbook(facts, mbb_rules()), nl=False)
        elif books:
            typer.echo(rulebooks((season_facts(plan), book) for plan, book in every_season()), nl=False)
        elif templates:
            _tell_templates(facts)
        elif kind is None:
            _tell_all()
        else:
            _tell_one(_kind(kind), facts)


def _kind(name: str) -> RuleKind[Any]:
    if name in KINDS:
        return KINDS[name]
    near = get_close_matches(name, KINDS)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`flextime rules` tells them all."
    raise UnknownKind(f"There is no kind of rule {name!r}.", advice=advice)


def _tell_all() -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("kind", "category", "unless said", "title"):
        table.add_column(heading, no_wrap=heading == "kind")
    for kind in sorted(KINDS.values(), key=lambda each: (each.category, each.name)):
        table.add_row(kind.name, kind.category, kind.default_hardness, kind.title)
    console.print(table)
    console.print(
        "`flextime rules KIND` tells what one takes, `flextime rules --templates` where to start.", markup=False
    )


def _tell_templates(facts: SeasonFacts) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("template", "kind", "weight", "how it reads"):
        table.add_column(heading, no_wrap=heading in {"template", "kind"})
    for template in TEMPLATES:
        rule = template.rule
        weight = "hard" if rule.hardness == "hard" else f"{rule.weight:g}"
        left = f" (say which {template.wants})" if template.wants else ""
        table.add_row(rule.id, rule.kind, weight, escape(sentence(rule, facts) + left))
    console.print(table)


def _tell_one(kind: RuleKind[Any], facts: SeasonFacts) -> None:
    console.print(f"[bold]{escape(kind.title)}[/bold]")
    console.print(escape(example(kind, facts, mbb_rules())))
    console.print(standing(kind))
    if declared := parameters(kind):
        table = Table(*HEADINGS, box=None, pad_edge=False)
        for row in declared:
            table.add_row(*map(escape, row))
        console.print(table)
