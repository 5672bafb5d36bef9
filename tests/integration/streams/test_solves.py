"""Solves in processes of their own: their answers, their ends, and what is left of them. No servers are needed."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace

import psutil
import pytest

from flextime.season.state import problem_of
from flextime.solve.problem import Budget, OutOfBudget, Progress, Solved
from flextime_schemas.messages import SolveJob
from flextime_streams.errors import Interrupted
from flextime_streams.scheduler import solves as solves_module
from flextime_streams.scheduler.child import Child
from flextime_streams.scheduler.solves import RunOver, Solves
from flextime_streams.scheduler.worker import Task
from tests.four_teams import FOUR, GAMES, NOW, OPENED, RUN, SEASON, state_after
from tests.solvers import HERE

JOB = SolveJob(
    run=RUN,
    conference=FOUR,
    season=SEASON,
    member=0,
    seed=42,
    budget=Budget(seconds=600.0),
    problem=problem_of(state_after(*OPENED), SEASON),
    cause="1b0d3a7e-0000-5000-8000-000000000000",
    correlation="request",
    requested_at=NOW,
)
BRIEF = replace(JOB, budget=Budget(seconds=0.5))

Told = list[tuple[SolveJob, Progress]]


def told_by(solver: str, told: Told, *, slots: int = 2, on_progress: Callable[[], None] = lambda: None) -> Solves:
    def note(job: SolveJob, progress: Progress) -> None:
        told.append((job, progress))
        on_progress()

    return Solves(slots=slots, on_progress=note, solver=f"{HERE}:{solver}")


def run(coroutine: Coroutine[None, None, None]) -> None:
    asyncio.run(coroutine)
    assert solver_processes() == []


def solver_processes() -> list[psutil.Process]:
    """Return the living processes that solve for this one; the resource tracker of multiprocessing stays."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_solve_reports_its_progress_and_answers() -> None:
    told: Told = []

    async def scenario() -> None:
        result = await told_by("patient", told).run(BRIEF)
        assert isinstance(result, Solved)
        assert (result.best.games, result.evaluations) == (GAMES, 42)

    run(scenario())
    assert {progress.stage for _, progress in told} == {"annealing", "done"}


def test_a_job_delivered_twice_is_solved_once() -> None:
    told: Told = []

    async def scenario() -> None:
        solves = told_by("patient", told)
        first, second = await asyncio.gather(solves.run(BRIEF), solves.run(BRIEF))
        assert first is second

    run(scenario())


def test_a_run_that_ends_stops_its_solves_and_nobody_answers() -> None:
    told: Told = []

    async def scenario() -> None:
        reported = asyncio.Event()
        solves = told_by("patient", told, slots=1, on_progress=reported.set)
        working = asyncio.ensure_future(solves.run(JOB))
        waiting = asyncio.ensure_future(solves.run(replace(JOB, member=1)))
        await reported.wait()
        solves.end_run(FOUR, RUN)
        for ended in (working, waiting):
            with pytest.raises(RunOver):
                await ended

    run(scenario())


def test_a_worker_that_stops_leaves_no_process_and_no_answer_even_of_a_deaf_solver() -> None:
    told: Told = []

    async def scenario() -> None:
        reported = asyncio.Event()
        solves = told_by("deaf", told, on_progress=reported.set)
        working = asyncio.ensure_future(solves.run(JOB))
        await reported.wait()
        await solves.close()
        with pytest.raises(Interrupted):
            await working
        with pytest.raises(Interrupted):
            await solves.run(JOB)

    run(scenario())


def test_a_solve_outlives_a_rebalance_and_is_joined_by_the_job_that_comes_again() -> None:
    told: Told = []

    async def scenario() -> None:
        reported = asyncio.Event()
        solves = told_by("patient", told, on_progress=reported.set)
        job = replace(JOB, budget=Budget(seconds=2.0))
        revoked = asyncio.ensure_future(solves.run(job))
        await reported.wait()
        revoked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await revoked
        (process,) = solver_processes()
        again = asyncio.ensure_future(solves.run(job))
        await asyncio.sleep(0)
        assert solver_processes() == [process]
        assert isinstance(await again, Solved)

    run(scenario())


def test_a_solve_that_nobody_comes_back_for_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solves_module, "ORPHAN_SECONDS", 0.0)
    told: Told = []

    async def scenario() -> None:
        reported = asyncio.Event()
        solves = told_by("patient", told, on_progress=reported.set)
        revoked = asyncio.ensure_future(solves.run(JOB))
        await reported.wait()
        (solve,) = solves.running.values()
        revoked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await solve.task
        assert solves.in_work() == []

    run(scenario())


def test_a_solve_past_its_deadline_gives_what_it_has() -> None:
    async def scenario() -> None:
        task = Task(problem=JOB.problem, budget=JOB.budget, seed=42, solver=f"{HERE}:patient")
        child = Child(task=task, on_progress=lambda _: None, margin_seconds=1.0 - JOB.budget.seconds)
        result = await child.run()
        assert isinstance(result, OutOfBudget)
        assert result.reason == "told to stop"

    run(scenario())


def test_a_deaf_solver_is_killed_at_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flextime_streams.scheduler.child.FINISH_SECONDS", 0.1)

    async def scenario() -> None:
        task = Task(problem=JOB.problem, budget=JOB.budget, seed=42, solver=f"{HERE}:deaf")
        child = Child(task=task, on_progress=lambda _: None, margin_seconds=0.5 - JOB.budget.seconds)
        result = await child.run()
        assert isinstance(result, OutOfBudget)
        assert "did not end" in result.reason

    run(scenario())


def test_a_solve_killed_at_its_deadline_leaves_the_last_schedule_that_it_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flextime_streams.scheduler.child.FINISH_SECONDS", 0.1)

    async def scenario() -> None:
        found = asyncio.Event()
        task = Task(problem=JOB.problem, budget=JOB.budget, seed=42, solver=f"{HERE}:finder")
        child = Child(task=task, on_progress=lambda _: found.set(), margin_seconds=10.0 - JOB.budget.seconds)
        result = await child.run()
        assert found.is_set()
        assert isinstance(result, Solved)
        assert (result.best.games, result.evaluations) == (GAMES, 5)

    run(scenario())


def test_a_solver_that_raises_ends_its_member_with_the_reason() -> None:
    async def scenario() -> None:
        result = await told_by("raising", []).run(JOB)
        assert isinstance(result, OutOfBudget)
        assert "ZeroDivisionError: a bug in the solver" in result.reason

    run(scenario())


def test_a_solver_that_dies_is_tried_once_more_and_then_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solves_module, "AFTER_DEATH_SECONDS", 0.0)

    async def scenario() -> None:
        result = await told_by("dying", []).run(JOB)
        assert isinstance(result, OutOfBudget)
        assert "ended with -9, 2 times" in result.reason

    run(scenario())
