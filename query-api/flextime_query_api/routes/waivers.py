"""Waivers: what was asked for, and what became of it; who gave way."""

from datetime import date
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from flextime.league.ids import SeasonId
from flextime.season.giving_way import who_gave_way
from flextime.season.state import WaiverStatus
from flextime_query_api.reading.conditions import AtLeast, Condition, Equals, Holds
from flextime_query_api.routes.conference import WantedPage
from flextime_query_api.web.answers import Content
from flextime_query_api.web.asking import AskedEver
from flextime_query_api.web.documents import answer, one, page
from flextime_query_api.web.parameters import IDENTIFIER, Team
from flextime_query_api.web.routing import StrictRoute
from flextime_schemas.read_documents import WaiverLedgerDocument

router = APIRouter(route_class=StrictRoute)

WAIVERS = "/v1/conferences/{conference}/waivers"

WaiverPath = Annotated[str, Path(pattern=IDENTIFIER, description="The waiver.", examples=["ku-one-short-rest"])]
OfSeason = Annotated[str | None, Query(pattern=IDENTIFIER, description="Of this season.", examples=["mbb-2025-26"])]
OfRule = Annotated[str | None, Query(pattern=IDENTIFIER, description="Of this rule.", examples=["min-rest"])]
OfKind = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Of rules of this kind, in any season.", examples=["min-rest"])
]
OfGame = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Of this game.", examples=["mbb-2025-26.ku-at-tcu"])
]
OfStatus = Annotated[WaiverStatus | None, Query(description="Asked, granted, refused or withdrawn ones.")]
On = Annotated[date | None, Query(description="That have not lapsed on this day.", examples=["2026-02-11"])]


@router.get(WAIVERS, tags=["waivers"], responses=page("WaiverDocument"))
async def waivers(
    asked: AskedEver,
    paging: WantedPage,
    *,
    season: OfSeason = None,
    rule: OfRule = None,
    kind: OfKind = None,
    team: Team = None,
    game: OfGame = None,
    status: OfStatus = None,
    on: On = None,
) -> Response:
    """All waivers that were ever asked for, the latest first. The answered ones of a kind are its precedents."""
    several = {"teams": team, "games": game}
    wanted: list[Condition] = [Holds(column, code) for column, code in several.items() if code is not None]
    single = {"season": season, "rule": rule, "kind": kind, "status": status}
    wanted += [Equals(column, value) for column, value in single.items() if value is not None]
    wanted += [] if on is None else [AtLeast("until", on)]
    async with asked.look() as look:
        return await asked.answer_page(look, "waivers", wanted, paging)


@router.get(f"{WAIVERS}/ledger", tags=["waivers"], responses=answer("WaiverLedgerDocument"))
async def ledger(asked: AskedEver, season: OfSeason = None) -> Response:
    """Who gave way: for each school what it asked for, and how many of its games were waived for others."""
    past = await asked.api.fold(asked.conference, asked.as_of)
    told: WaiverLedgerDocument = {
        "conference": asked.conference,
        "season": season,
        "items": [
            {
                "asker": found.asker,
                "asked": found.asked,
                "granted": found.granted,
                "refused": found.refused,
                "gave_way": found.gave_way,
            }
            for found in who_gave_way(past.ledger.state, SeasonId(season) if season else None)
        ],
    }
    return asked.answer(past, Content(body=orjson.dumps(told)))


@router.get(f"{WAIVERS}/{{waiver}}", tags=["waivers"], responses=one("WaiverDocument"))
async def waiver(asked: AskedEver, waiver: WaiverPath) -> Response:
    """A waiver: of which rule and games, until when, who asked, who let the rule go, and why."""
    async with asked.look() as look:
        found = await look.find("waivers", [Equals("id", waiver)])
        if found is None:
            raise asked.missing("waiver", waiver)
        return asked.answer_row(look, found)
