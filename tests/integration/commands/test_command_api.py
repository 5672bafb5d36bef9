"""The command API and the writer behind it, on the real Kafka: what a planner's program relies on."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

import httpx
import pytest
from confluent_kafka import Message, Producer

from flextime.league.ids import ConferenceId, SchoolCode
from flextime.season.members import RegisterConference
from flextime_cli.apis.commands import CommandApi
from flextime_cli.stack.running import RunningStack
from flextime_commands.api.body import LARGEST_BODY_BYTES
from flextime_schemas.codec import FRAME, MAGIC, Codec
from flextime_schemas.envelope import CommandEnvelope, command_headers
from flextime_schemas.fold import fold
from flextime_schemas.kafka import read_to_end, record_of
from flextime_schemas.messages import DeadLetter, full_name
from flextime_schemas.plain import to_json
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, DEAD_LETTERS, EVENTS, OUTCOMES, partition_of
from tests.four_teams import ARENAS, GAMES, MEMBERSHIP, SEASON
from tests.query_reading import drafted

pytestmark = pytest.mark.stack

SPAN = {"first": "2026-02-14", "last": "2026-02-15"}
SUNDAY = "2026-01-04"

Body = dict[str, Any] | bytes


class Client(Protocol):
    """What conftest's client can do."""

    http: httpx.Client
    conference: ConferenceId

    def post(self, command: str, body: Body, **headers: str) -> httpx.Response: ...
    def decide(self, command: str, body: Body, **headers: str) -> httpx.Response: ...
    def outcome(self, command_id: str) -> dict[str, Any]: ...
    def of(self, conference: ConferenceId) -> Client: ...


def plain(record: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(record))
    return found


def records_of(settings: Settings, topic: str, conference: ConferenceId) -> list[Message]:
    """Read what a topic holds of a conference."""
    partition = partition_of(conference.encode(), settings.partitions)
    return [m for m in read_to_end(settings, topic, partition) if m.key() == conference.encode()]


def headers_of(message: Message) -> Mapping[str, bytes]:
    headers: Any = message.headers()
    return dict(headers)


def register(client: Client) -> dict[str, Any]:
    found = client.decide("RegisterConference", {"name": str(client.conference)})
    assert found.status_code == 200, found.text
    document: dict[str, Any] = found.json()
    return document


def found_four_teams(client: Client) -> None:
    """Found the conference of the four, with its venues."""
    register(client)
    for event in MEMBERSHIP[1:]:
        named = plain(event)
        command = "AdmitSchool" if "school" in named else "RegisterVenue"
        assert client.decide(command, named).status_code == 200


def test_an_accepted_command_is_an_event_where_the_outcome_says(
    client: Client, settings: Settings, codec: Codec
) -> None:
    told = register(client)
    assert (told["status"], told["position"]) == ("accepted", f"{client.conference}:1")
    [event] = [record_of(codec, m) for m in records_of(settings, EVENTS.name, client.conference)]
    assert told["events"] == [event.envelope.id]
    assert (event.envelope.causation, event.envelope.actor, event.envelope.stream) == (
        told["id"],
        "planner",
        "conference",
    )


def test_without_waiting_the_answer_says_where_the_outcome_will_be(client: Client) -> None:
    found = client.post("RegisterConference", {"name": "Later"})
    assert found.status_code == 202
    assert found.headers["Location"] == found.json()["location"] == f"/v1/commands/{found.json()['id']}"
    told = client.outcome(found.json()["id"])
    assert (told["status"], told["sequence"]) == ("accepted", 1)


def test_what_prefer_asks_is_said_to_be_applied(client: Client) -> None:
    assert client.decide("RegisterConference", {"name": "x"}).headers["Preference-Applied"] == "wait=30"


