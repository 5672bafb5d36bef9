"""The environment contract: the variables by which a service learns everything it needs (docs/one-machine.md)."""

from __future__ import annotations

from collections.abc import Mapping

from flextime_cli.stack.folder import DataFolder

PARTITIONS = 12


def environment(folder: DataFolder, ports: Mapping[str, int]) -> dict[str, str]:
    """What every service and set-up step is given; FLEXTIME_HEALTH_PORT is added for each service that has no API."""

    def at(name: str) -> str:
        return f"127.0.0.1:{ports[name]}"

    return {
        "FLEXTIME_KAFKA": at("kafka"),
        "FLEXTIME_REGISTRY_URL": f"http://{at('registry')}/apis/ccompat/v7",
        "FLEXTIME_POSTGRES": f"postgresql://flextime@{at('postgres')}/flextime",
        "FLEXTIME_ELASTICSEARCH_URL": f"http://{at('elasticsearch')}",
        "FLEXTIME_COMMAND_API": f"http://{at('command-api')}",
        "FLEXTIME_QUERY_API": f"http://{at('query-api')}",
        "FLEXTIME_DATA": str(folder.root),
        "FLEXTIME_PARTITIONS": str(PARTITIONS),
    }
