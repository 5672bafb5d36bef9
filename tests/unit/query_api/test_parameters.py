"""What a parameter may be, and what is said of one that may not."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import UTC, date, datetime

import orjson
import pytest
from httpx import ASGITransport, AsyncClient, Response

from flextime_query_api.app import create_app
from flextime_query_api.problems import TITLES, render
from flextime_query_api.routes.seasons import wanted_games
from flextime_query_api.web.paging import Paging, cursor_at
from flextime_query_api.web.parameters import AsOf, read_as_of, read_position
from flextime_schemas.problems import MEDIA_TYPE, Problem, ProblemDetail, problem
from flextime_schemas.settings import Settings

C = "/v1/conferences/big12"


Ask = Callable[[str, str], Response]


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Ask the application without its servers: what is wrong is said before any of them is asked."""
    transport = ASGITransport(create_app(Settings()).app, raise_app_exceptions=False)

    async def asked(method: str, path: str) -> Response:
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path)

    return lambda method, path: asyncio.run(asked(method, path))


@pytest.mark.parametrize("text", ["42", "big12:42", " 42 "])
def test_a_moment_is_a_sequence(text: str) -> None:
    assert read_as_of(text, "big12") == AsOf(sequence=42)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-01T12:00:00Z",
        "2026-02-01T12:00:00z",
        "2026-02-01T06:00:00-06:00",
        "2026-02-01T13:00:00+01:00",
        "2026-02-01T13:00:00 01:00",  # a "+" that was not encoded
    ],
)
def test_a_moment_is_a_time_with_its_zone(text: str) -> None:
    assert read_as_of(text, "big12") == AsOf(moment=datetime(2026, 2, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["0", "-1", "yesterday", "2026-02-01T12:00:00", "", "big10:42", "9" * 30, "0001-01-01T00:00:00+20:00"]
)
def test_what_is_no_moment_is_a_problem_of_as_of(text: str) -> None:
    with pytest.raises(Problem) as raised:
        read_as_of(text, "big12")
    assert raised.value.problem.errors[0].field == "as_of"


def test_a_moment_reaches_postgresql_with_an_offset_that_it_knows() -> None:
    moment = read_as_of("2026-02-01T12:00:00+20:00", "big12").moment
    assert moment is not None
    assert moment.isoformat() == "2026-01-31T16:00:00+00:00"


def test_a_position_names_its_conference() -> None:
    assert read_position("big-12:1042") == ("big-12", 1042)


def test_a_cursor_continues_where_the_page_ended() -> None:
    place = (date(2026, 2, 14), "mbb-2025-26", "mbb-2025-26.ku-at-tcu")
    assert Paging(limit=1, cursor=cursor_at(place)).behind("games") == place
    moment = (datetime(2025, 9, 1, 12, tzinfo=UTC), "run-1")
    assert Paging(limit=1, cursor=cursor_at(moment)).behind("runs") == moment
    assert Paging(limit=1, cursor=None).behind("games") is None


@pytest.mark.parametrize(
    "values",
    [b"", b"no JSON", b"{}", b'["a"]', b"[1,2,3]", b'["2026-02-14","a","b","c"]', b'["2026-02-14","\\u0000","b"]'],
)
def test_a_cursor_of_somebody_elses_is_a_problem(values: bytes) -> None:
    with pytest.raises(Problem) as raised:
        Paging(limit=1, cursor=base64.urlsafe_b64encode(values).decode()).behind("games")
    assert raised.value.problem.errors[0].field == "cursor"


@pytest.mark.parametrize(
    ("view", "values"),
    [
        pytest.param("events", b"[true]", id="a truth for a number"),
        pytest.param("candidates", b'[true, "c"]', id="a truth for a price"),
        pytest.param("candidates", b'["1.5", "c"]', id="text for a price"),
        pytest.param("candidates", b"[1" + b"0" * 400 + b', "c"]', id="a price of 400 digits"),
        pytest.param("events", b"[1" + b"0" * 400 + b"]", id="a sequence of 400 digits"),
        pytest.param("schools", b'["\\ud800"]', id="half a letter"),
        pytest.param("schools", b"[" * 1_400, id="brackets without end"),
        pytest.param("runs", b'["0001-01-01T00:00:00+20:00", "r"]', id="a time before all time"),
        pytest.param("runs", b'["2025-09-01T12:00:00", "r"]', id="a time without a zone"),
        pytest.param("runs", b'[1700000000, "r"]', id="a number for a time"),
    ],
)
def test_a_crafted_cursor_is_a_problem_of_the_cursor(view: str, values: bytes) -> None:
    with pytest.raises(Problem) as raised:
        Paging(limit=1, cursor=base64.urlsafe_b64encode(values).decode()).behind(view)
    assert raised.value.problem.errors[0].field == "cursor"


def test_a_time_in_a_cursor_reaches_postgresql_with_an_offset_that_it_knows() -> None:
    cursor = base64.urlsafe_b64encode(b'["2025-09-01T12:00:00+20:00","r"]').decode()
    behind = Paging(limit=1, cursor=cursor).behind("runs")
    assert behind is not None
    assert behind[0].isoformat() == "2025-08-31T16:00:00+00:00"


def test_games_between_a_team_and_itself_are_a_problem() -> None:
    with pytest.raises(Problem, match="opponent is the team itself"):
        asyncio.run(wanted_games(team="KU", opponent="KU"))


def test_games_that_end_before_they_begin_are_a_problem() -> None:
    with pytest.raises(Problem, match="lies before `from`, 2026-02-02"):
        asyncio.run(wanted_games(first=date(2026, 2, 2), last=date(2026, 2, 1)))


def test_a_problem_carries_its_type_status_and_fields() -> None:
    answer = render(problem("view-late", "Later.", retry_after=1, position="big12:7").problem)
    assert (answer.status_code, answer.media_type, answer.headers["retry-after"]) == (503, MEDIA_TYPE, "1")
    assert orjson.loads(answer.body) == {
        "type": "urn:flextime:problem:view-late",
        "title": "The view is late",
        "status": 503,
        "detail": "Later.",
        "position": "big12:7",
    }


@pytest.mark.parametrize("code", sorted(TITLES))
def test_every_problem_can_be_rendered(code: str) -> None:
    document = orjson.loads(render(ProblemDetail(code=code, detail="x")).body)
    assert document["status"] == TITLES[code][0]


@pytest.mark.parametrize(
    ("path", "field", "reason"),
    [
        (f"{C}/schools?limit=0", "limit", "should be greater than or equal to 1"),
        (f"{C}/schools?limit=1001", "limit", "should be less than or equal to 1000"),
        (f"{C}/schools?limit=x", "limit", "should be a valid integer, unable to parse string as an integer"),
        (f"{C}/schools?limit=1&limit=2", "limit", "is given twice"),
        (f"{C}/seasons/s/games?tem=KU", "tem", "is no parameter here; did you mean team?"),
        (f"{C}/seasons/s/games?from=2026-02-30", "from", "should be a valid date or datetime, day value is outside"),
        (f"{C}/schools?status=guest", "status", "should be 'full', 'associate' or 'former'"),
        (f"{C}/schools?min_position=1042", "min_position", "is a position like big12:42"),
        (f"{C}/schools?min_position=big10:1042", "min_position", "is a position of big10, and this is a read of big12"),
        (f"{C}/schools?as_of=then", "as_of", "is a sequence like 42, or a time like 2026-02-01T12:00:00Z"),
        (f"{C}/events/0", "sequence", "should be greater than or equal to 1"),
        (f"{C}/events/99999999999999999999", "sequence", "should be less than or equal to"),
        ("/v1/conferences/Big%2012/schools", "conference", "is 1 to 63 small letters, digits and hyphens"),
        (f"{C}/games/a%00b", "game", "is 1 to 200 characters, none of them a control character"),
        (f"{C}/search?kind=team", "kind", "should be 'game', 'school', 'venue', 'rule' or 'event'"),
    ],
)
def test_a_wrong_parameter_is_named_with_the_reason(ask: Ask, path: str, field: str, reason: str) -> None:
    answer = ask("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE), answer.text
    document = answer.json()
    assert document["field"] == field
    assert document["errors"][0]["reason"].startswith(reason)
    assert document["detail"].startswith(f"{field} ")


def test_all_wrong_parameters_are_named_at_once(ask: Ask) -> None:
    errors = ask("GET", f"{C}/schools?limit=0&status=x").json()["errors"]
    assert [error["field"] for error in errors] == ["status", "limit"] or {e["field"] for e in errors} == {
        "status",
        "limit",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v2", 404, "no-such-path"),
        ("GET", f"{C}/nothing", 404, "no-such-path"),
        ("DELETE", f"{C}/schools", 405, "method-not-allowed"),
    ],
)
def test_what_is_not_there_is_a_problem_too(ask: Ask, method: str, path: str, status: int, code: str) -> None:
    answer = ask(method, path)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:flextime:problem:{code}")
