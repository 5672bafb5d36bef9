"""Conflicts that are there, why, and ways out; what a move would bring about."""

import asyncio
from datetime import UTC, date, datetime, time
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from flextime.conflicts.errors import NoSuchMove
from flextime.conflicts.model import Cause, ConflictId, Severity
from flextime.conflicts.preview import Move
from flextime.conflicts.provenance import says
from flextime.league.ids import GameId, VenueId
from flextime.rules.waiving import day_of
from flextime.season.state import ConflictStatus, RecordedConflict
from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.conditions import Condition, Equals, Holds
from flextime_query_api.reading.past import Past
from flextime_query_api.reading.stories import Subject
from flextime_query_api.reading.ways_out import preview_of, ways_out_as_found, ways_out_of
from flextime_query_api.routes.conference import WantedPage
from flextime_query_api.routes.seasons import GamePath, OfSeason
from flextime_query_api.web.answers import Content, Served
from flextime_query_api.web.asking import Asked, AskedEver
from flextime_query_api.web.documents import FOUND_FRAME, event_stream, one, page
from flextime_query_api.web.parameters import IDENTIFIER, Team
from flextime_query_api.web.routing import StrictRoute
from flextime_query_api.web.searching import found_response
from flextime_schemas.conflict_documents import StoryDocument

router = APIRouter(route_class=StrictRoute)

CONFLICTS = "/v1/conferences/{conference}/conflicts"
GAME = "/v1/conferences/{conference}/games/{game}"

ConflictPath = Annotated[
    str, Path(pattern=IDENTIFIER, description="The conflict.", examples=["no-sunday:mbb-2025-26.ksu-at-byu"])
]
OfKind = Annotated[str | None, Query(pattern=IDENTIFIER, description="Of this kind.", examples=["venue-overlap"])]
OfSeverity = Annotated[Severity | None, Query(description="Of this severity.")]
OfStatus = Annotated[ConflictStatus | None, Query(description="Open, acknowledged or overridden ones.")]
OfGame = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Of this game.", examples=["mbb-2025-26.ku-at-tcu"])
]
Most = Annotated[int, Query(ge=1, le=50, description="The most ways out.")]
Rungs = Annotated[
    int, Query(ge=1, le=4, description="How far to look: 1 slots, 2 exchanges, 3 chains, 4 the solver's windows.")
]
OnDate = Annotated[date | None, Query(alias="date", description="To this date.", examples=["2026-02-11"])]
AtTime = Annotated[time | None, Query(alias="tip_off", description="To this local tip-off.", examples=["19:00"])]
InVenue = Annotated[str | None, Query(pattern=IDENTIFIER, description="To this venue.")]
SwapHosts = Annotated[bool, Query(description="At home of the other team.")]


@router.get(CONFLICTS, tags=["conflicts"], responses=page("ConflictDocument"))
async def conflicts(
    asked: AskedEver,
    paging: WantedPage,
    *,
    season: OfSeason = None,
    team: Team = None,
    game: OfGame = None,
    kind: OfKind = None,
    severity: OfSeverity = None,
    status: OfStatus = None,
) -> Response:
    """Everything that is wrong with the games of all seasons, the gravest and most pressing first."""
    several = {"seasons": season, "teams": team, "games": game}
    wanted: list[Condition] = [Holds(column, code) for column, code in several.items() if code is not None]
    single = {"kind": kind, "severity": severity, "status": status}
    wanted += [Equals(column, value) for column, value in single.items() if value is not None]
    async with asked.look() as look:
        return await asked.answer_page(look, "conflicts", wanted, paging)


@router.get(f"{CONFLICTS}/{{conflict}}", tags=["conflicts"], responses=one("ConflictDocument"))
async def conflict(asked: AskedEver, conflict: ConflictPath) -> Response:
    """A conflict: what is wrong, with which games, since when, and what a planner said of it."""
    async with asked.look() as look:
        found = await look.find("conflicts", [Equals("id", conflict)])
        if found is None:
            raise asked.missing("conflict", conflict)
        return asked.answer_row(look, found)


