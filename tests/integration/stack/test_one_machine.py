"""The one-machine stack itself, on servers of its own that it stops and kills (without the registry, for speed)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from confluent_kafka import Consumer, Message, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from flextime_cli.errors import NotStarted
from flextime_cli.stack import control, diagnosis, processes
from flextime_cli.stack.folder import DataFolder, is_supervised
from flextime_cli.stack.running import RunningStack
from flextime_cli.stack.state import read_state

pytestmark = pytest.mark.stack

TOPIC = "kept.v1"
SESSIONS = Path(__file__).parents[3] / ".flextime-test"


def start(folder: DataFolder) -> RunningStack:
    control.start(folder, servers_only=True, without=("registry",))
    return RunningStack.of(folder)


@pytest.fixture(scope="module")
def folder() -> Iterator[DataFolder]:
    """A data folder of this module's own; the shared `stack` must not be stopped under other tests."""
    own = DataFolder(root=SESSIONS / f"{os.getpid()}-one-machine")
    control.ensure_jars()
    yield own
    control.destroy(own)


@pytest.fixture
def servers(folder: DataFolder) -> RunningStack:
    """The servers on that folder, started unless they run."""
    return start(folder)


def write_everywhere(stack: RunningStack) -> None:
    admin = AdminClient({"bootstrap.servers": stack.kafka})  # named: collected, it would cut its own request short
    admin.create_topics([NewTopic(TOPIC, 1, 1)])[TOPIC].result(30)
    producer = Producer({"bootstrap.servers": stack.kafka, "acks": "all"})
    producer.produce(TOPIC, value=b"a record")
    assert producer.flush(30) == 0
    with psycopg.connect(stack.postgres) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('a row')")
    made = httpx.put(f"{stack.elasticsearch_url}/kept/_doc/1?refresh=true", json={"word": "a document"}, timeout=60)
    assert made.status_code == 201


def read_record(stack: RunningStack) -> Message | None:
    consumer = Consumer({"bootstrap.servers": stack.kafka, "group.id": "reader", "auto.offset.reset": "earliest"})
    try:
        consumer.subscribe([TOPIC])
        return consumer.poll(30)
    finally:
        consumer.close()


def test_down_and_up_keep_a_record_a_row_and_a_document(servers: RunningStack) -> None:
    write_everywhere(servers)

    control.stop(servers.folder)
    assert [name for name in servers.ports if processes.recorded(servers.folder, name)] == []
    again = start(servers.folder)

    assert again.ports == servers.ports
    record = read_record(again)
    assert record is not None
    assert record.value() == b"a record"
    with psycopg.connect(again.postgres) as connection:
        assert connection.execute("select word from kept").fetchall() == [("a row",)]
    found = httpx.get(f"{again.elasticsearch_url}/kept/_doc/1", timeout=60).json()
    assert found["_source"] == {"word": "a document"}


@pytest.mark.parametrize("name", ["postgres", "kafka", "elasticsearch"])
def test_a_killed_server_is_started_again(servers: RunningStack, name: str) -> None:
    killed = servers.kill(name)
    view = servers.wait_until_up(name, other_than=killed)
    assert view.restarts >= 1
    assert processes.identify(killed) is None


def test_a_second_supervisor_is_refused(servers: RunningStack) -> None:
    command = (sys.executable, "-m", "flextime_cli.stack.supervisor", "--data", str(servers.folder.root))
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 3
    assert "already runs" in second.stdout


def test_up_adopts_the_servers_of_a_killed_supervisor(servers: RunningStack) -> None:
    supervisor = psutil.Process(servers.pid_of("supervisor"))
    before = {name: servers.pid_of(name) for name in ("postgres", "kafka", "elasticsearch")}

    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait(10)
    assert not is_supervised(servers.folder)
    assert {finding.fact.split(",")[0] for finding in diagnosis.examine(servers.folder)} >= {
        "postgres runs unwatched",
        "kafka runs unwatched",
    }
    again = start(servers.folder)

    assert {name: again.pid_of(name) for name in before} == before


def test_down_stops_what_a_killed_supervisor_left(servers: RunningStack) -> None:
    supervisor = psutil.Process(servers.pid_of("supervisor"))
    pids = [servers.pid_of(name) for name in ("postgres", "kafka", "elasticsearch")]
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait(10)

    assert control.stop(servers.folder)

    assert [pid for pid in pids if processes.identify(pid) is not None] == []


def test_doctor_names_the_program_on_a_taken_port(servers: RunningStack) -> None:
    control.stop(servers.folder)
    port = servers.ports["postgres"]
    with socket.create_server(("127.0.0.1", port)):
        findings = diagnosis.examine(servers.folder)

    (taken,) = (finding for finding in findings if str(port) in finding.fact)
    assert f"pid {os.getpid()}" in taken.fact
    assert "--new-ports" in taken.advice


def test_up_says_which_port_is_taken(servers: RunningStack) -> None:
    control.stop(servers.folder)
    with socket.create_server(("127.0.0.1", servers.ports["postgres"])), pytest.raises(NotStarted) as refused:
        start(servers.folder)
    assert str(servers.ports["postgres"]) in str(refused.value)
    assert read_state(servers.folder).phase == "failed"
    control.stop(servers.folder)
