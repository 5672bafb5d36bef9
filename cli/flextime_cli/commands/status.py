"""`flextime status`: address, health, version, pid and memory of every server and service."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.stack import control
from flextime_cli.stack.folder import find_data_folder
from flextime_cli.stack.report import Report, report

COLOURS = {"ok": "green", "starting": "yellow", "failing": "red", "stopped": "dim"}


def register(app: typer.Typer) -> None:
    """Hang `status` into the command line."""
    app.command(name="status")(status)


def status(
    data: DataOption = None, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Tell how every server and service is; exit code 1 unless all of them are well."""
    folder = find_data_folder(data)
    with plain_words():
        found = report(folder, control.ports_of(folder))
    if as_json:
        print(json.dumps(asdict(found), indent=2))
    else:
        show(found)
    if not found.healthy:
        raise typer.Exit(1)


def show(found: Report) -> None:
    """Print one line per process, wide as they come: a table would cut addresses on a narrow terminal."""
    console.print(f"[bold]{'name':<24}{'health':<10}{'version':<10}{'pid':>8}{'MB':>6}{'starts':>8}  address[/bold]")
    for row in found.rows:
        health = f"[{COLOURS[row.health]}]{row.health:<10}[/{COLOURS[row.health]}]"
        numbers = f"{row.pid or '':>8}{row.memory // 1_000_000 or '':>6}{row.restarts + 1 if row.pid else '':>8}"
        console.print(
            f"{row.name:<24}{health}{row.version:<10}{numbers}  {row.address}  {escape(row.detail)}", soft_wrap=True
        )
    total = sum(row.memory for row in found.rows) + found.supervisor_memory
    watched = "supervised" if found.supervised else "nobody supervises it"
    console.print(f"{found.phase}, {watched}; {total // 1_000_000} MB in all; data in {found.data}", soft_wrap=True)
    if found.error:
        console.print(f"[red]{escape(found.error)}[/red]", soft_wrap=True)
