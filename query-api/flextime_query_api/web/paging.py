"""Pages of a collection: where the next one begins, and the envelope that carries the documents as they are."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.requests import Request

from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.conditions import ORDERS
from flextime_query_api.reading.rows import Row
from flextime_query_api.web.parameters import DEFAULT_LIMIT, MOST_BIGINT, Cursor, Limit
from flextime_schemas.read_model import VIEWS

UNREADABLE = "is none of ours: take it from `next` of the page before"


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST_BIGINT:
        raise ValueError("no 64-bit number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("no text of PostgreSQL's")
    value.encode()  # a lone surrogate is a letter to JSON and none to PostgreSQL: UnicodeEncodeError is a ValueError
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("no number")
    return float(value)


def _moment(value: str) -> datetime:
    """Read a time as PostgreSQL can: it knows no offset of 16 hours or more, and Python knows some of 23."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment.astimezone(UTC)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "bigint": _whole,
    "integer": _whole,
    "double precision": _number,
    "date": date.fromisoformat,
    "timestamptz": _moment,
}
TYPES = {view.name: dict(view.columns) for view in VIEWS}


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is wanted."""

    limit: int
    cursor: str | None

    def behind(self, view: str) -> tuple[Any, ...] | None:
        """Return the place that the page begins behind; None for the first page. Raises Problem."""
        if self.cursor is None:
            return None
        columns = ORDERS[view].columns
        try:
            values = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
            readers = [READERS[TYPES[view][column]] for column in columns]
            return tuple(read(value) for read, value in zip(readers, values, strict=True))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise wrong_parameter("cursor", UNREADABLE) from error


async def wanted_page(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Paging:
    """Read the parameters of a page. (Async, as FastAPI sends every other dependency through a thread.)"""
    return Paging(limit, cursor)


def cursor_at(place: Sequence[Any]) -> str:
    """Write a place in an order as the cursor that continues behind it."""
    values = [part.isoformat() if isinstance(part, date) else part for part in place]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode()


def next_link(request: Request, cursor: str) -> str:
    """Return the path and query of the page that a cursor begins."""
    params = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*params, ('cursor', cursor)])}"


def page_body(rows: Sequence[Row], link: str | None) -> bytes:
    """Return the envelope: the documents byte for byte, and where the next page is."""
    items = b",".join(row.document for row in rows)
    return b'{"items":[' + items + b'],"next":' + orjson.dumps(link) + b"}"
