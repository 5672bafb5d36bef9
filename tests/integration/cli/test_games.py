"""A storm on the running system: two games postponed, one made up, one cancelled, in the read model and the audit."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, SEASON
from tests.query_reading import PATIENCE_SECONDS, drafted

pytestmark = pytest.mark.stack

MADE_UP, CANCELLED = GAMES[1], GAMES[3]  # Utah at BYU, and Arizona State at Utah
STORM = "ice storm over Utah"


def at(said: str) -> str:
    """Return the position that a sending told: "storm-1:34"."""
    found = re.search(r"All 1 accepted; now at (\S+)\.", said)
    assert found, said
    return found[1]


def test_a_storm_takes_two_games_one_is_made_up_and_one_cancelled(system: RunningStack) -> None:
    settings, conference = Settings.from_environment(system.environment), f"storm-{uuid4().hex[:8]}"

    def flextime(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, arguments, env=dict(system.environment))
        assert result.exit_code == code, result.output
        return " ".join(result.output.split())

    def games(*arguments: str, code: int = 0) -> str:
        return flextime("games", arguments[0], conference, *arguments[1:], code=code)

    with (
        CommandApi(settings.command_api, conference, actor="office", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        drafted(settings, commands)

        def states(**asked: str) -> dict[str, tuple[str, str]]:
            found = queries.items(f"seasons/{SEASON}/games", **asked)
            return {game["id"]: (game["status"], game["date"]) for game in found}

        storm = at(games("postpone", MADE_UP.game, CANCELLED.game, "--reason", STORM, "--actor", "office"))
        owed = {game.game: ("postponed", game.date.isoformat()) for game in (MADE_UP, CANCELLED)}
        assert states(min_position=storm, status="postponed") == owed

        day = ("--date", "2026-01-14", "--time", "18:00", "--reason", "a free day")
        assert "is not postponed: send MoveGames" in games("make-up", GAMES[0].game, *day, code=1)
        games("make-up", MADE_UP.game, *day)
        end = at(games("cancel", CANCELLED.game, "--reason", "no day is left"))
        now = states(min_position=end)
        assert now[MADE_UP.game] == ("scheduled", "2026-01-14")
        assert now[CANCELLED.game] == ("cancelled", CANCELLED.date.isoformat())
        assert {state for game, (state, _) in now.items() if game != CANCELLED.game} == {"scheduled"}
        assert states(as_of=storm.rpartition(":")[2], status="postponed") == owed
        found = queries.get("search", q="cancelled", kind="game", season=SEASON, min_position=end)
        assert [hit["id"] for hit in found["items"]] == [CANCELLED.game]

        told = flextime("conflicts", "why", conference, MADE_UP.game)
        assert ", office: UTAH at BYU was postponed from Saturday 2026-01-03" in told
        assert "is made up on Wednesday 2026-01-14 at 18:00" in told
        story = queries.get(f"games/{CANCELLED.game}/story", min_position=end)
        assert story["sentence"].startswith("ASU at UTAH is cancelled: it stood on Wednesday 2026-01-07")
        last = story["steps"][-1]["sentence"]
        assert last == "ASU at UTAH, postponed from 2026-01-07, was cancelled: no day is left."
        events = [event["type"].rsplit(".")[-1] for event in queries.items("events", stream=f"season/{SEASON}")]
        assert events[-4:] == ["GamePostponed", "GamePostponed", "GameMadeUp", "GameCancelled"]
        flextime("replay", conference)
