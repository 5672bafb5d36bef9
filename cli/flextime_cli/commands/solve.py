"""`flextime solve`: a timetable for a RobinX tournament."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from flextime.limits import Tournament
from flextime.robinx import read_instance, write_solution
from flextime.solve import affordable, solve
from flextime.solve.timetabling import Timetabled, TournamentBudget, TournamentProgress
from flextime_cli.commands.common import console, plain_words
from flextime_cli.commands.robinx_files import INSTANCE_FIRST, read_file

INFEASIBLE = 2  # the exit code, as that of `flextime check`


class Terminal:
    """The watch of a solve: this process's clock, a line that tells the best so far, and Ctrl-C."""

    def __init__(self, status: Status) -> None:
        self._status, self._began, self._stopped = status, time.perf_counter(), False

    def begin(self) -> None:
        """Count the seconds from now: what makes ready, on first use compiles, is not the search's."""
        self._began = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def report(self, progress: TournamentProgress) -> None:
        self._status.update(sentence(progress))

    def cancelled(self) -> bool:
        return self._stopped

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Hear a signal."""
        self._stopped = True
        self._status.update("Stopping with the best so far ...")


def register(app: typer.Typer) -> None:
    """Hang `solve` into the command line."""
    app.command(name="solve")(solve_instance)


def solve_instance(
    instance: Annotated[Path, typer.Argument(help="A RobinX instance.")],
    *,
    seconds: Annotated[float, typer.Option("--seconds", min=1.0, help="How long to look.")] = 300.0,
    seed: Annotated[int, typer.Option("--seed", help="Another seed is another timetable.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", help="Where the solution goes; by default beside you.")] = None,
    members: Annotated[int, typer.Option("--members", min=1, help="Runs side by side, one a core.")] = 2,
    evaluations: Annotated[
        int | None, typer.Option("--evaluations", min=1, help="Of each member; by default what the seconds allow.")
    ] = None,
) -> None:
    """Make a timetable; Ctrl-C keeps the best so far. Ends with 0 when it is feasible, 2 when it is not."""
    file = out or Path(f"{instance.stem}-solution.xml")
    with plain_words():
        tournament = read_file(instance, read_instance, INSTANCE_FIRST)
        found, planned = _solve(tournament, seconds=seconds, seed=seed, members=members, evaluations=evaluations)
        file.write_bytes(
            write_solution(tournament, found.fixtures, infeasibility=found.infeasibility, objective=found.objective)
        )
    _tell(tournament, found)
    again = f"--seed {seed} --members {members} --evaluations {planned} brings it out again"
    ended = f"ended after {found.evaluations:,} of {planned:,} evaluations a member" if found.cut else again
    console.print(f"written to {escape(str(file))}; {ended}", soft_wrap=True)
    if found.infeasibility > 0:
        raise typer.Exit(INFEASIBLE)


def _solve(
    tournament: Tournament, *, seconds: float, seed: int, members: int, evaluations: int | None
) -> tuple[Timetabled, int]:
    with Status("Making ready ...", console=Console(stderr=True)) as status, _interruptible(Terminal(status)) as watch:
        if evaluations is None:
            evaluations = affordable(tournament, members, seconds, watch)
        watch.begin()
        budget = TournamentBudget(evaluations=evaluations, members=members, seconds=seconds)
        return solve(tournament, budget, seed, watch), evaluations


@contextmanager
def _interruptible(watch: Terminal) -> Iterator[Terminal]:
    before = signal.signal(signal.SIGINT, watch.stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


def sentence(progress: TournamentProgress) -> str:
    """Return where a solve stands, in a line."""
    done = f"{progress.seconds:,.0f} s, {progress.evaluations / 1e6:,.1f} million evaluations a member"
    if progress.objective is None:
        return f"Keeping the hard limits: infeasibility {progress.infeasibility:,.0f}; {done}"
    return f"Feasible, objective {progress.objective:,.0f}; {done}"


def _tell(tournament: Tournament, found: Timetabled) -> None:
    shape = (
        f"{tournament.name}: {len(tournament.teams)} teams, {tournament.slots} slots, {len(tournament.limits)} limits"
    )
    console.print(escape(shape), soft_wrap=True)
    if found.seconds_to_first is None:
        value = f"infeasibility {found.infeasibility:,.0f}, objective {found.objective:,.0f}"
        console.print(f"[red]infeasible[/red]: {value}")
        if found.proven:
            console.print("No timetable keeps every hard limit: that is proven.")
    else:
        console.print(
            f"[green]feasible[/green]: objective {found.objective:,.0f}; the first feasible one after "
            f"{found.seconds_to_first:.1f} s, this one within {found.seconds:.1f} s",
            soft_wrap=True,
        )
