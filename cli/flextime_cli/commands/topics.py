"""`flextime topics`: what lies in Kafka."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its __init__ re-exports without saying so
    AdminClient,
    ConfigEntry,  # pyright: ignore[reportPrivateImportUsage]
    ConfigResource,  # pyright: ignore[reportPrivateImportUsage]
)
from rich.table import Table

from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.errors import NotRunning
from flextime_cli.stack import control
from flextime_cli.stack.folder import find_data_folder

ASK_SECONDS = 10.0
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """`records` counts offsets from the first kept to the end: transaction markers take offsets too, so it is the
    most that there can be. `retention_ms` is -1 for ever.
    """

    name: str
    partitions: int
    records: int
    retention_ms: int
    policy: str

    @property
    def retention(self) -> str:
        if self.retention_ms < 0:
            return "for ever"
        hours = self.retention_ms / HOUR_MS
        return f"{hours / 24:g} days" if hours >= 24 else f"{hours:g} hours"


def register(app: typer.Typer) -> None:
    """Hang `topics` into the command line."""
    app.command(name="topics")(topics)


def topics(
    data: DataOption = None, everything: Annotated[bool, typer.Option("--all", help="Kafka's own too.")] = False
) -> None:
    """List the topics with their partitions, offsets and retention."""
    with plain_words():
        ports = control.ports_of(find_data_folder(data))
        rows = read_topics(f"127.0.0.1:{ports['kafka']}", everything=everything)
    table = Table(box=None, pad_edge=False)
    for heading in ("topic", "partitions", "offsets kept", "retention", "cleanup"):
        table.add_column(heading, justify="right" if heading in ("partitions", "offsets kept") else "left")
    for row in rows:
        table.add_row(row.name, str(row.partitions), f"{row.records:,}", row.retention, row.policy)
    console.print(table)


def read_topics(address: str, *, everything: bool = False) -> list[TopicRow]:
    """Ask the broker; raises NotRunning when it does not answer."""
    admin = AdminClient({"bootstrap.servers": address, "log_level": 0})
    try:
        found = admin.list_topics(timeout=ASK_SECONDS).topics
    except KafkaException as error:
        raise NotRunning(f"Kafka at {address} does not answer.", advice="Start it with `flextime up`.") from error
    names = sorted(name for name in found if everything or not name.startswith("__"))
    kept = _kept(address, [TopicPartition(name, number) for name in names for number in found[name].partitions])
    settings = _settings(admin, names) if names else {}
    return [
        TopicRow(
            name=name,
            partitions=len(found[name].partitions),
            records=kept[name],
            retention_ms=int(str(settings[name]["retention.ms"].value)),
            policy=str(settings[name]["cleanup.policy"].value),
        )
        for name in names
    ]


def _kept(address: str, places: Sequence[TopicPartition]) -> Counter[str]:
    """Offsets between the first kept and the end, summed by topic. The consumer joins no group and leaves no trace."""
    consumer = Consumer({"bootstrap.servers": address, "group.id": "flextime-topics", "enable.auto.commit": False})
    kept: Counter[str] = Counter()
    try:
        for place in places:
            first, end = consumer.get_watermark_offsets(place, timeout=ASK_SECONDS, cached=False)
            kept[place.topic] += end - first
    finally:
        consumer.close()
    return kept


def _settings(admin: AdminClient, names: Sequence[str]) -> dict[str, dict[str, ConfigEntry]]:
    asked = admin.describe_configs([ConfigResource(ConfigResource.Type.TOPIC, name) for name in names])
    return {resource.name: answer.result(ASK_SECONDS) for resource, answer in asked.items()}
