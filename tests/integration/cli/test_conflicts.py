"""An arena closes on the running system: the conflict, its first way out taken, and the story in the audit."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from flextime.league.ids import RuleId
from flextime.league.model import DateSpan
from flextime.rules.model import Rule
from flextime.season.rulebook import AddRule
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
        assert conflict in conflicts("list", "--kind", "closure")
        before = queries.sequence()
        said = conflicts("ways-out", conflict, "--accept", "1", "--actor", "planner")
        assert f"All 1 accepted; now at {conference}:{before + 1}." in said
        games = queries.items(f"seasons/{SEASON}/games", min_position=f"{conference}:{before + 1}")
        days = {game["id"]: game["date"] for game in games}
        assert date.fromisoformat(days[BYU_AT_ASU.game]) not in DAY
        assert conflicts("list", "--kind", "closure") == "No conflicts."
        assert f"{conference}:{before + 1}, planner: BYU at ASU was moved from" in conflicts("why", BYU_AT_ASU.game)
