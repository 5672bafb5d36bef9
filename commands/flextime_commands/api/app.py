"""The application: routes, error documents and life cycle. Everything real is built here, by default."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from flextime_commands.api.openapi import document
from flextime_commands.api.outcomes import OutcomeReader, OutcomeView
from flextime_commands.api.pending import undecided
from flextime_commands.api.problems import render
from flextime_commands.api.remembered import Remembered
from flextime_commands.api.service import CommandService
from flextime_commands.api.submission import Submitter
from flextime_schemas.codec import Codec
from flextime_schemas.problems import Problem, ProblemDetail
from flextime_schemas.settings import Settings

log = logging.getLogger(__name__)


class Api:
    """The parts of a running API, which begin with the event loop and end with it."""

    def __init__(self, settings: Settings) -> None:
        loop = asyncio.get_running_loop()
        codec = Codec.load(settings)
        self.submitter = Submitter(settings, codec, loop)
        self.outcomes = OutcomeView(codec)
        self.remembered = Remembered()
        pending = partial(undecided, settings, codec)
        self.reader = OutcomeReader(settings, self.outcomes, loop, pending=pending, remembered=self.remembered)
        self.service = CommandService(self.submitter, self.outcomes, self.remembered)

    def start(self) -> None:
        self.submitter.start()
        self.reader.start()

    def stop(self) -> None:
        self.submitter.stop()
        self.reader.stop()

    def health(self) -> dict[str, Any]:
        """Say whether commands can be taken and their outcomes told."""
        if self.submitter.away:
            status, detail = "failing", "Kafka does not answer"
        elif not self.outcomes.caught_up:
            status, detail = "starting", "reading the outcomes"
        else:
            status, detail = "ok", "taking commands"
        return {
            "status": status,
            "detail": detail,
            "version": version("flextime"),
            "outcomes": len(self.outcomes),
            "remembered": len(self.remembered),
        }


def create_app(settings: Settings) -> FastAPI:
    """Build the application; it begins to speak with Kafka when it is started."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.api = api = Api(settings)
        api.start()
        try:
            yield
        finally:
            await asyncio.to_thread(api.stop)

    app = FastAPI(title="FlexTime commands", lifespan=life, docs_url="/docs", redoc_url=None)
    described = document()
    app.openapi = lambda: described  # type: ignore[method-assign]  # FastAPI's own way to bring a document
    app.add_api_route("/v1/conferences/{conference}/commands/{name}", submit, methods=["POST"])
    app.add_api_route("/v1/commands/{command_id}", find, methods=["GET"])
    app.add_api_route("/health", health, methods=["GET"])
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(Exception, _fault)
    return app


async def submit(conference: str, name: str, request: Request) -> Response:
    """Take a command."""
    api: Api = request.app.state.api
    return await api.service.submit(conference, name, request)


async def find(command_id: str, request: Request) -> Response:
    """Tell a command's outcome."""
    api: Api = request.app.state.api
    return await api.service.find(command_id, request)


async def health(request: Request) -> Response:
    """Answer the probe: 200 when ok, else 503."""
    api: Api = request.app.state.api
    found = api.health()
    return Response(orjson.dumps(found), 200 if found["status"] == "ok" else 503, media_type="application/json")


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return render(error.problem)


async def _http_problem(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: an unknown path, a method that does not work there."""
    assert isinstance(error, HTTPException)
    code = "method-not-allowed" if error.status_code == 405 else "no-such-path"
    detail = f"{request.method} {request.url.path}: {error.detail}."
    return render(ProblemDetail(code=code, detail=detail, headers=error.headers or {}))


async def _fault(request: Request, error: Exception) -> Response:
    log.error("fault=request method=%s path=%s", request.method, request.url.path, exc_info=error)
    return render(ProblemDetail(code="internal", detail="A fault of ours; it is on record."))
