"""Bodies that are wrong, and what the problem document says of them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from flextime.league.ids import ConferenceId, GameId, RuleId, SchoolCode
from flextime.rules.model import Violation
from flextime.season.schedules import MoveGame
from flextime.season.venues import CloseVenue
from flextime_commands.api.body import KINDS, command_type, read_command
from flextime_commands.api.examples import EXAMPLES
from flextime_commands.api.openapi import document
from flextime_commands.api.problems import of_refusal, render
from flextime_schemas.messages import Outcome, RefusalReason
from flextime_schemas.problems import MEDIA_TYPE, Problem

SPAN = {"first": "2026-02-14", "last": "2026-02-15"}
CLOSE: dict[str, Any] = {"venue": "allen", "span": SPAN, "reason": "Commencement"}
MOVE: dict[str, Any] = {"season": "mbb", "game": "g", "date": "2026-02-14", "tip_off": "19:00:00"}


def problem_of(kind: type[Any], body: bytes) -> dict[str, Any]:
    with pytest.raises(Problem) as refused:
        read_command(kind, body)
    response = render(refused.value.problem)
    assert response.media_type == MEDIA_TYPE
    found: dict[str, Any] = json.loads(bytes(response.body))
    assert found["status"] == response.status_code
    return found


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = {**CLOSE, "span": {"first": "yesterday", "last": 3}, "why": "?"}
    found = problem_of(CloseVenue, json.dumps(body).encode())
    assert (found["status"], found["type"]) == (422, "urn:flextime:problem:invalid")
    assert {error["field"] for error in found["errors"]} == {"span.first", "span.last", "why"}


@pytest.mark.parametrize("body", [b"", b"  ", b"{", b'{"venue": "\xff"}', b"nonsense", b"[" * 5000])
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    assert problem_of(CloseVenue, body)["status"] == 400


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"null", b"{}"])
def test_json_that_is_no_command_is_invalid(body: bytes) -> None:
    assert problem_of(CloseVenue, body)["status"] == 422


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        (CloseVenue, {**CLOSE, "reason": "a\0"}, "reason"),
        (MoveGame, {**MOVE, "tip_off": "19:00:00Z"}, "tip_off"),
    ],
)
def test_what_no_record_could_hold_is_refused_here(kind: type[Any], body: dict[str, Any], field: str) -> None:
    assert problem_of(kind, json.dumps(body).encode())["field"] == field


@pytest.mark.parametrize("number", [b"NaN", b"1e999", b"-Infinity", b"123456789012345678901234567890"])
def test_numbers_that_no_record_could_hold_are_refused_here(number: bytes) -> None:
    school = json.dumps(EXAMPLES["AdmitSchool"]).encode().replace(b"38.9543", number)
    rule = json.dumps(EXAMPLES["AddRule"]).encode().replace(b'["BYU"]', number)
    if number.isdigit():  # a latitude of 1e29 is a number; the domain refuses it
        assert problem_of(KINDS["AddRule"], rule)["field"] == "rule.parameters.teams"
    else:
        assert problem_of(KINDS["AdmitSchool"], school)["status"] in (400, 422)


def test_an_unknown_command_is_told_the_nearest() -> None:
    with pytest.raises(Problem, match=r"Did you mean MoveGame\? There are: RegisterConference, "):
        command_type("MoveGamez")


def test_a_refusal_becomes_a_problem_with_its_evidence() -> None:
    violation = Violation(
        rule=RuleId("byu-no-sunday"),
        kind="no_sunday",
        hardness="hard",
        sentence="BYU plays no Sunday: 2026-02-15",
        teams=(SchoolCode("BYU"),),
        games=(GameId("g"),),
        dates=(date(2026, 2, 15),),
    )
    outcome = Outcome(
        command="id",
        command_type="flextime.commands.MoveGame",
        conference=ConferenceId("big12"),
        status="refused",
        sequence=41,
        stream="season/mbb",
        stream_version=3,
        decided_at=datetime(2026, 2, 1, tzinfo=UTC),
        refusal=RefusalReason(code="rule-broken", detail=violation.sentence, field="date", evidence=(violation,)),
    )
    found = json.loads(bytes(render(of_refusal(outcome)).body))
    assert (found["status"], found["field"], found["position"]) == (409, "date", "big12:41")
    assert found["evidence"][0]["sentence"] == "BYU plays no Sunday: 2026-02-15"
    assert found["evidence"][0]["dates"] == ["2026-02-15"]
    unheard = replace(outcome, refusal=RefusalReason(code="a later version's", detail=""))
    assert json.loads(bytes(render(of_refusal(unheard)).body))["status"] == 409


def test_the_examples_are_commands() -> None:
    for name, body in EXAMPLES.items():
        assert type(read_command(KINDS[name], json.dumps(body).encode())) is KINDS[name]


def test_every_command_has_its_entry_with_the_schema_of_its_body() -> None:
    described = document()
    for name in KINDS:
        entry = described["paths"][f"/v1/conferences/{{conference}}/commands/{name}"]["post"]
        schema = entry["requestBody"]["content"]["application/json"]["schema"]
        assert schema["$ref"].rsplit("/", 1)[-1] in described["components"]["schemas"]
