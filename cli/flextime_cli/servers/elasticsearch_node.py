"""`python -m flextime_cli.servers.elasticsearch_node`: one Elasticsearch node in this process, until SIGTERM.

The order below is the product's own start (its `Elasticsearch` class), less the security manager, the entitlements and
the bootstrap checks: it serves one machine and listens on loopback only.
"""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import jpype  # type: ignore[import-untyped]  # ships no types

from flextime_cli.servers.java import FAST_START, jvm_library

NODE_NAME = "flextime"


def main() -> None:
    """Start the virtual machine and the node, wait for SIGTERM or SIGINT, close the node."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    told = parser.parse_args()
    stop = threading.Event()
    stop_on_signal(stop)
    start_virtual_machine(told.home)
    node = start_node(told.home, told.port)
    print("started", flush=True)
    while not stop.wait(1.0):  # in steps: Python runs a signal's handler only between its own instructions
        pass
    node.prepareForClose()
    node.close()
    print("closed", flush=True)


def stop_on_signal(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event; -Xrs below keeps the virtual machine's hands off them."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


def start_virtual_machine(home: Path) -> None:
    """The class path is lib/ alone: what stands in modules/ is loaded by the node itself."""
    jpype.startJVM(
        *("-Xrs", "-Xms256m", "-Xmx512m", *FAST_START, "--enable-native-access=ALL-UNNAMED"),
        *(f"-Des.path.home={home}", f"-Des.path.conf={home / 'config'}", f"-Djava.io.tmpdir={home / 'logs'}"),
        jvmpath=jvm_library(),
        classpath=[str(path) for path in sorted((home / "lib").iterdir())],
        convertStrings=False,
    )


def start_node(home: Path, port: int) -> Any:  # noqa: ANN401 - a Java object has no type here
    """Build and start the node; the logging must be configured before any other class of the product is touched.

    Classes are named to JClass and never imported: JPype's import hook opens the jars as file systems to list their
    packages, and the product then fails to open its own (FileSystemAlreadyExistsException).
    """
    logging = jpype.JClass("org.elasticsearch.common.logging.LogConfigurator")
    logging.registerErrorListener()
    logging.configureESLogging()
    logging.configureWithoutConfig(_settings({"logger.level": "WARN"}))

    no_map = jpype.JClass("java.util.Map").of()
    no_set = jpype.JClass("java.util.Set").of()
    name = jpype.JProxy("java.util.function.Supplier", dict={"get": lambda: NODE_NAME})
    config = jpype.JClass("java.nio.file.Path").of(str(home / "config"))
    preparer = jpype.JClass("org.elasticsearch.node.InternalSettingsPreparer")
    environment = preparer.prepareEnvironment(_settings(node_settings(home, port)), no_map, config, name)
    loader = jpype.JClass("org.elasticsearch.plugins.PluginsLoader")
    bundles = loader.loadModulesBundles(environment.modulesDir())
    plugins = loader.createPluginsLoader(bundles, no_set, no_map, False)
    node = jpype.JClass("org.elasticsearch.node.Node")(environment, plugins)
    node.start()
    return node


def _settings(values: dict[str, str]) -> Any:  # noqa: ANN401 - a Java object has no type here
    builder = jpype.JClass("org.elasticsearch.common.settings.Settings").builder()
    for key, value in values.items():
        builder.put(key, value)
    return builder.build()


def node_settings(home: Path, port: int) -> dict[str, str]:
    """One node on loopback; the transport takes any port, since there is nobody to talk to."""
    return {
        "path.home": str(home),
        "path.data": str(home / "data"),
        "path.logs": str(home / "logs"),
        "cluster.name": "flextime",
        "node.name": NODE_NAME,
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "transport.port": "0",
        # A full disk is `flextime doctor`'s to report; here it would silently make every index read-only at 95 %.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }


if __name__ == "__main__":
    main()
