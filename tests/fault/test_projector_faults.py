"""The PostgreSQL projector killed under load: afterwards its tables are a fold of the topic, no more and no less."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import psycopg
import pytest
from confluent_kafka import Message

from flextime_cli.stack.running import RunningStack
from flextime_projections.batch import Known, absorb
from flextime_projections.row_building import Rows, event_row, rows_of
from flextime_projections.tables import schema_of
from flextime_schemas.fold import Recorded
from flextime_schemas.kafka import read_to_end, record_of
from flextime_schemas.read_model import EVENTS, POSITIONS, VIEWS, View
from tests.histories import big12_drafted, moves, played_2019_20, played_before_its_venue
from tests.projecting import PARTITIONS, Projecting, projecting_on, wait_until

pytestmark = [pytest.mark.stack, pytest.mark.fault]

MODULE = "flextime_projections.postgres"
KILLS = 5
CONFERENCES = ("big12", "acc", "sec", "big10", "mac", "wcc")
HISTORY = [*big12_drafted(), played_2019_20(), *played_before_its_venue(), *moves(600)]
END_ALL_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
FOLDED = [view for view in VIEWS if view.name not in {"positions", "parked", "events"}]


@pytest.fixture
def projecting(stack: RunningStack) -> Iterator[Projecting]:
    with projecting_on(stack) as corner:
        yield corner


def fold_of_the_topic(projecting: Projecting) -> dict[str, set[tuple[Any, ...]]]:
    """Fold every partition from its first record, in one batch, without a store: the rows that there must be."""

    def decode(message: Message) -> Recorded:
        return record_of(projecting.codec, message)

    known, rows, events = Known(), Rows(), list[Recorded]()
    for partition in range(PARTITIONS):
        known, changes = absorb(known, read_to_end(projecting.settings, projecting.options.topic, partition), decode)
        events += changes.events
        for conference, changed in changes.rows.items():
            rows_of(known.ledgers[conference], changed, rows)
    folded = {view.name: set(rows.written.get(view.name, [])) for view in FOLDED}
    return folded | {EVENTS.name: {event_row(recorded) for recorded in events}}


def tables(projecting: Projecting) -> dict[str, set[tuple[Any, ...]]]:
    found = {}
    for view in [*FOLDED, EVENTS]:
        columns = ", ".join(f'"{name}"' for name in view.column_names)
        rows = projecting.rows(f"SELECT {columns} FROM {view.full_name}")
        assert len(rows) == len(set(rows))
        found[view.name] = set(rows)
    return found


def total(projecting: Projecting) -> int:
    return int(projecting.rows(f"SELECT coalesce(sum(sequence), 0) FROM {POSITIONS.full_name}")[0][0])


def stopped(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


@contextmanager
def held_up(projecting: Projecting, view: View) -> Iterator[None]:
    """Let the projector come as far as this view within its transaction, and no further."""
    with psycopg.connect(projecting.settings.postgres) as connection:
        connection.execute(f"LOCK TABLE {view.full_name} IN SHARE ROW EXCLUSIVE MODE".encode())
        yield
        connection.rollback()


def is_held_up(projecting: Projecting) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(projecting.rows(waiting)[0][0])


def test_killed_five_times_in_the_middle_of_its_work_the_tables_equal_a_fold_of_the_topic(
    projecting: Projecting,
) -> None:
    histories = [projecting.history(conference, HISTORY) for conference in CONFERENCES]
    random = Random(20251231)
    waves = [[1, *sorted(random.sample(range(2, len(HISTORY)), KILLS - 1)), len(HISTORY)] for _ in CONFERENCES]

    def send(wave: int) -> int:
        """Send each conference's part of a wave; returns how many events there are then."""
        for history, ends in zip(histories, waves, strict=True):
            projecting.send(history[ends[wave - 1] if wave else 0 : ends[wave]])
        return sum(ends[wave] for ends in waves)

    process, sent = projecting.process(MODULE), send(0)
    for kill in range(KILLS):
        wait_until(lambda sent=sent: total(projecting) == sent, "what was sent before projected")  # type: ignore[misc]
        with held_up(projecting, (EVENTS, POSITIONS)[kill % 2]):  # the first and nearly the last of what it writes
            before, sent = sent, send(kill + 1)
            wait_until(lambda: is_held_up(projecting), "the projector at work")
            process.kill()
            process.wait()
            assert before <= total(projecting) < sent
        process = projecting.process(MODULE)
    wait_until(lambda: total(projecting) == sent == len(HISTORY) * len(CONFERENCES), "every event projected")
    stopped(process)
    assert tables(projecting) == fold_of_the_topic(projecting)


