"""Answers that are given again, and those that are not."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from flextime_query_api.reading.rows import Place
from flextime_query_api.web.answers import Content, Hot, HotAnswers, Served

PLACE = Place(conference="big12", sequence=7, chain="c")


def answered(served: Served, **headers: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return what an ASGI server would be told to send."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("a GET has no body")

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(served({"type": "http", "headers": named}, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def served(body: bytes = b"{}", *, for_ever: bool = False) -> Served:
    return Served(Content(body=body, etag="abc"), position="big12:7", for_ever=for_ever)


def test_an_answer_has_its_etag_and_its_position() -> None:
    status, headers, body = answered(served())
    assert (status, body) == (200, b"{}")
    assert (headers[b"etag"], headers[b"flextime-position"]) == (b'"abc"', b"big12:7")
    assert (headers[b"cache-control"], headers[b"content-length"]) == (b"no-cache", b"2")


@pytest.mark.parametrize("tags", ['"abc"', 'W/"abc"', '"x", "abc"', "*"])
def test_who_has_the_answer_is_told_so(tags: str) -> None:
    status, headers, body = answered(served(), if_none_match=tags)
    assert (status, body) == (304, b"")
    assert headers[b"etag"] == b'"abc"'
    assert b"content-length" not in headers


@pytest.mark.parametrize("tags", ['"abd"', "abc", ""])
def test_who_has_another_answer_gets_this_one(tags: str) -> None:
    assert answered(served(), if_none_match=tags)[0] == 200


def test_the_etag_of_an_answer_without_one_follows_its_body() -> None:
    etags = {Served(Content(body=body), position=None).etag for body in (b"1", b"2", b"1")}
    assert len(etags) == 2


def test_the_past_may_be_kept_by_others() -> None:
    assert b"immutable" in answered(served(for_ever=True))[1][b"cache-control"]


def test_the_longest_unused_answer_is_forgotten_first() -> None:
    hot = HotAnswers(most_bytes=4_500)
    for name in ("a", "b", "c"):
        hot.put((name, b""), Hot(served(b"x" * 400), "big12", PLACE))
    assert hot.find(("a", b"")) is not None
    hot.put(("d", b""), Hot(served(b"x" * 400), "big12", PLACE))
    assert [name for name in "abcd" if hot.find((name, b"")) is not None] == ["a", "c", "d"]


def test_an_answer_takes_the_place_of_the_one_before_it() -> None:
    hot = HotAnswers(most_bytes=3_000)
    for _ in range(10):
        hot.put(("a", b""), Hot(served(b"x" * 400), "big12", PLACE))
    assert len(hot) == 1
    hot.drop(("a", b""))
    hot.put(("b", b""), Hot(served(b"x" * 1_500), "big12", PLACE))
    assert len(hot) == 1


def test_too_large_an_answer_is_not_kept() -> None:
    hot = HotAnswers()
    hot.put(("a", b""), Hot(served(b"x" * 5_000_000), "big12", PLACE))
    assert len(hot) == 0
