"""Bytes, headers and the chain: what is written is read again, and what was tampered with is named."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import fastavro
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import ScheduledGame
from flextime.season.decide import Command, Event
from flextime.season.rulebook import AddRule
from flextime.season.schedules import GameMoved, MoveGame
from flextime.season.streams import stream_of
from flextime_schemas.codec import FRAME, Codec, Undecodable, type_name
from flextime_schemas.envelope import (
    GENESIS,
    BadEnvelope,
    CommandEnvelope,
    EventEnvelope,
    chain_link,
    chained,
    command_headers,
    derive_id,
    event_headers,
    read_command_envelope,
    read_event_envelope,
)
from flextime_schemas.fold import BrokenHistory, Recorded, fold, from_snapshot, start, state_digest, to_snapshot
from flextime_schemas.generate import avro_folder, read_lineage
from flextime_schemas.messages import COMMAND_TYPES, EVENT_TYPES, DeadLetter, DeadLetterSettled, Snapshot
from flextime_schemas.plain import Malformed, from_json, to_json
from flextime_schemas.registry import numbered_here
from tests.four_teams import DRAFTED, FOUR, GAMES, NO_SUNDAY, SEASON, adopted, state_after

CODEC = Codec.without_registry(numbered_here())
MOMENT = datetime(2025, 9, 1, 12, 30, 15, 250000, tzinfo=UTC)
PARAMETERS = st.dictionaries(
    st.text(max_size=10),
    st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False)
    | st.text(max_size=10)
    | st.lists(st.text(max_size=5)).map(tuple),
    max_size=4,
)
PLACES = st.builds(
    ScheduledGame,
    game=st.text(min_size=1, max_size=20).map(GameId),
    home=st.sampled_from(["KU", "BYU"]).map(SchoolCode),
    away=st.sampled_from(["TCU", "UCF"]).map(SchoolCode),
    venue=st.text(max_size=20).map(VenueId),
    date=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    tip_off=st.times().map(lambda t: t.replace(microsecond=0)),
    window=st.integers(0, 30),
    network=st.none() | st.text(max_size=10),
)


def recorded(events: Sequence[Event]) -> list[Recorded]:
    """Write a history as the writer would."""
    history: list[Recorded] = []
    folded = start(FOUR)
    for event in events:
        value, stream = CODEC.encode(event), stream_of(event)
        envelope = EventEnvelope(
            id=derive_id(f"command-{folded.sequence}", "0"),
            type=type_name(event),
            conference=FOUR,
            stream=stream,
            time=MOMENT,
            actor="planner",
            correlation="request",
            causation=f"command-{folded.sequence}",
            sequence=folded.sequence + 1,
            stream_version=folded.versions.get(stream, 0) + 1,
            chain="",
        )
        envelope = chained(envelope, folded.chain, value)
        history.append(Recorded(envelope=envelope, event=event, value=value, partition=0, offset=len(history)))
        folded = folded.after(envelope, event)
    return history


@for_all(was=PLACES, now=PLACES, because=st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_an_event_is_read_as_it_was_written(was: ScheduledGame, now: ScheduledGame, because: str) -> None:
    event = GameMoved(season=SeasonId("mbb"), game=was.game, was=was, now=now, because=because)
    assert CODEC.decode(CODEC.encode(event)) == event
    assert from_json(GameMoved, to_json(event)) == event


@for_all(parameters=PARAMETERS)
@settings(max_examples=50, deadline=None)
def test_a_rule_keeps_its_parameters_and_their_types(parameters: dict[str, bool | int | float | str]) -> None:
    command = AddRule(season=SEASON, rule=replace(NO_SUNDAY, parameters=dict(parameters)))
    read = CODEC.decode(CODEC.encode(command))
    assert isinstance(read, AddRule)
    assert read == command
    assert [type(v) for v in read.rule.parameters.values()] == [type(v) for v in command.rule.parameters.values()]


def test_the_whole_history_of_a_season_survives_its_bytes() -> None:
    assert [CODEC.decode(CODEC.encode(event)) for event in DRAFTED] == list(DRAFTED)


def test_a_dead_letter_keeps_the_original_bytes() -> None:
    letter = DeadLetter(
        service="writer", topic="t", partition=1, offset=2, key=b"\xff", value=b"\x00\xfe", headers={"h": b"\xfd"},
        reason="no framing", at=MOMENT,
    )  # fmt: skip
    assert CODEC.decode(CODEC.encode(letter)) == letter


def test_a_letter_of_before_there_was_parking_parks_nobody() -> None:
    number, body = 901, io.BytesIO()
    first, *_ = read_lineage(avro_folder())["flextime.dead_letters.DeadLetter"]
    old = {
        "service": "writer", "topic": "t", "partition": 1, "offset": 2, "key": b"k", "value": None, "headers": {},
        "reason": "no framing", "at": MOMENT,
    }  # fmt: skip
    fastavro.schemaless_writer(body, fastavro.parse_schema(first), old)
    known = numbered_here()
    codec = Codec.without_registry(replace(known, schemas={**known.schemas, number: first}))
    letter = codec.decode(FRAME.pack(0, number) + body.getvalue())
    assert isinstance(letter, DeadLetter)
    assert (letter.service, letter.parks, letter.at) == ("writer", None, MOMENT)


def test_the_end_of_a_letter_names_the_letter() -> None:
    letter = DeadLetter(
        service="saga", topic="t", partition=1, offset=2, key=None, value=None, headers={}, reason="a bug", at=MOMENT,
    )  # fmt: skip
    settled = DeadLetterSettled(
        service="saga", topic="t", partition=1, offset=2, action="discard", by="ann", because="seen", at=MOMENT,
    )  # fmt: skip
    assert CODEC.decode(CODEC.encode(settled)) == settled
    assert settled.letter == letter.id == "saga@t:1:2"


@pytest.mark.parametrize(
    "value",
    [None, b"", b"{}", b"\x00\x00\x00\x00\x01", b"\x00\x7f\xff\xff\xffbody", CODEC.encode(DRAFTED[0])[:-2]],
    ids=["tombstone", "empty", "json", "no body", "foreign id", "cut short"],
)
def test_bytes_that_are_no_record_are_undecodable(value: bytes | None) -> None:
    with pytest.raises(Undecodable):
        CODEC.decode(value)


@for_all(noise=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_whatever_escape_the_codec(noise: bytes) -> None:
    for prefix in (b"", b"\x00\x00\x00\x00\x05", b"\x00\x00\x00\x00\x20"):
        try:
            CODEC.decode(prefix + noise)
        except Undecodable:
            continue


def test_json_is_read_strictly_and_every_error_is_named() -> None:
    with pytest.raises(Malformed) as malformed:
        from_json(MoveGame, b'{"season":"mbb","game":7,"date":"2026-02-30","tip_off":"19:00","speed":1}')
    assert {error.field for error in malformed.value.errors} == {"game", "date", "speed"}
    with pytest.raises(Malformed):
        from_json(MoveGame, b'{"season":')


def test_headers_are_read_as_they_were_written() -> None:
    event = recorded(DRAFTED)[3].envelope
    assert read_event_envelope(event_headers(event)) == event
    command = CommandEnvelope(
        id="1", type="flextime.commands.PinGame", conference=FOUR, time=MOMENT, actor="planner", correlation="c",
        cause="e", expected_version=7, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )  # fmt: skip
    assert read_command_envelope(command_headers(command)) == command
    bare = replace(command, cause=None, expected_version=None, traceparent=None)
    assert read_command_envelope(command_headers(bare)) == bare


@pytest.mark.parametrize(
    ("name", "value"),
    [("ce_id", None), ("ce_sequence", b"seven"), ("ce_time", b"noon"), ("ce_time", b"2026-01-01"), ("ce_id", b"\xff")],
)
def test_a_bad_header_is_named(name: str, value: bytes | None) -> None:
    headers = [(key, text) for key, text in event_headers(recorded(DRAFTED)[0].envelope) if key != name]
    with pytest.raises(BadEnvelope, match=name if value != b"\xff" else "UTF-8"):
        read_event_envelope([*headers, *([(name, value)] if value else [])])


def test_a_history_folds_to_the_state_of_its_events() -> None:
    folded = fold(FOUR, recorded(DRAFTED))
    assert folded.state == state_after(*DRAFTED)
    assert folded.sequence == len(DRAFTED)
    assert folded.versions["season/mbb-test"] == 6


@for_all(cut=st.integers(0, len(DRAFTED)))
@settings(max_examples=20, deadline=None)
def test_a_snapshot_and_the_rest_fold_to_the_same(cut: int) -> None:
    history = recorded(DRAFTED)
    snapshot = CODEC.decode(CODEC.encode(to_snapshot(fold(FOUR, history[:cut]), next_offset=cut)))
    assert isinstance(snapshot, Snapshot)
    since = from_snapshot(snapshot)
    assert since is not None
    whole, resumed = fold(FOUR, history), fold(FOUR, history[cut:], since=since)
    assert resumed == whole
    assert state_digest(resumed.state) == state_digest(whole.state)


def test_a_snapshot_of_another_shape_is_not_read() -> None:
    snapshot = replace(to_snapshot(start(FOUR), 0), model="another")
    assert from_snapshot(snapshot) is None


def test_a_missing_record_is_named() -> None:
    history = recorded(DRAFTED)
    with pytest.raises(BrokenHistory, match="5 is missing") as broken:
        fold(FOUR, history[:4] + history[5:])
    assert broken.value.sequence == 6


def test_a_record_that_stands_twice_is_named() -> None:
    history = recorded(DRAFTED)
    with pytest.raises(BrokenHistory, match="stands twice"):
        fold(FOUR, history[:4] + history[3:])


def test_a_tampered_record_is_named() -> None:
    history = recorded(DRAFTED)
    moved = replace(adopted(), games=(replace(GAMES[0], tip_off=time(12)), *GAMES[1:]))
    history[-1] = replace(history[-1], event=moved, value=CODEC.encode(moved))
    with pytest.raises(BrokenHistory, match="is not what was written") as broken:
        fold(FOUR, history)
    assert broken.value.sequence == len(DRAFTED)


def test_a_rewritten_record_breaks_the_chain_of_its_successor() -> None:
    history = recorded(DRAFTED)
    forged = replace(history[2].envelope, id="forged")
    previous = history[1].envelope.chain
    history[2] = replace(history[2], envelope=chained(forged, previous, history[2].value))
    with pytest.raises(BrokenHistory) as broken:
        fold(FOUR, history)
    assert broken.value.sequence == 4


ENVELOPE = EventEnvelope(
    id="event-1",
    type="flextime.events.GameMoved",
    conference=FOUR,
    stream="season/mbb-test",
    time=MOMENT,
    actor="planner",
    correlation="request",
    causation="command-1",
    sequence=7,
    stream_version=3,
    chain="",
)


def test_the_chain_is_the_same_for_ever() -> None:
    """A changed value here would break every history that was ever written."""
    assert chain_link(GENESIS, ENVELOPE, b"value") == "4f1a232c0a142115638022af00eb8ac7faf63b654e14068011f50b1fb4c637f2"


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "event-2"},
        {"type": "flextime.events.GamePinned"},
        {"conference": "five"},
        {"stream": "season/mbb"},
        {"time": MOMENT + timedelta(microseconds=1)},
        {"actor": "somebody else"},
        {"correlation": "another request"},
        {"causation": "command-2"},
        {"sequence": 8},
        {"stream_version": 4},
        {"source": "/elsewhere"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_the_envelope_says_hangs_on_the_chain(changed: dict[str, Any]) -> None:
    assert chain_link(GENESIS, replace(ENVELOPE, **changed), b"value") != chain_link(GENESIS, ENVELOPE, b"value")


def test_a_moment_hangs_on_the_chain_in_whatever_zone_it_is_told() -> None:
    elsewhere = replace(ENVELOPE, time=MOMENT.astimezone(timezone(timedelta(hours=-6))), traceparent="00-a-b-01")
    assert chain_link(GENESIS, elsewhere, b"value") == chain_link(GENESIS, ENVELOPE, b"value")


def test_two_parts_of_an_envelope_never_pass_for_one() -> None:
    one, other = replace(ENVELOPE, actor="ab", source="c"), replace(ENVELOPE, actor="a", source="bc")
    assert chain_link(GENESIS, one, b"") != chain_link(GENESIS, other, b"")


def test_commands_and_events_are_apart() -> None:
    names = {kind.__name__ for kind in COMMAND_TYPES} & {kind.__name__ for kind in EVENT_TYPES}
    assert names == set()
    assert Command is not Event
