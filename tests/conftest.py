"""The real servers for every test that asks: `stack` is the servers alone, `system` the servers with the services.

Each session has a data folder of its own below `.flextime-test`, deleted at its end; what a killed session left is
stopped and deleted by the next. FLEXTIME_TEST_DATA names a data folder whose stack runs already: it is used as it is
and left running (`flextime up`, then `FLEXTIME_TEST_DATA=.flextime pytest ...` for quick rounds).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flextime_cli.stack import control, processes
from flextime_cli.stack.folder import DataFolder, is_supervised
from flextime_cli.stack.running import RunningStack

CHECKOUT = Path(__file__).parent.parent
SESSIONS = CHECKOUT / ".flextime-test"


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """Kafka, PostgreSQL, Elasticsearch and the registry, empty."""
    if told := os.environ.get("FLEXTIME_TEST_DATA"):
        folder = DataFolder(root=Path(told).resolve())
        if not is_supervised(folder):
            pytest.fail(f"FLEXTIME_TEST_DATA is {folder.root}, and no stack runs there.")
        yield RunningStack.of(folder)
        return
    clear_up_after_killed_sessions()
    folder = DataFolder(root=SESSIONS / str(os.getpid()))
    control.ensure_jars()
    try:
        control.start(folder, servers_only=True)
        yield RunningStack.of(folder)
    finally:
        control.destroy(folder)


@pytest.fixture(scope="session")
def system(stack: RunningStack) -> RunningStack:
    """The same servers, set up, with every service that this checkout has."""
    control.start(stack.folder)
    return stack


def clear_up_after_killed_sessions() -> None:
    """Stop and delete the folders whose session, named by its pid, is no more."""
    for left in SESSIONS.glob("*"):
        pid = left.name.split("-")[0]
        if not pid.isdecimal() or processes.identify(int(pid)) is None:
            control.destroy(DataFolder(root=left))
