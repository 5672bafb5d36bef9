"""What the commands and the tests do to a stack: start it, ask after it, stop it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence

from flextime_cli.errors import NotRunning, NotStarted, StackError, UnusableFolder
from flextime_cli.servers import jars
from flextime_cli.servers.postgres import placement
from flextime_cli.stack import processes
from flextime_cli.stack.folder import DataFolder, is_supervised
from flextime_cli.stack.ports import remembered_ports
from flextime_cli.stack.processes import Identity
from flextime_cli.stack.state import Phase, StackState, read_state

# Longer than the slowest sum of a keeper's own limits in sequence: services 15 s, registry 20 s, Kafka 30 s, each with
# 10 s for the kill.
STOP_SECONDS = 100.0
# A cold start on two cores that others use takes about a minute; after five something is wrong that waiting won't mend.
START_SECONDS = 300.0
# Jars 86 MB, the registry 160 MB packed and 170 MB unpacked, and the servers' first files.
DISK_BYTES_NEEDED = 1024**3

Watcher = Callable[[StackState], None]

# Supervisors outlive the command that started them; kept here so that none is collected, and warned of, while it runs.
_SPAWNED: list[subprocess.Popen[bytes]] = []


def start(
    folder: DataFolder, *, servers_only: bool = False, without: Collection[str] = (), watch: Watcher | None = None
) -> StackState:
    """Bring the stack up and wait until it answers; one that runs already is only waited for, or completed.

    `without` names servers to leave out, for tests that need some of them only.
    Raises DownloadFailed, UnusableFolder, NotStarted or SetUpFailed, each with advice. The jars must be in the cache
    (`ensure_jars`).
    """
    folder.create()
    _need_disk(folder)
    before = 0
    if not is_supervised(folder):
        folder.state_file.unlink(missing_ok=True)
        _spawn_supervisor(folder, servers_only=servers_only, without=without)
    elif not servers_only:
        before = read_state(folder).attempt  # what runs is asked to look again: a service may be new, a step may be due
        _supervisor_pid(folder, signal.SIGUSR1)
    return _await(folder, ("servers-ready", "ready") if servers_only else ("ready",), before, watch)


def _await(folder: DataFolder, wanted: Sequence[Phase], before: int, watch: Watcher | None) -> StackState:
    for state in _states(folder, START_SECONDS):
        if watch is not None:
            watch(state)
        if state.attempt <= before:
            continue
        if state.phase in wanted:
            return state
        if state.phase == "failed":
            raise NotStarted(state.error, advice=state.advice)
    raise NotStarted(
        f"The stack was not up after {START_SECONDS:g} s.", advice="`flextime status` and `flextime doctor` tell where."
    )


def stop(folder: DataFolder) -> bool:
    """Stop everything of this folder; False when nothing ran. What a killed supervisor left is stopped as well."""
    ran = False
    if is_supervised(folder):
        ran = True
        _end_supervisor(folder)
    for name in _left_in_order(folder):
        identity = processes.recorded(folder, name)
        if identity is not None:
            ran = True
            _stop_left(name, identity)
        processes.forget(folder, name)
    return ran


def ensure_jars(progress: jars.ProgressCallback | None = None) -> int:
    """Fetch what the cache lacks; the number of files fetched."""
    cache, entries = jars.cache_folder(), jars.read_lock()
    absent = jars.missing(entries, cache)
    if absent:
        jars.fetch(entries, cache, progress)
    return len(absent)


def ports_of(folder: DataFolder) -> dict[str, int]:
    """The ports of a folder that ran before; raises NotRunning for one that never did."""
    if not folder.ports_file.exists():
        raise NotRunning(f"Nothing ever ran on {folder.root}.", advice="Start it with `flextime up`.")
    return remembered_ports(folder)


def destroy(folder: DataFolder) -> None:
    """Stop the stack and delete its data, also what lies outside the folder because an account could not reach it."""
    stop(folder)
    lent = placement(folder).data
    for path in (lent if folder.root in lent.parents else lent.parent, folder.root):
        shutil.rmtree(path, ignore_errors=True)


def _spawn_supervisor(folder: DataFolder, *, servers_only: bool, without: Collection[str]) -> None:
    command = [sys.executable, "-m", "flextime_cli.stack.supervisor", "--data", str(folder.root)]
    command += [f"--without={name}" for name in without]
    if servers_only:
        command.append("--servers-only")
    with folder.log_of("supervisor").open("ab") as stream:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, cwd=folder.root,
            start_new_session=True, env=os.environ.copy(),
        )  # fmt: skip
    _SPAWNED.append(child)
    deadline = time.monotonic() + 30.0
    while not folder.state_file.exists():
        if child.poll() is not None or time.monotonic() > deadline:
            last = " ".join(processes.last_lines(folder.log_of("supervisor"), 3))
            raise NotStarted(f"The supervisor did not start: {last}", advice=f"Its log: {folder.log_of('supervisor')}")
        time.sleep(0.05)


def _states(folder: DataFolder, seconds: float) -> Iterator[StackState]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_supervised(folder):
            raise NotStarted("The supervisor ended.", advice=f"Its log: {folder.log_of('supervisor')}")
        yield read_state(folder)
        time.sleep(0.1)


def _supervisor_pid(folder: DataFolder, sign: signal.Signals) -> Identity | None:
    identity = processes.recorded(folder, "supervisor")
    if identity is not None:
        os.kill(identity.pid, sign)
    return identity


def _end_supervisor(folder: DataFolder) -> None:
    identity = _supervisor_pid(folder, signal.SIGTERM)
    if identity is None:
        raise StackError(
            f"A supervisor holds {folder.root} and is not on record.",
            advice="Try again in a second; it may be starting.",
        )
    processes.stop(identity, sign=signal.SIGTERM, seconds=STOP_SECONDS)
    for child in _SPAWNED:
        child.poll()


def _left_in_order(folder: DataFolder) -> list[str]:
    """Services before servers, Kafka after the registry, the supervisor's own stale record last."""
    last = ("registry", "elasticsearch", "kafka", "postgres", "supervisor")
    return sorted(processes.recorded_names(folder), key=lambda name: last.index(name) if name in last else -1)


def _stop_left(name: str, identity: Identity) -> None:
    sign = signal.SIGINT if name == "postgres" else signal.SIGTERM
    processes.stop(identity, sign=sign, seconds=30.0)


def _need_disk(folder: DataFolder) -> None:
    free = shutil.disk_usage(folder.root).free
    if free < DISK_BYTES_NEEDED:
        raise UnusableFolder(
            f"Only {free // 1024**2} MB are free for {folder.root}; the stack needs {DISK_BYTES_NEEDED // 1024**2} MB.",
            advice="Free some disk, or name another place with --data.",
        )
