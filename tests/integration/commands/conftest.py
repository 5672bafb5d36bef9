"""The command API of the running system, and a conference of its own for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from confluent_kafka import Producer

from flextime.league.ids import ConferenceId
from flextime_cli.stack.running import RunningStack
from flextime_schemas.codec import Codec
from flextime_schemas.kafka import producer_config
from flextime_schemas.settings import Settings

PATIENCE_SECONDS = 60.0

Body = dict[str, Any] | bytes


@dataclass(frozen=True, slots=True)
class Client:
    """Speaks for one conference with the command API."""

    http: httpx.Client
    conference: ConferenceId

    def post(self, command: str, body: Body, **headers: str) -> httpx.Response:
        """Send a command; header names are written with underscores. A dict is sent as JSON, bytes as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        path = f"/v1/conferences/{self.conference}/commands/{command}"
        if isinstance(body, bytes):
            return self.http.post(path, content=body, headers=named)
        return self.http.post(path, json=body, headers=named)

    def decide(self, command: str, body: Body, **headers: str) -> httpx.Response:
        """Send a command and wait until it is decided."""
        found = self.post(command, body, Prefer="wait=30", **headers)
        assert found.status_code != 202, "not decided in 30 s"
        return found

    def of(self, conference: ConferenceId) -> Client:
        """Speak for another conference."""
        return Client(self.http, conference)

    def outcome(self, command_id: str) -> dict[str, Any]:
        """Wait for a command's outcome."""
        found = self.http.get(f"/v1/commands/{command_id}", headers={"Prefer": "wait=30"})
        assert found.status_code == 200, found.text
        document: dict[str, Any] = found.json()
        return document


@pytest.fixture(scope="session")
def settings(system: RunningStack) -> Settings:
    return Settings.from_environment(system.environment)


@pytest.fixture(scope="session")
def codec(settings: Settings) -> Codec:
    return Codec.load(settings)


@pytest.fixture
def client(system: RunningStack) -> Iterator[Client]:
    """A conference that nobody has heard of."""
    name = ConferenceId(f"test-{os.getpid()}-{uuid4().hex[:8]}")
    with httpx.Client(base_url=system.command_api, timeout=PATIENCE_SECONDS) as http:
        yield Client(http, name)


@pytest.fixture
def producer(settings: Settings) -> Producer:
    """Writes to topics past the API, as a stranger would."""
    return Producer(producer_config(settings))
