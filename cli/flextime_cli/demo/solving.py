"""Step 2: a schedule for the season: requested, followed while it is solved, adopted."""

from __future__ import annotations

import time

from flextime.league.ids import RunId, SeasonId
from flextime.season.runs import RequestSchedule
from flextime.solve.problem import Budget
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.errors import StackError

# The saga adopts the best candidate as soon as the last member has proposed; it takes well under a second.
ADOPTION_SECONDS = 60.0
ASK_SECONDS = 0.2


class NoSchedule(StackError):
    """The run ended, or the time did, and the season has no schedule."""


def open_run(queries: QueryApi, season: str) -> JsonObject | None:
    """Return the season's run that is still being solved: one that an interrupted demo left, say."""
    return next((run for run in queries.items(f"seasons/{season}/runs") if run["status"] == "requested"), None)


def request_run(commands: CommandApi, queries: QueryApi, season: str, *, budget: Budget, seed: int) -> tuple[str, str]:
    """Request a schedule by a run that has no namesake; return its id and the position behind the request."""
    number = sum(1 for _ in queries.items(f"seasons/{season}/runs")) + 1
    run = RunId(f"{season}.run-{number}")
    sent = commands.decide(RequestSchedule(run=run, season=SeasonId(season), seed=seed, budget=budget))
    return run, sent.position or ""


def require_solved(run: JsonObject) -> None:
    """Raise NoSchedule, with the reason and what can be done, unless a run has found a schedule."""
    if run["status"] == "solved":
        return
    if run["status"] == "infeasible":
        found = run["infeasible"]
        raise NoSchedule(
            f"No schedule keeps these rules together: {', '.join(found['rules'])}.",
            advice=f"{found['explanation']}\nRetire or change one of them, and run the demo again.",
        )
    raise NoSchedule(
        f"The run {run['id']} {run['status']}: {run['reason'] or 'nobody said why.'}",
        advice="Give it more time with --seconds; `flextime logs scheduler` has its last words.",
    )


def await_adoption(queries: QueryApi, season: str, patience_seconds: float = ADOPTION_SECONDS) -> JsonObject:
    """Return the season once a candidate is its draft. Raises NoSchedule when that does not come about."""
    deadline = time.monotonic() + patience_seconds
    while not (document := queries.get(f"seasons/{season}"))["games"]:
        if time.monotonic() > deadline:
            raise NoSchedule(
                f"A schedule was found, and was not adopted in {patience_seconds:.0f} s.",
                advice="The saga adopts it: `flextime status` and `flextime logs saga` tell.",
            )
        time.sleep(ASK_SECONDS)
    return document