def test_while_postgresql_is_away_the_projector_waits_and_then_catches_up(
    projecting: Projecting, stack: RunningStack
) -> None:
    records = projecting.history("big12", HISTORY)
    process = projecting.process(MODULE)
    projecting.send(records[:200])
    wait_until(lambda: projecting.position("big12") == 200, "the first events projected")
    killed = stack.kill("postgres")
    projecting.send(records[200:])
    stack.wait_until_up("postgres", other_than=killed)

    def caught_up() -> bool:
        try:
            return projecting.position("big12") == len(HISTORY)
        except psycopg.OperationalError:
            return False  # it recovers from its crash

    wait_until(caught_up, "the rest projected")
    assert process.poll() is None
    stopped(process)
    assert tables(projecting) == fold_of_the_topic(projecting)


def test_what_readers_were_shown_is_still_there_when_postgresql_has_crashed_at_once(
    projecting: Projecting, stack: RunningStack
) -> None:
    records = projecting.history("big12", HISTORY)
    process = projecting.process(MODULE)
    for end in (50, 100, 150):
        projecting.send(records[end - 50 : end])
        wait_until(lambda end=end: projecting.position("big12") == end, "the events projected")  # type: ignore[misc]
        stack.wait_until_up("postgres", other_than=stack.kill("postgres"))
        wait_until(lambda: _answers(projecting), "PostgreSQL recovered")
        assert projecting.position("big12") == end
    stopped(process)
    assert tables(projecting) == fold_of_the_topic(projecting)


def _answers(projecting: Projecting) -> bool:
    try:
        return projecting.rows("SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def test_a_read_model_that_came_back_as_it_was_before_is_caught_up_though_nothing_new_happens(
    projecting: Projecting,
) -> None:
    records = projecting.history("big12", HISTORY)
    process = projecting.process(MODULE)
    projecting.send(records[:100])
    wait_until(lambda: projecting.position("big12") == 100, "the first events projected")
    with a_standby_that_ends_here(projecting) as fail_over:
        projecting.send(records[100:])
        wait_until(lambda: projecting.position("big12") == len(HISTORY), "the rest projected")
        fail_over()
    wait_until(lambda: projecting.position("big12") == len(HISTORY), "the rest projected again")
    stopped(process)
    assert tables(projecting) == fold_of_the_topic(projecting)


@contextmanager
def a_standby_that_ends_here(projecting: Projecting) -> Iterator[Callable[[], None]]:
    """Keep the read model as it is now; what is yielded brings it back, and ends all other connections."""
    query = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_type = 'BASE TABLE'"
    names = [name for (name,) in projecting.rows(query, schema_of(1))]
    copies = [f"CREATE TABLE standby.{name} AS SELECT * FROM {schema_of(1)}.{name}" for name in names]
    projecting.execute("; ".join(["BEGIN", "CREATE SCHEMA standby", *copies, "COMMIT"]))
    back = [
        f"TRUNCATE {schema_of(1)}.{name}; INSERT INTO {schema_of(1)}.{name} SELECT * FROM standby.{name}"
        for name in names
    ]
    yield lambda: projecting.execute("; ".join([END_ALL_OTHERS, "BEGIN", *back, "COMMIT"]))
