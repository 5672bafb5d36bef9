"""What both HTTP APIs answer when something is wrong: problem documents (RFC 9457), without any web framework.

A problem's `type` is what a program branches on, its `detail` what a person reads; `field` and `errors` name the parts
of the request at fault. Each API has its own table of codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flextime_schemas.plain import FieldError

MEDIA_TYPE = "application/problem+json"

# A body with a thousand games can be wrong in each of them; nobody reads more than this.
MOST_ERRORS = 100

Titles = Mapping[str, tuple[int, str]]  # code: HTTP status and title


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetail:
    """What is wrong. `code` is a key of the API's titles; `more` are further members of the document."""

    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """A request that ends here, with the document that says why."""

    def __init__(self, problem: ProblemDetail) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def problem(
    code: str, detail: str, *, errors: Sequence[FieldError] = (), retry_after: int | None = None, **more: object
) -> Problem:
    """Return a problem to raise; `retry_after` in seconds."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Problem(ProblemDetail(code=code, detail=detail, errors=errors, more=more, headers=headers))


def problem_document(found: ProblemDetail, titles: Titles) -> dict[str, Any]:
    """Return the document; its `status` is the HTTP status too. Raises KeyError for a code without a title."""
    status, title = titles[found.code]
    document: dict[str, Any] = {
        "type": f"urn:flextime:problem:{found.code}",
        "title": title,
        "status": status,
        "detail": found.detail,
    }
    if found.errors:
        document["field"] = found.errors[0].field
        document["errors"] = list(found.errors[:MOST_ERRORS])
    return document | dict(found.more)


def problem_schema(titles: Titles, more: Mapping[str, Any], description: str) -> dict[str, Any]:
    """Return the JSON Schema of an API's problem documents, `more` being its further members."""
    return {
        "type": "object",
        "description": description,
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"enum": [f"urn:flextime:problem:{code}" for code in titles]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "field": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "reason"],
                    "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
                },
            },
            **more,
        },
    }
