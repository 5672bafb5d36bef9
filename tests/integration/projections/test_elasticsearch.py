"""The search projector on a real Elasticsearch: found as a person types, written twice without harm, rebuilt."""

from dataclasses import replace
from datetime import date

import pytest
from elasticsearch import Elasticsearch

from flextime.league.ids import CandidateId, SchoolCode, VenueId, game_id
from flextime.season.schedules import CandidateAdopted
from flextime_projections.rebuild_search import rebuild
from flextime_projections.search_index import ensure_index
from flextime_schemas.search_model import search_query
from tests.histories import GAMES, RUN, SEASON, big12_drafted, moves, played_2019_20
from tests.projecting import Projecting

pytestmark = pytest.mark.stack

# One game that the round robin need not have, so that the words of it are known.
KANSAS_AT_TCU = replace(
    GAMES[0],
    game=game_id(SEASON, SchoolCode("KU"), SchoolCode("TCU"), leg=2),
    home=SchoolCode("TCU"),
    away=SchoolCode("KU"),
    venue=VenueId("tcu-schollmaier-arena"),
    date=date(2026, 2, 10),
)
STATE_AT_TCU = replace(
    KANSAS_AT_TCU,
    game=game_id(SEASON, SchoolCode("KSU"), SchoolCode("TCU"), leg=2),
    away=SchoolCode("KSU"),
    date=date(2026, 2, 24),
)
HISTORY = [
    *big12_drafted(),
    CandidateAdopted(
        season=SEASON,
        run=RUN,
        was=CandidateId(f"{RUN}.0"),
        now=CandidateId(f"{RUN}.0"),
        games=(*GAMES, KANSAS_AT_TCU, STATE_AT_TCU),
    ),
    played_2019_20(),
]


def titles(projecting: Projecting, typed: str, *, fuzzy: bool = False, kind: str = "game") -> list[str]:
    with Elasticsearch(projecting.settings.elasticsearch_url) as client:
        client.indices.refresh(index=projecting.options.alias)
        query = {"bool": {"must": [search_query(typed, fuzzy=fuzzy)], "filter": [{"term": {"kind": kind}}]}}
        hits = client.search(index=projecting.options.alias, query=query, size=50)["hits"]["hits"]
    return [hit["_source"]["title"] for hit in hits]


@pytest.fixture
def searchable(projecting: Projecting) -> Projecting:
    projecting.send(projecting.history("big12", HISTORY))
    projecting.project(projecting.search_store())
    return projecting


def test_words_around_at_say_who_visits_whom(searchable: Projecting) -> None:
    """Kansas is not Kansas State, and TCU at Kansas is another game."""
    expected = ["Kansas at TCU, Tuesday, February 10, 2026"]
    for typed in ("kansas at tcu february", "jayhawks at tcu feb", "KU @ Horned Frogs february 2026"):
        assert titles(searchable, typed) == expected
    assert titles(searchable, "kansas state at tcu february") == ["Kansas State at TCU, Tuesday, February 24, 2026"]


def test_home_and_a_weekday_find_what_the_team_hosts_then(searchable: Projecting) -> None:
    found = titles(searchable, "byu saturday home")
    hosted = [game for game in GAMES if game.home == "BYU" and game.date.weekday() == 5]
    assert len(found) == len(hosted) > 0
    assert all(" at BYU, Saturday" in title for title in found)


def test_the_last_word_may_still_be_typed_and_a_letter_may_be_wrong(searchable: Projecting) -> None:
    assert any("Kansas" in title for title in titles(searchable, "jayh"))
    assert titles(searchable, "kanzas at tcu february") == []
    assert titles(searchable, "kanzas at tcu february", fuzzy=True)[0].startswith("Kansas at TCU")


def test_schools_venues_rules_and_events_are_found(searchable: Projecting) -> None:
    assert titles(searchable, "jayhawks", kind="school") == ["Kansas (KU), Lawrence, KS"]
    assert titles(searchable, "allen fieldhouse", kind="venue") == ["Allen Fieldhouse, Lawrence, KS"]
    no_sunday, travel = titles(searchable, "byu no sunday", kind="rule")
    assert no_sunday == "BYU plays no Sunday."
    assert travel.startswith("BYU does not travel between Saturday evening and Monday morning")
    assert titles(searchable, "candidate adopted", kind="event") != []


def test_projecting_again_from_the_start_changes_no_document(searchable: Projecting) -> None:
    with Elasticsearch(searchable.settings.elasticsearch_url) as client:
        index = ensure_index(client, searchable.options.alias)
        client.indices.refresh(index=index)
        count = client.count(index=index)["count"]
        client.indices.delete(index=f"{index}-books")
        client.indices.create(index=f"{index}-books", settings={"number_of_replicas": 0})
        again = searchable.project(searchable.search_store())
        client.indices.refresh(index=index)
        assert again.events == len(HISTORY)
        assert client.count(index=index)["count"] == count


def test_a_game_that_the_draft_lost_is_found_no_more(searchable: Projecting) -> None:
    first_draft = big12_drafted()[-1]
    searchable.send(searchable.history("big12", [*HISTORY, first_draft])[len(HISTORY) :])
    searchable.project(searchable.search_store())
    assert titles(searchable, "kansas at tcu february") == []


def test_a_rebuilt_index_is_compared_and_swung(searchable: Projecting) -> None:
    searchable.send(searchable.history("big12", [*HISTORY, *moves(20)])[len(HISTORY) :])
    searchable.project(searchable.search_store())
    done = rebuild(searchable.settings, searchable.options, searchable.codec)
    assert (done.different, done.swung) == ((), True)
    assert done.target.endswith("-2")
    assert titles(searchable, "kansas at tcu february") != []
