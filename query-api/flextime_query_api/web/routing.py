"""Routes that take no parameter they do not know: a misspelt filter would otherwise answer with everything."""

from collections import Counter
from collections.abc import Callable, Coroutine
from difflib import get_close_matches
from typing import Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from flextime_query_api.problems import wrong_parameters
from flextime_schemas.plain import FieldError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """A route that refuses query parameters which are unknown or given twice."""

    def get_route_handler(self) -> Handler:
        """Return FastAPI's handler behind the check."""
        handle: Handler = super().get_route_handler()
        known = {param.alias for param in get_flat_params(self.dependant) if _is_query(param.field_info)}

        async def strict(request: Request) -> Response:
            require_known(request, known)
            return await handle(request)

        return strict


def _is_query(field_info: object) -> bool:
    return getattr(getattr(field_info, "in_", None), "value", "") == "query"


def require_known(request: Request, known: set[str]) -> None:
    """Raise the Problem of query parameters that are unknown or given twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    errors = [FieldError(field=name, reason=_unknown(name, known)) for name in given if name not in known]
    errors += [FieldError(field=name, reason="is given twice") for name, times in given.items() if times > 1]
    if errors:
        raise wrong_parameters(errors)


def _unknown(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known)) or 'none'}"
    return f"is no parameter here; {hint}"
