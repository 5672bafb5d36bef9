"""`flextime conflicts` on a copy of a conference's records: what is wrong, what a move would bring, and ways out."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.conflicts.gathering import detector_of
from flextime.league.model import Closure, DateSpan
from flextime.season.decide import Event
from flextime.season.in_season import GameCancelled, GameMadeUp, GamePostponed, MakeUpGames
from flextime.season.schedules import MoveGame
from flextime.season.venues import VenueClosed
from flextime_cli.auditing.records import write_copy
from flextime_cli.commands.conflicts import acceptance_of, options_for
from flextime_cli.main import app
from flextime_schemas.registry import numbered_here
from tests.four_teams import DRAFTED, GAMES, SEASON, given, state_after
from tests.unit.cli_commands.test_audit import written

BYU_AT_ASU = GAMES[5]  # on Saturday, 10 January
FLOOD = VenueClosed(
    closure=Closure(
        venue=BYU_AT_ASU.venue, span=DateSpan(first=date(2026, 1, 9), last=date(2026, 1, 11)), reason="flood"
    )
)

POSTPONED = GamePostponed(season=SEASON, game=BYU_AT_ASU.game, was=BYU_AT_ASU, because="flood")


def copy_of(folder: Path, *since: Event) -> Path:
    file = folder / "since.jsonl"
    write_copy(file, "four", written((*DRAFTED, *since)), numbered_here())
    return file


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_of(tmp_path, FLOOD)


def told(file: Path, command: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["conflicts", command, "four", *arguments, "--from-file", str(file)])
    return result.exit_code, " ".join(result.output.split())


def test_a_closed_arena_is_told_with_the_game_in_it(copy: Path) -> None:
    code, said = told(copy, "list", "--kind", "closure")
    assert code == 0
    assert "is closed on 2026-01-10 (flood), and BYU at ASU (MBB) is to be played there." in said
    assert f"closure:{BYU_AT_ASU.game}:2026-01-09..2026-01-11" in said
    assert "1 conflict." in said


def test_conflicts_of_another_season_or_kind_are_left_out(copy: Path) -> None:
    assert told(copy, "list", "--season", "fb-2025-26") == (0, "No conflicts.")
    assert told(copy, "list", "--season", SEASON, "--kind", "television") == (0, "No conflicts.")


def test_the_first_way_out_clears_the_conflict_and_needs_no_waiver(copy: Path) -> None:
    code, said = told(copy, "ways-out", f"closure:{BYU_AT_ASU.game}:2026-01-09..2026-01-11", "--most", "1")
    assert code == 0
    assert said.startswith("1. BYU at ASU, Sat 2026-01-10 19:00 -> ")
    assert "Moves 1 game." in said
    assert "clears critical" in said
    assert "breaks" not in said


def test_a_game_is_told_other_places_by_its_own_id(copy: Path) -> None:
    code, said = told(copy, "ways-out", BYU_AT_ASU.game, "--most", "2")
    assert code == 0
    assert "2. BYU at ASU" in said
    assert "3." not in said


def test_a_move_is_told_with_what_it_opens_and_breaks_and_nothing_is_sent(copy: Path) -> None:
    code, said = told(copy, "preview", BYU_AT_ASU.game, "--date", "2026-01-11")
    assert code == 0
    assert "breaks byu-no-sunday: BYU plays no Sunday: 2026-01-11" in said
    assert "opens critical" in said


def test_a_conflict_is_traced_to_the_events_that_made_it(copy: Path) -> None:
    code, said = told(copy, "why", f"closure:{BYU_AT_ASU.game}:2026-01-09..2026-01-11")
    assert code == 0
    adopted = "BYU at ASU stands on Saturday 2026-01-10 at 19:00, asu-desert-financial-arena: run-1.0 was adopted."
    closed = "asu-desert-financial-arena was closed from 2026-01-09 to 2026-01-11: flood."
    assert said.index("became known, in America/Phoenix.") < said.index(adopted) < said.index(closed)


def test_a_game_is_traced_through_its_moves_and_no_others(tmp_path: Path) -> None:
    events: tuple[Event, ...] = DRAFTED
    for game, day in ((BYU_AT_ASU, date(2026, 1, 13)), (GAMES[2], date(2026, 1, 7))):
        command = MoveGame(season=SEASON, game=game.game, date=day, tip_off=game.tip_off, because="television")
        events = (*events, *given(events).when(command))
    file = tmp_path / "moved.jsonl"
    write_copy(file, "four", written(events), numbered_here())
    code, said = told(file, "why", BYU_AT_ASU.game)
    assert code == 0
    assert said.count("BYU at ASU") == 2
    assert "was moved from Saturday 2026-01-10 at 19:00" in said
    assert said.endswith("television.")
    assert "ARIZ at BYU" not in said


def test_a_way_out_of_a_copy_is_decided_on_and_not_sent(copy: Path) -> None:
    conflict = f"closure:{BYU_AT_ASU.game}:2026-01-09..2026-01-11"
    assert told(copy, "ways-out", conflict, "--accept", "1") == (0, "Nothing was sent.")
    code, said = told(copy, "ways-out", conflict, "--accept", "40")
    assert code == 1
    assert "There is no way out number 40" in said


def test_a_postponed_game_is_told_days_on_which_it_can_be_made_up(tmp_path: Path) -> None:
    file = copy_of(tmp_path, POSTPONED)
    code, said = told(file, "ways-out", BYU_AT_ASU.game, "--most", "1")
    assert code == 0
    assert said.startswith("1. BYU at ASU, Sat 2026-01-10 19:00 -> ")
    assert told(file, "ways-out", BYU_AT_ASU.game, "--accept", "1") == (0, "Nothing was sent.")
    code, said = told(file, "why", BYU_AT_ASU.game)
    assert said.endswith(
        "BYU at ASU was postponed from Saturday 2026-01-10 at 19:00, asu-desert-financial-arena: flood."
    )


def test_the_day_that_is_told_for_a_postponed_game_is_accepted() -> None:
    state = state_after(*DRAFTED, POSTPONED)
    (option, *_) = options_for(state, BYU_AT_ASU.game, 5)
    command = acceptance_of(state, option, "way out")
    assert isinstance(command, MakeUpGames)
    (made_up,) = given((*DRAFTED, POSTPONED)).when(command)
    assert isinstance(made_up, GameMadeUp)
    assert made_up.now == option.shifts[0].now


def test_no_place_is_sought_for_a_cancelled_game(tmp_path: Path) -> None:
    gone = GameCancelled(season=SEASON, game=BYU_AT_ASU.game, was=BYU_AT_ASU, postponed=True, because="flood")
    file = copy_of(tmp_path, POSTPONED, gone)
    code, said = told(file, "ways-out", BYU_AT_ASU.game)
    assert (code, "is cancelled, and gets no place" in said) == (1, True)
    code, said = told(file, "preview", BYU_AT_ASU.game, "--date", "2026-01-13")
    assert (code, "has no place now" in said) == (1, True)


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("preview", ["mbb-test.ku-at-tcu", "--date", "2026-01-11"], "There is no game mbb-test.ku-at-tcu."),
        ("preview", [BYU_AT_ASU.game], "stands there already"),
        ("preview", [BYU_AT_ASU.game, "--date", "2026-02-20"], "lies in no window"),
        ("ways-out", ["rest:nobody"], "No conflict rest:nobody is open"),
        ("why", ["rest:nobody"], "No conflict rest:nobody is open"),
    ],
)
def test_what_cannot_be_answered_says_why(copy: Path, command: str, arguments: list[str], said: str) -> None:
    code, output = told(copy, command, *arguments)
    assert code == 1
    assert said in output


def test_a_game_that_does_not_stand_where_its_candidate_had_it_was_moved_by_hand() -> None:
    (moved,) = given(DRAFTED).when(
        MoveGame(season=SEASON, game=BYU_AT_ASU.game, date=date(2026, 1, 13), tip_off=BYU_AT_ASU.tip_off)
    )
    detector = detector_of(state_after(*DRAFTED, moved))
    assert {game.id for game in detector.of_season(SEASON) if game.by_hand} == {BYU_AT_ASU.game}
