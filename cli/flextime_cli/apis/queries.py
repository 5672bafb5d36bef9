"""The query API: documents, pages of documents, files, and the live stream of a conference's events."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from flextime_cli.apis.connection import Connection
from flextime_cli.apis.problems import JsonObject, NotReached, Problem, raise_for_problem

Parameter = str | int | None  # None is left out

POSITION_HEADER = "FlexTime-Position"
PAGE = 500  # documents; the API gives fewer where it allows fewer
# The API sends a comment every few seconds: a stream that is silent for a minute is dead.
SILENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSentEvent:
    """One message of a stream: its id (a sequence), its name, its data as JSON."""

    id: str
    name: str
    data: JsonObject


class QueryApi(Connection):
    """Reads one conference. Paths begin behind it: "seasons/mbb-2025-26/games"."""

    def __init__(self, address: str, conference: str, *, patience_seconds: float = 0.0) -> None:
        super().__init__(address, patience_seconds=patience_seconds)
        self.conference = conference

    def path(self, below: str = "") -> str:
        """Return the path of something in the conference."""
        base = f"/v1/conferences/{quote(self.conference, safe='')}"
        return f"{base}/{below}" if below else base

    def get(self, below: str = "", **params: Parameter) -> JsonObject:
        """Return a document. Raises Problem, NotReached."""
        document: JsonObject = self.ask("GET", self.path(below), params=_given(params)).json()
        return document

    def find(self, below: str = "", **params: Parameter) -> JsonObject | None:
        """Return a document, or None when there is none. Raises Problem, NotReached."""
        try:
            return self.get(below, **params)
        except Problem as problem:
            if problem.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def sequence(self) -> int:
        """Return how far the read model has come with the conference. Raises Problem, NotReached."""
        position = self.ask("GET", self.path()).headers[POSITION_HEADER]
        return int(position.rpartition(":")[2])

    def items(self, below: str, **params: Parameter) -> Iterator[JsonObject]:
        """Yield every document of a collection, page by page. Raises Problem, NotReached."""
        page: JsonObject = self.ask("GET", self.path(below), params=_given({"limit": PAGE} | params)).json()
        while True:
            yield from page["items"]
            if not (following := page.get("next")):
                return
            page = self.ask("GET", following).json()

    def file(self, below: str, **params: Parameter) -> bytes:
        """Return a file as it is served. Raises Problem, NotReached."""
        return self.ask("GET", self.path(below), params=_given(params)).content

    def stream(self, after: str | None = None) -> Generator[ServerSentEvent, None, None]:
        """Yield the conference's events as they happen, those behind `after` first. Ends when the stream does.

        Raises Problem, or NotReached when the stream breaks: go on from the last id.
        """
        headers = {"Accept": "text/event-stream"} | ({} if after is None else {"Last-Event-ID": after})
        try:
            with self.http.stream("GET", self.path("stream"), headers=headers, timeout=SILENT_SECONDS) as answer:
                if answer.is_error:
                    answer.read()
                    raise_for_problem(answer)
                yield from parse_stream(answer.iter_lines())
        except httpx.TransportError as error:
            raise NotReached(f"The stream of {self.address} broke: {error or type(error).__name__}.") from error


def parse_stream(lines: Iterable[str]) -> Iterator[ServerSentEvent]:
    """Read server-sent events: fields until an empty line; comments keep the line open and say nothing."""
    fields: dict[str, str] = {}
    last_id = ""
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name:
                fields[name] = f"{fields['data']}\n{value}" if name == "data" and "data" in fields else value
            continue
        last_id = fields.get("id", last_id)
        if "data" in fields:
            yield ServerSentEvent(id=last_id, name=fields.get("event", "message"), data=json.loads(fields["data"]))
        fields = {}


def _given(params: Mapping[str, Parameter]) -> dict[str, str | int]:
    return {name: value for name, value in params.items() if value is not None}
