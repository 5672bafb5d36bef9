"""Processes are known by pid and start time, and a process that is not ours is never touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flextime_cli.stack import processes
from flextime_cli.stack.folder import DataFolder, write_json
from flextime_cli.stack.health import Health
from flextime_cli.stack.processes import ProcessSpec

WAITING = "import signal; print('ready', flush=True); signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(root=tmp_path / "data")
    made.create()
    return made


@pytest.fixture
def deaf() -> Iterator[subprocess.Popen[str]]:
    """A process that ignores SIGTERM."""
    with subprocess.Popen((sys.executable, "-c", DEAF), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child
        child.kill()


def spec(program: str) -> ProcessSpec:
    return ProcessSpec(
        name="waiting",
        kind="service",
        argv=lambda: (sys.executable, "-c", program),
        address="",
        port=0,
        probe=lambda: Health(status="ok", reached=True),
    )


def test_a_started_process_is_on_record_until_it_is_forgotten(folder: DataFolder) -> None:
    child, identity = processes.spawn(spec(WAITING), folder)
    assert processes.recorded(folder, "waiting") == identity
    assert identity.pid == child.pid

    assert processes.stop(identity, sign=signal.SIGTERM, seconds=10)
    child.wait(10)

    assert processes.recorded(folder, "waiting") is None
    assert processes.recorded_names(folder) == ["waiting"]
    processes.forget(folder, "waiting")
    assert processes.recorded_names(folder) == []


def test_a_pid_with_another_start_time_is_somebody_else(folder: DataFolder) -> None:
    own = processes.identify(os.getpid())
    assert own is not None
    write_json(folder.records / "kafka.json", {"pid": own.pid, "started": own.started - 60.0})
    assert processes.recorded(folder, "kafka") is None
    assert processes.stop(replace(own, started=own.started - 60.0), sign=signal.SIGKILL, seconds=1)


def test_a_process_that_ignores_the_request_is_killed(deaf: subprocess.Popen[str]) -> None:
    identity = processes.identify(deaf.pid)
    assert identity is not None
    assert not processes.stop(identity, sign=signal.SIGTERM, seconds=0.3)
    assert not processes.is_alive(identity)


def test_a_half_written_record_counts_as_none(folder: DataFolder) -> None:
    (folder.records / "kafka.json").write_text('{"pid": 1')
    assert processes.recorded(folder, "kafka") is None


def test_the_last_lines_of_a_log_are_its_last(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("".join(f"line {number}\n" for number in range(20_000)))
    assert processes.last_lines(log, 2) == ["line 19998", "line 19999"]
    assert processes.last_lines(tmp_path / "absent.log") == []
