"""An id belongs to one command of one conference, also where only the outcomes remember it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import orjson
import pytest
from starlette.requests import Request

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime.season.members import RegisterConference
from flextime_commands.api.outcomes import Arrived, OutcomeView
from flextime_commands.api.remembered import Remembered
from flextime_commands.api.service import CommandService
from flextime_commands.api.submission import Submitter
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import CommandEnvelope
from flextime_schemas.messages import Outcome, full_name
from flextime_schemas.problems import Problem

COMMAND = str(uuid4())


class NoKafka:
    """A submitter that nothing may be sent to."""

    async def send(self, envelope: CommandEnvelope, command: Command) -> None:
        raise AssertionError(f"{envelope.id} was sent: {command}")


def asking_with(command_id: str) -> Request:
    """A request to register a conference."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b'{"name": "One"}', "more_body": False}

    headers = [(b"command-id", command_id.encode()), (b"prefer", b"wait=1")]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)


@pytest.fixture
def service(codec: Codec) -> CommandService:
    """A service that has been started anew: it remembers nothing but the outcome of one command of the Big 12."""
    outcome = Outcome(
        command=COMMAND,
        command_type=full_name(RegisterConference),
        conference=ConferenceId("big12"),
        status="accepted",
        sequence=1,
        stream="conference",
        stream_version=1,
        decided_at=datetime(2026, 2, 1, 12, tzinfo=UTC),
    )
    outcomes = OutcomeView(codec)
    outcomes.arrived([Arrived(COMMAND, codec.encode(outcome))])
    return CommandService(cast(Submitter, NoKafka()), outcomes, Remembered())


def test_a_command_sent_again_after_a_restart_has_its_outcome(service: CommandService) -> None:
    answer = asyncio.run(service.submit("big12", "RegisterConference", asking_with(COMMAND)))
    assert (answer.status_code, orjson.loads(answer.body)["position"]) == (200, "big12:1")


def test_an_outcome_of_one_conference_does_not_answer_for_another(service: CommandService) -> None:
    with pytest.raises(Problem) as raised:
        asyncio.run(service.submit("sec", "RegisterConference", asking_with(COMMAND)))
    assert (raised.value.problem.code, raised.value.problem.more) == ("key-reused", {"command": COMMAND})
