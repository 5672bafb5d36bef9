"""Elasticsearch as one node, its jars run inside a Python process (see elasticsearch_node.py)."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import httpx

from flextime_cli.servers.jars import cache_folder, class_path_files
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.health import Health, http_probe
from flextime_cli.stack.processes import ProcessSpec

VERSION = "8.19.21"
MODULE = "transport-netty4"
# These belong to the transport module: on the class path they are refused ("must reference a class loader local
# Plugin class").
MODULE_JARS = ("transport-netty4-", "netty-", "elasticsearch-ssl-config-")


def elasticsearch_spec(folder: DataFolder, ports: Mapping[str, int]) -> ProcessSpec:
    """The node; its home is laid out anew at each start, its data stays."""
    home = folder.root / "elasticsearch"
    base = f"http://127.0.0.1:{ports['elasticsearch']}"
    return ProcessSpec(
        name="elasticsearch",
        kind="server",
        argv=lambda: (
            *(sys.executable, "-m", "flextime_cli.servers.elasticsearch_node"),
            *("--home", str(home), "--port", str(ports["elasticsearch"])),
        ),
        address=base,
        port=ports["elasticsearch"],
        probe=http_probe(f"{base}/_cluster/health", _read),
        prepare=lambda: lay_out(home),
    )


def lay_out(home: Path) -> None:
    """Make the home as the product expects it: lib/, modules/transport-netty4/ with its descriptor, config/, data/."""
    shutil.rmtree(home / "lib", ignore_errors=True)
    shutil.rmtree(home / "modules", ignore_errors=True)
    module = home / "modules" / MODULE
    for folder in (home / "lib", module, home / "config", home / "data", home / "logs"):
        folder.mkdir(parents=True, exist_ok=True)
    for jar in class_path_files("elasticsearch", cache_folder()):
        target = module if jar.name.startswith(MODULE_JARS) else home / "lib"
        (target / jar.name).symlink_to(jar)
        if jar.name.startswith(f"{MODULE}-"):
            (module / "plugin-descriptor.properties").write_text(descriptor(jar))


def descriptor(jar: Path) -> str:
    """The module's own descriptor without its `modulename=`: as a Java module it does not load outside the product."""
    with zipfile.ZipFile(jar) as archive:
        text = archive.read(f"META-INF/es-plugins/{MODULE}/plugin-descriptor.properties").decode()
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("modulename="))


def _read(response: httpx.Response) -> Health:
    body = response.json()
    colour = body.get("status", "?")
    usable = response.status_code == 200 and colour in ("green", "yellow")
    return Health(status="ok" if usable else "starting", reached=True, detail=str(colour), version=VERSION)
