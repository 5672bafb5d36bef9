"""Apicurio Registry: the schemas, over the Confluent REST interface, kept in a Kafka topic."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from flextime_cli.servers.jars import cache_folder, read_lock, unpacked_folder
from flextime_cli.servers.java import FAST_START, java
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.health import Health, http_probe
from flextime_cli.stack.processes import ProcessSpec

VERSION = "3.3.3"


def registry_spec(folder: DataFolder, ports: Mapping[str, int]) -> ProcessSpec:
    """The registry; it needs the broker, keeps nothing in the data folder, and is back as it was from its topic."""
    base = f"http://127.0.0.1:{ports['registry']}"
    (archive,) = (entry for entry in read_lock() if entry.server == "registry")
    program = unpacked_folder(archive, cache_folder()) / "quarkus-run.jar"
    home = folder.root / "registry"
    return ProcessSpec(
        name="registry",
        kind="server",
        argv=lambda: (java(), "-Xms64m", "-Xmx256m", *FAST_START, f"-Djava.io.tmpdir={home}", "-jar", str(program)),
        address=f"{base}/apis/ccompat/v7",
        port=ports["registry"],
        probe=http_probe(f"{base}/apis/ccompat/v7/subjects", _read),
        environment={
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(ports["registry"]),
            # Its second listener, for metrics, is built in and would take port 9000 of every address.
            "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
            "QUARKUS_MANAGEMENT_PORT": "0",
            "QUARKUS_LOG_CATEGORY__ORG_APACHE_KAFKA__LEVEL": "WARN",
            "APICURIO_STORAGE_KIND": "kafkasql",
            "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS": f"127.0.0.1:{ports['kafka']}",
        },
        prepare=lambda: home.mkdir(parents=True, exist_ok=True),
        # With the schemas' ids on file nobody waits for it, and its 25 s of a core would hold up everybody else.
        niceness=10 if folder.schema_ids.exists() else 0,
        start_seconds=180.0,  # 25 to 34 s were seen on two busy cores
    )


def _read(response: httpx.Response) -> Health:
    if response.status_code != 200:
        return Health(status="starting", reached=True, detail=f"HTTP {response.status_code}")
    return Health(status="ok", reached=True, detail=f"{len(response.json())} subjects", version=VERSION)
