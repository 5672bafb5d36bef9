"""Records to bytes and back: Confluent framing (0x00, four bytes of schema id, Avro body)."""

import io
import struct
from collections.abc import Callable
from typing import Any, cast

import fastavro
from fastavro.schema import parse_schema

from flextime_schemas.avro import schema_of
from flextime_schemas.messages import FULL_NAMES, TYPES, subject
from flextime_schemas.plain import from_python, to_python
from flextime_schemas.registry import Registry, RegistryAway, SchemaIds, UnknownSchema
from flextime_schemas.settings import Settings

MAGIC = 0
FRAME = struct.Struct(">bI")


class Undecodable(Exception):
    """Bytes that are no record of ours, and why. They belong to the dead letters, as they are."""


class Codec:
    """Encodes with the ids it is given; a foreign id is looked up once by `fetch`, and resolved to today's schema."""

    def __init__(self, ids: SchemaIds, fetch: Callable[[int], dict[str, Any]]) -> None:
        self._fetch = fetch
        self._ids = {record: ids.ids[subject(record)] for record in TYPES.values() if subject(record) in ids.ids}
        self._readers = {record: parse_schema(schema_of(record)) for record in TYPES.values()}
        self._writers = {number: _writer(schema) for number, schema in ids.schemas.items()}

    @classmethod
    def load(cls, settings: Settings) -> "Codec":
        """Build the codec of an installation. Raises FileNotFoundError before its set-up has run."""

        def fetch(number: int) -> dict[str, Any]:
            with Registry(settings.registry_url) as registry:
                return registry.schema(number)

        return cls(SchemaIds.load(settings.schema_ids_file), fetch)

    @classmethod
    def without_registry(cls, ids: SchemaIds) -> "Codec":
        """Build a codec that knows only these ids."""

        def fetch(number: int) -> dict[str, Any]:
            raise UnknownSchema(f"no schema has the id {number}")

        return cls(ids, fetch)

    def encode(self, record: object) -> bytes:
        """Return the framed record. Raises KeyError for a type that no schema was registered for."""
        kind = type(record)
        buffer = io.BytesIO()
        buffer.write(FRAME.pack(MAGIC, self._ids[kind]))
        fastavro.schemaless_writer(buffer, self._readers[kind], to_python(record), disable_tuple_notation=True)
        return buffer.getvalue()

    def decode(self, value: bytes | None) -> object:
        """Return the record. Raises Undecodable, or RegistryAway when a foreign id cannot be looked up now."""
        if value is None or len(value) < FRAME.size or value[0] != MAGIC:
            raise Undecodable("no Confluent framing: a record begins with 0x00 and four bytes of schema id")
        (_, number) = FRAME.unpack_from(value)
        name, writer = self._writer_of(number)
        if (record := TYPES.get(name)) is None:
            raise Undecodable(f"schema {number} is {name}, no record of this version")
        try:
            body = fastavro.schemaless_reader(io.BytesIO(value[FRAME.size :]), writer, self._readers[record])
            return from_python(record, body)
        except Exception as error:  # struct.error, SchemaResolutionError, Malformed, ...: it is the bytes' fault
            raise Undecodable(f"{name} with schema {number}: {error or type(error).__name__}") from error

    def _writer_of(self, number: int) -> tuple[str, Any]:
        if number not in self._writers:
            try:
                self._writers[number] = _writer(self._fetch(number))
            except RegistryAway:
                raise
            except UnknownSchema as error:
                raise Undecodable(str(error)) from error
            except Exception as error:  # whoever may register a schema may register anything
                raise Undecodable(f"schema {number} is none of a record: {error or type(error).__name__}") from error
        return self._writers[number]


def _writer(schema: dict[str, Any]) -> tuple[str, Any]:
    parsed = cast("dict[str, Any]", parse_schema(schema))
    return f"{schema.get('namespace')}.{schema.get('name')}" if "namespace" in schema else parsed["name"], parsed


def type_name(record: object) -> str:
    """Return the Avro full name of a record: what `ce_type` says."""
    return FULL_NAMES[type(record)]
