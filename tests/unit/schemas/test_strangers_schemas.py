"""What a stranger may have registered under an id that a record names: it is never more than one undecodable record."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from flextime_schemas.codec import FRAME, MAGIC, Codec, Undecodable
from flextime_schemas.following import follow_for_ever
from flextime_schemas.registry import RegistryAway, numbered_here

FOREIGN = 4711
RECORD = FRAME.pack(MAGIC, FOREIGN) + b"\x02\x02"
NAMED_AS_OURS = {"type": "record", "name": "RegisterConference", "namespace": "flextime.commands"}


def codec_beside(schema: Any) -> Codec:  # noqa: ANN401 - anything that JSON can be
    """A codec whose registry knows one foreign schema."""
    return Codec(numbered_here(), lambda _: schema)


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param("string", id="a primitive by its name"),
        pytest.param({"type": "string"}, id="a primitive"),
        pytest.param(["null", "string"], id="a union"),
        pytest.param([], id="an empty union"),
        pytest.param({"type": "array", "items": "long"}, id="an array"),
        pytest.param({"type": "map", "values": "long"}, id="a map"),
        pytest.param({"type": "enum", "name": "Colour", "symbols": ["RED"]}, id="an enum"),
        pytest.param({"type": "object", "properties": {"a": {"type": "string"}}}, id="a JSON schema"),
        pytest.param({"$schema": "http://json-schema.org/draft-07/schema#"}, id="a JSON schema without a type"),
        pytest.param({"type": "record", "name": "A", "fields": [{"name": "b", "type": "B"}]}, id="a reference"),
        pytest.param({"type": "record", "name": "A"}, id="a record without fields"),
        pytest.param({"type": "record", "name": 7, "fields": []}, id="a name that is a number"),
        pytest.param({"namespace": "a", "type": "record", "fields": []}, id="a record without a name"),
        pytest.param({**NAMED_AS_OURS, "fields": []}, id="our name without our fields"),
        pytest.param(
            {**NAMED_AS_OURS, "fields": [{"name": "name", "type": {"type": "array", "items": "long"}}]},
            id="our name with a field of another type",
        ),
        pytest.param({**NAMED_AS_OURS, "fields": [{"name": "name", "type": "double"}]}, id="bytes that end too early"),
        pytest.param(None, id="null"),
        pytest.param(12, id="a number"),
    ],
)
def test_a_record_with_a_strangers_schema_is_undecodable(schema: object) -> None:
    with pytest.raises(Undecodable):
        codec_beside(schema).decode(RECORD)


def test_a_registry_that_is_away_is_no_fault_of_the_record() -> None:
    def away(_: int) -> dict[str, Any]:
        raise RegistryAway("no answer")

    with pytest.raises(RegistryAway):
        Codec(numbered_here(), away).decode(RECORD)


@pytest.mark.parametrize("failure", [RegistryAway("no answer"), KeyError("a bug")])
def test_whatever_ends_a_following_it_begins_anew_until_stopped(failure: Exception) -> None:
    stop, calls = threading.Event(), list[int]()

    def follow() -> None:
        calls.append(1)
        if len(calls) < 3:
            raise failure
        stop.set()

    follow_for_ever("test", follow, stop, rest_seconds=0)
    assert len(calls) == 3
