"""Everything that can go wrong with a read, as RFC 9457 problem documents.

A problem's `type` is what a program branches on, its `detail` what a person reads; `field` and `errors` name the
parameters at fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import Response

from flextime_schemas.plain import FieldError

MEDIA_TYPE = "application/problem+json"

TITLES = {
    "not-found": (404, "There is no such thing"),
    "no-such-path": (404, "There is nothing here"),
    "method-not-allowed": (405, "This method does not work here"),
    "invalid": (422, "A parameter cannot be"),
    "internal": (500, "A fault of ours"),
    "view-late": (503, "The view is late"),
    "read-model-away": (503, "The read model does not answer"),
    "search-away": (503, "The search index does not answer"),
    "history-broken": (503, "The log does not hold together"),
    "too-many-streams": (503, "Too many streams are open"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetail:
    """What is wrong. `code` is a key of TITLES; `more` are further members of the document."""

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


def problem(code: str, detail: str, *, retry_after: int | None = None, **more: object) -> Problem:
    """Return a problem to raise; `retry_after` in seconds."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Problem(ProblemDetail(code=code, detail=detail, more=more, headers=headers))


def wrong_parameter(name: str, reason: str) -> Problem:
    """Return the problem of a parameter that cannot be."""
    return wrong_parameters([FieldError(field=name, reason=reason)])


def wrong_parameters(errors: Sequence[FieldError]) -> Problem:
    """Return the problem of parameters that cannot be; there is at least one."""
    detail = "; ".join(f"{error.field} {error.reason}" for error in errors)
    return Problem(ProblemDetail(code="invalid", detail=f"{detail}.", errors=errors))


def render(found: ProblemDetail) -> Response:
    """Return the response that carries a problem."""
    status, title = TITLES[found.code]
    document: dict[str, Any] = {
        "type": f"urn:flextime:problem:{found.code}",
        "title": title,
        "status": status,
        "detail": found.detail,
    }
    if found.errors:
        document["field"] = found.errors[0].field
        document["errors"] = list(found.errors)
    document |= found.more
    headers = {"Cache-Control": "no-store", **found.headers}
    return Response(orjson.dumps(document), status, headers, MEDIA_TYPE)
