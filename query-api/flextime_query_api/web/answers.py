"""Answers that can be given again: bytes with an ETag, the position they are of, and when they are out of date."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from flextime_query_api.reading.rows import Place
from flextime_schemas.rows import etag_of

JSON = "application/json"
POSITION_HEADER = "FlexTime-Position"
MOST_HOT_BYTES = 64 * 1024 * 1024
LARGEST_HOT_BYTES = 4 * 1024 * 1024  # one answer that takes the room of a thousand others is not worth it
PAST_SECONDS = 24 * 60 * 60  # what was does not change; a day bounds a bug of ours in somebody's cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What to serve. `etag` None means the digest of the body."""

    body: bytes
    etag: str | None = None
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Served(Response):
    """An answer to a GET, given as often as it is asked for: 304 to whoever has it already.

    `stamp` is what the read model said of the conference (or of all) then; None for an answer that holds for ever.
    """

    def __init__(self, content: Content, *, position: str | None, for_ever: bool = False) -> None:
        etag = f'"{content.etag or etag_of(content.body)}"'
        caching = f"public, max-age={PAST_SECONDS}, immutable" if for_ever else "no-cache"
        headers = {"ETag": etag, "Cache-Control": caching, **content.headers}
        if position is not None:
            headers[POSITION_HEADER] = position
        super().__init__(content.body, 200, headers, content.media_type)
        self.etag = etag.encode()
        self._start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        self._end = {"type": "http.response.body", "body": self.body}
        self._kept = [pair for pair in self.raw_headers if pair[0] not in (b"content-length", b"content-type")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        """Send the body, or say that the caller has it."""
        if self.is_known(scope):
            await send({"type": "http.response.start", "status": 304, "headers": self._kept})
            await send({"type": "http.response.body", "body": b""})
            return
        await send(self._start)
        await send(self._end)

    def is_known(self, scope: Scope) -> bool:
        """Say whether If-None-Match names this answer; weakly, as RFC 9110 has it for GET."""
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                tags = [tag.strip().removeprefix(b"W/") for tag in value.split(b",")]
                return self.etag in tags or b"*" in tags
        return False


Stamp = Place | int | None  # of a conference; of all, by their revision; None: for ever
Key = tuple[str, bytes]  # path and query, as they came


@dataclass(frozen=True, slots=True)
class Hot:
    """An answer with what must still be so for it to be given again."""

    served: Served
    conference: str | None
    stamp: Stamp


class HotAnswers:
    """Answers in memory by path and query, the longest unused forgotten first."""

    def __init__(self, most_bytes: int = MOST_HOT_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[Key, Hot] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def find(self, key: Key) -> Hot | None:
        """Return what was answered last; whether it still holds is the caller's to ask."""
        if (found := self._held.get(key)) is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Key, hot: Hot) -> None:
        """Keep an answer, unless it is too large."""
        if len(hot.served.body) > LARGEST_HOT_BYTES:
            return
        self.drop(key)
        self._held[key] = hot
        self._bytes += _weight(key, hot)
        while self._bytes > self._most_bytes:
            oldest, former = self._held.popitem(last=False)
            self._bytes -= _weight(oldest, former)

    def drop(self, key: Key) -> None:
        """Forget an answer."""
        if (former := self._held.pop(key, None)) is not None:
            self._bytes -= _weight(key, former)


def _weight(key: Key, hot: Hot) -> int:
    return len(hot.served.body) + len(key[0]) + len(key[1]) + 1_000  # headers and objects
