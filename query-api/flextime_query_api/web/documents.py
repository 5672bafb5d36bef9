"""The OpenAPI side of answers: schemas out of the read model's own document types, examples, and problems."""

import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import orjson

from flextime_query_api.problems import TITLES
from flextime_query_api.web.answers import JSON, POSITION_HEADER
from flextime_query_api.web.examples import EXAMPLES
from flextime_schemas.document_types import document_types
from flextime_schemas.problems import MEDIA_TYPE, problem_schema

Schema = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]

REF = "#/components/schemas/{name}"
PLAIN: Mapping[object, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
READ_PROBLEMS = (404, 422, 503)

PROBLEM: Schema = problem_schema(
    TITLES,
    {"position": {"type": ["string", "null"], "description": "Where the read model stands, when it is late."}},
    "RFC 9457. `field` and `errors` name what is wrong with the request.",
)
PROGRESS: Schema = {
    "type": "object",
    "required": ["member", "stage", "evaluations", "best", "miles", "seconds", "message", "at"],
    "properties": {
        "member": {"type": "integer"},
        "stage": {"type": "string"},
        "evaluations": {"type": "integer"},
        "best": {"type": ["number", "null"], "description": "The soft price so far; lower is better."},
        "miles": {"type": ["number", "null"]},
        "seconds": {"type": "number"},
        "message": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
    },
}
SCHEDULE: Schema = {
    "type": "object",
    "required": ["season", "games", "standings", "position"],
    "properties": {
        "season": {"$ref": REF.format(name="SeasonDocument")},
        "games": {"type": "array", "items": {"$ref": REF.format(name="GameDocument")}},
        "standings": {"type": "array", "items": {"$ref": REF.format(name="StandingDocument")}},
        "position": {"type": "string"},
    },
}
HIT: Schema = {
    "type": "object",
    "required": ["kind", "id", "title", "snippet", "score", "link", "document"],
    "properties": {
        "kind": {"enum": ["game", "school", "venue", "rule", "event"]},
        "id": {"type": "string"},
        "title": {"type": "string"},
        "snippet": {"type": "string", "description": "The title as HTML, what was typed marked by <em>."},
        "score": {"type": "number"},
        "season": {"type": ["string", "null"]},
        "date": {"type": ["string", "null"]},
        "link": {"type": "string"},
        "document": {"type": "object"},
    },
}
FOUND: Schema = {
    "type": "object",
    "required": ["query", "total", "corrected", "items", "facets", "next"],
    "properties": {
        "query": {"type": "string"},
        "total": {"type": "integer"},
        "corrected": {"type": "boolean", "description": "Nothing had all the words; a letter or two was forgiven."},
        "items": {"type": "array", "items": {"$ref": REF.format(name="Hit")}},
        "facets": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["value", "count"],
                    "properties": {"value": {"type": "string"}, "count": {"type": "integer"}},
                },
            },
        },
        "next": {"type": ["string", "null"]},
    },
}
HEALTH: Schema = {
    "type": "object",
    "required": ["status", "detail", "version"],
    "properties": {"status": {"enum": ["ok", "failing"]}, "detail": {"type": "string"}, "version": {"type": "string"}},
}
EXTRAS: Mapping[str, Schema] = {
    "position": {"type": "string", "description": "The position of the answer.", "examples": ["big12:1042"]},
    "progress": {"type": "array", "items": {"$ref": REF.format(name="Progress")}},
}
EVENT_FRAME = 'id: 42\nevent: flextime.events.GameMoved\ndata: {"sequence":42,"type":"flextime.events.GameMoved"}\n\n'
FOUND_FRAME = 'event: found\ndata: {"conference":"big12","conflict":"closure:...","options":[]}\n\n'
OWN: Mapping[str, Schema] = {
    "Problem": PROBLEM,
    "Progress": PROGRESS,
    "Schedule": SCHEDULE,
    "Hit": HIT,
    "Found": FOUND,
    "Health": HEALTH,
}


def schema_of(hint: object) -> Schema:  # noqa: PLR0911 - the table
    """Return the JSON schema of a type that documents are made of."""
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if hint is Any:
        return {}
    if isinstance(hint, type) and is_typeddict(hint):
        return {"$ref": REF.format(name=hint.__name__)}
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is list:
        return {"type": "array", "items": schema_of(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(arg) for arg in args]}
    raise TypeError(f"no document holds a {hint}")


def document_schemas() -> dict[str, Schema]:
    """Return the schema of every document of the read model, by name."""
    return {name: _object(kind) for name, kind in document_types().items()}


