"""Live streams, and search as a person types."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from itertools import islice
from uuid import uuid4

import httpx
import pytest
from elasticsearch import Elasticsearch

from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan
from flextime.season.schedules import PinGame, UnpinGame
from flextime.season.venues import CloseVenue
from flextime_cli.apis.queries import ServerSentEvent, parse_stream
from flextime_query_api.reading.search import Search
from flextime_schemas.search_model import SEARCH_ALIAS
from flextime_schemas.settings import Settings
from tests.four_teams import ARENAS, GAMES, SEASON
from tests.query_reading import Reading

pytestmark = pytest.mark.stack


def frames(answer: httpx.Response) -> Iterator[ServerSentEvent]:
    return parse_stream(answer.iter_lines())


def test_a_stream_goes_on_behind_the_last_event_that_was_seen(reading: Reading) -> None:
    headers = {"Last-Event-ID": "3"}
    with reading.http.stream("GET", f"{reading.base}/stream", headers=headers, params={"after": 1}) as answer:
        found = list(islice(frames(answer), 5))
    assert [event.id for event in found] == ["4", "5", "6", "7", "8"]
    assert [event.data["sequence"] for event in found] == [4, 5, 6, 7, 8]
    assert all(event.name == event.data["type"] for event in found)


def test_a_stream_without_a_beginning_tells_what_happens_from_now_on(reading: Reading) -> None:
    with reading.http.stream("GET", f"{reading.base}/stream") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "retry: 1000"  # it has begun: what is done from here on must be in it
        pinned = reading.commands.decide(PinGame(season=SEASON, game=GAMES[5].game))
        reading.commands.decide(UnpinGame(season=SEASON, game=GAMES[5].game))
        told = parse_stream(lines)
        found = next(event for event in told if event.name == "flextime.events.GamePinned")
    assert found.id == str(pinned.sequence)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("utah at byu", {"mbb-test.utah-at-byu", "mbb-2019-20.utah-at-byu"}),
        ("utah at byu february", {"mbb-2019-20.utah-at-byu"}),
        ("byu vs utah january", {"mbb-test.utah-at-byu"}),
        ("byu home january", {"mbb-test.utah-at-byu", "mbb-test.ariz-at-byu"}),
        ("byu away", {"mbb-test.byu-at-asu"}),
        ("cougars saturday home", {"mbb-test.utah-at-byu", "mbb-2019-20.utah-at-byu"}),
        (
            "sun devils",
            {"mbb-test.asu-at-ariz", "mbb-test.asu-at-utah", "mbb-test.byu-at-asu", "mbb-2019-20.asu-at-ariz"},
        ),
    ],
)
def test_games_are_found_as_a_person_types(reading: Reading, typed: str, wanted: set[str]) -> None:
    found = reading.items("search", q=typed, kind="game", min_position=reading.imported.position)
    assert {hit["id"] for hit in found} == wanted


def test_a_hit_can_be_read_where_it_links_to(reading: Reading) -> None:
    for kind in ("game", "school", "venue", "rule", "event"):
        hit = reading.get("search", kind=kind, limit=1, min_position=reading.imported.position)["items"][0]
        assert reading.http.get(hit["link"]).json()["id"] == hit["id"]


def test_facets_count_what_each_filter_would_leave(reading: Reading) -> None:
    found = reading.get("search", q="byu", kind="game", min_position=reading.imported.position)
    counts = {facet["value"]: facet["count"] for facet in found["facets"]["season"]}
    for season, count in counts.items():
        assert reading.get("search", q="byu", kind="game", season=season)["total"] == count
    assert sum(counts.values()) == found["total"]


def test_what_was_typed_is_marked(reading: Reading) -> None:
    found = reading.get("search", q="utah at byu", kind="game", min_position=reading.imported.position)
    assert "<em>Utah</em>" in found["items"][0]["snippet"]


def test_a_letter_may_be_wrong(reading: Reading) -> None:
    found = reading.get("search", q="brighm yung", kind="school", min_position=reading.imported.position)
    assert found["corrected"]
    assert [hit["id"] for hit in found["items"]] == ["BYU"]


def test_pages_of_a_search_give_every_hit_once(reading: Reading) -> None:
    wanted = {"kind": "game", "min_position": reading.imported.position}
    whole = [hit["id"] for hit in reading.items("search", limit=100, **wanted)]
    assert [hit["id"] for hit in reading.items("search", limit=3, **wanted)] == whole
    assert len(set(whole)) == len(whole) == len(GAMES) + 2


def test_a_positioned_search_finds_what_was_written(reading: Reading) -> None:
    span = DateSpan(first=date(2026, 1, 20), last=date(2026, 1, 21))
    sent = reading.commands.decide(CloseVenue(venue=ARENAS[SchoolCode("BYU")], span=span, reason="rodeo"))
    hit = reading.get("search", q="rodeo", kind="event", min_position=sent.position)["items"][0]
    assert hit["link"] == f"{reading.base}/events/{sent.sequence}"


def test_an_index_that_shows_the_rows_of_an_event_and_not_yet_the_event_has_not_reached_it(settings: Settings) -> None:
    conference, search = f"half-{uuid4().hex[:8]}", Search(settings.elasticsearch_url)

    def reached(sequence: int) -> bool:
        return asyncio.run(search.reached(conference, sequence, seconds=0))

    def shown(client: Elasticsearch, kind: str, sequence: int) -> None:
        document = {"conference": conference, "kind": kind, "id": f"{kind}-{sequence}", "sequence": sequence}
        key = f"{conference}:{kind}::{kind}-{sequence}"
        client.index(index=SEARCH_ALIAS, id=key, document=document, refresh=True)

    with Elasticsearch(settings.elasticsearch_url, request_timeout=30) as client:
        shown(client, "event", 6)
        shown(client, "game", 7)
        before = reached(6), reached(7)
        shown(client, "event", 7)
        after = reached(7)
    search.close()
    assert (before, after) == ((True, False), True)
