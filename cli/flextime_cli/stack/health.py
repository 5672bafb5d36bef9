"""Health probes: one question to a server, answered with a value and never with an exception."""

from __future__ import annotations

import atexit
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import httpx
import psycopg
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

Status = Literal["ok", "starting", "failing", "stopped"]
# A probe that takes longer than this is an answer too: nobody would wait for such a server.
PROBE_SECONDS = 2.0
# One client for all probes: `httpx.get` builds a TLS context each time, which took 9 % of a core in a supervisor that
# speaks plain HTTP on loopback only.
_CLIENT = httpx.Client(timeout=PROBE_SECONDS, verify=False, trust_env=False)
atexit.register(_CLIENT.close)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`reached` tells a server that says it is unwell from one that says nothing at all."""

    status: Status
    reached: bool
    detail: str = ""
    version: str = ""


Probe = Callable[[], Health]


def kafka_probe(port: int, version: str) -> Probe:
    """Asks the broker for its metadata; a broker that listens and has no metadata yet is starting."""

    def probe() -> Health:
        if not listens(port):
            return Health(status="failing", reached=False, detail="does not listen")
        client = AdminClient({"bootstrap.servers": f"127.0.0.1:{port}", "log_level": 0, "socket.timeout.ms": 2000})
        try:
            metadata = client.list_topics(timeout=PROBE_SECONDS)
        except KafkaException as error:
            return Health(status="starting", reached=False, detail=str(error.args[0]))
        own = [name for name in metadata.topics if not name.startswith("__")]
        return Health(status="ok", reached=True, detail=f"{len(own)} topics", version=version)

    return probe


def postgres_probe(port: int) -> Probe:
    """Connects to the maintenance database and asks for the server's version."""

    def probe() -> Health:
        try:
            address = f"host=127.0.0.1 port={port} user=flextime dbname=postgres connect_timeout=2"
            with psycopg.connect(address, autocommit=True) as connection:
                row = connection.execute("show server_version").fetchone()
        except psycopg.OperationalError as error:
            return Health(status="failing", reached=False, detail=str(error).strip().splitlines()[-1])
        return Health(status="ok", reached=True, version=str(row[0]) if row else "")

    return probe


def http_probe(url: str, read: Callable[[httpx.Response], Health]) -> Probe:
    """GETs a page and lets `read` say what it means; no answer is `failing` and not reached."""

    def probe() -> Health:
        try:
            return read(_CLIENT.get(url))
        except (httpx.HTTPError, ValueError) as error:
            return Health(status="failing", reached=False, detail=f"{type(error).__name__}: {error}")

    return probe


def service_answer(response: httpx.Response) -> Health:
    """Reads the `/health` of our own services: {"status": "ok"|"starting"|"failing", "detail", "version"}."""
    body = response.json()
    status = body.get("status", "ok" if response.status_code == 200 else "failing")
    detail = body.get("detail") or ""
    return Health(
        status=status if status in ("ok", "starting", "failing") else "failing",
        reached=True,
        detail=detail if isinstance(detail, str) else str(detail),
        version=str(body.get("version", "")),
    )


def listens(port: int) -> bool:
    """Whether anything accepts a connection on this loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(PROBE_SECONDS)
        return probe.connect_ex(("127.0.0.1", port)) == 0
