"""What goes to the APIs and what comes back, in the words of the terminal."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from flextime.league.big12 import SCHOOLS
from flextime.season.members import AdmitSchool
from flextime_cli.apis.commands import Sent, content_id, prefer_wait
from flextime_cli.apis.problems import NotReached, Problem, raise_for_problem
from flextime_cli.apis.queries import parse_stream
from flextime_cli.auditing.verify import Until
from flextime_cli.commands.replay import BadStop, read_stop
from flextime_cli.commands.submit import BadBody, outcome_line, read_body
from flextime_cli.demo.moves import other_days
from flextime_cli.main import app
from flextime_cli.played.model import COLUMNS
from flextime_cli.rendering.events import event_line


def test_fields_from_the_line_go_on_top_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "move.json"
    file.write_text('{"season": "mbb-2025-26", "game": "g", "date": "2026-01-03"}')
    body = read_body(str(file), ["date=2026-01-04", "budget.seconds=20", "pinned=true", 'year="2026"', "empty="])
    assert body == {
        "season": "mbb-2025-26", "game": "g", "date": "2026-01-04", "budget": {"seconds": 20}, "pinned": True,
        "year": "2026", "empty": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.5, "wait=1"), (5.0, "wait=5"), (2.01, "wait=3"), (1e6, "wait=1000000")]
)
def test_a_wait_is_asked_for_in_whole_seconds_and_never_shortened(seconds: float, told: str) -> None:
    assert prefer_wait(seconds) == told


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"name": "Big 12"}'))
    assert read_body("-", []) == {"name": "Big 12"}


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        ("[1]", [], "no JSON object"),
        ("{", [], "holds no JSON"),
        ("{}", ["season"], "not written NAME=VALUE"),
        ('{"a": 1}', ["a.b=2"], "a is no object"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(tmp_path: Path, text: str, fields: list[str], reason: str) -> None:
    file = tmp_path / "body.json"
    file.write_text(text)
    with pytest.raises(BadBody, match=reason):
        read_body(str(file), fields)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadBody, match="No such file"):
        read_body(str(tmp_path / "nowhere.json"), [])


def test_an_outcome_gives_what_the_next_step_needs() -> None:
    sent = Sent(
        id="c", status="accepted", position="big12:7", stream="season/s", stream_version=3, events=("e",), sequence=7
    )
    assert outcome_line("MoveGame", sent) == "MoveGame accepted: 1 event. season/s is at version 3; position big12:7"
    assert "it was so already" in outcome_line("MoveGame", Sent(id="c", status="accepted"))
    assert "/v1/commands/c" in outcome_line("MoveGame", Sent(id="c", status="pending"))


def answer(status: int, document: object, **headers: str) -> httpx.Response:
    content = json.dumps(document) if not isinstance(document, str) else document
    return httpx.Response(status, content=content, headers=headers)


def test_a_refusal_keeps_its_evidence() -> None:
    violation = {"rule": "byu-no-sunday", "hardness": "hard", "sentence": "BYU plays no Sunday: 2026-02-15"}
    document = {
        "type": "urn:flextime:problem:rule-broken", "title": "A hard rule would be broken",
        "detail": "BYU plays no Sunday: 2026-02-15", "field": "date", "evidence": [violation],
    }  # fmt: skip
    with pytest.raises(Problem) as raised:
        raise_for_problem(answer(409, document))
    problem = raised.value
    assert (problem.status, problem.code) == (409, "rule-broken")
    assert str(problem) == "A hard rule would be broken: BYU plays no Sunday: 2026-02-15 (field date)"
    assert problem.advice == "  byu-no-sunday (hard): BYU plays no Sunday: 2026-02-15"


def test_a_server_that_is_away_says_when_to_come_back() -> None:
    with pytest.raises(NotReached) as raised:
        raise_for_problem(answer(503, {"title": "Kafka does not answer"}, **{"Retry-After": "2"}))
    assert raised.value.retry_after == 2.0


def test_an_answer_that_is_no_problem_document_is_shown_as_it_is() -> None:
    with pytest.raises(Problem, match="Bad Gateway: <html>"):
        raise_for_problem(answer(502, "<html>"))


def lines() -> Iterator[str]:
    yield from (": hello", "", "id: 41", "event: GameMoved", 'data: {"sequence":', "data: 41}", "")
    yield from (": still here", "", 'data: {"sequence": 42}', "", "data: cut off")


def test_a_stream_is_read_message_by_message() -> None:
    first, second = parse_stream(lines())
    assert (first.id, first.name, first.data) == ("41", "GameMoved", {"sequence": 41})
    assert (second.id, second.name, second.data) == ("41", "message", {"sequence": 42})


def test_an_event_is_one_line_however_many_games_it_holds() -> None:
    document = {
        "sequence": 42, "time": "2026-02-01T10:00:00Z", "stream": "season/mbb-2025-26",
        "type": "flextime.events.CandidateAdopted", "actor": "saga",
        "data": {"season": "mbb-2025-26", "was": None, "now": "run-1.0", "games": [{}] * 144, "at": {"venue": "v"}},
    }  # fmt: skip
    assert event_line(document) == (
        "    42  2026-02-01T10:00:00Z  season/mbb-2025-26  CandidateAdopted  by saga  "
        "season=mbb-2025-26 now=run-1.0 games=[144] at=venue:v"
    )
    assert event_line(document | {"data": {"because": "x" * 500}}).endswith("x…")


def test_a_stop_is_a_sequence_or_a_time_with_its_zone() -> None:
    assert read_stop("42") == Until(sequence=42)
    assert read_stop("2026-02-01T12:00:00Z") == Until(moment=datetime(2026, 2, 1, 12, tzinfo=UTC))
    assert read_stop(None) == Until()
    with pytest.raises(BadStop, match="has no zone"):
        read_stop("2026-02-01T12:00:00")
    with pytest.raises(BadStop, match="neither a sequence nor a time"):
        read_stop("yesterday")


def test_a_command_has_one_id_by_its_content() -> None:
    first, second = (AdmitSchool(school=school) for school in SCHOOLS[:2])
    assert content_id("big12", first) == content_id("big12", first)
    assert len({content_id("big12", first), content_id("big12", second), content_id("sec", first)}) == 3


def test_a_move_is_sought_on_the_other_days_of_midweek_windows_first() -> None:
    windows = [
        {"number": 0, "kind": "weekend", "dates": ["2026-01-03", "2026-01-04"]},
        {"number": 1, "kind": "midweek", "dates": ["2026-01-05", "2026-01-06", "2026-01-07"]},
    ]
    games = [
        {"id": "a", "window": 0, "date": "2026-01-03", "pinned": False},
        {"id": "b", "window": 1, "date": "2026-01-06", "pinned": False},
        {"id": "c", "window": 1, "date": "2026-01-06", "pinned": True},
    ]
    found = [(game["id"], day) for game, day in other_days({"windows": windows}, games)]
    assert found == [("b", date(2026, 1, 5)), ("b", date(2026, 1, 7)), ("a", date(2026, 1, 4))]


RUNNER = CliRunner()
RIGHT = "2017-18,2018-01-06,TCU TCU,Kansas KU,TCU,KU,FALSE,TRUE,TRUE,0,99,7153"


def dry_run(tmp_path: Path, *rows: str) -> tuple[int, str]:
    file = tmp_path / "played.csv"
    file.write_text("\n".join((",".join(COLUMNS), *rows)))
    result = RUNNER.invoke(app, ["import", "played", str(file), "--dry-run"])
    return result.exit_code, result.output


def test_a_dry_run_of_a_right_file_ends_with_0(tmp_path: Path) -> None:
    code, output = dry_run(tmp_path, RIGHT)
    assert code == 0
    assert "2017-18: 1 rows right" in output
    assert "1 of 1 seasons could be imported" in output


def test_a_dry_run_of_a_wrong_file_tells_the_row_and_ends_with_1(tmp_path: Path) -> None:
    code, output = dry_run(tmp_path, RIGHT, RIGHT.replace("2018-01-06", "2018-02-30"))
    assert code == 1
    assert "line 3: 2018-02-30 is no date" in output
    assert "2017-18: 1 rows right, 1 wrong" in output
    assert "1 of 2 rows are wrong: nothing is imported" in output


def test_a_command_without_a_system_says_in_plain_words_what_to_do(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["export", "mbb-2025-26", "--format", "csv", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "Nothing ever ran on" in result.output
