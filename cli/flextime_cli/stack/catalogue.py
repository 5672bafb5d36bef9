"""Who belongs to the stack: the servers, the set-up steps and the services, each one line of a table."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.util import find_spec

from flextime_cli.servers.elasticsearch import elasticsearch_spec
from flextime_cli.servers.kafka import kafka_spec
from flextime_cli.servers.postgres import postgres_spec
from flextime_cli.servers.registry import registry_spec
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.health import http_probe, service_answer
from flextime_cli.stack.processes import ProcessSpec

# In the order of starting; they stop in the reverse one, since the registry keeps its schemas in Kafka.
SERVERS = {
    "postgres": postgres_spec,
    "kafka": kafka_spec,
    "elasticsearch": elasticsearch_spec,
    "registry": registry_spec,
}

SERVICES = {
    "writer": "flextime_commands.writer",
    "command-api": "flextime_commands.api",
    "saga": "flextime_streams.saga",
    "scheduler": "flextime_streams.scheduler",
    "conflicts": "flextime_streams.conflicts",
    "constraints": "flextime_streams.constraints",
    "projector-postgres": "flextime_projections.postgres",
    "projector-elasticsearch": "flextime_projections.elasticsearch",
    "query-api": "flextime_query_api",
}
# These serve /health beside their API; the others on FLEXTIME_HEALTH_PORT.
APIS = ("command-api", "query-api")

# name, module: run side by side between servers and services. The first waits for the registry by itself, and only when
# the data folder has not the ids of all schemas.
SET_UP_STEPS = (
    ("set-up-schemas", "flextime_schemas.setup"),
    ("set-up-projections", "flextime_projections.migrate"),
)


def server_specs(folder: DataFolder, ports: Mapping[str, int]) -> list[ProcessSpec]:
    """The servers in the order of starting."""
    return [make(folder, ports) for make in SERVERS.values()]


def service_specs(folder: DataFolder, ports: Mapping[str, int]) -> list[ProcessSpec]:
    """The services whose modules are installed: an image, or a checkout under way, may lack some rooms."""
    return [service_spec(name, module, folder, ports) for name, module in SERVICES.items() if can_run_as_module(module)]


def service_spec(name: str, module: str, folder: DataFolder, ports: Mapping[str, int]) -> ProcessSpec:
    """One service: `python -m module` with the contract's environment, asked at /health."""
    address = f"http://127.0.0.1:{ports[name]}"
    own_port = {} if name in APIS else {"FLEXTIME_HEALTH_PORT": str(ports[name])}
    # A static member keeps its partitions over a restart: after a kill it goes on in 1.4 s instead of 8.
    own_name = {"FLEXTIME_INSTANCE": "0"} if module.startswith("flextime_streams.") else {}
    return ProcessSpec(
        name=name,
        kind="service",
        argv=lambda: (sys.executable, "-m", module),
        address=address,
        port=ports[name],
        probe=http_probe(f"{address}/health", service_answer),
        environment={**environment(folder, ports), **own_port, **own_name, "PYTHONUNBUFFERED": "1"},
        stop_seconds=15.0,
    )


def can_run_as_module(module: str) -> bool:
    """Whether `python -m module` would find something to run: a module, or a package with a __main__."""
    try:
        found = find_spec(module)
        if found is None:
            return False
        return found.submodule_search_locations is None or find_spec(f"{module}.__main__") is not None
    except ModuleNotFoundError:
        return False
