"""The query API of the running system, and one conference that all claims read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from flextime.season.schedules import MoveGame, PublishSchedule
from flextime.season.seasons import ImportPlayedSeason
from flextime_cli.apis.commands import CommandApi
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, SEASON
from tests.query_reading import PATIENCE_SECONDS, PLAYED_GAMES, PLAYED_SEASON, Reading, drafted


@pytest.fixture(scope="session")
def settings(system: RunningStack) -> Settings:
    return Settings.from_environment(system.environment)


@pytest.fixture(scope="session")
def reading(settings: Settings) -> Iterator[Reading]:
    conference = f"reads-{os.getpid()}-{uuid4().hex[:6]}"
    with (
        CommandApi(settings.command_api, conference, patience_seconds=PATIENCE_SECONDS) as commands,
        httpx.Client(base_url=settings.query_api, timeout=PATIENCE_SECONDS) as http,
    ):
        adopted = drafted(settings, commands)
        opener = GAMES[0]
        moved = commands.decide(
            MoveGame(season=SEASON, game=opener.game, date=opener.date, tip_off=opener.tip_off.replace(hour=20))
        )
        commands.decide(PublishSchedule(season=SEASON))
        imported = commands.decide(
            ImportPlayedSeason(season=PLAYED_SEASON, sport="MBB", year="2019-20", name="Played", games=PLAYED_GAMES)
        )
        yield Reading(
            http=http, commands=commands, conference=conference, adopted=adopted, moved=moved, imported=imported
        )
