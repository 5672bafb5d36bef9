"""One operating-system process of the stack: how it is started, known again after a crash of ours, and stopped.

A process is known by its pid *and* its start time, both on record in the data folder; never by its name. A pid alone is
reused by the system, and a name may be somebody else's server.
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psutil

from flextime_cli.stack.folder import DataFolder, write_json
from flextime_cli.stack.health import Probe

# psutil counts a start time from the boot time, which a clock correction may shift; no pid comes round in two seconds.
START_TIME_TOLERANCE_SECONDS = 2.0
# A log is set aside at this size when its process starts, so that a month of restarts fills no disk.
LOG_BYTES_KEPT = 10 * 1024 * 1024


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSpec:
    """What is to run, and how one sees that it does."""

    name: str
    kind: Literal["server", "service"]
    argv: Callable[[], tuple[str, ...]]
    address: str
    port: int
    probe: Probe
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing  # before each start; idempotent
    complete: Callable[[], None] = _nothing  # once it answers; idempotent
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20.0
    start_seconds: float = 120.0  # a cold JVM on two cores that others use too; more is a failure
    account: str | None = None  # run as this account; None is the caller's own
    niceness: int = 0  # 10 leaves the cores to the others while they start


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A pid and the start time that goes with it, in seconds since the epoch."""

    pid: int
    started: float


def identify(pid: int) -> Identity | None:
    """The identity of a living process, or None; a zombie does not live.

    A JVM that is ending shows as a zombie while its other threads still run and hold its ports, so those are asked too.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
            return None
        return Identity(pid=pid, started=process.create_time())
    except psutil.NoSuchProcess:
        return None


def is_alive(identity: Identity) -> bool:
    """Whether the very process lives, not merely one with its pid."""
    now = identify(identity.pid)
    return now is not None and abs(now.started - identity.started) < START_TIME_TOLERANCE_SECONDS


def spawn(spec: ProcessSpec, folder: DataFolder) -> tuple[subprocess.Popen[bytes], Identity]:
    """Start the process in a session of its own (a Ctrl-C in our terminal is not for it) and put it on record."""
    spec.prepare()
    log = folder.log_of(spec.name)
    _set_aside(log)
    with log.open("ab") as stream:
        child = subprocess.Popen(
            spec.argv(),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **spec.environment},
            cwd=folder.root if spec.account is None else "/",
            start_new_session=True,
            user=spec.account,
            group=None if spec.account is None else pwd.getpwnam(spec.account).pw_gid,
            extra_groups=None if spec.account is None else [],
        )
    if spec.niceness:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(child.pid).nice(spec.niceness)
    identity = identify(child.pid) or Identity(pid=child.pid, started=0.0)
    write_json(folder.records / f"{spec.name}.json", {"pid": identity.pid, "started": identity.started})
    return child, identity


def recorded(folder: DataFolder, name: str) -> Identity | None:
    """The living process on record under this name; a stale record is None."""
    try:
        row = json.loads((folder.records / f"{name}.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    identity = Identity(pid=row["pid"], started=row["started"])
    return identity if is_alive(identity) else None


def recorded_names(folder: DataFolder) -> list[str]:
    """Every name on record, living or stale."""
    return sorted(path.stem for path in folder.records.glob("*.json")) if folder.records.is_dir() else []


def forget(folder: DataFolder, name: str) -> None:
    """Take a process off the record, after it has ended."""
    (folder.records / f"{name}.json").unlink(missing_ok=True)


def stop(identity: Identity, *, sign: signal.Signals, seconds: float) -> bool:
    """Ask it to end, wait, and kill it after `seconds`; True when it ended by itself."""
    if not is_alive(identity):
        return True
    try:
        process = psutil.Process(identity.pid)
        process.send_signal(sign)
        if _ended(process, identity, seconds):
            return True
        process.kill()
        _ended(process, identity, 10.0)
    except psutil.NoSuchProcess:
        return True
    return False


def memory_bytes(identity: Identity, *, with_children: bool = True) -> int:
    """Memory of a process with its children: proportional where the system tells it, so that PostgreSQL's shared
    buffers are not counted once per back end.
    """
    try:
        parent = psutil.Process(identity.pid)
        family = [parent, *(parent.children(recursive=True) if with_children else ())]
    except psutil.NoSuchProcess:
        return 0
    return sum(_own_memory(process) for process in family)


def last_lines(path: Path, count: int = 20) -> list[str]:
    """The end of a log, read from its last 64 kB."""
    if not path.exists():
        return []
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 65_536))
        return stream.read().decode(errors="replace").splitlines()[-count:]


def _own_memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
        return int(getattr(full, "pss", 0) or full.rss)
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return 0


def _ended(process: psutil.Process, identity: Identity, seconds: float) -> bool:
    """In short waits: an adopted process may end as a zombie that nobody reaps, and a plain wait would not see it."""
    deadline = time.monotonic() + seconds
    while is_alive(identity):
        if time.monotonic() > deadline:
            return False
        with suppress(psutil.TimeoutExpired):
            process.wait(0.1)
    return True


def _set_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
        log.replace(log.with_suffix(".log.1"))
