"""`flextime why-not`: why a game does not stand on a date, by a schedule that has it there or by what forbids it."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.status import Status

from flextime.league.ids import SchoolCode, SeasonId
from flextime.rules.check import score
from flextime.season.refusal import NotFound
from flextime.season.state import Conference, problem_of
from flextime.solve import why_not
from flextime.solve.answers import Answer, Forbidden, Question, Undecided
from flextime.solve.problem import Budget, Problem, Progress, Schedule
from flextime_cli.auditing.present import conference_now
from flextime_cli.commands.common import DataOption, complaints, console, plain_words
from flextime_cli.errors import StackError
from flextime_cli.rendering.answers import answer_lines

FORBIDDEN, UNDECIDED = 2, 3  # exit codes


class BadQuestion(StackError):
    """What was asked cannot be read, or there is no schedule to ask about."""


class Clock:
    """Real seconds; nothing is told, for there are few."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        return False


def register(app: typer.Typer) -> None:
    """Hang `why-not` into the command line."""
    app.command(name="why-not")(ask)


def ask(
    conference: Annotated[str, typer.Argument(help="For example big12.")],
    season: Annotated[str, typer.Argument(help="For example mbb-2025-26.")],
    *,
    game: Annotated[str, typer.Option("--game", help="Who visits whom: KU@TCU, or a game's id.")],
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="For example 2026-01-14.")],
    seconds: Annotated[float, typer.Option("--seconds", min=1.0, help="How long to look.")] = 5.0,
    evaluations: Annotated[
        int, typer.Option("--evaluations", min=0, help="Also look for a cheaper season around the game.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Another seed may find another schedule.")] = 0,
    from_file: Annotated[Path | None, typer.Option("--from-file", help="Ask a copy of the records.")] = None,
    data: DataOption = None,
) -> None:
    """Ask why a game is not on a date. Ends with 0 when it can be, 2 when rules forbid it, 3 when nobody knows."""
    with plain_words():
        home, away = read_game(game)
        question = Question(home=home, away=away, date=day.date())
        with Status("Reading the history ...", console=complaints) as status:
            problem, present = draft_of(conference_now(conference, data=data, from_file=from_file), season)
            status.update("Looking for schedules ...")
            budget = Budget(evaluations=evaluations, anneals=1, seconds=seconds)
            answer = why_not(problem, present, question, budget=budget, seed=seed, watch=Clock())
    for line in answer_lines(answer, _asked(question)):
        console.print(line, soft_wrap=True)
    if (code := _exit_code(answer)) != 0:
        raise typer.Exit(code)


def read_game(text: str) -> tuple[SchoolCode, SchoolCode]:
    """Return home and away of "KU@TCU", "ku-at-tcu" or "mbb-2025-26.ku-at-tcu". Raises BadQuestion."""
    short = text.rpartition(".")[2].upper().replace("-AT-", "@")
    away, at, home = short.partition("@")
    if not (away and at and home):
        raise BadQuestion(f"{text!r} names no game.", advice="Write who visits whom, KU@TCU, or a game's id.")
    return SchoolCode(home), SchoolCode(away)


def draft_of(state: Conference, season: str) -> tuple[Problem, Schedule]:
    """Return a season's problem and its draft, with the draft's score. Raises BadQuestion."""
    try:
        problem, found = problem_of(state, SeasonId(season)), state.season(SeasonId(season))
    except NotFound as error:
        raise BadQuestion(error.detail) from error
    if found.off:
        raise BadQuestion(
            f"{next(iter(found.off))} is postponed or cancelled, and only a whole season is looked through.",
            advice="`flextime conflicts ways-out` finds places for one game.",
        )
    if not (games := found.games):
        raise BadQuestion(f"{season} has no schedule yet.", advice="Ask for one, and adopt a candidate.")
    ordered = tuple(sorted(games.values(), key=lambda game: (game.date, game.tip_off, game.game)))
    return problem, Schedule(games=ordered, score=score(problem.facts, problem.rules, ordered))


def _asked(question: Question) -> str:
    return f"{question.away} at {question.home} on {_day(question.date)}"


def _day(day: date) -> str:
    return f"{day:%a} {day.isoformat()}"


def _exit_code(answer: Answer) -> int:
    match answer:
        case Forbidden():
            return FORBIDDEN
        case Undecided():
            return UNDECIDED
        case _:
            return 0
