"""The command API: send a command, and learn what became of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal
from uuid import uuid4

from flextime_cli.apis.connection import Connection
from flextime_cli.apis.problems import JsonObject, NotReached, Problem
from flextime_schemas.envelope import derive_id
from flextime_schemas.plain import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command that was not refused: accepted, with the position that reads wait for, or not decided yet."""

    id: str
    status: Literal["accepted", "pending"]
    position: str | None = None
    sequence: int | None = None
    stream: str | None = None
    stream_version: int | None = None
    events: tuple[str, ...] = ()


class CommandApi(Connection):
    """Sends commands of one conference."""

    def __init__(self, address: str, conference: str, *, actor: str = "planner", patience_seconds: float = 0.0) -> None:
        super().__init__(address, patience_seconds=patience_seconds)
        self.conference = conference
        self._actor = actor

    def send(
        self, name: str, body: bytes, *, wait_seconds: float = 5.0, headers: Mapping[str, str] | None = None
    ) -> Sent:
        """Send a command by its name and JSON. Raises Problem for a refusal, NotReached.

        It always has an id, ours if not the caller's: sent again after a lost answer, it is still one command.
        """
        asked = {"Content-Type": "application/json", "X-FlexTime-Actor": self._actor, **(headers or {})}
        if not {"Command-Id", "Idempotency-Key"} & asked.keys():
            asked["Command-Id"] = str(uuid4())
        if wait_seconds > 0:
            asked["Prefer"] = prefer_wait(wait_seconds)
        path = f"/v1/conferences/{self.conference}/commands/{name}"
        answer = self.ask("POST", path, headers=asked, content=body, wait_seconds=wait_seconds)
        return _sent(answer.json(), name)

    def decide(
        self,
        command: object,
        *,
        command_id: str | None = None,
        expected_version: int | None = None,
        seconds: float = 60.0,
    ) -> Sent:
        """Send a command and return when it is accepted. Raises Problem when refused, NotReached when undecided.

        With `expected_version` it is refused when its stream has moved on from there.
        """
        headers = {} if command_id is None else {"Command-Id": command_id}
        headers |= {} if expected_version is None else {"If-Match": f'"{expected_version}"'}
        sent = self.send(type(command).__name__, to_json(command), headers=headers)
        deadline = time.monotonic() + seconds
        while sent.status == "pending":
            if time.monotonic() > deadline:
                raise NotReached(
                    f"Nobody has decided {type(command).__name__} in {seconds:.0f} s: is the writer up?",
                    advice=f"The command is safe: its outcome will stand at {self.address}/v1/commands/{sent.id}",
                )
            sent = self.outcome(sent.id)
        return sent

    def outcome(self, command_id: str, *, wait_seconds: float = 5.0) -> Sent:
        """Return what became of a command. Raises Problem when it was refused or is unknown."""
        headers = {"Prefer": prefer_wait(wait_seconds)}
        answer = self.ask("GET", f"/v1/commands/{command_id}", headers=headers, wait_seconds=wait_seconds)
        return _sent(answer.json(), command_id)


def content_id(place: str, command: object) -> str:
    """Return the id that a command has by its content alone: at one place, the same command is one however often sent.

    The place is a conference, or a position of it where the same words may be meant anew later.
    """
    digest = hashlib.sha256(to_json(command)).hexdigest()
    return derive_id(f"{place}/{digest}", type(command).__name__)


def prefer_wait(seconds: float) -> str:
    """Return the preference: RFC 7240 knows whole seconds only, and nobody waits for less than was asked for."""
    return f"wait={ceil(seconds)}"


def _sent(document: JsonObject, name: str) -> Sent:
    status = document.get("status")
    if status == "refused":
        refusal = document.get("refusal") or document
        raise Problem(409, {"title": f"{name} was refused", "type": refusal.get("code"), **refusal})
    if status != "accepted":
        return Sent(id=str(document["id"]), status="pending")
    return Sent(
        id=str(document["id"]),
        status="accepted",
        position=document.get("position"),
        sequence=document.get("sequence"),
        stream=document.get("stream"),
        stream_version=document.get("stream_version"),
        events=tuple(document.get("events") or ()),
    )
