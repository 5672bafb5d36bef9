"""Ports: chosen once per data folder, remembered there, and never moved behind a person's back."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterable, Mapping

import psutil

from flextime_cli.stack.folder import DataFolder, write_json

# The usual port of each server with a 1 in front, as in docker-compose.kafka.yml: near enough to be guessed, and not in
# the way of a PostgreSQL or Kafka that the machine may have. All lie below 32768, where Linux hands out ports for
# outgoing connections: a remembered port must not be lost to one of those.
DEFAULT_PORTS: Mapping[str, int] = {
    "kafka": 19092,
    "kafka-controller": 19093,
    "postgres": 15432,
    "elasticsearch": 19200,
    "registry": 18081,
    "command-api": 18000,
    "query-api": 18001,
    "writer": 18010,
    "saga": 18011,
    "scheduler": 18012,
    "projector-postgres": 18013,
    "projector-elasticsearch": 18014,
    "conflicts": 18015,
    "constraints": 18016,
}
OTHER_PORTS = range(20_000, 32_000)


def remembered_ports(folder: DataFolder) -> dict[str, int]:
    """The ports of this data folder, chosen now for whatever has none yet."""
    known: dict[str, int] = json.loads(folder.ports_file.read_text()) if folder.ports_file.exists() else {}
    absent = [name for name in DEFAULT_PORTS if name not in known]
    if absent:
        known |= choose_ports(absent, folder=folder, taken=known.values())
        write_json(folder.ports_file, known)
    return known


def choose_ports(names: Iterable[str], *, folder: DataFolder, taken: Iterable[int]) -> dict[str, int]:
    """Free ports for the names: the default ones for a folder called `.flextime`, others for any further folder.

    Two folders that never ran at once would both find the defaults free, and clash the day that they do; so only the
    usual folder gets them, and the rest draw from a range by a seed made of their path.
    """
    used = set(taken)
    draw = random.Random(str(folder.root))
    chosen: dict[str, int] = {}
    for name in names:
        port = DEFAULT_PORTS[name]
        while folder.root.name != ".flextime" or port in used or not is_free(port):
            port = draw.choice(OTHER_PORTS)
            if port not in used and is_free(port):
                break
        used.add(port)
        chosen[name] = port
    return chosen


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now; a port in TIME_WAIT counts as free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def who_listens(port: int) -> str:
    """The program on a loopback port in words, as far as the system tells the caller."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another program"
    for connection in connections:
        local = connection.laddr
        if connection.status == psutil.CONN_LISTEN and local and local[1] == port and connection.pid:
            return _describe(connection.pid)
    return "another program"


def _describe(pid: int) -> str:
    try:
        return f"{psutil.Process(pid).name()} (pid {pid})"
    except psutil.NoSuchProcess:
        return f"pid {pid}"
