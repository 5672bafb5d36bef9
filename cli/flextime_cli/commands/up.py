"""`flextime up`: fetch what is missing, start the supervisor, and show the stack coming up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.errors import AlreadySupervised
from flextime_cli.servers.jars import ProgressCallback
from flextime_cli.stack import control
from flextime_cli.stack.folder import DataFolder, find_data_folder, is_supervised
from flextime_cli.stack.state import StackState


def register(app: typer.Typer) -> None:
    """Hang `up` into the command line."""
    app.command(name="up")(up)


def up(
    data: DataOption = None,
    servers_only: Annotated[bool, typer.Option("--servers-only", help="Only the servers, no services.")] = False,
    new_ports: Annotated[bool, typer.Option("--new-ports", help="Choose the ports anew.")] = False,
) -> None:
    """Bring up the servers, set them up, and start the services; what was there before is there again."""
    with plain_words():
        bring_up(find_data_folder(data), servers_only=servers_only, new_ports=new_ports)


def bring_up(folder: DataFolder, *, servers_only: bool = False, new_ports: bool = False) -> StackState:
    """The whole of `up` with its progress on the console; raises StackError."""
    began = time.monotonic()
    if new_ports:
        if is_supervised(folder):
            raise AlreadySupervised("The stack runs on the ports it has.", advice="Run `flextime down` first.")
        folder.ports_file.unlink(missing_ok=True)
    fetch_with_progress()
    state = control.start(folder, servers_only=servers_only, watch=Narrator())
    console.print(f"[green]Up[/green] in {time.monotonic() - began:.1f} s. Data in {folder.root}", soft_wrap=True)
    for view in state.processes:
        late = "" if view.state == "up" else f"  ({view.state}, follows in the background)"
        console.print(f"  {view.name:<24}{view.address}{late}", soft_wrap=True)
    return state


def fetch_with_progress() -> None:
    """Fetch the servers' jars unless they are all there, with one bar for all the files."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, transient=False) as progress:
        fetched = control.ensure_jars(_bar(progress))
    if fetched:
        console.print(f"{fetched} files fetched and verified.")


def _bar(progress: Progress) -> ProgressCallback:
    """A jgo progress callback that adds every file's size to one total; called from eight threads at once."""
    lock = threading.Lock()
    task = progress.add_task("Servers", total=0, visible=False)
    total = 0

    @contextmanager
    def follow(_name: str, size: int) -> Iterator[Callable[[int], None]]:
        nonlocal total
        with lock:
            total += size
            progress.update(task, total=total, visible=True)
        yield lambda count: progress.advance(task, count)

    return follow


class Narrator:
    """Prints each change of the stack once, as one line."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def __call__(self, state: StackState) -> None:
        """Compare with what was told and say the difference."""
        if state.step:
            self._say("step", state.step, f"set-up: {state.step}")
        for view in state.processes:
            if view.state == "up":
                self._say(view.name, f"up {view.pid}", f"{view.name} is up after {view.seconds_to_start:.1f} s")
            elif view.detail:
                self._say(view.name, view.detail, f"{view.name}: {view.detail}")

    def _say(self, key: str, news: str, line: str) -> None:
        if self._told.get(key) != news:
            self._told[key] = news
            console.print(f"  {escape(line)}", soft_wrap=True)