def test_a_refusal_carries_the_rule_and_its_evidence(client: Client, settings: Settings) -> None:
    with CommandApi(settings.command_api, client.conference) as api:
        drafted(settings, api)
    home_game_of_byu = GAMES[1]
    asked = {"season": SEASON, "game": home_game_of_byu.game, "date": SUNDAY, "tip_off": "19:00:00"}
    refused = client.decide("MoveGame", asked)
    assert refused.status_code == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    problem = refused.json()
    assert problem["type"] == "urn:flextime:problem:rule-broken"
    assert f"BYU plays no Sunday: {SUNDAY}" in [violation["sentence"] for violation in problem["evidence"]]
    assert problem["position"].startswith(f"{client.conference}:")


def test_a_command_sent_again_has_one_effect_and_the_same_outcome(client: Client, settings: Settings) -> None:
    first = client.decide("RegisterConference", {"name": "Once"}, Idempotency_Key="k")
    again = client.decide("RegisterConference", {"name": "Once"}, Idempotency_Key="k")
    assert first.json() == again.json()
    assert len(records_of(settings, EVENTS.name, client.conference)) == 1


def test_a_refused_command_sent_again_is_refused_alike(client: Client) -> None:
    asked = {"venue": "nowhere", "span": SPAN, "reason": ""}
    first = client.decide("CloseVenue", asked, Idempotency_Key="early")
    register(client)
    again = client.decide("CloseVenue", asked, Idempotency_Key="early")
    assert first.status_code == again.status_code == 404
    assert first.json() == again.json()


def test_a_key_is_good_for_one_command_only(client: Client) -> None:
    client.decide("RegisterConference", {"name": "One"}, Idempotency_Key="k")
    reused = client.decide("RegisterConference", {"name": "Two"}, Idempotency_Key="k")
    assert (reused.status_code, reused.json()["type"]) == (422, "urn:flextime:problem:key-reused")


def test_commands_that_reach_the_topic_twice_are_decided_once(
    client: Client, settings: Settings, codec: Codec, producer: Producer
) -> None:
    command = RegisterConference(name="Twice")
    envelope = CommandEnvelope(
        id=str(uuid4()),
        type=full_name(RegisterConference),
        conference=client.conference,
        time=datetime.now(UTC),
        actor="test",
        correlation="test",
    )
    headers: Any = command_headers(envelope)
    for _ in range(2):
        producer.produce(COMMANDS.name, key=client.conference, value=codec.encode(command), headers=headers)
    assert producer.flush(30) == 0
    told = client.outcome(envelope.id)
    register_again = client.decide("RegisterConference", {"name": "Twice"})  # decided after both
    assert register_again.json()["sequence"] == told["sequence"] == 1
    answers = [codec.decode(m.value()) for m in records_of(settings, OUTCOMES.name, client.conference)]
    assert answers[0] == answers[1]


def test_if_match_lets_only_one_of_two_planners_through(client: Client) -> None:
    found_four_teams(client)
    asked = {"venue": ARENAS[SchoolCode("BYU")], "span": SPAN, "reason": "Commencement"}
    first = client.decide("CloseVenue", asked, If_Match='"1"')
    assert (first.status_code, first.json()["stream_version"]) == (200, 2)
    asked["span"] = {"first": "2026-03-01", "last": "2026-03-01"}
    second = client.decide("CloseVenue", asked, If_Match='"1"')
    assert (second.status_code, second.json()["type"]) == (412, "urn:flextime:problem:stale-version")


def test_a_conference_is_one_history_that_verifies(client: Client, settings: Settings, codec: Codec) -> None:
    found_four_teams(client)
    history = [record_of(codec, m) for m in records_of(settings, EVENTS.name, client.conference)]
    assert fold(client.conference, history).sequence == len(history) == len(MEMBERSHIP)


