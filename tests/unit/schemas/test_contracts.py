"""Records and their committed Avro schemas: equal today, compatible with every schema they ever had."""

import dataclasses
import json

import pytest

from flextime_schemas.avro import schema_of
from flextime_schemas.compatibility import breaks
from flextime_schemas.generate import avro_folder, extended, read_lineage
from flextime_schemas.messages import FULL_NAMES, TOPIC_OF, TYPES, subject
from flextime_schemas.topics import TOPICS, murmur2, partition_of


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_record_and_its_committed_schema_are_equal(name: str) -> None:
    _, space, short = name.split(".")
    committed = json.loads((avro_folder() / space / f"{short}.avsc").read_text())
    assert schema_of(TYPES[name]) == committed, "run `python -m flextime_schemas.generate`, and read what it says"


def test_no_committed_schema_is_without_its_record() -> None:
    committed = {f"flextime.{file.parent.name}.{file.stem}" for file in avro_folder().glob("*/*.avsc")}
    assert committed == set(TYPES)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_schema_is_compatible_with_all_its_ancestors(name: str) -> None:
    lineage = read_lineage(avro_folder())[name]
    assert lineage[-1] == schema_of(TYPES[name])
    for age, schema in enumerate(lineage):
        assert breaks(schema, lineage[:age], TOPIC_OF[TYPES[name]].compatibility) == []


def test_a_new_field_without_default_breaks_an_event() -> None:
    schema = schema_of(TYPES["flextime.events.GamePinned"])
    grown = {**schema, "fields": [*schema["fields"], {"name": "by", "type": "string"}]}
    assert any("by" in reason for reason in breaks(grown, [schema], "FULL_TRANSITIVE"))


def test_a_new_field_with_default_breaks_nothing() -> None:
    schema = schema_of(TYPES["flextime.events.GamePinned"])
    grown = {**schema, "fields": [*schema["fields"], {"name": "by", "type": "string", "default": ""}]}
    assert breaks(grown, [schema], "FULL_TRANSITIVE") == []


def test_a_field_taken_from_an_event_breaks_it() -> None:
    schema = schema_of(TYPES["flextime.events.GamePinned"])
    shrunk = {**schema, "fields": schema["fields"][:-1]}
    assert breaks(shrunk, [schema], "FULL_TRANSITIVE") != []


def test_the_generator_refuses_a_breaking_change() -> None:
    lineage = read_lineage(avro_folder())
    name = "flextime.events.GamePinned"
    older = {**lineage[name][-1], "fields": lineage[name][-1]["fields"][:-1]}
    _, wrong = extended({**lineage, name: [older]})
    assert wrong
    assert all(reason.startswith(name) for reason in wrong)


def test_every_record_has_one_topic_and_one_subject() -> None:
    assert {TOPIC_OF[record] for record in FULL_NAMES} == set(TOPICS)
    assert len({subject(record) for record in FULL_NAMES}) == len(FULL_NAMES)


def test_events_tell_facts_in_frozen_records() -> None:
    for record in FULL_NAMES:
        assert dataclasses.is_dataclass(record)
        assert record.__dataclass_params__.frozen, f"{record.__name__} can be changed"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("key", "hash_of_java"),
    [(b"21", -973932308), (b"foobar", -790332482), (b"a-little-bit-long-string", -985981536), (b"abc", 479470107)],
)
def test_keys_hash_as_in_the_java_client(key: bytes, hash_of_java: int) -> None:
    assert murmur2(key) == hash_of_java % 2**32
    assert partition_of(key, 12) == (hash_of_java & 0x7FFFFFFF) % 12
