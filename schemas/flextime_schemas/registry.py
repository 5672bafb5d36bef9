"""Which schema has which id. The registry gives the ids once; a file in the data folder remembers them.

With the file at hand, no service waits for the registry to start: it is the slowest of the servers (25 s and more).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from flextime_schemas.avro import schema_of
from flextime_schemas.messages import TOPIC_OF, TYPES, subject

PATIENCE_SECONDS = 10.0  # one look-up; the registry answers in 5 ms once it is up


class RegistryAway(Exception):
    """The registry did not answer: try again later."""


class UnknownSchema(Exception):
    """No schema has this id, or no id this record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaIds:
    """The ids of our subjects and the schemas behind ids; `schemas` also holds ids that others registered."""

    ids: Mapping[str, int]
    schemas: Mapping[int, dict[str, Any]] = field(default_factory=dict)

    def complete(self) -> bool:
        """Say whether every record of this version is here with the schema that it has today."""
        return all(
            (known := self.ids.get(subject(record))) is not None and self.schemas.get(known) == schema_of(record)
            for record in TYPES.values()
        )

    def save(self, file: Path) -> None:
        """Write the ids beside the file and put them in its place at once."""
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps({"ids": self.ids, "schemas": self.schemas}, indent=1))
        aside.replace(file)

    @classmethod
    def load(cls, file: Path) -> "SchemaIds":
        """Read the ids; raises FileNotFoundError when set-up has not run."""
        found = json.loads(file.read_text())
        return cls(ids=found["ids"], schemas={int(number): schema for number, schema in found["schemas"].items()})


def numbered_here() -> SchemaIds:
    """Return ids counted from 1, for a topic that no registry serves: what unit tests and offline tools encode with."""
    records = list(enumerate(TYPES.values(), start=1))
    return SchemaIds(
        ids={subject(record): number for number, record in records},
        schemas={number: schema_of(record) for number, record in records},
    )


class Registry:
    """A Confluent-compatible schema registry over HTTP. Raises RegistryAway when it does not answer."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url.rstrip("/") + "/", timeout=PATIENCE_SECONDS)

    def __enter__(self) -> "Registry":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def set_compatibility(self, name: str, level: str) -> None:
        """Set a subject's level; a schema that breaks it is refused from then on."""
        self._call("PUT", f"config/{name}", {"compatibility": level})

    def register(self, name: str, schema: dict[str, Any]) -> int:
        """Register a schema under a subject and return its id; the same schema has the same id."""
        answer = self._call("POST", f"subjects/{name}/versions", {"schema": json.dumps(schema)})
        return int(answer["id"])

    def schema(self, number: int) -> dict[str, Any]:
        """Return the schema behind an id. Raises UnknownSchema, also for one that is no Avro record."""
        answer = self._call("GET", f"schemas/ids/{number}", None)
        try:
            found = json.loads(answer["schema"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise UnknownSchema(f"schema {number} is no JSON: {answer.get('schemaType', 'AVRO')}") from error
        if not isinstance(found, dict):
            raise UnknownSchema(f"schema {number} is no record")
        return found

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise RegistryAway(f"the schema registry does not answer: {error}") from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise UnknownSchema(f"the registry knows nothing at {path}")
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise RegistryAway(f"the schema registry answers {answer.status_code} to {path}")
        if answer.is_error:
            raise UnknownSchema(f"the registry refuses {path}: {answer.status_code} {answer.text}")
        try:
            found = answer.json()
        except ValueError as error:
            raise RegistryAway(f"what answers at {path} is no schema registry: {answer.text[:100]!r}") from error
        if not isinstance(found, dict):
            raise RegistryAway(f"what answers at {path} is no schema registry: {answer.text[:100]!r}")
        return found


def register_all(registry: Registry) -> SchemaIds:
    """Register the schema of every record type and return the ids. Raises UnknownSchema when one breaks its subject."""
    ids, schemas = {}, {}
    for record in TYPES.values():
        name, schema = subject(record), schema_of(record)
        number = registry.register(name, schema)
        registry.set_compatibility(name, TOPIC_OF[record].compatibility)
        ids[name], schemas[number] = number, schema
    return SchemaIds(ids=ids, schemas=schemas)
