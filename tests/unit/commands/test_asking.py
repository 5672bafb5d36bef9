"""The headers of a request: read once, refused where they make no sense."""

from uuid import UUID

import pytest

from flextime.league.ids import ConferenceId
from flextime_commands.api.asking import LONGEST_WAIT_SECONDS, read_asking, read_conference, read_wait, require_right
from flextime_schemas.problems import Problem

BIG12 = ConferenceId("big12")
ID = "6F2C1B9E-2F3A-5D0B-9D0E-5B6F0C7A1E42"


def test_without_headers_a_planner_asks_under_a_new_id() -> None:
    first, second = read_asking({}, BIG12), read_asking({}, BIG12)
    assert first.id != second.id
    assert UUID(first.id).version == 4
    assert (first.actor, first.role, first.wait_seconds, first.expected_version) == ("planner", "admin", None, None)
    assert first.correlation == first.id


def test_one_key_is_one_id_within_a_conference() -> None:
    asked = {"idempotency-key": "monday-1"}
    assert read_asking(asked, BIG12).id == read_asking(asked, BIG12).id
    assert read_asking(asked, BIG12).id != read_asking(asked, ConferenceId("sec")).id


def test_a_callers_id_is_taken_in_its_usual_form() -> None:
    assert read_asking({"command-id": ID}, BIG12).id == ID.lower()


@pytest.mark.parametrize(("text", "version"), [('"7"', 7), ("7", 7), (' "0" ', 0)])
def test_if_match_is_a_stream_version(text: str, version: int) -> None:
    assert read_asking({"if-match": text}, BIG12).expected_version == version


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=5", 5.0),
        ("respond-async, wait=2", 2.0),
        ("Wait = 3", 3.0),
        ("wait=99999", LONGEST_WAIT_SECONDS),
        ("return=minimal", None),
        ("", None),
    ],
)
def test_prefer_says_how_long_to_wait(prefer: str, seconds: float | None) -> None:
    assert read_wait({"prefer": prefer}) == seconds


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"command-id": "7"}, "Command-Id"),
        ({"command-id": ID, "idempotency-key": "a"}, "Command-Id"),
        ({"idempotency-key": ""}, "Idempotency-Key"),
        ({"idempotency-key": "k" * 201}, "Idempotency-Key"),
        ({"if-match": "*"}, "If-Match"),
        ({"if-match": 'W/"7"'}, "If-Match"),
        ({"if-match": "\u0667"}, "If-Match"),
        ({"prefer": "wait=soon"}, "Prefer"),
        ({"x-flextime-role": "king"}, "X-FlexTime-Role"),
        ({"x-flextime-actor": " "}, "X-FlexTime-Actor"),
        ({"x-flextime-actor": "a\x07"}, "X-FlexTime-Actor"),
    ],
)
def test_a_header_that_makes_no_sense_is_named(headers: dict[str, str], field: str) -> None:
    with pytest.raises(Problem) as refused:
        read_asking(headers, BIG12)
    assert refused.value.problem.code == "bad-header"
    assert [error.field for error in refused.value.problem.errors] == [field]


@pytest.mark.parametrize("text", ["Big12", "big/12", "", "-big12", "b" * 64, "big12\n"])
def test_a_conference_that_could_not_stand_in_a_url_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="conference id"):
        read_conference(text)


def test_a_viewer_sends_nothing_and_agents_words_are_theirs() -> None:
    require_right("coach", "MoveGame")
    require_right("service", "ProposeCandidate")
    for role, command in (("viewer", "MoveGame"), ("coach", "FailRun"), ("university", "ReportInfeasible")):
        with pytest.raises(Problem) as refused:
            require_right(role, command)  # type: ignore[arg-type]  # roles as text
        assert refused.value.problem.code == "forbidden"


@pytest.mark.parametrize("command", ["GrantWaiver", "RefuseWaiver"])
def test_a_waiver_is_answered_by_the_conference_and_asked_for_by_whoever_plans(command: str) -> None:
    require_right("admin", command)
    require_right("university", "AskWaiver")
    require_right("coach", "WithdrawWaiver")
    for role in ("university", "coach", "viewer", "service"):
        with pytest.raises(Problem) as refused:
            require_right(role, command)
        assert refused.value.problem.code == "forbidden"
