"""What a batch takes, leaves, parks and refuses; and that neither batches, redelivery nor neighbours change a row."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime_projections.batch import place
from flextime_schemas.envelope import event_headers
from tests.histories import (
    GAMES,
    big12_drafted,
    big12_members,
    conflicts_recorded,
    members_changed,
    moved,
    moves,
    played_2019_20,
    played_before_its_venue,
    rules_reported,
    under_way,
    waivers_answered,
)

History = Callable[..., list[Any]]
FreshTables = Callable[[], Any]
Instances = tuple[list[Any], list[Any], FreshTables, Any]

DRAFTED = big12_drafted()
SEASON_HISTORY = [
    *DRAFTED, *moves(30), *under_way(), *conflicts_recorded(DRAFTED, 200), *rules_reported(DRAFTED, 200),
    *waivers_answered(),
    played_2019_20(), *played_before_its_venue(), *members_changed(),
]  # fmt: skip
OTHER_HISTORY = [*big12_members(), played_2019_20()]


def garbled(message: Any, *, headers: bool) -> Any:  # noqa: ANN401
    """The same record with a body that nobody can read, with or without its envelope."""
    record = dataclasses.replace(
        message.record, value=b"\x00garbage", headers=message.record.headers if headers else []
    )
    return dataclasses.replace(message, record=record)


def test_a_batch_folds_to_the_rows_that_one_event_at_a_time_makes(history: History, fresh_tables: FreshTables) -> None:
    singly, whole = fresh_tables(), fresh_tables()
    for message in history(SEASON_HISTORY):
        singly.take([message])
    whole.take(history(SEASON_HISTORY))
    assert whole.tables == singly.tables


def test_events_that_the_store_has_change_no_row_again(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    tables.take(messages)
    again = tables.take(messages)
    assert (again.events, again.rows, again.letters) == ([], {}, [])


def test_garbage_without_an_envelope_is_a_dead_letter_and_the_conference_goes_on(
    tables: Any,  # noqa: ANN401
    history: History,
) -> None:
    messages = history(big12_members())
    stray = garbled(messages[3], headers=False)
    changes = tables.take([*messages[:3], stray, *messages[3:]])
    assert [letter.value for letter in changes.letters] == [b"\x00garbage"]
    assert (len(changes.events), changes.parked) == (len(messages), [])


def test_an_undecodable_event_parks_its_conference_and_the_others_go_on(tables: Any, history: History) -> None:  # noqa: ANN401
    big12, other = history(big12_members()), history(OTHER_HISTORY, "other", 1_000)
    changes = tables.take([*big12[:3], garbled(big12[3], headers=True), *big12[4:], *other])
    assert [(parked.conference, parked.sequence) for parked in changes.parked] == [("big12", 4)]
    assert len(changes.letters) == 1
    assert tables.known.written == {"big12": 3, "other": len(other)}


def test_a_gap_parks_the_conference_before_it(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    changes = tables.take([*messages[:3], *messages[4:]])
    assert [parked.sequence for parked in changes.parked] == [5]
    assert "4 is missing" in changes.parked[0].reason
    assert len(tables.rows("events")) == 3


def test_a_broken_chain_parks_the_conference(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    envelope = dataclasses.replace(messages[1].record.envelope, chain="0" * 64)
    forged = dataclasses.replace(messages[1].record, headers=event_headers(envelope))
    changes = tables.take([messages[0], dataclasses.replace(messages[1], record=forged)])
    assert [parked.sequence for parked in changes.parked] == [2]


def test_an_event_that_cannot_be_projected_parks_its_conference(tables: Any, history: History) -> None:  # noqa: ANN401
    """A move in a season that was never opened: the writer would not have let it through, a mistake of ours might."""
    changes = tables.take(history([*big12_members(), moved(GAMES[0], GAMES[0].date + timedelta(days=1))]))
    assert "cannot be projected" in changes.parked[0].reason


def test_an_event_that_stands_twice_is_a_dead_letter(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    copy = dataclasses.replace(messages[2], at=len(messages))
    changes = tables.take([*messages, copy])
    assert (len(changes.letters), changes.parked) == (1, [])
    assert "stands twice" in changes.letters[0].reason


def test_a_parked_conference_is_released_when_its_poison_can_be_read(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    tables.take([*messages[:3], garbled(messages[3], headers=True), *messages[4:]])
    changes = tables.take(messages)
    assert (changes.released, changes.parked) == (["big12"], [])
    assert tables.known.written == {"big12": len(messages)}


def test_a_strangers_poison_that_is_discarded_releases_its_conference(tables: Any, history: History) -> None:  # noqa: ANN401
    messages = history(big12_members())
    true = [dataclasses.replace(message, at=at + 1) for at, message in enumerate(messages[3:], start=3)]
    stranger = garbled(messages[3], headers=True)
    tables.take([*messages[:3], stranger, *true])
    tables.known = dataclasses.replace(tables.known, discarded=frozenset({place(stranger)}))
    changes = tables.take([stranger, *true])
    assert (changes.released, changes.parked, changes.letters) == (["big12"], [], [])
    assert tables.known.written == {"big12": len(messages)}
    assert tables.known.parked == {}


def test_a_conference_that_goes_on_to_the_next_poison_is_parked_and_not_released(
    tables: Any,  # noqa: ANN401
    history: History,
) -> None:
    messages = history(big12_members())
    tables.take([*messages[:3], garbled(messages[3], headers=True)])
    changes = tables.take([*messages[3:5], garbled(messages[5], headers=True)])
    assert ([parked.sequence for parked in changes.parked], changes.released) == ([6], [])
    assert tables.known.parked["big12"].sequence == 6


def test_a_record_under_a_foreign_key_is_a_dead_letter(tables: Any, history: History) -> None:  # noqa: ANN401
    (first, *_) = history(big12_members())
    stranger = dataclasses.replace(first, record=dataclasses.replace(first.record, key=b"acc"))
    changes = tables.take([stranger])
    assert "ce_subject" in changes.letters[0].reason
    assert changes.events == []


def interleaved(first: list[Any], second: list[Any], picks: list[bool]) -> list[Any]:
    """Merge two histories in the order that the picks say, each in its own order."""
    one, two, merged = list(first), list(second), []
    for pick in picks:
        if source := (one if pick else two):
            merged.append(source.pop(0))
    return [*merged, *one, *two]


def redelivered(messages: list[Any], cuts: list[int]) -> list[list[Any]]:
    """Cut into batches, each beginning some records before the one before it ended."""
    places = sorted({0, *(cut % (len(messages) + 1) for cut in cuts), len(messages)})
    return [messages[max(0, begin - 7) : end] for begin, end in pairwise(places)]


@settings(max_examples=25, deadline=None)
@given(picks=st.lists(st.booleans(), max_size=300), cuts=st.lists(st.integers(0, 10_000), max_size=12))
def test_neither_redelivery_nor_the_order_between_conferences_changes_a_row(
    instances: Instances, picks: list[bool], cuts: list[int]
) -> None:
    """The same two histories, merged and cut in any way, with every batch overlapping the one before."""
    first, second, fresh_tables, expected = instances
    found = fresh_tables()
    for batch in redelivered(interleaved(first, second, picks), cuts):
        found.take(batch)
    assert found.tables == expected


@pytest.fixture(scope="module")
def instances(module_history: History, module_tables: FreshTables) -> Instances:
    """A drafted season with moves, another conference in another partition, and their rows, each alone, in order."""
    first, second = module_history(SEASON_HISTORY), module_history(OTHER_HISTORY, "other", 0, 1)
    expected = module_tables()
    for message in [*first, *second]:
        expected.take([message])
    return first, second, module_tables, expected.tables
