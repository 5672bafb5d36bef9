"""The OpenAPI document: an entry per command with the schema of its body, derived from the command's own type."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, get_args

from pydantic import TypeAdapter

from flextime_commands.api.asking import CONFERENCE, LONGEST_WAIT_SECONDS, SERVICE_COMMANDS, Role
from flextime_commands.api.body import KINDS
from flextime_commands.api.examples import EXAMPLES
from flextime_commands.api.problems import TITLES
from flextime_schemas.messages import RefusalReason
from flextime_schemas.plain import adapter
from flextime_schemas.problems import MEDIA_TYPE, problem_schema

Document = dict[str, Any]

REF = "#/components/schemas/{model}"

SUBMIT_PROBLEMS = (400, 403, 404, 409, 412, 413, 422, 503)
FIND_PROBLEMS = (400, 404, 503)

PENDING = {
    "type": "object",
    "required": ["id", "status", "location"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "status": {"const": "pending"},
        "location": {"type": "string"},
    },
}
OUTCOME = {
    "type": "object",
    "required": ["id", "status", "command", "conference", "position", "sequence", "stream_version", "events"],
    "properties": {
        "id": {"type": "string"},
        "status": {"enum": ["accepted", "refused"]},
        "command": {"type": "string"},
        "conference": {"type": "string"},
        "position": {"type": "string", "description": "What reads take as `min_position`."},
        "sequence": {"type": "integer"},
        "stream": {"type": ["string", "null"]},
        "stream_version": {"type": "integer", "description": "What `If-Match` takes."},
        "events": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        "decided_at": {"type": "string", "format": "date-time"},
        "refusal": {"$ref": REF.format(model="RefusalReason")},
    },
}
PROBLEM = problem_schema(
    TITLES,
    {
        "evidence": {"type": "array", "items": {"$ref": REF.format(model="Violation")}},
        "command": {"type": "string"},
        "position": {"type": "string"},
    },
    "RFC 9457. `field` and `errors` name what is wrong with the request, `evidence` the rules broken.",
)
HEALTH = {"type": "object", "required": ["status", "version"], "properties": {"status": {"type": "string"}}}


def document() -> Document:
    """Return the whole document."""
    schemas, bodies = _schemas()
    paths: Document = {_path(name): {"post": _submit(name, bodies[name])} for name in KINDS}
    paths["/v1/commands/{id}"] = {"get": _find()}
    paths["/health"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "FlexTime commands",
            "version": version("flextime"),
            "description": "What may be asked of a conference. A 202 means that the command is in Kafka; its outcome "
            "stands at `Location`, or comes with `Prefer: wait=5`. Sending a command again with the same "
            "`Idempotency-Key` or `Command-Id` has one effect and the same outcome.",
        },
        "paths": paths,
        "components": {
            "schemas": {"Pending": PENDING, "Outcome": OUTCOME, "Problem": PROBLEM, "Health": HEALTH, **schemas}
        },
    }


def _schemas() -> tuple[Document, Document]:
    named = {**KINDS, "RefusalReason": RefusalReason}
    inputs = [(name, "validation", adapter(kind)) for name, kind in named.items()]
    refs, schema = TypeAdapter.json_schemas(inputs, ref_template=REF)  # type: ignore[arg-type]  # modes are literals
    return schema["$defs"], {name: refs[name, "validation"] for name in named}


def _path(name: str) -> str:
    return f"/v1/conferences/{{conference}}/commands/{name}"


def _submit(name: str, body: Document) -> Document:
    kind = KINDS[name]
    content: Document = {"schema": body}
    if name in EXAMPLES:
        content["example"] = EXAMPLES[name]
    note = " For services and admins." if name in SERVICE_COMMANDS else ""
    return {
        "operationId": name,
        "summary": (kind.__doc__ or name).strip().splitlines()[0] + note,
        "tags": [kind.__module__.rsplit(".", 1)[-1]],
        "parameters": [_conference(), *_headers()],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "200": _answer("Decided in time: accepted.", "Outcome", "Preference-Applied"),
            "202": _answer("In Kafka, not decided yet.", "Pending", "Location"),
            **_problems(SUBMIT_PROBLEMS),
        },
    }


def _find() -> Document:
    path_id = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "description": "The id that a submission was answered with.",
    }
    return {
        "operationId": "FindOutcome",
        "summary": "What became of a command.",
        "tags": ["outcomes"],
        "parameters": [path_id, _prefer()],
        "responses": {
            "200": _answer("Decided: accepted or refused.", "Outcome", "Preference-Applied"),
            "202": _answer("Not decided yet.", "Pending", "Location"),
            **_problems(FIND_PROBLEMS),
        },
    }


def _health() -> Document:
    return {
        "operationId": "Health",
        "summary": "Whether commands can be taken.",
        "tags": ["health"],
        "responses": {"200": _answer("Yes.", "Health"), "503": _answer("Not now.", "Health")},
    }


def _answer(description: str, schema: str, *headers: str) -> Document:
    found: Document = {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": REF.format(model=schema)}}},
    }
    if headers:
        found["headers"] = {header: {"schema": {"type": "string"}} for header in headers}
    return found


def _problems(statuses: Iterable[int]) -> Document:
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {
        str(status): {
            "description": "; ".join(title for found, title in TITLES.values() if found == status) + ".",
            "content": content,
        }
        for status in statuses
    }


def _conference() -> Document:
    pattern = f"^{CONFERENCE.pattern}$"
    return {
        "name": "conference",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": pattern},
        "example": "big12",
    }


def _headers() -> list[Document]:
    return [
        _header("Idempotency-Key", {"type": "string", "maxLength": 200}, "Names the command: sent twice, done once."),
        _header("Command-Id", {"type": "string", "format": "uuid"}, "The command's id, instead of an Idempotency-Key."),
        _header("If-Match", {"type": "string", "pattern": '^"[0-9]{1,18}"$'}, "The stream version that you saw."),
        _prefer(),
        _header("X-FlexTime-Actor", {"type": "string", "maxLength": 100, "default": "planner"}, "Who asks."),
        _header("X-FlexTime-Role", {"enum": list(get_args(Role)), "default": "admin"}, "In which role."),
        _header("X-FlexTime-Correlation", {"type": "string", "maxLength": 100}, "What this belongs to."),
    ]


def _prefer() -> Document:
    most = f"At most {LONGEST_WAIT_SECONDS:.0f}."
    return _header("Prefer", {"type": "string", "pattern": "^wait=[0-9]{1,2}$"}, f"Seconds to wait. {most}")


def _header(name: str, schema: Document, description: str) -> Document:
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": description}
