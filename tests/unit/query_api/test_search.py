"""What is asked of the search index, and how its answer is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from flextime_query_api.reading.search import Question, body_of, facets_of, hits_of

BASE = "/v1/conferences/big12"
ASKED = Question(
    conference="big12",
    typed="kansas at tcu",
    filters={"kind": "game", "teams": "KU"},
    first=date(2026, 2, 1),
    offset=20,
    limit=10,
)


def hit(**source: object) -> dict[str, Any]:
    return {"_score": 1.23456, "_source": {"title": "A & B", "document": {}, **source}}


def test_every_filter_stands_beside_the_query() -> None:
    body = body_of(ASKED)
    assert body["query"]["bool"]["filter"] == [
        {"term": {"conference": "big12"}},
        {"term": {"kind": "game"}},
        {"term": {"teams": "KU"}},
        {"range": {"date": {"gte": "2026-02-01"}}},
    ]
    assert (body["from"], body["size"]) == (20, 10)
    assert set(body["aggs"]) == {"kind", "season", "team", "venue", "month", "weekday"}


def test_equal_hits_stand_in_order_of_time() -> None:
    assert [next(iter(part)) for part in body_of(ASKED)["sort"]] == ["_score", "date", "kind", "sequence", "id"]


def test_a_hit_links_to_the_whole_of_it() -> None:
    hits = [
        hit(kind="game", id="mbb.ku-at-tcu", season="mbb"),
        hit(kind="rule", id="byu no sunday", season="mbb"),
        hit(kind="event", id="e-1", sequence=42),
        hit(kind="school", id="KU"),
    ]
    assert [found["link"] for found in hits_of({"hits": {"hits": hits}}, BASE)] == [
        f"{BASE}/games/mbb.ku-at-tcu",
        f"{BASE}/seasons/mbb/rules/byu%20no%20sunday",
        f"{BASE}/events/42",
        f"{BASE}/schools/KU",
    ]


def test_a_snippet_is_html_whether_anything_is_marked_or_not() -> None:
    marked = hit(kind="school", id="KU") | {"highlight": {"title": ["<em>A</em> &amp; B"]}}
    shown = hits_of({"hits": {"hits": [marked, hit(kind="school", id="KU")]}}, BASE)
    assert [found["snippet"] for found in shown] == ["<em>A</em> &amp; B", "A &amp; B"]


def test_facets_are_values_with_counts() -> None:
    answer = {"aggregations": {"month": {"buckets": [{"key": "february", "doc_count": 3}]}}}
    assert facets_of(answer) == {"month": [{"value": "february", "count": 3}]}
