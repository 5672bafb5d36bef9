"""A running stack in the hands of a test or a benchmark: addresses, and the means to kill and to wait."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass

from flextime_cli.errors import NotRunning
from flextime_cli.stack import processes
from flextime_cli.stack.control import ports_of
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.state import ProcessView, read_state

# A killed registry needs the longest to be back, 34 s on two busy cores.
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningStack:
    """`environment` is the contract of docs/one-machine.md, less the health ports of single services."""

    folder: DataFolder
    ports: Mapping[str, int]
    environment: Mapping[str, str]

    @classmethod
    def of(cls, folder: DataFolder) -> RunningStack:
        """The stack on this folder; raises NotRunning when none ever ran."""
        ports = ports_of(folder)
        return cls(folder=folder, ports=ports, environment=environment(folder, ports))

    @property
    def kafka(self) -> str:
        return self.environment["FLEXTIME_KAFKA"]

    @property
    def registry_url(self) -> str:
        return self.environment["FLEXTIME_REGISTRY_URL"]

    @property
    def postgres(self) -> str:
        return self.environment["FLEXTIME_POSTGRES"]

    @property
    def elasticsearch_url(self) -> str:
        return self.environment["FLEXTIME_ELASTICSEARCH_URL"]

    @property
    def command_api(self) -> str:
        return self.environment["FLEXTIME_COMMAND_API"]

    @property
    def query_api(self) -> str:
        return self.environment["FLEXTIME_QUERY_API"]

    def pid_of(self, name: str) -> int:
        """The pid of a living server or service; raises NotRunning."""
        identity = processes.recorded(self.folder, name)
        if identity is None:
            raise NotRunning(f"{name} does not run on {self.folder.root}.")
        return identity.pid

    def kill(self, name: str) -> int:
        """SIGKILL it, as a crash would; the pid that it had. The supervisor starts another."""
        pid = self.pid_of(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_until_up(self, name: str, *, other_than: int = 0, seconds: float = PATIENCE_SECONDS) -> ProcessView:
        """Wait until it answers again, under another pid than the one given; raises NotRunning after `seconds`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            view = next((view for view in read_state(self.folder).processes if view.name == name), None)
            if view is not None and view.state == "up" and view.pid != other_than:
                return view
            time.sleep(0.05)
        raise NotRunning(f"{name} was not up again after {seconds:g} s; see {self.folder.log_of(name)}.")
