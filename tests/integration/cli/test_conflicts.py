"""An arena closes on the running system: the conflict, its first way out taken, and the story in the audit."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
from typer.testing import CliRunner

from flextime.league.ids import RuleId
from flextime.league.model import DateSpan
from flextime.rules.model import Rule
from flextime.season.rulebook import AddRule
from flextime.season.schedules import PublishSchedule
from flextime.season.venues import CloseVenue
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, SEASON
from tests.query_reading import PATIENCE_SECONDS, drafted

pytestmark = pytest.mark.stack

BYU_AT_ASU = GAMES[5]  # on Saturday, 10 January
DAY = DateSpan(first=BYU_AT_ASU.date, last=BYU_AT_ASU.date)


def eventually(queries: QueryApi, path: str) -> dict[str, Any]:
    """Return a document as soon as it is there: what the conflicts service records has no position to wait for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := queries.find(path)) is None:
        assert time.monotonic() < deadline, path
    return found


def streamed(address: str) -> list[dict[str, Any]]:
    """Return the last ways out that a search found which has come to its end."""
    frames = httpx.get(address, timeout=PATIENCE_SECONDS).text.split("\n\n")
    *found, end = [frame for frame in frames if frame.startswith("event: ")]
    assert end == "event: end\ndata: {}"
    options: list[dict[str, Any]] = json.loads(found[-1].partition("data: ")[2])["options"]
    return options


def history_of(queries: QueryApi, conflict: str) -> list[dict[str, Any]]:
    """Return the events of a conflict, from its opening to its end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        events = queries.items("events", stream="conflicts")
        own = [
            one for one in events if conflict in (one["data"].get(part, {}).get("id") for part in ("conflict", "was"))
        ]
        if own and own[-1]["type"].endswith("ConflictCleared"):
            return own
    raise AssertionError("it was not cleared")


def test_an_arena_closes_and_its_first_way_out_is_taken_and_told(system: RunningStack) -> None:
    settings, conference = Settings.from_environment(system.environment), f"flood-{uuid4().hex[:8]}"

    def conflicts(*arguments: str) -> str:
        told = ["conflicts", arguments[0], conference, *arguments[1:]]
        result = CliRunner().invoke(app, told, env=dict(system.environment))
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    with (
        CommandApi(settings.command_api, conference, actor="arena", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        drafted(settings, commands)
        commands.decide(AddRule(season=SEASON, rule=Rule(id=RuleId("closed"), kind="venue-closure")))
        commands.decide(CloseVenue(venue=BYU_AT_ASU.venue, span=DAY, reason="flood"))
        conflict = f"closure:{BYU_AT_ASU.game}:{DAY.first}..{DAY.last}"
        shown = eventually(queries, f"conflicts/{conflict}")
        assert (shown["severity"], shown["status"], shown["venue"]["id"]) == ("critical", "open", BYU_AT_ASU.venue)
        assert conflict in conflicts("list", "--kind", "closure")
        conflicts("acknowledge", conflict, "--because", "the arena is asked", "--actor", "planner")

        offered = queries.get(f"conflicts/{conflict}/ways-out")["options"][0]["preview"]
        assert conflict in [one["id"] for one in offered["cleared"]]
        options = streamed(f"{settings.query_api}{queries.path(f'conflicts/{conflict}/ways-out/stream')}")
        assert offered["moves"] in [one["preview"]["moves"] for one in options]
        said = conflicts("ways-out", conflict, "--accept", "1", "--actor", "planner")
        (position,) = re.findall(rf"now at ({conference}:\d+)\.", said)
        games = queries.items(f"seasons/{SEASON}/games", min_position=position)
        stands = next(game for game in games if game["id"] == BYU_AT_ASU.game)
        assert (stands["date"], stands["tip_off_local"]) == tuple(
            offered["moves"][0]["now"][part] for part in ("date", "tip_off")
        )
        assert date.fromisoformat(stands["date"]) not in DAY
        assert conflicts("list", "--kind", "closure") == "No conflicts."
        commands.decide(PublishSchedule(season=SEASON))

        assert f"{position}, planner: BYU at ASU was moved from" in conflicts("why", BYU_AT_ASU.game)
        assert queries.get(f"games/{BYU_AT_ASU.game}/story")["steps"][-1]["sentence"].endswith(
            f"way out of {conflict}."
        )
        told = [event["type"].rpartition(".")[2] for event in history_of(queries, conflict)]
        assert told == ["ConflictOpened", "ConflictAcknowledged", "ConflictCleared"]


def test_a_storm_closes_the_buildings_of_a_state_and_the_season_is_mended_by_one_command(system: RunningStack) -> None:
    settings, conference = Settings.from_environment(system.environment), f"storm-{uuid4().hex[:8]}"

    def flextime(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, env=dict(system.environment))
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    with (
        CommandApi(settings.command_api, conference, patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        drafted(settings, commands)
        commands.decide(AddRule(season=SEASON, rule=Rule(id=RuleId("closed"), kind="venue-closure")))
        day = str(BYU_AT_ASU.date)
        asked = ("venues", "close", conference, "--state", "AZ", "--first", day, "--reason", "storm")
        assert "2 games are to be played there. Nothing was sent." in flextime(*asked, "--preview")
        closed = flextime(*asked)
        assert "accepted" in closed
        told = flextime("conflicts", "mend", conference, SEASON)
        assert "2 conflicts mended by" in told
        (position,) = re.findall(rf"now at ({conference}:\d+)\.", told)
        games = queries.items(f"seasons/{SEASON}/games", min_position=position)
        shut = {venue["id"] for venue in queries.items("venues") if venue["state"] == "AZ"}
        assert [game for game in games if game["date"] == day and game["venue"]["id"] in shut] == []
        reopened = flextime(
            "venues", "reopen", conference, "--near", "ASU", "--miles", "150", "--first", day, "--reason", "storm"
        )
        assert "accepted" in reopened