def _object(kind: type) -> Schema:
    hints = get_type_hints(kind)
    schema: Schema = {
        "type": "object",
        "required": list(hints),
        "properties": {name: schema_of(hint) for name, hint in hints.items()},
    }
    return schema | ({"description": kind.__doc__} if kind.__doc__ else {})


def one(name: str, *extras: str, past: bool = True) -> Responses:
    """Describe the answer with one document, with `extras` beside the document's own members."""
    schema: Schema = {"$ref": REF.format(name=name)}
    example = EXAMPLES.get(name)
    if extras:
        more = {"type": "object", "required": list(extras), "properties": {extra: EXTRAS[extra] for extra in extras}}
        schema = {"allOf": [schema, more]}
        example = example and {**example, **{extra: EXAMPLES[extra] for extra in extras}}
    return _answers("The document as the read model has it.", JSON, schema, example, past=past)


def page(name: str, *, past: bool = True) -> Responses:
    """Describe the answer with a page of documents."""
    schema: Schema = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": REF.format(name=name)}},
            "next": {"type": ["string", "null"], "description": "The path of the next page; null at the end."},
        },
    }
    example = {"items": [EXAMPLES[name]], "next": None} if name in EXAMPLES else None
    return _answers("A page of documents.", JSON, schema, example, past=past)


def answer(name: str) -> Responses:
    """Describe an answer of our own."""
    return _answers("The answer.", JSON, {"$ref": REF.format(name=name)}, EXAMPLES.get(name), past=True)


def file(media_type: str, example: str | None = None) -> Responses:
    """Describe the answer with a file."""
    return _answers("The file.", media_type, {"type": "string"}, example, past=True)


def event_stream(example: str = EVENT_FRAME) -> Responses:
    """Describe the answer that comes in events."""
    content = {"text/event-stream": {"schema": {"type": "string"}, "example": example}}
    return {200: {"description": "Events, one frame each.", "content": content}, **problems(READ_PROBLEMS)}


def health() -> Responses:
    """Describe the answer to a probe."""
    content = {JSON: {"schema": {"$ref": REF.format(name="Health")}}}
    return {
        200: {"description": "Reads work.", "content": content},
        503: {"description": "Not now.", "content": content},
    }


def problems(statuses: tuple[int, ...]) -> Responses:
    """Describe the problems of these statuses."""
    return {
        status: {
            "description": "; ".join(title for found, title in TITLES.values() if found == status) + ".",
            "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}, "example": _problem(status)}},
        }
        for status in statuses
    }


def _problem(status: int) -> Schema:
    code, title = next((code, title) for code, (found, title) in TITLES.items() if found == status)
    detail = {
        404: "big12 has no game mbb-2025-26.ku-at-tcu.3.",
        422: "limit Input should be less than or equal to 1000.",
        503: "The read model waits for big12:1042, and big12 stands at 1041.",
    }[status]
    code, title = ("view-late", TITLES["view-late"][1]) if status == 503 else (code, title)
    example: Schema = {"type": f"urn:flextime:problem:{code}", "title": title, "status": status, "detail": detail}
    return example | ({"field": "limit"} if status == 422 else {})


def _packed(media_type: str, example: object) -> str:
    """Return an example as text: FastAPI drops every null from a document, and an unknown fact is one."""
    return orjson.dumps(example).decode() if media_type == JSON else str(example)


def completed(document: Schema) -> Schema:
    """Add what FastAPI's own generation leaves out: the schemas, which are of no model, and examples with nulls."""
    document.setdefault("components", {})["schemas"] = {**document_schemas(), **OWN}
    for operation in (found["get"] for found in document["paths"].values()):
        for response in operation["responses"].values():
            content = response.get("content", {}).get(JSON, {})
            if isinstance(content.get("example"), str):
                content["example"] = orjson.loads(content["example"])
    return document


def _answers(description: str, media_type: str, schema: Schema, example: object, *, past: bool) -> Responses:
    content: Schema = {"schema": schema} | ({"example": _packed(media_type, example)} if example is not None else {})
    headers = {
        "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}},
        POSITION_HEADER: {"description": "The position of the answer.", "schema": {"type": "string"}},
    }
    unchanged = {"description": "If-None-Match has it: nothing changed."}
    shown = " Whether it is of now or of an earlier moment, it has this form." if past else ""
    return {
        200: {"description": description + shown, "content": {media_type: content}, "headers": headers},
        304: unchanged,
        **problems(READ_PROBLEMS),
    }
