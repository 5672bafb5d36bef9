"""What runs beyond one machine agrees with what runs on one: workloads, settings, topics.

Only structure and agreement are tested: no cluster and no terraform binary is at hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from flextime_cli.stack.catalogue import APIS, SERVICES
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.ports import DEFAULT_PORTS
from flextime_schemas.topics import COMMANDS, EVENTS, SOLVE_JOBS, TOPICS

INFRA = Path(__file__).parents[3] / "infra"
BASE = INFRA / "k8s" / "base"
WORKLOADS = ("Deployment", "StatefulSet")

Manifest = dict[str, Any]


def manifests() -> list[Manifest]:
    listed = yaml.safe_load((BASE / "kustomization.yaml").read_text())["resources"]
    return [each for name in listed for each in yaml.safe_load_all((BASE / name).read_text())]


def of_kind(*kinds: str) -> dict[str, Manifest]:
    return {each["metadata"]["name"]: each for each in manifests() if each["kind"] in kinds}


def container(name: str) -> Manifest:
    (only,) = of_kind(*WORKLOADS)[name]["spec"]["template"]["spec"]["containers"]
    found: Manifest = only
    return found


def variables(name: str) -> dict[str, str]:
    return {row["name"]: row.get("value", "") for row in container(name)["env"]}


def test_every_file_of_the_base_is_listed() -> None:
    listed = yaml.safe_load((BASE / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted(path.name for path in BASE.glob("*.yaml") if path.name != "kustomization.yaml")


def test_every_service_of_the_stack_has_a_workload() -> None:
    assert set(of_kind(*WORKLOADS)) == set(SERVICES)


@pytest.mark.parametrize(("name", "module"), list(SERVICES.items()))
def test_a_workload_runs_the_module_that_the_stack_runs(name: str, module: str) -> None:
    assert container(name)["command"] == ["python", "-m", module]


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_workload_has_probes_limits_and_a_disruption_budget(name: str) -> None:
    only = container(name)
    assert {"readinessProbe", "livenessProbe"} <= set(only)
    assert set(only["resources"]["requests"]) == {"cpu", "memory"}
    assert "memory" in only["resources"]["limits"]
    labels = of_kind(*WORKLOADS)[name]["spec"]["template"]["metadata"]["labels"]
    assert of_kind("PodDisruptionBudget")[name]["spec"]["selector"]["matchLabels"].items() <= labels.items()


def test_the_settings_are_the_contract_of_one_machine(tmp_path: Path) -> None:
    contract = set(environment(DataFolder(root=tmp_path), DEFAULT_PORTS))
    given = {key for key in of_kind("ConfigMap")["flextime"]["data"] if key.startswith("FLEXTIME_")}
    assert contract - given == {"FLEXTIME_POSTGRES"}  # carries a password, so it comes from the Secret
    assert given <= contract


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in APIS])
def test_the_probe_asks_the_health_port_that_is_set(name: str) -> None:
    port = variables(name)["FLEXTIME_HEALTH_PORT"]
    assert f":{port}/health" in " ".join(container(name)["readinessProbe"]["exec"]["command"])


@pytest.mark.parametrize("name", APIS)
def test_an_api_listens_on_the_pods_own_address(name: str) -> None:
    address = variables(name)["FLEXTIME_" + name.upper().replace("-", "_")]
    (port,) = container(name)["ports"]
    assert address == f"http://$(POD_IP):{port['containerPort']}"


def test_the_writers_share_the_partitions_evenly_and_know_how_many_they_are() -> None:
    replicas = of_kind("StatefulSet")["writer"]["spec"]["replicas"]
    assert variables("writer")["FLEXTIME_WRITER_COUNT"] == str(replicas)
    assert EVENTS.production_partitions % replicas == 0


@pytest.mark.parametrize("name", ["projector-postgres", "projector-elasticsearch"])
def test_the_projectors_share_the_partitions_evenly(name: str) -> None:
    replicas = of_kind("StatefulSet")[name]["spec"]["replicas"]
    assert variables(name)["FLEXTIME_PROJECTOR_SHARE"] == f"$(ORDINAL)/{replicas}"
    assert EVENTS.production_partitions % replicas == 0


def test_agents_are_never_more_than_partitions_and_divide_them() -> None:
    workers = of_kind("StatefulSet")
    assert SOLVE_JOBS.production_partitions % workers["scheduler"]["spec"]["replicas"] == 0
    for name in ("saga", "conflicts", "constraints"):
        assert EVENTS.production_partitions % workers[name]["spec"]["replicas"] == 0


def test_the_partitions_of_commands_are_those_of_production() -> None:
    assert of_kind("ConfigMap")["flextime"]["data"]["FLEXTIME_PARTITIONS"] == str(COMMANDS.production_partitions)


def test_terraform_declares_the_topics_of_the_schemas_with_productions_partitions() -> None:
    declared = json.loads((INFRA / "terraform" / "topics.json").read_text())
    assert declared == {
        topic.name: {"partitions": topic.production_partitions, "config": topic.config()} for topic in TOPICS
    }
