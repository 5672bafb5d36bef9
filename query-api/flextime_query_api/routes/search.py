"""Search over games, schools, venues, rules and events."""

import base64
import binascii
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from flextime_query_api.api import LATE_SECONDS
from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.postgres import no_such_conference
from flextime_query_api.reading.search import DEEPEST, Question, facets_of, hits_of
from flextime_query_api.web.answers import Content, Served
from flextime_query_api.web.asking import Asked, AskedNow
from flextime_query_api.web.documents import answer
from flextime_query_api.web.paging import UNREADABLE, next_link
from flextime_query_api.web.parameters import IDENTIFIER, Cursor, From, Limit, Team, To
from flextime_query_api.web.routing import StrictRoute
from flextime_schemas.problems import problem

router = APIRouter(route_class=StrictRoute)

Kind = Literal["game", "school", "venue", "rule", "event"]
Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LONGEST_QUERY = 200  # characters; a search of 30 words is no search

Typed = Annotated[
    str,
    Query(
        max_length=LONGEST_QUERY,
        description='What a person types: "kansas at tcu february", "byu saturday home", "allen fieldhouse". Words '
        'before "at" name the visitor, those after it the host; "home" and "away" the side of the team that is named. '
        "Empty finds everything that the filters let through.",
        examples=["kansas at tcu february"],
    ),
]
KindFilter = Annotated[Kind | None, Query(description="Only hits of this kind.")]
SeasonFilter = Annotated[str | None, Query(pattern=IDENTIFIER, description="Only hits of this season.")]
VenueFilter = Annotated[str | None, Query(pattern=IDENTIFIER, description="Only hits in this venue.")]
MonthFilter = Annotated[Month | None, Query(description="Only games of this month.")]
WeekdayFilter = Annotated[Weekday | None, Query(description="Only games on this weekday.")]


@router.get("/v1/conferences/{conference}/search", tags=["search"], responses=answer("Found"))
async def search(
    asked: AskedNow,
    *,
    q: Typed = "",
    kind: KindFilter = None,
    season: SeasonFilter = None,
    team: Team = None,
    venue: VenueFilter = None,
    month: MonthFilter = None,
    weekday: WeekdayFilter = None,
    first: From = None,
    last: To = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Find what was typed, the best hit first, with how many hits each filter would leave."""
    await _require_conference(asked)
    wanted = {
        "kind": kind,
        "season": season,
        "teams": team,
        "venue": venue,
        "month": month,
        "weekday": weekday,
    }
    question = Question(
        conference=asked.conference,
        typed=q,
        filters={name: value for name, value in wanted.items() if value is not None},
        first=first,
        last=last,
        offset=_offset(cursor, limit),
        limit=limit,
    )
    return await _answer(asked, question)


async def _answer(asked: Asked, question: Question) -> Response:
    found = await asked.api.search.ask(question)
    total, reached = found["hits"]["total"]["value"], question.offset + question.limit
    more = total > reached and reached + question.limit <= DEEPEST
    link = next_link(asked.request, base64.urlsafe_b64encode(str(reached).encode()).decode()) if more else None
    body = orjson.dumps(
        {
            "query": question.typed,
            "total": total,
            "corrected": found["corrected"],
            "items": hits_of(found, asked.base),
            "facets": facets_of(found),
            "next": link,
        }
    )
    return Served(Content(body=body), position=None)


async def _require_conference(asked: Asked) -> None:
    """Raise the Problem of an unknown conference, or of an index that is later than the views."""
    await asked.api.positions.refresh()
    if asked.api.positions.known(asked.conference) is None:
        raise no_such_conference(asked.conference)
    if asked.position is None:
        return
    if not await asked.api.search.reached(asked.conference, asked.position, LATE_SECONDS):
        detail = f"The search index does not show {asked.conference}:{asked.position} yet."
        raise problem("view-late", detail, retry_after=1)


def _offset(cursor: str | None, limit: int) -> int:
    if cursor is None:
        return 0
    try:
        offset = int(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error):
        raise wrong_parameter("cursor", UNREADABLE) from None
    if not 0 <= offset <= DEEPEST - limit:
        raise wrong_parameter("cursor", f"lies beyond the {DEEPEST} hits that can be turned to")
    return offset
