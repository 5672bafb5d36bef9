"""Conferences, their schools and venues."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from flextime.league.model import SchoolStatus
from flextime_query_api.api import Api
from flextime_query_api.reading.conditions import Condition, Equals
from flextime_query_api.reading.postgres import select
from flextime_query_api.web.answers import Content, Hot, Served
from flextime_query_api.web.asking import AskedEver, key_of
from flextime_query_api.web.documents import one, page
from flextime_query_api.web.paging import Paging, cursor_at, next_link, page_body, wanted_page
from flextime_query_api.web.parameters import IDENTIFIER, MinPosition, read_position
from flextime_query_api.web.routing import StrictRoute

router = APIRouter(route_class=StrictRoute)

WantedPage = Annotated[Paging, Depends(wanted_page)]
SchoolPath = Annotated[str, Path(pattern=IDENTIFIER, description="The school's code.", examples=["KU"])]
VenuePath = Annotated[str, Path(pattern=IDENTIFIER, description="The venue.", examples=["ku-allen-fieldhouse"])]
Owner = Annotated[str | None, Query(pattern=IDENTIFIER, description="Venues of this school only.", examples=["KU"])]
Status = Annotated[SchoolStatus | None, Query(description="Schools of this status only.")]


@router.get("/v1/conferences", tags=["conferences"], responses=page("ConferenceDocument", past=False))
async def conferences(request: Request, paging: WantedPage, min_position: MinPosition = None) -> Response:
    """Every conference with its seasons."""
    api: Api = request.app.state.api
    if min_position is not None:
        await api.await_position(*read_position(min_position))
    await api.positions.refresh()
    revision = api.positions.revision  # before the read: what is read may be newer, never older
    async with api.pool.connection() as connection:
        rows = await select(connection, "conferences", (), behind=paging.behind("conferences"), limit=paging.limit + 1)
    more, rows = len(rows) > paging.limit, rows[: paging.limit]
    link = next_link(request, cursor_at(rows[-1].place)) if more else None
    served = Served(Content(body=page_body(rows, link)), position=None)
    api.hot.put(key_of(request), Hot(served, None, revision))
    return served


@router.get("/v1/conferences/{conference}", tags=["conferences"], responses=one("ConferenceDocument", "position"))
async def conference(asked: AskedEver) -> Response:
    """A conference with its seasons, and the position of the answer."""
    async with asked.look() as look:
        found = await look.find("conferences", ())
        if found is None:
            raise asked.missing("record of", asked.conference)
        position = f',"position":"{look.place.position}"}}'.encode()
        return asked.answer(look, Content(body=found.document[:-1] + position))


@router.get("/v1/conferences/{conference}/schools", tags=["schools"], responses=page("SchoolDocument"))
async def schools(asked: AskedEver, paging: WantedPage, status: Status = None) -> Response:
    """The schools of a conference, with their venues and academic calendars."""
    conditions = [Equals("status", status)] if status else []
    async with asked.look() as look:
        return await asked.answer_page(look, "schools", conditions, paging)


@router.get("/v1/conferences/{conference}/schools/{school}", tags=["schools"], responses=one("SchoolDocument"))
async def school(asked: AskedEver, school: SchoolPath) -> Response:
    """A school."""
    async with asked.look() as look:
        found = await look.find("schools", [Equals("id", school)])
        if found is None:
            raise asked.missing("school", school)
        return asked.answer_row(look, found)


@router.get("/v1/conferences/{conference}/venues", tags=["venues"], responses=page("VenueDocument"))
async def venues(asked: AskedEver, paging: WantedPage, school: Owner = None) -> Response:
    """The venues of a conference, with the days on which they are closed."""
    conditions: list[Condition] = [Equals("school", school)] if school else []
    async with asked.look() as look:
        return await asked.answer_page(look, "venues", conditions, paging)


@router.get("/v1/conferences/{conference}/venues/{venue}", tags=["venues"], responses=one("VenueDocument"))
async def venue(asked: AskedEver, venue: VenuePath) -> Response:
    """A venue."""
    async with asked.look() as look:
        found = await look.find("venues", [Equals("id", venue)])
        if found is None:
            raise asked.missing("venue", venue)
        return asked.answer_row(look, found)
