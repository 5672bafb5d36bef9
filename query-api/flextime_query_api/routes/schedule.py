"""A season's schedule whole: as JSON, CSV, iCalendar and a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from flextime_query_api.reading.conditions import Equals, Holds
from flextime_query_api.reading.rows import Look, Row
from flextime_query_api.rendering.calendar import render_ics
from flextime_query_api.rendering.page import render_html
from flextime_query_api.rendering.schedule import Change, Schedule, in_order
from flextime_query_api.rendering.table import render_csv
from flextime_query_api.routes.seasons import SEASON, found_season
from flextime_query_api.web.answers import Content, Served
from flextime_query_api.web.asking import Asked, AskedEver
from flextime_query_api.web.documents import answer, file
from flextime_query_api.web.parameters import SeasonPath
from flextime_query_api.web.routing import StrictRoute

router = APIRouter(route_class=StrictRoute)

# The page needs nothing from anywhere; a document that smuggled something in would be stopped here.
PAGE_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}

Absolute = Annotated[
    bool, Query(description="Links with the address of this API: for a page that is kept as a file and opened as one.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that a schedule is rendered in."""

    ending: str
    media_type: str
    render: Callable[[Schedule], bytes]
    download: bool = True


CSV = Form(ending="csv", media_type="text/csv", render=render_csv)
ICS = Form(ending="ics", media_type="text/calendar", render=render_ics)
HTML = Form(ending="html", media_type="text/html", render=render_html, download=False)


@router.get(f"{SEASON}/schedule", tags=["schedules"], responses=answer("Schedule"))
async def schedule(asked: AskedEver, season: SeasonPath) -> Response:
    """The season, all its games in order of time, and what they ask of each team."""
    async with asked.look() as look:
        found = await found_season(asked, look, season)
        of_season = [Equals("season", season)]
        games = await look.rows("games", of_season)
        standings = await look.rows("standings", of_season)
        body = b'{"season":%s,"games":[%s],"standings":[%s],"position":%s}' % (
            found.document,
            b",".join(_in_order(games)),
            b",".join(row.document for row in standings),
            orjson.dumps(look.place.position),
        )
        return asked.answer(look, Content(body=body))


@router.get(f"{SEASON}/schedule.csv", tags=["schedules"], responses=file("text/csv"))
async def schedule_csv(asked: AskedEver, season: SeasonPath) -> Response:
    """The schedule as CSV, teams by their codes; what is unknown is empty."""
    return await _rendered(asked, season, CSV)


@router.get(f"{SEASON}/schedule.ics", tags=["schedules"], responses=file("text/calendar"))
async def schedule_ics(asked: AskedEver, season: SeasonPath) -> Response:
    """The schedule as a calendar to subscribe to: a game that moves keeps its entry."""
    return await _rendered(asked, season, ICS)


@router.get(f"{SEASON}/schedule.html", tags=["schedules"], responses=file("text/html"))
async def schedule_html(asked: AskedEver, season: SeasonPath, *, absolute: Absolute = False) -> Response:
    """The schedule as a page: key figures, a grid of teams and windows, the games by date."""
    if not absolute:
        return await _rendered(asked, season, HTML)
    async with asked.look() as look:
        found = await read_schedule(asked, look, season)
        body = render_html(found, str(asked.request.base_url).rstrip("/"))
        content = Content(body=body, media_type=HTML.media_type, headers=PAGE_POLICY)
        return Served(content, position=look.place.position)  # never kept: another caller may know us by another name


async def _rendered(asked: Asked, season: str, form: Form) -> Response:
    async with asked.look() as look:
        found = await read_schedule(asked, look, season)
        headers: Mapping[str, str] = PAGE_POLICY
        if form.download:
            headers = {"Content-Disposition": f'attachment; filename="{_file_name(season)}.{form.ending}"'}
        return asked.answer(look, Content(body=form.render(found), media_type=form.media_type, headers=headers))


async def read_schedule(asked: Asked, look: Look, season: str) -> Schedule:
    """Return a season's schedule with when each of its games was changed last. Raises Problem."""
    found = await found_season(asked, look, season)
    of_season = [Equals("season", season)]
    games = await look.rows("games", of_season)
    standings = await look.rows("standings", of_season)
    conflicts = await look.rows("conflicts", [Holds("seasons", season)])
    times = await look.times(sorted({row.sequence for row in games}))
    report = await look.find("rule_reports", [Equals("id", season)])
    documents = [(orjson.loads(row.document), row.sequence) for row in games]
    return Schedule(
        season=orjson.loads(found.document),
        games=in_order([document for document, _ in documents]),
        standings=[orjson.loads(row.document) for row in standings],
        position=look.place.position,
        changes={
            document["id"]: Change(sequence=sequence, at=times[sequence])
            for document, sequence in documents
            if sequence in times
        },
        conflicts=[orjson.loads(row.document) for row in conflicts],
        report=orjson.loads(report.document) if report else None,
    )


def _in_order(games: list[Row]) -> list[bytes]:
    """Return the documents in order of time, as they are."""
    by_id = {(document := orjson.loads(row.document))["id"]: (document, row.document) for row in games}
    return [by_id[game["id"]][1] for game in in_order([document for document, _ in by_id.values()])]


def _file_name(season: str) -> str:
    """Return the season's id as far as a header can carry it."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in season)
