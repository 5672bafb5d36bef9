"""Server-sent events: ways out of a conflict as they are found, by a search that goes on in a thread."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import orjson
from starlette.responses import StreamingResponse

from flextime_query_api.api import Api
from flextime_schemas.conflict_documents import WaysOutDocument
from flextime_schemas.problems import problem

MOST_SEARCHES = 2  # each takes a core for some 15 s
HEARTBEAT_SECONDS = 5.0


def found_response(api: Api, found: Iterator[WaysOutDocument]) -> StreamingResponse:
    """Return the stream; whoever closes it ends the search at its next step. Raises Problem when too many go on."""
    if api.searches >= MOST_SEARCHES:
        raise problem("too-many-streams", f"{MOST_SEARCHES} searches go on.", retry_after=15)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_frames(api, found), 200, headers, "text/event-stream")


async def _frames(api: Api, found: Iterator[WaysOutDocument]) -> AsyncIterator[bytes]:
    """Yield an event `found` after each step that found something else, and `end`."""
    api.searches += 1
    last = b""
    try:
        while not api.stopping.is_set():
            step = asyncio.ensure_future(asyncio.to_thread(next, found, None))
            while not (await asyncio.wait([step], timeout=HEARTBEAT_SECONDS))[0]:
                yield b": still looking\n\n"
            if (document := step.result()) is None:
                yield b"event: end\ndata: {}\n\n"
                return
            if (told := orjson.dumps(document)) != last:
                last = told
                yield b"event: found\ndata: %s\n\n" % told
    finally:
        api.searches -= 1
