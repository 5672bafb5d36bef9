"""The whole system as `flextime up` leaves it."""

from __future__ import annotations

import pytest

from flextime_cli.commands.topics import read_topics
from flextime_cli.stack import control
from flextime_cli.stack.catalogue import SERVICES, can_run_as_module
from flextime_cli.stack.report import report
from flextime_cli.stack.running import RunningStack
from flextime_schemas.topics import TOPICS

pytestmark = pytest.mark.stack

INSTALLED = [name for name, module in SERVICES.items() if can_run_as_module(module)]


def test_every_server_and_service_answers_with_its_version(system: RunningStack) -> None:
    for name in INSTALLED:
        system.wait_until_up(name)
    found = report(system.folder, system.ports)
    assert found.supervised
    assert [row for row in found.rows if row.health in ("stopped", "failing")] == []
    assert all(row.memory > 0 for row in found.rows)


def test_asking_up_again_starts_nothing_twice(system: RunningStack) -> None:
    before = {name: system.pid_of(name) for name in INSTALLED}
    control.start(system.folder)
    assert {name: system.pid_of(name) for name in INSTALLED} == before


def test_the_topics_stand_as_they_are_declared(system: RunningStack) -> None:
    found = {row.name: row for row in read_topics(system.kafka)}
    partitions = int(system.environment["FLEXTIME_PARTITIONS"])
    for topic in TOPICS:
        row = found[topic.name]
        assert (row.partitions, row.retention_ms) == (topic.partitions(partitions), topic.retention_ms)


def test_a_killed_service_is_started_again(system: RunningStack) -> None:
    killed = system.kill("projector-postgres")
    assert system.wait_until_up("projector-postgres", other_than=killed).pid != killed
