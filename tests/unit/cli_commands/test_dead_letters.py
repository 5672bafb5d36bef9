"""What a person is told of a dead letter, and which decisions about it would change nothing, or break a history."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flextime.league.ids import ConferenceId
from flextime_cli.auditing.letters import (
    CannotSettle,
    Filed,
    NoSuchLetter,
    check_discard,
    check_replay,
    chosen,
    hangs_on_chain,
    to_settle,
)
from flextime_cli.auditing.records import RawRecord
from flextime_cli.rendering.letters import letter_lines, plain_letter
from flextime_schemas.codec import Codec
from flextime_schemas.letters import LetterBook, Standing
from flextime_schemas.messages import DeadLetter, DeadLetterSettled
from flextime_schemas.registry import numbered_here
from tests.histories import big12_members, recorded_history

CODEC = Codec.without_registry(numbered_here())
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HISTORY = [
    RawRecord(partition=8, offset=offset, key=record.key, value=record.value, headers=tuple(record.headers))
    for offset, record in enumerate(recorded_history(CODEC, "big12", big12_members()[:4]))
]


def letter_of(record: RawRecord, *, service: str = "conflicts", value: bytes | None = None) -> DeadLetter:
    return DeadLetter(
        service=service, topic="flextime.events.v1", partition=8, offset=record.offset, key=record.key,
        value=record.value if value is None else value, headers=dict(record.headers), reason="a bug", at=NOW,
        parks=ConferenceId("big12"),
    )  # fmt: skip


def filed(letter: DeadLetter, settled: DeadLetterSettled | None = None) -> Filed:
    return Filed(standing=Standing(letter=letter, settled=settled), partition=0, key=letter.key)


def discarded(letter: DeadLetter) -> DeadLetterSettled:
    return DeadLetterSettled(
        service=letter.service, topic=letter.topic, partition=letter.partition, offset=letter.offset,
        action="discard", by="ann", because="a test", at=NOW,
    )  # fmt: skip


POISON = letter_of(HISTORY[2])
STRAY = replace(POISON, parks=None, headers={"odd": b"\xff"}, value=b"\x01\xff")


def test_a_letter_keeps_its_bytes_readable() -> None:
    plain = plain_letter(filed(STRAY))
    assert (plain["key"], plain["value_hex"], plain["headers"]) == ("big12", "01ff", {"odd": "0xff"})
    assert (plain["conference"], plain["sequence"], plain["state"]) == (None, None, "open")


def test_a_letter_that_parks_says_what_stands_still_and_how_to_go_on() -> None:
    told = "\n".join(letter_lines(filed(POISON)))
    assert "big12 stands still in conflicts" in told
    assert "flextime dead-letters replay conflicts@flextime.events.v1:8:2" in told
    assert "ce_sequence        3" in told


def test_a_settled_letter_says_by_whom_and_why() -> None:
    assert plain_letter(filed(POISON, discarded(POISON)))["state"] == (
        "discarded by ann at 2026-01-01T00:00:00Z: a test"
    )


def test_a_place_means_the_letters_of_all_services_and_an_id_one() -> None:
    letters = [filed(POISON), filed(replace(POISON, service="saga")), filed(letter_of(HISTORY[3]))]
    assert chosen(letters, "flextime.events.v1:8:2") == letters[:2]
    assert chosen(letters, "saga@flextime.events.v1:8:2") == [letters[1]]
    with pytest.raises(NoSuchLetter, match="no dead letter 7"):
        chosen(letters, "7")


def test_what_is_settled_is_not_settled_again_until_it_comes_back() -> None:
    book = LetterBook()
    book.hear(POISON)
    book.hear(discarded(POISON))
    with pytest.raises(CannotSettle, match="settled already: discard"):
        to_settle([Filed(standing=book.letters[POISON.id], partition=0, key=None)], POISON.id)
    book.hear(POISON)
    back = Filed(standing=book.letters[POISON.id], partition=0, key=None)
    assert to_settle([back], POISON.id) == [back]
    assert back.standing.times == 2


def test_nothing_is_replayed_that_nothing_waits_for() -> None:
    check_replay(filed(POISON))
    with pytest.raises(CannotSettle, match="Nothing waits for"):
        check_replay(filed(STRAY))


def test_the_chain_tells_the_writers_record_from_a_strangers() -> None:
    assert all(hangs_on_chain(letter_of(record), HISTORY) for record in HISTORY)
    assert not hangs_on_chain(letter_of(HISTORY[2], value=b"\x00garbage"), HISTORY)
    assert not hangs_on_chain(STRAY, HISTORY)


def test_a_strangers_record_can_be_done_without_and_an_event_that_is_read_left_unanswered() -> None:
    check_discard(filed(letter_of(HISTORY[2], value=b"\x00garbage")), CODEC, HISTORY)
    check_discard(filed(POISON), CODEC, HISTORY)
    check_discard(filed(STRAY), CODEC, [])


def test_no_history_is_made_without_an_event_that_nobody_can_read() -> None:
    nobody = Codec(replace(numbered_here(), schemas={}), lambda _: {"type": "record", "name": "Newer", "fields": []})
    with pytest.raises(CannotSettle, match="nothing after it holds without it"):
        check_discard(filed(POISON), nobody, HISTORY)


def test_a_projector_cannot_leave_an_event_out() -> None:
    with pytest.raises(CannotSettle, match="big12's history"):
        check_discard(filed(letter_of(HISTORY[2], service="projector-postgres")), CODEC, HISTORY)
