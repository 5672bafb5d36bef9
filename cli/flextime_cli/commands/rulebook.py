"""`flextime rulebook`: a season's rules as a file, to be edited and taken back, copied, and looked at over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flextime.league.big12 import CONFERENCE
from flextime.league.ids import SeasonId
from flextime.season.refusal import NotFound
from flextime.season.state import season_facts
from flextime.solve.problem import SeasonFacts
from flextime_cli.auditing.present import History, history_now
from flextime_cli.commands.common import DataOption, complaints, console, content_of, plain_words
from flextime_cli.commands.export import write_file
from flextime_cli.commands.sending import send_unless
from flextime_cli.errors import StackError
from flextime_cli.files.nodes import Mistakes, require_none
from flextime_cli.rendering.rulebook import change_lines, history_lines
from flextime_cli.rulebooks.changes import Changes, Request, changes_of, copy_of
from flextime_cli.rulebooks.model import rules_of
from flextime_cli.rulebooks.reading import read_rulebook
from flextime_cli.rulebooks.writing import write_rulebook

app = typer.Typer(help="A season's rules as a file: export, import, copy, history.", no_args_is_help=True)

SeasonArgument = Annotated[str, typer.Argument(help="For example mbb-2025-26.")]
ConferenceOption = Annotated[str, typer.Option("--conference")]
FromFile = Annotated[Path | None, typer.Option("--from-file", help="Read a copy of the records; nothing can be sent.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show what would change, send nothing.")]
AskedBy = Annotated[str, typer.Option("--asked-by", help="Who asks for all of it; else what stands at each rule.")]
Because = Annotated[str, typer.Option("--because", help="Why; else what stands at each rule.")]
Actor = Annotated[str, typer.Option("--actor", help="Who sends it; stands in the history.")]


class NoSeason(StackError):
    """There is no season of that id to have rules."""


def register(parent: typer.Typer) -> None:
    """Hang `rulebook` into the command line."""
    parent.add_typer(app, name="rulebook")


@app.command(name="export")
def export_rules(
    season: SeasonArgument,
    *,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else standard output.")] = None,
    conference: ConferenceOption = CONFERENCE,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Write the rules in force as YAML, each under its sentence. Read again it changes nothing."""
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        rules = rules_of(history.ledger, season, in_force=True)
        content = write_rulebook(_facts(history, season), rules.values())
        if out is None:
            typer.echo(content, nl=False)
            return
        write_file(out, content.encode())
    complaints.print(f"{out}: {len(rules)} rules", soft_wrap=True)


@app.command(name="import")
def import_rules(
    season: SeasonArgument,
    file: Annotated[Path, typer.Argument(help="The whole rulebook: what it lacks is retired.")],
    *,
    preview: Preview = False,
    asked_by: AskedBy = "",
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", help="Retire what the file lacks without asking.")] = False,
    actor: Actor = "planner",
    conference: ConferenceOption = CONFERENCE,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Make the season's rules those of a file. A file with a mistake changes nothing; every mistake is told."""
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        mistakes = Mistakes()
        facts = _facts(history, season)
        written = read_rulebook(content_of(file), facts, mistakes)
        request = Request(asked_by=asked_by, because=because)
        found = changes_of(history.ledger, facts.plan.id, written, request, mistakes)
        require_none(str(file), mistakes)
        _tell(found)
        preview = preview or from_file is not None
        retired = sum(change.now is None for change in found.changes)
        if retired and not preview and not yes:
            typer.confirm(f"Retire {retired} rule{'s' if retired > 1 else ''}?", abort=True)
        commands = [change.command for change in found.changes]
        send_unless(history.ledger, commands, preview=preview, actor=actor, data=data)


@app.command(name="copy")
def copy_rules(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The season whose rules are copied.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The season that gets those it has never had.")],
    *,
    preview: Preview = False,
    asked_by: AskedBy = "",
    because: Because = "",
    actor: Actor = "planner",
    conference: ConferenceOption = CONFERENCE,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Copy the rules of last year's season to this year's. What that has, or has retired, stays as it is."""
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        seasons = _facts(history, source).plan.id, _facts(history, target).plan.id
        found = copy_of(history.ledger, *seasons, request=Request(asked_by=asked_by, because=because))
        _tell(found)
        commands = [change.command for change in found.changes]
        send_unless(history.ledger, commands, preview=preview or from_file is not None, actor=actor, data=data)


@app.command(name="history")
def history_of_rules(
    season: SeasonArgument,
    rule: Annotated[str | None, typer.Argument(help="One rule; else all.")] = None,
    *,
    conference: ConferenceOption = CONFERENCE,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell what became of the rules: what was added, changed and retired, who asked for it, and why."""
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        lines = list(history_lines(history.events(), _facts(history, season), rule))
        if rule is not None and not lines:
            raise NoSeason(f"{season} never had a rule {rule}.", advice=f"`flextime rulebook history {season}`")
    for line in lines:
        console.print(line, soft_wrap=True)


def _facts(history: History, season: str) -> SeasonFacts:
    try:
        return season_facts(history.ledger.state, SeasonId(season))
    except NotFound as error:
        raise NoSeason(error.detail) from error


def _tell(found: Changes) -> None:
    for line in change_lines(found):
        console.print(line, soft_wrap=True)