@router.get(f"{CONFLICTS}/{{conflict}}/ways-out", tags=["conflicts"], responses=one("WaysOutDocument"))
async def ways_out(asked: AskedEver, conflict: ConflictPath, most: Most = 5, rungs: Rungs = 4) -> Response:
    """Ways out of a conflict, the best first; each has the command that takes it, and what it would bring about.

    Slots for a game are looked at first, then exchanges of two, then chains, then the windows around it rearranged by
    the solver, which takes a second or three: the first of these with a way out that breaks no hard rule, opens nothing
    grave and swaps no hosts ends the search. A page may ask for one rung first, and then for all.
    """
    past = await asked.api.fold(asked.conference, asked.as_of)
    known = _recorded(asked, past, conflict)
    found = await asyncio.to_thread(
        ways_out_of,
        asked.api.detectors,
        past.ledger,
        known.conflict,
        await _day(asked, past),
        rungs=rungs,
        most=most,
    )
    return _of_today(asked, past, orjson.dumps(found))


@router.get(f"{CONFLICTS}/{{conflict}}/ways-out/stream", tags=["conflicts"], responses=event_stream(FOUND_FRAME))
async def ways_out_stream(asked: AskedEver, conflict: ConflictPath, most: Most = 5) -> Response:
    """Ways out as they are found, as server-sent events: after each rung, then of wider and wider neighbourhoods.

    Each `found` has the best known by then, as `/ways-out` tells them; `end` comes after some 15 s.
    """
    past = await asked.api.fold(asked.conference, asked.as_of)
    known = _recorded(asked, past, conflict)
    return found_response(asked.api, ways_out_as_found(past.ledger, known.conflict, await _day(asked, past), most))


@router.get(f"{CONFLICTS}/{{conflict}}/story", tags=["conflicts"], responses=one("StoryDocument"))
async def story_of_conflict(asked: AskedEver, conflict: ConflictPath) -> Response:
    """The events that together made a conflict, and what was said of it since: when, by whom, as sentences."""
    past = await asked.api.fold(asked.conference, asked.as_of)
    found = _recorded(asked, past, conflict).conflict
    subject = Subject(causes=found.depends_on, seasons=found.seasons, conflict=found.id)
    return await _story(asked, past, conflict, found.sentence, subject)


@router.get(f"{GAME}/story", tags=["games"], responses=one("StoryDocument"))
async def story_of_game(asked: AskedEver, game: GamePath) -> Response:
    """The events that put a game where it stands, or stands no more: when, by whom, and why."""
    past = await asked.api.fold(asked.conference, asked.as_of)
    if (season := past.ledger.state.season_of(GameId(game))) is None:
        raise asked.missing("game", game)
    sentence = says(past.ledger.state.season(season), GameId(game))
    return await _story(asked, past, game, sentence, Subject(causes=[Cause("game", game)], seasons=[season]))


@router.get(f"{GAME}/preview", tags=["games"], responses=one("PreviewDocument"))
async def preview(
    asked: AskedEver,
    game: GamePath,
    *,
    day: OnDate = None,
    tip_off: AtTime = None,
    venue: InVenue = None,
    swap_hosts: SwapHosts = False,
) -> Response:
    """What a move would bring about: conflicts, rules, miles, rest. Nothing changes by asking."""
    past = await asked.api.fold(asked.conference, asked.as_of)
    move = Move(
        game=GameId(game), day=day, tip_off=tip_off, venue=VenueId(venue) if venue else None, swap_hosts=swap_hosts
    )
    try:
        found = await asyncio.to_thread(preview_of, asked.api.detectors, past.ledger, move, await _day(asked, past))
    except NoSuchMove as error:
        raise wrong_parameter("date", f"with the others says no move: {error}") from error
    if found is None:
        raise asked.missing("game", game)
    return _of_today(asked, past, orjson.dumps(found))


def _of_today(asked: Asked, past: Past, body: bytes) -> Response:
    """Return an answer that the day has a part in: of now it is never kept, for tomorrow's is another."""
    if asked.as_of is None:
        return Served(Content(body=body), position=past.place.position)
    return asked.answer(past, Content(body=body))


async def _day(asked: Asked, past: Past) -> date:
    """Return the day by which waivers are judged: today, or of the past that of its last event."""
    if asked.as_of is None:
        return day_of(datetime.now(UTC))
    times = await past.times([past.place.sequence])
    return day_of(times[past.place.sequence])


async def _story(asked: Asked, past: Past, about: str, sentence: str, subject: Subject) -> Response:
    told: StoryDocument = {
        "conference": asked.conference,
        "about": about,
        "sentence": sentence,
        "steps": await asked.api.story(past.place, subject),
    }
    return asked.answer(past, Content(body=orjson.dumps(told)))


def _recorded(asked: Asked, past: Past, conflict: str) -> RecordedConflict:
    if (found := past.ledger.state.conflicts.get(ConflictId(conflict))) is None:
        raise asked.missing("conflict", conflict)
    return found
