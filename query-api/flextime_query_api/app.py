"""The application: routes, error documents and life cycle. Everything real is built here, by default."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

import psycopg
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from psycopg.errors import InvalidSchemaName, UndefinedTable
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from flextime_query_api.api import RETRY_AFTER_SECONDS, Api
from flextime_query_api.problems import render, wrong_parameters
from flextime_query_api.routes import conference, conflicts, events, pages, runs, schedule, search, seasons, waivers
from flextime_query_api.web.documents import completed
from flextime_query_api.web.front import Front
from flextime_query_api.web.parameters import REASONS
from flextime_schemas.plain import FieldError
from flextime_schemas.problems import Problem, ProblemDetail, problem
from flextime_schemas.settings import Settings

log = logging.getLogger(__name__)

DESCRIPTION = (
    "What is so, and what was so. Documents are the read model's own, with an ETag. A command's outcome names its "
    "position: give it as `min_position`, and the answer shows what you did. `as_of` answers as it was. Errors are "
    "problem documents that name the parameter and the reason."
)
ROUTERS = (pages, conference, seasons, schedule, runs, conflicts, waivers, events, search)


def create_app(settings: Settings) -> Front:
    """Build the application; it begins to speak with the servers when it is started."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.api = api = Api(settings)
        await api.start()
        try:
            yield
        finally:
            await api.stop()

    app = FastAPI(
        title="FlexTime queries", version=version("flextime"), description=DESCRIPTION, lifespan=life, redoc_url=None
    )
    for module in ROUTERS:
        app.include_router(module.router)
    generate = app.openapi
    app.openapi = lambda: completed(generate())  # type: ignore[method-assign]  # FastAPI's own way to change it
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(psycopg.Error, _read_model_problem)
    app.add_exception_handler(Exception, _fault)
    return Front(app)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return render(error.problem)


async def _invalid(_: Request, error: Exception) -> Response:
    """Answer a parameter that is not what it should be, each with its name and the reason."""
    assert isinstance(error, RequestValidationError)
    found = [FieldError(field=str(part["loc"][-1]), reason=_reason(part)) for part in error.errors()]
    return render(wrong_parameters(found).problem)


def _reason(part: Mapping[str, Any]) -> str:
    """Say what is wrong as the end of a sentence that begins with the parameter's name."""
    pattern = part.get("ctx", {}).get("pattern")
    if pattern in REASONS:
        return REASONS[pattern]
    return str(part["msg"]).removeprefix("Input ").removeprefix("String ")


async def _http_problem(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: an unknown path, a method that does not work there."""
    assert isinstance(error, HTTPException)
    code = "method-not-allowed" if error.status_code == 405 else "no-such-path"
    detail = f"{request.method} {request.url.path}: {error.detail}."
    return render(ProblemDetail(code=code, detail=detail, headers=error.headers or {}))


async def _read_model_problem(request: Request, error: Exception) -> Response:
    """Answer while PostgreSQL is away, or not set up yet; anything else of its errors is a fault of ours."""
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        away = problem("read-model-away", "PostgreSQL does not answer.", retry_after=RETRY_AFTER_SECONDS)
    elif isinstance(error, UndefinedTable | InvalidSchemaName):
        away = problem("read-model-away", "The read model is not set up yet.", retry_after=5)
    else:
        return await _fault(request, error)
    log.warning("read_model=away path=%s why=%r", request.url.path, str(error))
    return render(away.problem)


async def _fault(request: Request, error: Exception) -> Response:
    log.error("fault=request method=%s path=%s", request.method, request.url.path, exc_info=error)
    return render(ProblemDetail(code="internal", detail="A fault of ours; it is on record."))
