"""Submitting a command and asking for its outcome, apart from HTTP's routing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_commands.api.asking import Asking, read_asking, read_conference, read_wait, require_right
from flextime_commands.api.body import command_type, read_body, read_command
from flextime_commands.api.outcomes import OutcomeView
from flextime_commands.api.problems import of_refusal, render
from flextime_commands.api.remembered import Remembered, digest_of
from flextime_commands.api.submission import RETRY_AFTER_SECONDS, Submitter
from flextime_schemas.envelope import CommandEnvelope
from flextime_schemas.messages import Outcome, full_name
from flextime_schemas.problems import Problem, ProblemDetail, problem


class CommandService:
    """The two things that the API does. `submitter` speaks with Kafka, `outcomes` hears from it."""

    def __init__(self, submitter: Submitter, outcomes: OutcomeView, remembered: Remembered) -> None:
        self._submitter, self._outcomes, self._remembered = submitter, outcomes, remembered

    async def submit(self, conference_text: str, name: str, request: Request) -> Response:
        """Check a command's shape and rights, hand it to Kafka, and answer with its outcome or where to find it."""
        kind, conference = command_type(name), read_conference(conference_text)
        asking = read_asking(request.headers, conference)
        require_right(asking.role, name)
        command = read_command(kind, await read_body(request))
        digest = digest_of(conference, command, asking.expected_version)
        outcome = self._outcomes.find(asking.id)
        self._require_same(asking, digest, (conference, full_name(kind)), outcome)
        if outcome is None:
            await self._submitter.send(envelope_of(conference, kind, asking), command)
            self._remembered.add(asking.id, digest)
            outcome = await self._outcomes.wait(asking.id, asking.wait_seconds or 0)
            self._require_same(asking, digest, (conference, full_name(kind)), outcome)
        if outcome is None:
            return _pending(asking.id)
        headers = _applied(asking.wait_seconds)
        if outcome.refusal is not None:
            found = of_refusal(outcome)
            return render(ProblemDetail(code=found.code, detail=found.detail, more=found.more, headers=headers))
        return Response(orjson.dumps(document_of(outcome)), 200, headers, "application/json")

    async def find(self, command_id: str, request: Request) -> Response:
        """Answer with a command's outcome, with 202 while it is pending, with 404 when nobody here saw it."""
        command_id, wait = command_id.lower(), read_wait(request.headers)
        outcome = await self._outcomes.wait(command_id, wait or 0)
        if outcome is not None:
            return Response(orjson.dumps(document_of(outcome)), 200, _applied(wait), "application/json")
        if command_id in self._remembered:
            return _pending(command_id)
        if not self._outcomes.caught_up:
            raise problem("catching-up", "The outcomes are still being read.", retry_after=RETRY_AFTER_SECONDS)
        raise problem(
            "unknown-id", f"No command with the id {command_id[:100]} was seen: outcomes are kept for 7 days."
        )

    def _require_same(
        self, asking: Asking, digest: bytes, asked: tuple[ConferenceId, str], outcome: Outcome | None
    ) -> None:
        """Refuse an id that was used for something else, as far as this process remembers: a Command-Id may have been
        used in another conference, and the outcome there is none of this one's."""
        known = self._remembered.digest(asking.id)
        fits = outcome is None or (outcome.conference, outcome.command_type) == asked
        same = fits and (known is None or known == digest)
        if not same:
            detail = "This Idempotency-Key or Command-Id was used for another command: take a new one."
            raise Problem(ProblemDetail(code="key-reused", detail=detail, more={"command": asking.id}))


def envelope_of(conference: ConferenceId, kind: type[Command], asking: Asking) -> CommandEnvelope:
    """Return the envelope of a command that was asked for now."""
    return CommandEnvelope(
        id=asking.id,
        type=full_name(kind),
        conference=conference,
        time=datetime.now(UTC),
        actor=asking.actor,
        correlation=asking.correlation,
        expected_version=asking.expected_version,
        traceparent=asking.traceparent,
    )


def document_of(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON has it."""
    document: dict[str, Any] = {
        "id": outcome.command,
        "status": outcome.status,
        "command": outcome.command_type.rsplit(".", 1)[-1],
        "conference": outcome.conference,
        "position": outcome.position,
        "sequence": outcome.sequence,
        "stream": outcome.stream,
        "stream_version": outcome.stream_version,
        "events": list(outcome.events),
        "decided_at": outcome.decided_at.isoformat().replace("+00:00", "Z"),
    }
    if (reason := outcome.refusal) is not None:
        document["refusal"] = {
            "code": reason.code,
            "detail": reason.detail,
            "field": reason.field,
            "evidence": list(reason.evidence),
        }
    return document


def _pending(command_id: str) -> Response:
    location = f"/v1/commands/{command_id}"
    document = {"id": command_id, "status": "pending", "location": location}
    return Response(orjson.dumps(document), 202, {"Location": location}, "application/json")


def _applied(wait_seconds: float | None) -> Mapping[str, str]:
    return {} if wait_seconds is None else {"Preference-Applied": f"wait={wait_seconds:.0f}"}
