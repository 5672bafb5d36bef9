"""What the supervisor tells the world: one small file, replaced whole at each change, read by every command."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from flextime_cli.stack.folder import DataFolder, write_json

Phase = Literal["starting", "setting-up", "servers-ready", "ready", "failed", "stopping", "stopped"]
ProcessState = Literal["waiting", "starting", "up", "backing-off", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessView:
    """A process as its keeper sees it; `pid` is 0 while it does not live."""

    name: str
    kind: str
    address: str
    port: int
    state: ProcessState
    pid: int = 0
    restarts: int = 0
    seconds_to_start: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackState:
    """The whole stack at one moment."""

    phase: Phase = "stopped"
    pid: int = 0
    attempt: int = 0  # how often it was asked to come up: tells a failure of this time from one of the last
    step: str = ""  # the set-up step at work
    error: str = ""
    advice: str = ""
    processes: tuple[ProcessView, ...] = field(default=())


def read_state(folder: DataFolder) -> StackState:
    """The last published state; a folder that never ran reads as stopped."""
    try:
        row = json.loads(folder.state_file.read_text())
    except (FileNotFoundError, ValueError):
        return StackState()
    processes = tuple(ProcessView(**each) for each in row.pop("processes"))
    return StackState(**row, processes=processes)


class Board:
    """Collects what the keepers report and publishes it; keepers write from their own threads."""

    def __init__(self, folder: DataFolder, pid: int) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._views: dict[str, ProcessView] = {}
        self._head = StackState(phase="starting", pid=pid)

    def put(self, view: ProcessView) -> None:
        """Take a process's newest view and publish."""
        with self._lock:
            self._views[view.name] = view
            self._publish()

    def begin_attempt(self) -> None:
        """Start over: the last error is gone."""
        with self._lock:
            self._head = StackState(phase="starting", pid=self._head.pid, attempt=self._head.attempt + 1)
            self._publish()

    def enter(self, phase: Phase, *, step: str = "", error: str = "", advice: str = "") -> None:
        """Move the whole stack to a phase and publish."""
        with self._lock:
            self._head = replace(self._head, phase=phase, step=step, error=error, advice=advice)
            self._publish()

    def _publish(self) -> None:
        row = asdict(self._head)
        row["processes"] = [asdict(view) for view in self._views.values()]
        write_json(self._folder.state_file, row)
