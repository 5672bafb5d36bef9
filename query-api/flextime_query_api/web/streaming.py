"""Server-sent events: a conference's log from a sequence on, and then as it grows."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import orjson
import psycopg
from starlette.responses import Response, StreamingResponse

from flextime_query_api.api import Api
from flextime_query_api.reading.conditions import AtLeast
from flextime_query_api.reading.postgres import look_at_present
from flextime_query_api.reading.rows import Row
from flextime_query_api.web.asking import Asked
from flextime_schemas.problems import problem

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05  # how much later than the read model a stream may be; all streams share the query
HEARTBEAT_SECONDS = 5.0  # proxies close what is silent for 30 s and more
CHUNK = 200  # events of one query: candidates have 30 kB each
MOST_STREAMS = 500  # each holds a socket and some kB
RETRY_MS = 1_000


async def stream_response(asked: Asked, after: int | None) -> Response:
    """Return the stream. Raises Problem for an unknown conference, or when too many are open."""
    async with look_at_present(asked.api.pool, asked.conference) as present:
        begin = present.place.sequence if after is None else after
    if asked.api.streams >= MOST_STREAMS:
        raise problem("too-many-streams", f"{MOST_STREAMS} streams are open.", retry_after=5)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(frames(asked.api, asked.conference, begin), 200, headers, "text/event-stream")


async def frames(api: Api, conference: str, after: int) -> AsyncIterator[bytes]:
    """Yield events behind a sequence, for ever; ends when the process does. Waits while PostgreSQL is away."""
    api.streams += 1
    try:
        yield f"retry: {RETRY_MS}\n: {conference} after {after}\n\n".encode()
        clock = asyncio.get_running_loop().time
        spoken = clock()
        while not api.stopping.is_set():
            rows = await _next(api, conference, after)
            if rows:
                yield b"".join(event_frame(row.sequence, row.document) for row in rows)
                after, spoken = rows[-1].sequence, clock()
            elif clock() - spoken >= HEARTBEAT_SECONDS:
                yield b": still here\n\n"
                spoken = clock()
    finally:
        api.streams -= 1


async def _next(api: Api, conference: str, after: int) -> list[Row]:
    """Return the events behind a sequence, or none after a short wait."""
    try:
        await api.positions.refresh(older_than=POLL_SECONDS)
        place = api.positions.known(conference)
        if place is not None and place.sequence > after:
            async with look_at_present(api.pool, conference) as present:
                return await present.rows("events", [AtLeast("sequence", after + 1)], limit=CHUNK)
    except psycopg.Error as error:
        log.warning("stream=waiting why=%r", str(error))
    with suppress(TimeoutError):
        await asyncio.wait_for(api.stopping.wait(), POLL_SECONDS)
    return []


def event_frame(sequence: int, document: bytes) -> bytes:
    """Return an event's frame. A document is JSON on one line, so its data is one line too."""
    kind = orjson.loads(document)["type"].encode()
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (sequence, kind, document)
