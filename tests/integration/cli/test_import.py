"""Played seasons that `flextime import played` takes into the running system: whole, once, searchable, or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from flextime.league.big12 import CONFERENCE, SCHOOLS
from flextime.season.members import AdmitSchool, RegisterConference
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.played.model import COLUMNS, to_command
from flextime_cli.played.reading import read_played
from flextime_cli.stack.running import RunningStack
from tests.bench_data import bench_data

pytestmark = pytest.mark.stack

FILE_NAME = "big12_mbb_conference_2017_2020.csv"
# The record's own figures for these seasons: campus coordinates, great circle, away games chained.
MILES = {"mbb-2017-18": 80_171, "mbb-2018-19": 83_868, "mbb-2019-20": 80_403}


TWO_SEASONS = "\n".join(
    (
        ",".join(COLUMNS),
        "2017-18,2018-01-06,TCU TCU,Kansas KU,TCU,KU,FALSE,TRUE,FALSE,0,99,7153",
        "2018-19,2019-02-11,TCU TCU,Kansas KU,TCU,KU,FALSE,TRUE,FALSE,0,99,7154",
    )
)


@pytest.fixture(scope="module")
def played() -> Path:
    """The conference's record of three seasons; it is not part of the checkout."""
    return bench_data(FILE_NAME)


@pytest.fixture
def queries(system: RunningStack) -> Iterator[QueryApi]:
    with QueryApi(system.query_api, CONFERENCE, patience_seconds=30.0) as api:
        yield api


def flextime(system: RunningStack, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=dict(system.environment))


def sequence(system: RunningStack) -> int:
    """Where the conference's history ends, by the topic itself; 0 before it begins."""
    result = flextime(system, "replay", CONFERENCE, "--json", "--no-compare")
    if "There is no record of" in result.output:
        return 0
    report: dict[str, Any] = json.loads(result.stdout)
    return int(report["sequence"])


def test_a_file_with_a_wrong_row_imports_nothing(system: RunningStack, played: Path, tmp_path: Path) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    lines[100] = lines[100].replace(b",FALSE,", b",PERHAPS,", 1)
    wrong = tmp_path / FILE_NAME
    wrong.write_bytes(b"".join(lines))
    before = sequence(system)
    result = flextime(system, "import", "played", str(wrong))
    assert result.exit_code == 1
    assert "line 101: is_neutral is TRUE or FALSE, not 'PERHAPS'" in result.output
    assert "1 of 270 rows are wrong: nothing is imported" in result.output
    assert sequence(system) == before


def test_a_file_with_a_season_that_contradicts_the_record_imports_nothing(system: RunningStack, tmp_path: Path) -> None:
    conference = f"imports-{uuid4().hex[:8]}"
    with CommandApi(system.command_api, conference, patience_seconds=30.0) as commands:
        commands.decide(RegisterConference(name=conference))
        for school in SCHOOLS:
            if school.code in {"KU", "TCU"}:
                sent = commands.decide(AdmitSchool(school=school))
        played = to_command("2018-19", read_played(TWO_SEASONS.encode(), {"KU", "TCU"}).right_of("2018-19"))
        [game] = played.games
        sent = commands.decide(replace(played, games=(replace(game, attendance=1),)))
    with QueryApi(system.query_api, conference, patience_seconds=30.0) as queries:
        queries.get(min_position=sent.position)
    file = tmp_path / "two.csv"
    file.write_text(TWO_SEASONS)
    result = flextime(system, "import", "played", str(file), "--conference", conference)
    assert result.exit_code == 1
    assert "mbb-2018-19 is on record with other games: 1 differ" in result.output
    report = json.loads(flextime(system, "replay", conference, "--json", "--no-compare").stdout)
    assert report["sequence"] == sent.sequence


def test_three_played_seasons_come_in_once_and_whole(system: RunningStack, played: Path, queries: QueryApi) -> None:
    first = flextime(system, "import", "played", str(played))
    assert first.exit_code == 0, first.output
    end = sequence(system)
    second = flextime(system, "import", "played", str(played))
    assert second.exit_code == 0, second.output
    assert sequence(system) == end
    for season, miles in MILES.items():
        document = queries.get(f"seasons/{season}", min_position=f"{CONFERENCE}:{end}")
        assert (document["games"], document["played"]) == (90, True)
        standings = list(queries.items(f"seasons/{season}/standings", min_position=f"{CONFERENCE}:{end}"))
        assert sum(row["miles"] for row in standings) == pytest.approx(miles, rel=0.002)
        assert sum(row["wins"] for row in standings) == 90


def test_played_games_are_found_beside_those_to_come(system: RunningStack, played: Path, queries: QueryApi) -> None:
    assert flextime(system, "import", "played", str(played)).exit_code == 0
    at = f"{CONFERENCE}:{sequence(system)}"
    hits = list(queries.items("search", q="kansas at tcu", kind="game", season="mbb-2017-18", min_position=at))
    assert [hit["id"] for hit in hits] == ["mbb-2017-18.ku-at-tcu"]


def test_a_played_season_is_exported_with_what_is_known(system: RunningStack, played: Path) -> None:
    assert flextime(system, "import", "played", str(played)).exit_code == 0
    result = flextime(system, "export", "mbb-2019-20", "--format", "csv")
    assert result.exit_code == 0, result.output
    head, *rows = result.stdout.splitlines()
    assert head == "game_id,season,home,away,venue,date,tip_off_local,time_zone,tip_off_utc,status"
    assert len(rows) == 90


def test_the_log_and_the_read_model_agree_on_the_played_seasons(system: RunningStack, played: Path) -> None:
    assert flextime(system, "import", "played", str(played)).exit_code == 0
    result = flextime(system, "replay", CONFERENCE, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["read_model"]["compared"]
