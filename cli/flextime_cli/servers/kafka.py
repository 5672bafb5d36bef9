"""Apache Kafka as one KRaft node: broker and controller in one process, on loopback, from the jars of the lock."""

from __future__ import annotations

import base64
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

from flextime_cli.errors import NotStarted
from flextime_cli.servers.jars import cache_folder, class_path_files
from flextime_cli.servers.java import FAST_START, java
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.health import kafka_probe
from flextime_cli.stack.processes import ProcessSpec, last_lines

VERSION = "4.4.0"
HEAP = ("-Xms64m", "-Xmx512m")
LOGGING = """\
<Configuration status="WARN">
  <Appenders>
    <Console name="out"><PatternLayout pattern="%d{ISO8601} %-5p %c{1}: %m%n"/></Console>
  </Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="out"/></Root>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
    <Logger name="kafka.server.BrokerServer" level="INFO"/>
  </Loggers>
</Configuration>
"""


def kafka_spec(folder: DataFolder, ports: Mapping[str, int]) -> ProcessSpec:
    """The broker; its first start formats the storage with a cluster id of its own."""
    home = folder.root / "kafka"
    return ProcessSpec(
        name="kafka",
        kind="server",
        argv=lambda: (
            *_java_with(home),
            "kafka.Kafka",
            str(home / "server.properties"),
        ),
        address=f"127.0.0.1:{ports['kafka']}",
        port=ports["kafka"],
        probe=kafka_probe(ports["kafka"], VERSION),
        prepare=lambda: prepare(home, ports),
        stop_seconds=30.0,  # flushes its logs; a clean stop took 1 s when idle
    )


def prepare(home: Path, ports: Mapping[str, int]) -> None:
    """Write the settings anew and format the storage once; raises NotStarted with the formatter's last words."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "log4j2.xml").write_text(LOGGING)
    (home / "server.properties").write_text(settings(home, ports))
    if (home / "data" / "meta.properties").exists():
        return
    log = home / "format.log"
    command = (*_java_with(home), "kafka.tools.StorageTool", "format", "--standalone", "-t", cluster_id())
    with log.open("wb") as stream:
        done = subprocess.run(
            (*command, "-c", str(home / "server.properties")), stdout=stream, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        raise NotStarted("Kafka's storage could not be formatted: " + " ".join(last_lines(log, 3)))


def settings(home: Path, ports: Mapping[str, int]) -> str:
    """server.properties of a single node on loopback."""
    broker, controller = f"127.0.0.1:{ports['kafka']}", f"127.0.0.1:{ports['kafka-controller']}"
    listeners = f"PLAINTEXT://{broker},CONTROLLER://{controller}"
    rows: dict[str, object] = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.bootstrap.servers": controller,
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs": home / "data",
        # One node holds every copy there is.
        "offsets.topic.replication.factor": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        # The internal topics have 50 partitions each by default: 100 folders and open files for a handful of groups.
        "offsets.topic.num.partitions": 8,
        "transaction.state.log.num.partitions": 8,
        "group.initial.rebalance.delay.ms": 0,
        "auto.create.topics.enable": "false",
        # After a SIGKILL the broker waits for its own old session: 13.7 s by default, 3.9 s so.
        "broker.session.timeout.ms": 2000,
        "broker.heartbeat.interval.ms": 500,
    }
    return "".join(f"{key}={value}\n" for key, value in rows.items())


def cluster_id() -> str:
    """A random UUID in Kafka's short form; one that begins with "-" is taken for an option and refused."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text


def _java_with(home: Path) -> tuple[str, ...]:
    jars = ":".join(str(path) for path in class_path_files("kafka", cache_folder()))
    return (java(), *HEAP, *FAST_START, f"-Dlog4j2.configurationFile={home / 'log4j2.xml'}", "-cp", jars)
