"""Reads of now and of then, on the real servers."""

from __future__ import annotations

import csv
import io
import re

import httpx
import orjson
import pytest

from flextime.season.schedules import MoveGame, PinGame
from flextime_schemas.problems import MEDIA_TYPE
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, RUN, SEASON, TEAMS
from tests.query_reading import PLAYED_SEASON, Reading

pytestmark = pytest.mark.stack

OPENER = GAMES[0]
COLLECTIONS = [
    "schools", "venues", "seasons", f"seasons/{SEASON}/rules", f"seasons/{SEASON}/games", f"seasons/{SEASON}/standings",
    f"seasons/{SEASON}/runs", f"runs/{RUN}/candidates", "games",
]  # fmt: skip


def test_a_positioned_read_shows_what_was_written(reading: Reading) -> None:
    for minute in range(5):
        tip_off = OPENER.tip_off.replace(hour=20, minute=minute)
        sent = reading.commands.decide(MoveGame(season=SEASON, game=OPENER.game, date=OPENER.date, tip_off=tip_off))
        shown = reading.get(f"games/{OPENER.game}", min_position=sent.position)
        assert shown["tip_off_local"] == f"20:{minute:02}:00"


def test_a_kept_answer_is_not_given_behind_a_newer_position(reading: Reading) -> None:
    path = f"games/{GAMES[3].game}"
    reading.get(path)
    reading.get(path)
    sent = reading.commands.decide(PinGame(season=SEASON, game=GAMES[3].game))
    reading.get(f"seasons/{SEASON}", min_position=sent.position)
    answer = reading.ask(path, min_position=sent.position)
    assert answer.json()["pinned"]
    assert int(answer.headers["FlexTime-Position"].rpartition(":")[2]) >= (sent.sequence or 0)


@pytest.mark.parametrize("below", COLLECTIONS)
def test_a_read_as_of_the_newest_sequence_is_the_read_of_now(reading: Reading, below: str) -> None:
    now = reading.ask(below, min_position=reading.imported.position)
    sequence = now.headers["FlexTime-Position"].rpartition(":")[2]
    then = reading.ask(below, as_of=sequence)
    assert now.json()["items"]
    assert then.json()["items"] == now.json()["items"]


def test_a_read_as_of_before_a_move_shows_the_game_where_it_was(reading: Reading) -> None:
    sequence = reading.moved.sequence
    assert sequence is not None
    shown = [
        reading.get(f"games/{OPENER.game}", as_of=at, min_position=reading.moved.position)["tip_off_local"]
        for at in (sequence - 1, sequence)
    ]
    assert shown == ["19:00:00", "20:00:00"]


def test_a_read_as_of_a_time_is_the_read_as_of_the_event_recorded_then(reading: Reading) -> None:
    event = reading.get(f"events/{reading.adopted.sequence}", min_position=reading.adopted.position)
    by_time = reading.ask("games", as_of=event["time"])
    by_sequence = reading.ask("games", as_of=str(reading.adopted.sequence))
    assert by_time.headers["FlexTime-Position"] == by_sequence.headers["FlexTime-Position"]
    assert by_time.json() == by_sequence.json()


def test_a_read_before_the_conference_was_is_not_found(reading: Reading) -> None:
    assert reading.ask("schools", as_of="2001-01-01T00:00:00Z").status_code == 404
    assert reading.ask(f"seasons/{SEASON}", as_of="1").status_code == 404


def test_a_position_that_does_not_come_is_a_late_view(reading: Reading) -> None:
    answer = reading.ask("schools", min_position=f"{reading.conference}:999999")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json()["type"] == "urn:flextime:problem:view-late"
    assert answer.json()["position"].startswith(f"{reading.conference}:")


def test_pages_give_every_document_once(reading: Reading) -> None:
    for below in ("schools", f"seasons/{SEASON}/games", "events"):
        whole = reading.items(below, limit=1000)
        turned = reading.items(below, limit=2)
        assert [orjson.dumps(one) for one in turned] == [orjson.dumps(one) for one in whole]


def test_games_are_found_by_team_opponent_venue_and_date(reading: Reading) -> None:
    path = f"seasons/{SEASON}/games"
    byu = {game.game for game in GAMES if "BYU" in (game.home, game.away)}
    assert {game["id"] for game in reading.items(path, team="BYU")} == byu
    assert [game["id"] for game in reading.items(path, team="BYU", opponent="UTAH")] == [GAMES[1].game]
    at_home = {game.game for game in GAMES if game.venue == GAMES[1].venue}
    assert {game["id"] for game in reading.items(path, venue=GAMES[1].venue)} == at_home
    days = {"from_": "2026-01-04", "to": "2026-01-07"}
    assert {game["date"] for game in reading.items(path, **days)} == {"2026-01-06", "2026-01-07"}
    assert len(reading.items("games", team="BYU", opponent="UTAH")) == 2  # of both seasons


