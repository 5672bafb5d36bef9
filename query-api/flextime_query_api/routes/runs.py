"""Runs with the progress of their members, and the candidates that they proposed."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from flextime.season.state import RunStatus
from flextime_query_api.reading.conditions import Condition, Equals
from flextime_query_api.reading.rows import Look, Row
from flextime_query_api.routes.conference import WantedPage
from flextime_query_api.routes.seasons import SEASON, found_season
from flextime_query_api.web.answers import Content, Served
from flextime_query_api.web.asking import Asked, AskedEver
from flextime_query_api.web.documents import one, page
from flextime_query_api.web.parameters import IDENTIFIER, SeasonPath
from flextime_query_api.web.routing import StrictRoute

router = APIRouter(route_class=StrictRoute)

RUN = "/v1/conferences/{conference}/runs/{run}"

RunPath = Annotated[str, Path(pattern=IDENTIFIER, description="The run.", examples=["run-1"])]
CandidatePath = Annotated[str, Path(pattern=IDENTIFIER, description="The candidate.", examples=["run-1.0"])]
Status = Annotated[RunStatus | None, Query(description="Runs of this status only.")]


@router.get(f"{SEASON}/runs", tags=["runs"], responses=page("RunDocument"))
async def runs(asked: AskedEver, season: SeasonPath, paging: WantedPage, status: Status = None) -> Response:
    """The requests for a schedule of a season, the latest first."""
    conditions: list[Condition] = [Equals("season", season)]
    if status is not None:
        conditions.append(Equals("status", status))
    async with asked.look() as look:
        await found_season(asked, look, season)
        return await asked.answer_page(look, "runs", conditions, paging)


@router.get(RUN, tags=["runs"], responses=one("RunDocument", "position", "progress"))
async def run(asked: AskedEver, run: RunPath) -> Response:
    """A run. `progress` is the newest word of each member of its portfolio: telemetry, kept for a day."""
    async with asked.look() as look:
        found = await _found_run(asked, look, run)
        progress = [] if asked.as_of else asked.api.progress.documents(asked.conference, run)
        more = orjson.dumps({"progress": progress, "position": look.place.position})
        body = found.document[:-1] + b"," + more[1:]
        return Served(Content(body=body), position=look.place.position)  # never kept: progress has no position


@router.get(f"{RUN}/candidates", tags=["runs"], responses=page("CandidateDocument"))
async def candidates(asked: AskedEver, run: RunPath, paging: WantedPage) -> Response:
    """The schedules that a run proposed, the best first."""
    async with asked.look() as look:
        await _found_run(asked, look, run)
        return await asked.answer_page(look, "candidates", [Equals("run", run)], paging)


@router.get("/v1/conferences/{conference}/candidates/{candidate}", tags=["runs"], responses=one("CandidateDocument"))
async def candidate(asked: AskedEver, candidate: CandidatePath) -> Response:
    """A candidate: all its games, its price rule by rule, and what it asks of each team."""
    async with asked.look() as look:
        found = await look.find("candidates", [Equals("id", candidate)])
        if found is None:
            raise asked.missing("candidate", candidate)
        return asked.answer_row(look, found)


async def _found_run(asked: Asked, look: Look, run: str) -> Row:
    found = await look.find("runs", [Equals("id", run)])
    if found is None:
        raise asked.missing("run", run)
    return found
