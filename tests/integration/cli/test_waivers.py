"""A Sunday on the running system: refused, waived, and then taken; in the read model, the search and the audit."""

from __future__ import annotations

from uuid import uuid4

import pytest
from typer.testing import CliRunner

from flextime.season.schedules import MoveGame, PublishSchedule
from flextime.season.waivers import GrantWaiver, WithdrawWaiver
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import Problem
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import NO_SUNDAY, SEASON
from tests.integration.cli.test_games import at
from tests.query_reading import PATIENCE_SECONDS, drafted
from tests.unit.season.test_waivers import SUNDAY, TO_SUNDAY, UTAH_AT_BYU

pytestmark = pytest.mark.stack

GAME = UTAH_AT_BYU.game
NAME = "byu-no-sunday.utah-at-byu"
PATH = f"games/{GAME}"


def test_a_refused_move_is_waived_taken_found_again_and_told(system: RunningStack) -> None:
    settings, conference = Settings.from_environment(system.environment), f"waiver-{uuid4().hex[:8]}"

    def flextime(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, env=dict(system.environment))
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    with (
        CommandApi(settings.command_api, conference, actor="office", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        drafted(settings, commands)
        with pytest.raises(Problem, match="BYU plays no Sunday: 2026-01-04"):
            commands.decide(TO_SUNDAY)

        line = f"ask: flextime waivers ask {conference} {NO_SUNDAY.id} {GAME} --by WHO --reason WHY (signed by BYU)"
        assert line in flextime("conflicts", "ways-out", conference, GAME, "--most", "50")
        asked = ("--by", "UTAH", "--reason", "the arena is let", "--until", "2099-01-01")
        assert f"Asked for as {NAME}." in flextime("waivers", "ask", conference, NO_SUNDAY.id, GAME, *asked)
        with pytest.raises(Problem):
            commands.decide(TO_SUNDAY)
        let = at(
            flextime(
                "waivers", "grant", conference, NAME, "--signed-by", "BYU", "--reason", "once", "--actor", "office"
            )
        )
        foreseen = queries.get(f"{PATH}/preview", date=str(SUNDAY), min_position=let)
        assert foreseen["broken"] == []

        moved = commands.decide(TO_SUNDAY)
        assert queries.get(PATH, min_position=moved.position)["date"] == str(SUNDAY)
        published = commands.decide(PublishSchedule(season=SEASON))

        [found] = queries.items("waivers", kind="no-sunday", status="granted", team="UTAH", on="2026-01-04")
        assert (found["id"], found["signed_by"], found["asked_by"], found["answered_by"]) == (
            NAME, "BYU", "UTAH", "office",
        )  # fmt: skip
        before = int(let.rpartition(":")[2]) - 1
        assert queries.get(f"waivers/{NAME}", as_of=before)["status"] == "asked"
        foreseen = queries.get(f"{PATH}/preview", date=str(SUNDAY), as_of=before)
        assert [(one["rule"], one["signer"]) for one in foreseen["broken"]] == [(NO_SUNDAY.id, "BYU")]
        assert list(queries.items("waivers", on="2099-01-02")) == []
        [byu, utah] = queries.get("waivers/ledger", season=SEASON)["items"]
        assert (byu["asker"], byu["gave_way"], utah["asker"], utah["granted"]) == ("BYU", 1, "UTAH", 1)
        hits = queries.get("search", q="waiver granted", kind="event", min_position=published.position)["items"]
        assert any(hit["document"]["type"].endswith("WaiverGranted") for hit in hits)

        steps = [step["sentence"] for step in queries.get(f"{PATH}/story")["steps"]]
        assert steps[-3].startswith(f"UTAH asked for the waiver {NAME} of {NO_SUNDAY.id} for {GAME}")
        assert steps[-2].endswith("signed by BYU: once.")
        assert "was moved from" in steps[-1]
        assert "signed by BYU: once" in flextime("waivers", "precedents", conference, "no-sunday")

        withdrawn = commands.decide(WithdrawWaiver(waiver=found["id"], because="BYU thought better of it"))
        assert list(queries.items("waivers", status="granted", min_position=withdrawn.position)) == []
        commands.decide(MoveGame(season=SEASON, game=GAME, date=UTAH_AT_BYU.date, tip_off=UTAH_AT_BYU.tip_off))
        with pytest.raises(Problem, match="BYU plays no Sunday"):
            commands.decide(TO_SUNDAY)
        with pytest.raises(Problem, match="was withdrawn"):
            commands.decide(GrantWaiver(waiver=found["id"], signed_by="BYU", because="once more"))
        flextime("replay", conference)
