"""Everything that can go wrong with a command, as problem documents; `evidence` are the violations behind a refusal."""

from typing import Any

import orjson
from starlette.responses import Response

from flextime_schemas.messages import Outcome
from flextime_schemas.plain import FieldError
from flextime_schemas.problems import MEDIA_TYPE, Problem, ProblemDetail, problem, problem_document

TITLES = {
    "malformed": (400, "The request cannot be read"),
    "bad-header": (400, "A header makes no sense"),
    "forbidden": (403, "This role may not send this command"),
    "unknown-command": (404, "There is no such command"),
    "unknown-id": (404, "No command with this id was seen"),
    "no-such-path": (404, "There is nothing here"),
    "method-not-allowed": (405, "This method does not work here"),
    "too-large": (413, "The body is too large"),
    "invalid": (422, "A value cannot be"),
    "key-reused": (422, "The key belongs to another command"),
    "not-found": (404, "What the command names does not exist"),
    "already-exists": (409, "The name is taken"),
    "not-now": (409, "Not in the present state"),
    "rule-broken": (409, "A hard rule would be broken"),
    "refused": (409, "The command was refused"),
    "stale-version": (412, "The stream has moved on"),
    "internal": (500, "A fault of ours"),
    "kafka-away": (503, "Kafka does not answer"),
    "catching-up": (503, "The API is still reading the outcomes"),
}
REFUSALS = ("invalid", "not-found", "already-exists", "not-now", "rule-broken", "stale-version", "internal")


def wrong_header(name: str, reason: str) -> Problem:
    """Return the problem of a header that makes no sense."""
    return problem("bad-header", f"{name} {reason}.", errors=(FieldError(field=name, reason=reason),))


def render(found: ProblemDetail) -> Response:
    """Return the response that carries a problem."""
    document = problem_document(found, TITLES)
    return Response(orjson.dumps(document), document["status"], dict(found.headers), MEDIA_TYPE)


def of_refusal(outcome: Outcome) -> ProblemDetail:
    """Return a refused command's outcome as a problem. The outcome must be a refusal."""
    reason = outcome.refusal
    if reason is None:
        raise ValueError(f"{outcome.command} was not refused")
    more: dict[str, Any] = {"command": outcome.command, "position": outcome.position}
    if reason.field is not None:
        more["field"] = reason.field
    more["evidence"] = list(reason.evidence)
    code = reason.code if reason.code in REFUSALS else "refused"
    return ProblemDetail(code=code, detail=reason.detail, more=more)
