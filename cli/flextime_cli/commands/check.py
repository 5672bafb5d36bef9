"""`flextime check`: what a timetable of a RobinX tournament is worth, and what it breaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from flextime.limits import Tournament
from flextime.limits.evaluating import Evaluation, Finding, evaluate
from flextime.robinx import Solution, read_instance, read_solution
from flextime_cli.commands.common import console, plain_words
from flextime_cli.commands.robinx_files import INSTANCE_FIRST, read_file
from flextime_cli.rendering.findings import Names, number

MOST_SHOWN = 50  # findings; a poor timetable of the competition has hundreds
INFEASIBLE = 2  # the exit code
FILES_BELONG = "Is it a solution of {}? The names of files tell, the InstanceName in them is unreliable."


def register(app: typer.Typer) -> None:
    """Hang `check` into the command line."""
    app.command(name="check")(check)


def check(
    instance: Annotated[Path, typer.Argument(help="A RobinX instance.")],
    solution: Annotated[Path, typer.Argument(help="A RobinX solution of it.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
    everything: Annotated[bool, typer.Option("--all", help=f"Every finding, not the first {MOST_SHOWN}.")] = False,
) -> None:
    """Evaluate a timetable. Ends with 0 when it is feasible, 2 when it is not, 1 when a file cannot be read."""
    with plain_words():
        tournament = read_file(instance, read_instance, INSTANCE_FIRST)
        found = read_file(solution, lambda data: read_solution(data, tournament), FILES_BELONG.format(instance.name))
    evaluation = evaluate(tournament, found.fixtures)
    if as_json:
        typer.echo(json.dumps(_document(tournament, found, evaluation), indent=2, ensure_ascii=False))
    else:
        _tell(tournament, found, evaluation, most_shown=len(evaluation.findings) if everything else MOST_SHOWN)
    if evaluation.infeasibility > 0:
        raise typer.Exit(INFEASIBLE)


def _in_order(evaluation: Evaluation) -> list[Finding]:
    """Return the findings, hard ones first, the dearest of each first; those of a price in the file's order."""
    return sorted(evaluation.findings, key=lambda finding: (not finding.deviation.hard, -finding.points))


def _tell(tournament: Tournament, solution: Solution, evaluation: Evaluation, *, most_shown: int) -> None:
    names = Names(tournament)
    console.print(
        f"{escape(tournament.name)}: {len(tournament.teams)} teams, {tournament.slots} slots, "
        f"{len(tournament.limits)} limits; {len(solution.fixtures)} games",
        soft_wrap=True,
    )
    for ignored in solution.ignored:
        earlier = " and ".join(map(str, ignored.earlier))
        told = f"line {ignored.line}: {names.game(ignored.game)} repeats line {earlier} and does not count"
        console.print(f"[yellow]{escape(told)}[/yellow]", soft_wrap=True)
    verdict = "[red]infeasible[/red]" if evaluation.infeasibility > 0 else "[green]feasible[/green]"
    value = f"infeasibility {number(evaluation.infeasibility)}, objective {number(evaluation.objective)}"
    console.print(f"{verdict}: {value}")
    _tell_claim(solution, evaluation)
    _tell_kinds(evaluation)
    shown = _in_order(evaluation)
    for finding in shown[:most_shown]:
        _tell_finding(names, finding)
    if len(shown) > most_shown:
        console.print(f"... and {len(shown) - most_shown} findings more (--all tells them)")


def _tell_claim(solution: Solution, evaluation: Evaluation) -> None:
    claim = solution.claim
    if claim and (claim.infeasibility, claim.objective) != (evaluation.infeasibility, evaluation.objective):
        value = f"infeasibility {number(claim.infeasibility)}, objective {number(claim.objective)}"
        console.print(f"[yellow]The file claims {value}: that is wrong.[/yellow]")


def _tell_kinds(evaluation: Evaluation) -> None:
    kinds = list(dict.fromkeys([*evaluation.hard, *evaluation.soft]))
    if not kinds:
        return
    table = Table("type", box=None, pad_edge=False)
    table.add_column("hard", justify="right")
    table.add_column("soft", justify="right")
    for kind in kinds:
        table.add_row(
            kind, *(number(side[kind]) if kind in side else "-" for side in (evaluation.hard, evaluation.soft))
        )
    console.print(table)


def _tell_finding(names: Names, finding: Finding) -> None:
    found = finding.deviation
    side = f"[red]hard {number(finding.points)}[/red]" if found.hard else f"soft {number(finding.points)}"
    console.print(f"{found.rule}, {side}: {escape(names.sentence(finding))}", soft_wrap=True)
    if found.fixtures:
        console.print(f"    {escape(names.games(found.fixtures))}", soft_wrap=True)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _value(infeasibility: float, objective: float) -> dict[str, float]:
    return {"infeasibility": _plain(infeasibility), "objective": _plain(objective)}


def _document(tournament: Tournament, solution: Solution, evaluation: Evaluation) -> dict[str, Any]:
    names = Names(tournament)
    claim = solution.claim
    return {
        "instance": tournament.name,
        "feasible": evaluation.infeasibility == 0,
        **_value(evaluation.infeasibility, evaluation.objective),
        "claim": claim and _value(claim.infeasibility, claim.objective),
        "hard": {kind: _plain(points) for kind, points in evaluation.hard.items()},
        "soft": {kind: _plain(points) for kind, points in evaluation.soft.items()},
        "ignored": [
            {"line": one.line, "game": names.game(one.game), "repeats": one.earlier} for one in solution.ignored
        ],
        "findings": [_finding(names, finding) for finding in _in_order(evaluation)],
    }


def _finding(names: Names, finding: Finding) -> dict[str, Any]:
    found, slots = finding.deviation, names.tournament.slot_names
    return {
        "limit": found.rule,
        "type": finding.kind,
        "hard": found.hard,
        "amount": _plain(found.amount),
        "points": _plain(finding.points),
        "says": names.sentence(finding),
        "teams": [names.team(team) for team in found.teams],
        "games": [
            {"home": names.team(game.home), "away": names.team(game.away), "slot": slots[game.slot]}
            for game in found.fixtures
        ],
    }
