"""`python -m flextime_cli.servers.relock`: resolve the servers' jars anew and write `jars.lock` (`make lock`)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jgo
from jgo.maven import MavenContext
from jgo.maven._core import Artifact

from flextime_cli.servers.jars import PARALLEL_DOWNLOADS, READ_TIMEOUT_SECONDS, sha256_of

# The "!" on every coordinate matters: without it jgo let another POM decide and brought kafka-clients 3.9.1 for a 4.4.0
# broker.
ENDPOINTS = {
    "kafka": "org.apache.kafka:kafka_2.13:4.4.0!+org.apache.logging.log4j:log4j-slf4j-impl:2.25.5!",
    "elasticsearch": "org.elasticsearch:elasticsearch:8.19.21!+org.elasticsearch.plugin:transport-netty4:8.19.21!",
}
# One archive that carries its own dependencies.
REGISTRY_VERSION = "3.3.3"
HEADER = """\
# What the one-machine stack runs: server, group:artifact:packaging:classifier:version, file, SHA-256, bytes.
# Written by `make lock`; never edited by hand.
"""


def main() -> None:
    """Resolve, fetch, hash and write; prints one line per server."""
    lines: list[str] = []
    resolved = {server: jgo.resolve(endpoint) for server, endpoint in ENDPOINTS.items()}
    for server, artifacts in (resolved | {"registry": [_registry_archive()]}).items():
        with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
            lines += pool.map(lambda artifact, server=server: _line(server, artifact), artifacts)
        print(f"{server}: {len(artifacts)} files")
    Path(__file__).with_name("jars.lock").write_text(HEADER + "\n".join(lines) + "\n")


def _registry_archive() -> Artifact:
    project = MavenContext(timeout=READ_TIMEOUT_SECONDS).project("io.apicurio", "apicurio-registry-app")
    return project.at_version(REGISTRY_VERSION).artifact("all", "tar.gz")


def _line(server: str, artifact: Artifact) -> str:
    path = Path(artifact.resolve())
    coordinate = ":".join(
        (artifact.groupId, artifact.artifactId, artifact.packaging, artifact.classifier or "", artifact.version)
    )
    return f"{server} {coordinate} {path.name} {sha256_of(path)} {path.stat().st_size}"


if __name__ == "__main__":
    main()
