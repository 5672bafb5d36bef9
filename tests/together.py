"""Commands that the writer sees all at once: what an agent answers to the first of them comes after the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from confluent_kafka import Producer

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_schemas.codec import Codec, type_name
from flextime_schemas.envelope import CommandEnvelope, command_headers
from flextime_schemas.kafka import producer_config
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS

PATIENCE_SECONDS = 30.0


def decide_together(settings: Settings, api: CommandApi, commands: Sequence[Command]) -> list[Sent]:
    """Send commands in one transaction and return their outcomes. Raises Problem when one is refused.

    The writer reads committed records, so none is decided before all are in the topic: a solver may be as fast as it
    likes, its answer to a run comes behind what was sent along with the request.
    """
    codec, ids = Codec.load(settings), [str(uuid4()) for _ in commands]
    producer = Producer(producer_config(settings) | {"transactional.id": f"together-{uuid4()}"})
    producer.init_transactions(PATIENCE_SECONDS)
    producer.begin_transaction()
    for identity, command in zip(ids, commands, strict=True):
        envelope = CommandEnvelope(
            id=identity,
            type=type_name(command),
            conference=ConferenceId(api.conference),
            time=datetime.now(UTC),
            actor="planner",
            correlation=identity,
        )
        headers: Any = command_headers(envelope)
        producer.produce(COMMANDS.name, key=api.conference.encode(), value=codec.encode(command), headers=headers)
    producer.commit_transaction(PATIENCE_SECONDS)
    return [api.outcome(identity, wait_seconds=PATIENCE_SECONDS) for identity in ids]
