"""Seasons: their rules, games and standings."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from flextime.league.model import Sport
from flextime.rules.model import Hardness
from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.conditions import AtLeast, AtMost, Condition, Either, Equals
from flextime_query_api.reading.rows import Look, Row
from flextime_query_api.reading.violations import violations_of
from flextime_query_api.routes.conference import WantedPage
from flextime_query_api.web.answers import Content
from flextime_query_api.web.asking import Asked, AskedEver
from flextime_query_api.web.documents import one, page
from flextime_query_api.web.parameters import IDENTIFIER, From, SeasonPath, Team, To
from flextime_query_api.web.routing import StrictRoute
from flextime_schemas.read_documents import GameStatus

router = APIRouter(route_class=StrictRoute)

SEASON = "/v1/conferences/{conference}/seasons/{season}"
SIDES = ("home", "away")

RulePath = Annotated[str, Path(pattern=IDENTIFIER, description="The rule.", examples=["byu-no-sunday"])]
GamePath = Annotated[str, Path(pattern=IDENTIFIER, description="The game.", examples=["mbb-2025-26.ku-at-tcu"])]
OfSport = Annotated[Sport | None, Query(description="Seasons of this sport.", examples=["MBB"])]
Played = Annotated[bool | None, Query(description="Only seasons that were played, or only planned ones.")]
InForce = Annotated[bool | None, Query(description="Only rules in force, or only retired ones.")]
OfHardness = Annotated[Hardness | None, Query(description="Rules of this hardness.")]
Opponent = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="A second school's code: games between both.", examples=["TCU"])
]
Venue = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Games in this venue.", examples=["ku-allen-fieldhouse"])
]
OfSeason = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="Games of this season.", examples=["mbb-2025-26"])
]
OfStatus = Annotated[GameStatus | None, Query(description="Games in this state.", examples=["postponed"])]


async def wanted_games(
    *,
    team: Team = None,
    opponent: Opponent = None,
    venue: Venue = None,
    first: From = None,
    last: To = None,
    status: OfStatus = None,
) -> list[Condition]:
    """Read the filters of games. Raises Problem when no game could meet them."""
    if team is not None and team == opponent:
        raise wrong_parameter("opponent", "is the team itself")
    if first and last and last < first:
        raise wrong_parameter("to", f"lies before `from`, {first}")
    conditions: list[Condition] = [Either(SIDES, code) for code in (team, opponent) if code is not None]
    wanted = {"venue": venue, "status": status}
    conditions += [Equals(column, value) for column, value in wanted.items() if value is not None]
    if first is not None:
        conditions.append(AtLeast("date", first))
    if last is not None:
        conditions.append(AtMost("date", last))
    return conditions


WantedGames = Annotated[list[Condition], Depends(wanted_games)]


@router.get("/v1/conferences/{conference}/seasons", tags=["seasons"], responses=page("SeasonDocument"))
async def seasons(asked: AskedEver, paging: WantedPage, sport: OfSport = None, played: Played = None) -> Response:
    """The seasons of a conference, planned and played, the latest first."""
    wanted = {"sport": sport, "played": played}
    conditions = [Equals(column, value) for column, value in wanted.items() if value is not None]
    async with asked.look() as look:
        return await asked.answer_page(look, "seasons", conditions, paging)


@router.get(SEASON, tags=["seasons"], responses=one("SeasonDocument"))
async def season(asked: AskedEver, season: SeasonPath) -> Response:
    """A season: its plan, how far it is, and the key figures of its schedule."""
    async with asked.look() as look:
        return asked.answer_row(look, await found_season(asked, look, season))


@router.get(f"{SEASON}/rules", tags=["rules"], responses=page("RuleDocument"))
async def rules(
    asked: AskedEver,
    season: SeasonPath,
    paging: WantedPage,
    in_force: InForce = None,
    hardness: OfHardness = None,
) -> Response:
    """The rulebook of a season, each rule as a sentence; retired rules too, unless `in_force` says otherwise."""
    wanted = {"in_force": in_force, "hardness": hardness}
    conditions = [Equals(column, value) for column, value in wanted.items() if value is not None]
    return await _page_of_season(asked, "rules", season, conditions, paging)


@router.get("/v1/conferences/{conference}/rule-reports", tags=["rules"], responses=page("RuleReportDocument"))
async def rule_reports(asked: AskedEver, paging: WantedPage) -> Response:
    """What the draft of each season breaks of its rules, season by season."""
    async with asked.look() as look:
        return await asked.answer_page(look, "rule_reports", [], paging)


@router.get(f"{SEASON}/rules/report", tags=["rules"], responses=one("RuleReportDocument"))
async def rule_report(asked: AskedEver, season: SeasonPath) -> Response:
    """All rules in force, what the draft breaks of each and what that costs; and which of them cannot hold together."""
    async with asked.look() as look:
        await found_season(asked, look, season)
        found = await look.find("rule_reports", [Equals("id", season)])
        if found is None:
            raise asked.missing("report on the rules", season)
        return asked.answer_row(look, found)


@router.get(f"{SEASON}/rules/{{rule}}", tags=["rules"], responses=one("RuleDocument"))
async def rule(asked: AskedEver, season: SeasonPath, rule: RulePath) -> Response:
    """A rule: who asked for it last, why, and since when it is so."""
    async with asked.look() as look:
        await found_season(asked, look, season)
        found = await look.find("rules", [Equals("season", season), Equals("id", rule)])
        if found is None:
            raise asked.missing("rule", f"{rule} in {season}")
        return asked.answer_row(look, found)


@router.get(f"{SEASON}/rules/{{rule}}/violations", tags=["rules"], responses=one("RuleViolationsDocument"))
async def violations(asked: AskedEver, season: SeasonPath, rule: RulePath) -> Response:
    """Which games of the draft break a rule, hard or soft: behind a change of it, at once what the change means."""
    past = await asked.api.fold(asked.conference, asked.as_of)
    await found_season(asked, past, season)
    found = await asyncio.to_thread(violations_of, past.ledger, season, rule)
    if found is None:
        raise asked.missing("rule", f"{rule} in {season}")
    return asked.answer(past, Content(body=orjson.dumps(found)))


@router.get(f"{SEASON}/games", tags=["games"], responses=page("GameDocument"))
async def games_of_season(
    asked: AskedEver,
    season: SeasonPath,
    paging: WantedPage,
    wanted: WantedGames,
) -> Response:
    """The games of a season, by date: of the draft, or as they were played. What is off has the date that it lost."""
    return await _page_of_season(asked, "games", season, wanted, paging)


@router.get(f"{SEASON}/standings", tags=["seasons"], responses=page("StandingDocument"))
async def standings(asked: AskedEver, season: SeasonPath, paging: WantedPage) -> Response:
    """What the schedule asks of each team: home and away, miles, runs, breaks, rest."""
    return await _page_of_season(asked, "standings", season, [], paging)


@router.get("/v1/conferences/{conference}/games", tags=["games"], responses=page("GameDocument"))
async def games(
    asked: AskedEver,
    paging: WantedPage,
    wanted: WantedGames,
    season: OfSeason = None,
) -> Response:
    """Games of all seasons, by date."""
    conditions = [*wanted, Equals("season", season)] if season is not None else wanted
    async with asked.look() as look:
        return await asked.answer_page(look, "games", conditions, paging)


@router.get("/v1/conferences/{conference}/games/{game}", tags=["games"], responses=one("GameDocument"))
async def game(asked: AskedEver, game: GamePath) -> Response:
    """A game: who, where, when, its state, and whether it is pinned and published so."""
    async with asked.look() as look:
        found = await look.find("games", [Equals("id", game)])
        if found is None:
            raise asked.missing("game", game)
        return asked.answer_row(look, found)


async def found_season(asked: Asked, look: Look, season: str) -> Row:
    """Return a season's row. Raises the Problem of a season that does not exist."""
    found = await look.find("seasons", [Equals("id", season)])
    if found is None:
        raise asked.missing("season", season)
    return found


async def _page_of_season(
    asked: Asked, view: str, season: str, conditions: Sequence[Condition], paging: WantedPage
) -> Response:
    async with asked.look() as look:
        await found_season(asked, look, season)
        return await asked.answer_page(look, view, [Equals("season", season), *conditions], paging)