@pytest.mark.parametrize(
    "below",
    ["schools/KU", "venues/x", "seasons/x", "seasons/x/games", f"seasons/{SEASON}/rules/x", "runs/x", "candidates/x",
     "games/x", "events/99999", "seasons/x/schedule.csv", "runs/x/candidates"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(reading: Reading, below: str) -> None:
    answer = reading.ask(below)
    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)
    assert answer.json()["type"] == "urn:flextime:problem:not-found"


@pytest.mark.parametrize("below", ["", "/schools", "/seasons/x/games", "/events", "/search?q=x", "/stream"])
def test_a_conference_that_does_not_exist_is_not_found(reading: Reading, below: str) -> None:
    answer = reading.http.get(f"/v1/conferences/nobody{below}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:flextime:problem:not-found")


def test_an_unchanged_document_is_not_sent_again(reading: Reading) -> None:
    for below in ("schools/BYU", f"seasons/{SEASON}/schedule.html", f"seasons/{SEASON}/schedule.ics", "venues"):
        first = reading.ask(below)
        for _ in range(2):  # the first from the read model, the second from memory
            again = reading.ask(below, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")


def test_the_schedule_comes_in_four_forms_of_the_same_games(reading: Reading) -> None:
    path = f"seasons/{SEASON}/schedule"
    ids = {game["id"] for game in reading.get(path)["games"]}
    assert ids == {game.game for game in GAMES}
    rows = csv.DictReader(io.StringIO(reading.ask(f"{path}.csv").text))
    assert {row["game_id"] for row in rows} == ids
    assert all(f"UID:{game}" in reading.ask(f"{path}.ics").text for game in ids)
    page = reading.ask(f"{path}.html")
    assert page.headers["content-type"].startswith("text/html")
    assert all(team in page.text for team in TEAMS)


def test_a_calendar_entry_carries_the_event_that_changed_it_last(reading: Reading) -> None:
    event = reading.get(f"events/{reading.adopted.sequence}")
    calendar = reading.ask(f"seasons/{SEASON}/schedule.ics", as_of=str(reading.adopted.sequence)).text
    stamp = event["time"][:19].replace("-", "").replace(":", "")
    assert calendar.count(f"SEQUENCE:{reading.adopted.sequence}\r\n") == len(GAMES)
    assert calendar.count(f"DTSTAMP:{stamp}Z") == len(GAMES)


def test_a_played_season_reads_as_a_planned_one(reading: Reading) -> None:
    season = reading.get(f"seasons/{PLAYED_SEASON}")
    assert (season["played"], season["status"], season["games"]) == (True, "completed", 2)
    assert b"n ARIZ" in reading.ask(f"seasons/{PLAYED_SEASON}/schedule.html").content


def test_a_page_that_is_kept_as_a_file_links_to_the_api_that_served_it(reading: Reading) -> None:
    kept = reading.ask(f"seasons/{SEASON}/schedule.html", absolute="true").text
    link = re.search(r'href="([^"]*schedule\.csv)"', kept)
    assert link is not None
    assert httpx.get(link[1], timeout=30).status_code == 200


def test_the_log_is_filtered_by_stream_type_actor_and_command(reading: Reading) -> None:
    moves = reading.items("events", type="GameMoved", stream=f"season/{SEASON}", actor="planner")
    assert reading.moved.sequence in [event["sequence"] for event in moves]
    assert {event["type"] for event in moves} == {"flextime.events.GameMoved"}
    [caused] = reading.items("events", command=reading.adopted.id)
    assert (caused["sequence"], caused["type"]) == (reading.adopted.sequence, "flextime.events.CandidateAdopted")
    after = reading.get("events", after=reading.adopted.sequence, limit=1)["items"]
    assert [event["sequence"] for event in after] == [(reading.adopted.sequence or 0) + 1]


def test_a_run_tells_its_candidates_and_its_members_progress(reading: Reading) -> None:
    run = reading.get(f"runs/{RUN}")
    assert [candidate["id"] for candidate in run["candidates"]] == [f"{RUN}.1"]
    assert isinstance(run["progress"], list)
    assert run["position"].startswith(f"{reading.conference}:")
    assert len(reading.get(f"candidates/{RUN}.1")["games"]) == len(GAMES)


def test_health_and_the_landing_page_answer(reading: Reading, settings: Settings) -> None:
    assert httpx.get(f"{settings.query_api}/health", timeout=30).json()["status"] == "ok"
    page = reading.http.get("/")
    assert f"/v1/conferences/{reading.conference}/seasons/{SEASON}/schedule.html" in page.text


def test_an_answer_about_the_past_may_be_kept(reading: Reading) -> None:
    first, second = (reading.ask("schools/BYU", as_of=str(reading.adopted.sequence)) for _ in range(2))
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"]
    assert "immutable" in first.headers["Cache-Control"]