def test_undecodable_bytes_are_a_dead_letter_and_the_rest_goes_on(
    client: Client, settings: Settings, codec: Codec, producer: Producer
) -> None:
    register(client)
    garbage = f"{uuid4()} is no command".encode()
    producer.produce(COMMANDS.name, key=client.conference, value=garbage, headers=[("from", b"a stranger")])
    assert producer.flush(30) == 0
    assert client.decide("RegisterConference", {"name": str(client.conference)}).status_code == 200
    partition = partition_of(client.conference.encode(), DEAD_LETTERS.partitions(settings.partitions))
    letters = [codec.decode(m.value()) for m in read_to_end(settings, DEAD_LETTERS.name, partition)]
    [letter] = [each for each in letters if isinstance(each, DeadLetter) and each.value == garbage]
    assert (letter.service, letter.topic, letter.headers) == ("writer", COMMANDS.name, {"from": b"a stranger"})
    assert letter.key == client.conference.encode()
    assert letter.partition == partition_of(client.conference.encode(), settings.partitions)
    assert "framing" in letter.reason


@pytest.mark.parametrize(
    "schema",
    [
        {"schema": '"string"'},
        {"schema": '["null", "string"]'},
        {"schema": '{"$schema": "http://json-schema.org/draft-07/schema#"}', "schemaType": "JSON"},
        {"schema": 'syntax = "proto3"; message A { string b = 1; }', "schemaType": "PROTOBUF"},
    ],
)
def test_a_strangers_schema_in_the_registry_is_a_dead_letter_and_the_rest_goes_on(
    client: Client, settings: Settings, codec: Codec, producer: Producer, schema: dict[str, str]
) -> None:
    register(client)
    answer = httpx.post(f"{settings.registry_url}/subjects/{client.conference}/versions", json=schema, timeout=30)
    assert answer.status_code == 200, answer.text
    strange = FRAME.pack(MAGIC, answer.json()["id"]) + uuid4().bytes
    producer.produce(COMMANDS.name, key=client.conference, value=strange)
    assert producer.flush(30) == 0
    assert client.decide("RegisterConference", {"name": str(client.conference)}).status_code == 200
    partition = partition_of(client.conference.encode(), DEAD_LETTERS.partitions(settings.partitions))
    letters = [codec.decode(m.value()) for m in read_to_end(settings, DEAD_LETTERS.name, partition)]
    assert [each.service for each in letters if isinstance(each, DeadLetter) and each.value == strange] == ["writer"]


def test_what_waits_for_the_registry_goes_on_when_it_answers_and_others_do_not_wait(
    client: Client, system: RunningStack, settings: Settings, codec: Codec, producer: Producer
) -> None:
    register(client)
    home = partition_of(client.conference.encode(), settings.partitions)
    other = next(
        client.of(name)
        for name in (ConferenceId(f"{client.conference}-{n}") for n in range(100))
        if partition_of(name.encode(), settings.partitions) != home
    )
    schema = {"schema": '["null", "bytes"]'}
    answer = httpx.post(f"{settings.registry_url}/subjects/{client.conference}/versions", json=schema, timeout=30)
    strange = FRAME.pack(MAGIC, answer.json()["id"]) + uuid4().bytes
    registry = system.pid_of("registry")
    os.kill(registry, signal.SIGSTOP)
    try:
        producer.produce(COMMANDS.name, key=client.conference, value=strange)
        assert producer.flush(30) == 0
        behind = client.post("RegisterConference", {"name": str(client.conference)})
        assert other.decide("RegisterConference", {"name": "another"}).status_code == 200
        assert client.http.get(behind.headers["Location"]).json()["status"] == "pending"
    finally:
        os.kill(registry, signal.SIGCONT)
    assert client.outcome(behind.json()["id"])["status"] == "accepted"
    partition = partition_of(client.conference.encode(), DEAD_LETTERS.partitions(settings.partitions))
    letters = [codec.decode(m.value()) for m in read_to_end(settings, DEAD_LETTERS.name, partition)]
    assert [each.service for each in letters if isinstance(each, DeadLetter) and each.value == strange] == ["writer"]


