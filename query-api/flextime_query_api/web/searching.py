"""Server-sent events: ways out of a conflict as they are found, by a search that goes on in a thread."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import orjson
from starlette.responses import StreamingResponse

from flextime_query_api.api import MOST_SEARCHES, Api
from flextime_schemas.conflict_documents import WaysOutDocument
from flextime_schemas.problems import problem

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0


def found_response(api: Api, found: Iterator[WaysOutDocument]) -> StreamingResponse:
    """Return the stream; whoever closes it ends the search at its next step. Raises Problem when too many go on."""
    if api.searches >= MOST_SEARCHES:
        raise problem("too-many-streams", f"{MOST_SEARCHES} searches go on.", retry_after=15)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(api, found), 200, headers, "text/event-stream")


async def _frames(api: Api, found: Iterator[WaysOutDocument]) -> AsyncIterator[bytes]:
    """Yield an event `found` after each step that found something else, and then `end`, or `failed`."""
    api.searches += 1
    last, loop = b"", asyncio.get_running_loop()
    step = loop.run_in_executor(api.searching, next, found, None)
    try:
        while not api.stopping.is_set():
            while not (await asyncio.wait([step], timeout=HEARTBEAT_SECONDS))[0]:
                yield b": still looking\n\n"
            try:
                document = step.result()
            except Exception:
                log.exception("search=failed")
                yield b"event: failed\ndata: {}\n\n"
                return
            if document is None:
                yield b"event: end\ndata: {}\n\n"
                return
            step = loop.run_in_executor(api.searching, next, found, None)
            if (told := orjson.dumps(document)) != last:
                last = told
                yield b"event: found\ndata: %s\n\n" % told
    finally:
        step.add_done_callback(lambda _: _ended(api))  # whoever has gone, its step still takes a core


def _ended(api: Api) -> None:
    api.searches -= 1
