"""A request that has been read: which conference, from which position, as of when; and its answer."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from flextime_query_api.api import Api
from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.conditions import Condition
from flextime_query_api.reading.rows import Look, Row
from flextime_query_api.web.answers import Content, Hot, Served
from flextime_query_api.web.paging import Paging, cursor_at, next_link, page_body
from flextime_query_api.web.parameters import AsOf, AsOfText, ConferencePath, MinPosition, read_as_of, read_position
from flextime_schemas.problems import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request about one conference; its position has been reached."""

    request: Request
    conference: str
    as_of: AsOf | None = None
    position: int | None = None

    @property
    def api(self) -> Api:
        """The parts that the answer is read from."""
        api: Api = self.request.app.state.api
        return api

    @property
    def base(self) -> str:
        """The path of the conference."""
        return f"/v1/conferences/{self.conference}"

    def look(self) -> AbstractAsyncContextManager[Look]:
        """Give a look at the conference. Raises Problem."""
        return self.api.look(self.conference, self.as_of)

    def answer(self, look: Look, content: Content) -> Served:
        """Return the answer, and keep it for as long as it holds."""
        for_ever = look.for_ever and self.as_of is not None and self.as_of.sequence is not None
        served = Served(content, position=look.place.position, for_ever=for_ever)
        if for_ever or self.as_of is None:
            stamp = None if for_ever else look.place
            self.api.hot.put(key_of(self.request), Hot(served, self.conference, stamp))
        return served

    def answer_row(self, look: Look, row: Row) -> Served:
        """Return a document as the read model has it."""
        return self.answer(look, Content(body=row.document, etag=row.etag))

    async def answer_page(self, look: Look, view: str, conditions: Sequence[Condition], paging: Paging) -> Served:
        """Return a page of a view."""
        rows = await look.rows(view, conditions, behind=paging.behind(view), limit=paging.limit + 1)
        more, rows = len(rows) > paging.limit, rows[: paging.limit]
        link = next_link(self.request, cursor_at(rows[-1].place)) if more else None
        headers: Mapping[str, str] = {"Link": f'<{link}>; rel="next"'} if link else {}
        return self.answer(look, Content(body=page_body(rows, link), headers=headers))

    def missing(self, what: str, key: str) -> Problem:
        """Return the Problem of something that the conference does not have."""
        when = "" if self.as_of is None else " then"
        return problem("not-found", f"{self.conference} has no {what} {key}{when}.")


def key_of(request: Request) -> tuple[str, bytes]:
    """Return what an answer is kept under: the path and query as they came."""
    return request.scope["path"], request.scope["query_string"]


async def asked_now(request: Request, conference: ConferencePath, min_position: MinPosition = None) -> Asked:
    """Read a request about the present, and wait for its position. Raises Problem."""
    return await _asked(request, conference, min_position, None)


async def asked_ever(
    request: Request, conference: ConferencePath, min_position: MinPosition = None, as_of: AsOfText = None
) -> Asked:
    """Read a request about the present or the past, and wait for its position. Raises Problem."""
    return await _asked(request, conference, min_position, as_of)


async def _asked(request: Request, conference: str, min_position: str | None, as_of: str | None) -> Asked:
    moment = None if as_of is None else read_as_of(as_of, conference)
    if min_position is None:
        return Asked(request=request, conference=conference, as_of=moment)
    named, sequence = read_position(min_position)
    if named != conference:
        raise wrong_parameter("min_position", f"is a position of {named}, and this is a read of {conference}")
    api: Api = request.app.state.api
    await api.await_position(conference, sequence)
    return Asked(request=request, conference=conference, as_of=moment, position=sequence)


AskedNow = Annotated[Asked, Depends(asked_now)]
AskedEver = Annotated[Asked, Depends(asked_ever)]