def test_too_large_a_body_is_refused_and_nothing_is_written(client: Client, settings: Settings) -> None:
    found = client.post("OpenSeason", b" " * (LARGEST_BODY_BYTES + 1))
    assert (found.status_code, found.json()["type"]) == (413, "urn:flextime:problem:too-large")
    assert records_of(settings, COMMANDS.name, client.conference) == []


@pytest.mark.parametrize(
    ("command", "body", "told"),
    [
        ("RegisterConference", b"{", (400, None)),
        ("RegisterConference", {"name": 12}, (422, "name")),
        ("RegisterConference", {"name": "x", "nmae": "y"}, (422, "nmae")),
        ("CloseVenue", {"venue": "a", "span": {"first": "2026-02-30", "last": "x"}, "reason": ""}, (422, "span.first")),
        ("RegisterConfrence", {"name": "x"}, (404, None)),
    ],
)
def test_what_cannot_be_a_command_is_a_problem_and_nothing_is_written(
    client: Client, settings: Settings, command: str, body: Body, told: tuple[int, str | None]
) -> None:
    found = client.post(command, body)
    assert found.headers["Content-Type"] == "application/problem+json"
    assert (found.status_code, found.json().get("field")) == told
    assert records_of(settings, COMMANDS.name, client.conference) == []


def test_rights_are_refused_before_anything_is_written(client: Client, settings: Settings) -> None:
    assert client.post("RegisterConference", {"name": "x"}, X_FlexTime_Role="viewer").status_code == 403
    failed = client.post("FailRun", {"run": "r", "reason": "x"}, X_FlexTime_Role="coach")
    assert failed.status_code == 403
    assert records_of(settings, COMMANDS.name, client.conference) == []


def test_an_id_that_nobody_saw_is_not_found(client: Client) -> None:
    assert client.http.get(f"/v1/commands/{uuid4()}").status_code == 404


def test_paths_and_methods_that_are_not_there_are_problems(client: Client) -> None:
    for found in (client.http.get("/nowhere"), client.http.delete("/health")):
        assert found.status_code in (404, 405)
        assert found.headers["Content-Type"] == "application/problem+json"


def test_outcomes_are_there_after_the_api_was_killed(client: Client, system: RunningStack) -> None:
    told = register(client)
    killed = system.kill("command-api")
    system.wait_until_up("command-api", other_than=killed)
    assert client.outcome(told["id"]) == told


def test_a_command_that_is_not_decided_yet_is_pending_after_the_api_was_killed(
    client: Client, system: RunningStack
) -> None:
    writer = system.pid_of("writer")
    os.kill(writer, signal.SIGSTOP)
    try:
        sent = client.post("RegisterConference", {"name": "Patience"}, Idempotency_Key="k")
        assert sent.status_code == 202
        killed = system.kill("command-api")
        system.wait_until_up("command-api", other_than=killed)
        while (asked := client.http.get(sent.headers["Location"])).status_code == 503:
            pass  # the outcomes are still being read
        assert (asked.status_code, asked.json()) == (202, sent.json())
        reused = client.post("RegisterConference", {"name": "Impatience"}, Idempotency_Key="k")
        assert (reused.status_code, reused.json()["type"]) == (422, "urn:flextime:problem:key-reused")
    finally:
        os.kill(writer, signal.SIGCONT)
    assert client.outcome(sent.json()["id"])["sequence"] == 1


def test_headers_can_be_read_by_whoever_inspects_the_topic(client: Client, settings: Settings) -> None:
    told = client.decide("RegisterConference", {"name": "x"}, X_FlexTime_Actor="Jo", X_FlexTime_Correlation="c-1")
    [command] = records_of(settings, COMMANDS.name, client.conference)
    assert headers_of(command)["ce_actor"] == b"Jo"
    [outcome] = records_of(settings, OUTCOMES.name, client.conference)
    assert headers_of(outcome)["ce_causationid"].decode() == told.json()["id"]
    assert headers_of(outcome)["ce_correlationid"] == b"c-1"
