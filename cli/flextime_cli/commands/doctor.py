"""`flextime doctor`: what is wrong, in plain words, and what to do."""

from __future__ import annotations

import typer
from rich.markup import escape

from flextime_cli.commands.common import DataOption, console
from flextime_cli.stack.diagnosis import examine
from flextime_cli.stack.folder import find_data_folder, is_supervised


def register(app: typer.Typer) -> None:
    """Hang `doctor` into the command line."""
    app.command(name="doctor")(doctor)


def doctor(data: DataOption = None) -> None:
    """Look for what is wrong; exit code 1 when something is."""
    folder = find_data_folder(data)
    findings = examine(folder)
    for finding in findings:
        console.print(f"[red]-[/red] {escape(finding.fact)}", soft_wrap=True)
        console.print(f"  {escape(finding.advice)}", soft_wrap=True)
    if findings:
        raise typer.Exit(1)
    runs = "runs" if is_supervised(folder) else "does not run; `flextime up` starts it"
    console.print(f"Nothing wrong was found. The stack {runs}.", soft_wrap=True)
