"""A rule that a draft breaks, on the running system: the report says so, a move mends it, and the log has both."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from flextime.league.ids import RuleId
from flextime.rules.model import Rule
from flextime.season.rulebook import AddRule
from flextime.season.schedules import MoveGame
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, SEASON
from tests.query_reading import PATIENCE_SECONDS, drafted

pytestmark = pytest.mark.stack

UTAH_AT_BYU = GAMES[1]
RETREAT = Rule(
    id=RuleId("byu-retreat"),
    kind="no-host-dates",
    parameters={"teams": ("BYU",), "days": (f"{UTAH_AT_BYU.date:%m-%d}",), "reason": "retreat"},
)
COUNTS = [Rule(id=RuleId(f"{games}-games"), kind="game-count", parameters={"games": games}) for games in (2, 3)]


def until(queries: QueryApi, holds: Callable[[JsonObject], bool]) -> JsonObject:
    """Return the report for which `holds` does: what the service records has no position to wait for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds(report := queries.get(f"seasons/{SEASON}/rules/report")):
        assert time.monotonic() < deadline, report
        time.sleep(0.1)
    return report


def found(report: JsonObject) -> dict[str, int]:
    return {one["rule"]: one["found"] for one in report["rules"] if one["found"]}


def test_a_report_follows_the_rules_and_the_games(system: RunningStack) -> None:
    settings, conference = Settings.from_environment(system.environment), f"rules-{uuid4().hex[:8]}"
    with (
        CommandApi(settings.command_api, conference, actor="planner", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        drafted(settings, commands)
        clean = until(queries, lambda report: report["as_of"] is not None)
        assert (found(clean), clean["hard_broken"]) == ({}, 0)

        added = commands.decide(AddRule(season=SEASON, rule=RETREAT))
        broken = until(queries, lambda report: bool(found(report)))
        assert broken["rules"][0] == {
            "rule": "byu-retreat", "kind": "no-host-dates", "hardness": "hard",
            "sentence": "BYU hosts no game on 01-03: retreat.", "found": 1, "price": 0.0, "games": 1,
            "violations": [{
                "sentence": "BYU hosts on 2026-01-03: retreat.", "price": 0.0, "teams": ["BYU"],
                "games": [UTAH_AT_BYU.game], "dates": ["2026-01-03"],
            }],
        }  # fmt: skip
        assert broken["hard_broken"] == 1
        page = queries.file(f"seasons/{SEASON}/schedule.html").decode()
        assert "BYU hosts no game on 01-03: retreat." in page

        free = UTAH_AT_BYU.date.replace(day=13)
        commands.decide(MoveGame(season=SEASON, game=UTAH_AT_BYU.game, date=free, tip_off=UTAH_AT_BYU.tip_off))
        mended = until(queries, lambda report: not found(report))
        assert mended["as_of"] > broken["as_of"]
        assert found(queries.get(f"seasons/{SEASON}/rules/report", as_of=str(added.sequence))) == {}
        assert found(queries.get(f"seasons/{SEASON}/rules/report", as_of=str(mended["as_of"]))) == {"byu-retreat": 1}

        for rule in COUNTS:
            commands.decide(AddRule(season=SEASON, rule=rule))
        impossible = until(queries, lambda report: report["cannot_hold"] is not None)
        assert set(impossible["cannot_hold"]["rules"]) == {rule.id for rule in COUNTS}
        assert impossible in list(queries.items("rule-reports"))

    result = CliRunner().invoke(app, ["replay", conference, "--json"], env=dict(system.environment))
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["read_model"] == {"compared": True, "reason": None, "differences": []}
