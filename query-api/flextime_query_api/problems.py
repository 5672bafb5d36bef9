"""Everything that can go wrong with a read, as problem documents; `field` and `errors` name the parameters at fault."""

from collections.abc import Sequence

import orjson
from starlette.responses import Response

from flextime_schemas.plain import FieldError
from flextime_schemas.problems import MEDIA_TYPE, Problem, ProblemDetail, problem_document

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


def wrong_parameter(name: str, reason: str) -> Problem:
    """Return the problem of a parameter that cannot be."""
    return wrong_parameters([FieldError(field=name, reason=reason)])


def wrong_parameters(errors: Sequence[FieldError]) -> Problem:
    """Return the problem of parameters that cannot be; there is at least one."""
    detail = "; ".join(f"{error.field} {error.reason}" for error in errors)
    return Problem(ProblemDetail(code="invalid", detail=f"{detail}.", errors=errors))


def render(found: ProblemDetail) -> Response:
    """Return the response that carries a problem."""
    document = problem_document(found, TITLES)
    return Response(
        orjson.dumps(document), document["status"], {"Cache-Control": "no-store", **found.headers}, MEDIA_TYPE
    )
