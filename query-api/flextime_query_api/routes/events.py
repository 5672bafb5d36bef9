"""The event log of a conference, and its live stream."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from starlette.responses import Response

from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.conditions import AtLeast, Condition, Equals
from flextime_query_api.routes.conference import WantedPage
from flextime_query_api.web.asking import AskedNow
from flextime_query_api.web.documents import event_stream, one, page
from flextime_query_api.web.parameters import IDENTIFIER, MOST_BIGINT
from flextime_query_api.web.routing import StrictRoute
from flextime_query_api.web.streaming import stream_response
from flextime_schemas.messages import EVENT_TYPES, full_name

router = APIRouter(route_class=StrictRoute)

EVENTS = "/v1/conferences/{conference}/events"
TYPE_NAMES = {kind.__name__: full_name(kind) for kind in EVENT_TYPES}

Stream = Annotated[
    str | None,
    Query(pattern=IDENTIFIER, description="Events of one stream: a season, a school, a venue, the conference.",
          examples=["season/mbb-2025-26"]),
]  # fmt: skip
Type = Annotated[
    str | None,
    Query(alias="type", pattern=IDENTIFIER, description="Events of one type, with or without `flextime.events.`.",
          examples=["GameMoved"]),
]  # fmt: skip
Actor = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Events of one actor's doing.", examples=["planner"])
]
Command = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Events that one command, by its id, brought about.")
]
After = Annotated[
    int | None, Query(ge=0, le=MOST_BIGINT - 1, description="Events behind this sequence.", examples=[42])
]
Sequence = Annotated[int, Path(ge=1, le=MOST_BIGINT, description="The event's sequence.", examples=[1])]
LastEventId = Annotated[
    int | None,
    Header(ge=0, le=MOST_BIGINT - 1, description="Go on behind this sequence; browsers send it when they reconnect."),
]


@router.get(EVENTS, tags=["events"], responses=page("EventDocument", past=False))
async def events(
    asked: AskedNow,
    paging: WantedPage,
    *,
    stream: Stream = None,
    event_type: Type = None,
    actor: Actor = None,
    command: Command = None,
    after: After = None,
) -> Response:
    """What happened, in order: each event with who, when, and which command caused it."""
    wanted = {"stream": stream, "type": _type_name(event_type), "actor": actor, "causation": command}
    conditions: list[Condition] = [Equals(column, value) for column, value in wanted.items() if value is not None]
    if after is not None:
        conditions.append(AtLeast("sequence", after + 1))
    async with asked.look() as look:
        return await asked.answer_page(look, "events", conditions, paging)


@router.get(f"{EVENTS}/{{sequence}}", tags=["events"], responses=one("EventDocument", past=False))
async def event(asked: AskedNow, sequence: Sequence) -> Response:
    """An event."""
    async with asked.look() as look:
        found = await look.find("events", [Equals("sequence", sequence)])
        if found is None:
            raise asked.missing("event", str(sequence))
        return asked.answer_row(look, found)


@router.get("/v1/conferences/{conference}/stream", tags=["events"], responses=event_stream())
async def stream(asked: AskedNow, after: After = None, last_event_id: LastEventId = None) -> Response:
    """Events as they are recorded, as server-sent events: `id` is the sequence, `event` the type, `data` the event.

    Begins behind `Last-Event-ID`, else behind `after`, else with now. A comment every few seconds keeps it open.
    """
    return await stream_response(asked, last_event_id if last_event_id is not None else after)


def _type_name(typed: str | None) -> str | None:
    if typed is None:
        return None
    name = typed.rpartition(".")[2]
    if name not in TYPE_NAMES or typed not in (name, TYPE_NAMES[name]):
        raise wrong_parameter("type", f"is no type of event; there are {', '.join(sorted(TYPE_NAMES))}")
    return TYPE_NAMES[name]
