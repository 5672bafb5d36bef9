"""`flextime why-not` on a copy of a conference's records: no server, the whole way from the log to the answer."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.season.in_season import GamePostponed
from flextime_cli.auditing.records import write_copy
from flextime_cli.commands.why_not import BadQuestion, read_game
from flextime_cli.main import app
from flextime_schemas.registry import numbered_here
from tests.four_teams import DRAFTED, GAMES, OPENED, SEASON
from tests.unit.cli_commands.test_audit import written


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    file = tmp_path / "four.jsonl"
    write_copy(file, "four", written(DRAFTED), numbered_here())
    return file


def asked(file: Path, game: str, date: str) -> tuple[int, str]:
    given = ["why-not", "four", SEASON, "--game", game, "--date", date, "--from-file", str(file), "--seconds", "60"]
    result = CliRunner().invoke(app, given)
    return result.exit_code, " ".join(result.output.split())


def test_a_game_that_can_move_is_answered_with_what_moves(copy: Path) -> None:
    code, said = asked(copy, "BYU@ASU", "2026-01-13")
    assert code == 0
    assert "It can be: BYU at ASU on Tue 2026-01-13" in said
    assert "1 game moved" in said
    assert "BYU at ASU Sat 2026-01-10 19:00 -> Tue 2026-01-13" in said


def test_a_forbidden_day_names_the_rule_and_ends_with_2(copy: Path) -> None:
    code, said = asked(copy, "mbb-test.byu-at-asu", "2026-01-11")
    assert code == 2
    assert "It cannot be: BYU at ASU on Sun 2026-01-11" in said
    assert "BYU plays no Sunday." in said
    assert "Without byu-no-sunday there is a schedule" in said


def test_a_day_outside_the_season_is_answered_by_the_nearest_ones(copy: Path) -> None:
    assert asked(copy, "BYU@ASU", "2026-01-09") == (
        0, "mbb-test plays no games on 2026-01-09; the nearest days are 2026-01-07 and 2026-01-10."
    )  # fmt: skip


def test_a_season_without_a_schedule_cannot_be_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "four.jsonl"
    write_copy(file, "four", written(OPENED), numbered_here())
    code, said = asked(file, "BYU@ASU", "2026-01-13")
    assert code == 1
    assert "mbb-test has no schedule yet." in said


def test_a_season_with_games_that_are_off_cannot_be_asked_about(tmp_path: Path) -> None:
    file, game = tmp_path / "four.jsonl", GAMES[5]
    postponed = GamePostponed(season=SEASON, game=game.game, was=game, because="flood")
    write_copy(file, "four", written((*DRAFTED, postponed)), numbered_here())
    code, said = asked(file, "UTAH@BYU", "2026-01-13")
    assert code == 1
    assert f"{game.game} is postponed or cancelled" in said


@pytest.mark.parametrize("text", ["KU@TCU", "ku-at-tcu", "mbb-2025-26.ku-at-tcu"])
def test_a_game_is_read_however_it_is_named(text: str) -> None:
    assert read_game(text) == ("TCU", "KU")


@pytest.mark.parametrize("text", ["", "KU", "KU@", "@TCU", "mbb-2025-26"])
def test_what_names_no_game_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_game(text)
