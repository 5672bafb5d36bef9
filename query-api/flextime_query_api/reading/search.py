"""Search as a person types: the query of the search contract, with filters, facets, highlights and pages."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

from elasticsearch import ApiError, Elasticsearch, TransportError

from flextime_schemas.problems import problem
from flextime_schemas.search_model import SEARCH_ALIAS, normalise, search_query

ANSWER_SECONDS = 5.0  # a search takes 5 to 20 ms; a server under full load may need a second or two
RETRY_AFTER_SECONDS = 2
POLL_SECONDS = 0.05  # the index shows what it was given every 200 ms
DEEPEST = 10_000  # where Elasticsearch's from + size ends; nobody turns that many pages

FACETS = {"kind": "kind", "season": "season", "team": "teams", "venue": "venue", "month": "month", "weekday": "weekday"}
MOST_VALUES = 30  # of a facet: sixteen teams, a dozen seasons
SNIPPET_CHARACTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is searched for. `filters` are fields of the index with the value they must have."""

    conference: str
    typed: str
    filters: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    offset: int = 0
    limit: int = 20


class Search:
    """The search index. Raises the Problem of a search that does not answer."""

    def __init__(self, address: str) -> None:
        self._client = Elasticsearch(address, request_timeout=ANSWER_SECONDS, max_retries=0, retry_on_timeout=False)

    def close(self) -> None:
        self._client.close()

    async def ask(self, question: Question) -> dict[str, Any]:
        """Return Elasticsearch's answer; when nothing has all the words, a second try forgives a letter or two.

        The answer's `corrected` says that the second try was needed.
        """
        found = await self._search(body_of(question))
        if found["hits"]["total"]["value"] == 0 and question.typed.strip():
            second = await self._search(body_of(question, fuzzy=True))
            if second["hits"]["total"]["value"]:
                return {**second, "corrected": True}
        return {**found, "corrected": False}

    async def reached(self, conference: str, sequence: int, seconds: float) -> bool:
        """Wait until the index shows the event with this sequence; False when the time is over."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        body = {
            "size": 0,
            # An event's own document is the last of those that the projector makes of it.
            "query": {"bool": {"filter": [{"term": {"conference": conference}}, {"term": {"kind": "event"}}]}},
            "aggs": {"sequence": {"max": {"field": "sequence"}}},
        }
        while True:
            highest = (await self._search(body))["aggregations"]["sequence"]["value"]
            if highest is not None and highest >= sequence:
                return True
            if clock() >= deadline:
                return False
            await asyncio.sleep(POLL_SECONDS)

    async def answers(self) -> bool:
        """Say whether Elasticsearch answers and has our index; `ping` asks for a root page that may be absent."""
        try:
            return bool(await asyncio.to_thread(self._client.indices.exists_alias, name=SEARCH_ALIAS))
        except (TransportError, ApiError):
            return False

    async def _search(self, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            answer = await asyncio.to_thread(self._client.search, index=SEARCH_ALIAS, body=dict(body))
        except (TransportError, ApiError) as error:
            detail = f"Elasticsearch does not answer a search: {type(error).__name__}. All other reads go on."
            raise problem("search-away", detail, retry_after=RETRY_AFTER_SECONDS) from error
        return dict(answer.body)


def body_of(question: Question, *, fuzzy: bool = False) -> dict[str, Any]:
    """Return the request for a question: best first, then in order of time."""
    filters: list[dict[str, Any]] = [{"term": {"conference": question.conference}}]
    filters += [{"term": {name: value}} for name, value in question.filters.items()]
    span = {"gte": question.first, "lte": question.last}
    if bounds := {name: day.isoformat() for name, day in span.items() if day is not None}:
        filters.append({"range": {"date": bounds}})
    return {
        "query": {"bool": {"must": [search_query(question.typed, fuzzy=fuzzy)], "filter": filters}},
        "from": question.offset,
        "size": question.limit,
        "sort": [
            {"_score": "desc"},
            {"date": {"order": "asc", "missing": "_last"}},
            {"kind": "asc"},
            {"sequence": "desc"},
            {"id": "asc"},
        ],
        "track_scores": True,
        "track_total_hits": True,
        "aggs": {name: {"terms": {"field": column, "size": MOST_VALUES}} for name, column in FACETS.items()},
        "highlight": _highlight(question.typed),
    }


def _highlight(typed: str) -> dict[str, Any]:
    """Mark the typed words where a person reads them; what is no markup of ours is escaped."""
    words = {"match": {"title": {"query": normalise(typed), "fuzziness": "AUTO"}}}
    return {
        "encoder": "html",
        "pre_tags": ["<em>"],
        "post_tags": ["</em>"],
        "require_field_match": False,
        "highlight_query": words,
        "fields": {"title": {"number_of_fragments": 0}},
    }


def facets_of(answer: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return each facet's values with their counts, the most frequent first."""
    return {
        name: [{"value": bucket["key"], "count": bucket["doc_count"]} for bucket in found["buckets"]]
        for name, found in answer.get("aggregations", {}).items()
    }


def hits_of(answer: Mapping[str, Any], base: str) -> list[dict[str, Any]]:
    """Return the hits as the API shows them; `base` is the path of the conference."""
    return [_hit(found, base) for found in answer["hits"]["hits"]]


def _hit(found: Mapping[str, Any], base: str) -> dict[str, Any]:
    source = found["_source"]
    return {
        "kind": source["kind"],
        "id": source["id"],
        "title": source["title"],
        "snippet": _snippet(found),
        "score": round(found["_score"] or 0.0, 4),
        "season": source.get("season"),
        "date": source.get("date"),
        "link": link_of(source, base),
        "document": source["document"],
    }


def _snippet(found: Mapping[str, Any]) -> str:
    marked: Sequence[str] = found.get("highlight", {}).get("title", ())
    return marked[0] if marked else escape(str(found["_source"]["title"])[:SNIPPET_CHARACTERS])


def link_of(source: Mapping[str, Any], base: str) -> str:
    """Return where the whole of a hit can be read."""
    identity = quote(str(source["id"]), safe="")
    match source["kind"]:
        case "event":
            return f"{base}/events/{source['sequence']}"
        case "rule":
            return f"{base}/seasons/{quote(str(source['season']), safe='')}/rules/{identity}"
        case kind:
            return f"{base}/{kind}s/{identity}"
