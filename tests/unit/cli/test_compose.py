"""docker-compose.kafka.yml: the schema of the compose specification, and agreement with the stack without Docker.

That the images start is not tested here: no machine of ours has Docker.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from flextime_cli.servers import elasticsearch, jars, kafka, registry
from flextime_cli.stack.catalogue import SERVERS
from flextime_cli.stack.ports import DEFAULT_PORTS

COMPOSE = Path(__file__).parents[3] / "docker-compose.kafka.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as data."""
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return read


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    """The schema that the wheel check-jsonschema carries; read as a file, its code wants another click than ours."""
    found = find_spec("check_jsonschema")
    assert found is not None
    assert found.origin is not None
    text = (Path(found.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json").read_text()
    schema: dict[str, Any] = json.loads(text)
    return schema


def test_the_file_satisfies_the_compose_specifications_schema(
    compose: dict[str, Any], specification: dict[str, Any]
) -> None:
    jsonschema.validate(compose, specification)


def test_the_schema_refuses_an_unknown_key(compose: dict[str, Any], specification: dict[str, Any]) -> None:
    broken = {**compose, "services": {"kafka": {**compose["services"]["kafka"], "imagge": "x"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, specification)


def test_the_services_are_the_servers_of_the_stack(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == set(SERVERS)


@pytest.mark.parametrize("name", list(SERVERS))
def test_a_server_is_published_on_its_default_port_and_on_loopback_only(compose: dict[str, Any], name: str) -> None:
    (published,) = compose["services"][name]["ports"]
    host, port, _inside = published.split(":")
    assert host == "127.0.0.1"
    assert int(port) == DEFAULT_PORTS[name]


def test_kafka_tells_clients_the_address_that_is_published(compose: dict[str, Any]) -> None:
    advertised = compose["services"]["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert f"HOST://127.0.0.1:{DEFAULT_PORTS['kafka']}" in advertised.split(",")


@pytest.mark.parametrize("name", list(SERVERS))
def test_every_server_has_a_healthcheck_and_a_pinned_version(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"]
    assert re.fullmatch(r"[a-z/-]+:\d+(\.\d+)+(@sha256:[0-9a-f]{64})?", service["image"])


@pytest.mark.parametrize(
    ("name", "version"),
    [("kafka", kafka.VERSION), ("elasticsearch", elasticsearch.VERSION), ("registry", registry.VERSION)],
)
def test_image_jars_and_reported_version_are_one(compose: dict[str, Any], name: str, version: str) -> None:
    assert compose["services"][name]["image"].rsplit(":", 1)[1] == version
    assert any(entry.server == name and entry.coordinate.endswith(f":{version}") for entry in jars.read_lock())


def test_kafkas_settings_are_those_of_the_stack(compose: dict[str, Any], tmp_path: Path) -> None:
    inside = dict(
        line.split("=", 1) for line in kafka.settings(tmp_path, {"kafka": 1, "kafka-controller": 2}).splitlines()
    )
    outside = compose["services"]["kafka"]["environment"]
    own = {"process.roles", "node.id", "listeners", "advertised.listeners", "controller.listener.names", "log.dirs"}
    own |= {"controller.quorum.bootstrap.servers", "listener.security.protocol.map"}
    shared = {key: value for key, value in inside.items() if key not in own}
    assert {key: outside["KAFKA_" + key.replace(".", "_").upper()] for key in shared} == shared
