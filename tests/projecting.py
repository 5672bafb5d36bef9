"""Projections on the real servers, apart from all else there: a topic, a database and an alias of one's own."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event as Flag
from time import monotonic, time_ns
from typing import Any

import psycopg
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from elasticsearch import Elasticsearch

from flextime_cli.stack.running import RunningStack
from flextime_projections.elasticsearch_store import ElasticsearchStore
from flextime_projections.migrate import migrate_postgres
from flextime_projections.options import Options
from flextime_projections.postgres_store import PostgresStore
from flextime_projections.runner import Runner
from flextime_projections.search_index import drop_index, ensure_index, index_name
from flextime_projections.store import Store
from flextime_schemas.codec import Codec
from flextime_schemas.kafka import client_config, producer_config, read_to_end
from flextime_schemas.messages import DeadLetter, DeadLetterSettled, LetterAction
from flextime_schemas.settings import Settings
from flextime_schemas.setup import create_topics, register_schemas
from tests.histories import Record, recorded_history

PARTITIONS = 4
PATIENCE_SECONDS = 90.0  # eight busy processes share two cores in CI


@dataclasses.dataclass(frozen=True, kw_only=True)
class Projecting:
    """The room's own corner of the servers."""

    settings: Settings
    options: Options
    codec: Codec
    environment: Mapping[str, str]

    def send(self, records: Iterable[Record]) -> None:
        """Produce records and wait until the broker has them all."""
        producer = Producer(producer_config(self.settings) | {"queue.buffering.max.messages": 1_000_000})
        for record in records:
            headers: Any = record.headers
            producer.produce(self.options.topic, record.value, key=record.key, headers=headers)
        assert producer.flush(60) == 0

    def history(self, conference: str, events: Iterable[Any]) -> list[Record]:
        return list(recorded_history(self.codec, conference, events))

    def runner(self, store: Store | None = None) -> Runner:
        """Return a runner, not started, over PostgreSQL unless another store is given."""
        return Runner(self.settings, self.options, self.codec, store or PostgresStore(self.settings.postgres))

    def search_store(self) -> ElasticsearchStore:
        return ElasticsearchStore(self.settings.elasticsearch_url, self.options.alias)

    def project(self, store: Store | None = None) -> Runner:
        """Run a projector to the end of the topic and close it."""
        runner = self.runner(store)
        try:
            runner.start()
            while not runner.caught_up():
                runner.step()
        finally:
            runner.close()
        return runner

    def rows(self, query: str, *given: object) -> list[Any]:
        with psycopg.connect(self.settings.postgres, autocommit=True) as connection:
            return connection.execute(query.encode(), given).fetchall()

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.settings.postgres, autocommit=True) as connection:
            connection.execute(statement.encode())

    def position(self, conference: str) -> int:
        found = self.rows("SELECT sequence FROM read.positions WHERE conference = %s", conference)
        return int(found[0][0]) if found else 0

    def dead_letters(self) -> list[DeadLetter]:
        found = [self.codec.decode(m.value()) for m in read_to_end(self.settings, self.options.dead_letters, 0)]
        return [letter for letter in found if isinstance(letter, DeadLetter)]

    def settle(self, letter: DeadLetter, action: LetterAction) -> None:
        """Decide about a letter, as `flextime dead-letters` does."""
        decision = DeadLetterSettled(
            service=letter.service,
            topic=letter.topic,
            partition=letter.partition,
            offset=letter.offset,
            action=action,
            by="ann",
            because="a test",
            at=datetime.now(UTC),
        )
        producer = Producer(producer_config(self.settings))
        producer.produce(self.options.dead_letters, self.codec.encode(decision), key=letter.key)
        assert producer.flush(60) == 0

    def process(self, module: str) -> "subprocess.Popen[bytes]":
        """Start a projector as the supervisor would."""
        return subprocess.Popen([sys.executable, "-m", module], env={**os.environ, **self.environment})


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition; fail when it does not come."""
    deadline, pause = monotonic() + PATIENCE_SECONDS, Flag()
    while not condition():
        assert monotonic() < deadline, f"not within {PATIENCE_SECONDS:g} s: {what}"
        pause.wait(0.05)


@contextmanager
def projecting_on(stack: RunningStack) -> Iterator[Projecting]:
    """Make a corner of the stack's servers, migrated and empty, and clear it away at the end."""
    settings = Settings.from_environment(stack.environment)
    create_topics(settings)
    register_schemas(settings)
    name = f"projections_{time_ns()}"
    options = Options(topic=f"{name}.events", dead_letters=f"{name}.dead", alias=f"flextime-{name}")
    settings = dataclasses.replace(settings, postgres=_database(settings.postgres, name))
    _create_topics(settings, {options.topic: PARTITIONS, options.dead_letters: 1})
    migrate_postgres(settings.postgres)
    with Elasticsearch(settings.elasticsearch_url, request_timeout=60) as client:
        ensure_index(client, options.alias)
        try:
            yield Projecting(
                settings=settings,
                options=options,
                codec=Codec.load(settings),
                environment=_environment(stack, settings, options),
            )
        finally:
            for generation in (1, 2):
                drop_index(client, index_name(options.alias, generation))


def _environment(stack: RunningStack, settings: Settings, options: Options) -> dict[str, str]:
    return {
        **stack.environment,
        "FLEXTIME_POSTGRES": settings.postgres,
        "FLEXTIME_PROJECTOR_TOPIC": options.topic,
        "FLEXTIME_PROJECTOR_DEAD_LETTERS": options.dead_letters,
        "FLEXTIME_PROJECTOR_ALIAS": options.alias,
    }


def _database(address: str, name: str) -> str:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{address.rpartition('/')[0]}/{name}"


def _create_topics(settings: Settings, topics: Mapping[str, int]) -> None:
    admin = AdminClient(client_config(settings))
    for created in admin.create_topics([NewTopic(name, count, 1) for name, count in topics.items()]).values():
        created.result()


def table_rows(projecting: Projecting, schema: str, views: Sequence[str]) -> dict[str, list[Any]]:
    """Return the rows of views' tables in one order, to compare generations."""
    return {view: projecting.rows(f"SELECT * FROM {schema}.{view} ORDER BY conference, id") for view in views}
