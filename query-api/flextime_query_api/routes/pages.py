"""The page at `/`, and how the service is."""

from importlib.metadata import version

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from flextime_query_api.api import Api
from flextime_query_api.reading.postgres import select
from flextime_query_api.rendering.landing import render_landing
from flextime_query_api.routes.schedule import PAGE_POLICY
from flextime_query_api.web.answers import Content, Served
from flextime_query_api.web.documents import health as health_answer

router = APIRouter()


@router.get("/", include_in_schema=False)
async def landing(request: Request) -> Response:
    """What is here."""
    api: Api = request.app.state.api
    async with api.pool.connection() as connection:
        rows = await select(connection, "conferences", (), limit=1_000)
    body = render_landing([orjson.loads(row.document) for row in rows])
    return Served(Content(body=body, media_type="text/html", headers=PAGE_POLICY), position=None)


@router.get("/health", tags=["health"], responses=health_answer())
async def health(request: Request) -> Response:
    """Whether reads work. Search that is away is told, and does not make the service fail: all other reads go on."""
    api: Api = request.app.state.api
    reading = await api.is_reading()
    searching = await api.search.answers()
    status = "ok" if reading else "failing"
    missing = [name for name, here in (("PostgreSQL", reading), ("search", searching)) if not here]
    detail = f"{' and '.join(missing)} does not answer" if missing else "reading"
    figures = {
        "conferences": len(api.positions.conferences()),
        "hot_answers": len(api.hot),
        "streams": api.streams,
        "runs_with_progress": len(api.progress),
    }
    found = {"status": status, "detail": detail, "version": version("flextime"), **figures}
    return Response(orjson.dumps(found), 200 if reading else 503, media_type="application/json")
