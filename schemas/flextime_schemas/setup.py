"""Set-up of an installation: `python -m flextime_schemas.setup` creates the topics and registers the schemas.

Running it again changes nothing. With all ids in the data folder's file it does not wait for the registry.
"""

import os
import sys
import time
from concurrent.futures import Future

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from flextime_schemas.kafka import client_config
from flextime_schemas.registry import Registry, RegistryAway, SchemaIds, register_all
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, TOPICS

PATIENCE_SECONDS = 120.0  # the registry's first start on a busy machine took 34 s


class PartitionsDiffer(Exception):
    """The commands topic has another number of partitions than asked for: a conference must never move."""


def create_topics(settings: Settings) -> list[str]:
    """Create the topics that are missing and return their names. Raises PartitionsDiffer, KafkaException."""
    admin = AdminClient(client_config(settings))
    existing = admin.list_topics(timeout=30).topics
    if (commands := existing.get(COMMANDS.name)) and len(commands.partitions) != settings.partitions:
        raise PartitionsDiffer(
            f"{COMMANDS.name} has {len(commands.partitions)} partitions, and {settings.partitions} were asked for. "
            f"Set FLEXTIME_PARTITIONS={len(commands.partitions)}: the number is chosen once."
        )
    missing = [topic for topic in TOPICS if topic.name not in existing]
    if not missing:
        return []
    asked = [NewTopic(t.name, t.partitions(settings.partitions), 1, config=t.config()) for t in missing]
    for created in admin.create_topics(asked).values():
        _accept_existing(created)
    return [topic.name for topic in missing]


def _accept_existing(created: "Future[None]") -> None:
    try:
        created.result()
    except KafkaException as error:
        if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
            raise


def register_schemas(settings: Settings) -> SchemaIds:
    """Register every schema, unless the file of ids is complete, and return the ids. Raises RegistryAway."""
    file = settings.schema_ids_file
    if file.exists() and (known := SchemaIds.load(file)).complete():
        return known
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with Registry(settings.registry_url) as registry:
                ids = register_all(registry)
        except RegistryAway:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
            continue
        ids.save(file)
        return ids


def main() -> int:
    """Set an installation up; say what was done."""
    settings = Settings.from_environment(os.environ)
    created = create_topics(settings)
    print(f"topics: {len(created)} created, {len(TOPICS) - len(created)} already there", flush=True)
    ids = register_schemas(settings)
    print(f"schemas: {len(ids.ids)} registered", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
