"""The report of a stack: what the supervisor last said, and what each process answers when asked right now."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flextime_cli.stack import processes
from flextime_cli.stack.catalogue import server_specs, service_specs
from flextime_cli.stack.folder import DataFolder, is_supervised
from flextime_cli.stack.health import Health
from flextime_cli.stack.processes import ProcessSpec
from flextime_cli.stack.state import ProcessView, StackState, read_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One server or service; `memory` in bytes with its children, `pid` 0 when it does not live."""

    name: str
    kind: str
    address: str
    health: str
    detail: str
    version: str
    pid: int
    memory: int
    restarts: int
    seconds_to_start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole stack; `supervised` tells whether somebody would start again what dies."""

    data: str
    phase: str
    supervised: bool
    supervisor_memory: int
    error: str
    rows: tuple[Row, ...]

    @property
    def healthy(self) -> bool:
        return self.supervised and all(row.health == "ok" for row in self.rows)


def report(folder: DataFolder, ports: Mapping[str, int]) -> Report:
    """Ask everybody at once."""
    supervised = is_supervised(folder)
    state = read_state(folder) if supervised else StackState()
    views = {view.name: view for view in state.processes}
    specs = [*server_specs(folder, ports), *service_specs(folder, ports)]
    with ThreadPoolExecutor(len(specs)) as pool:
        rows = pool.map(lambda spec: _row(spec, folder, views.get(spec.name)), specs)
    own = processes.recorded(folder, "supervisor")
    return Report(
        data=str(folder.root),
        phase=state.phase,
        supervised=supervised,
        supervisor_memory=processes.memory_bytes(own, with_children=False) if own else 0,
        error=state.error,
        rows=tuple(rows),
    )


def _row(spec: ProcessSpec, folder: DataFolder, view: ProcessView | None) -> Row:
    identity = processes.recorded(folder, spec.name)
    health = spec.probe() if identity is not None else Health(status="stopped", reached=False)
    return Row(
        name=spec.name,
        kind=spec.kind,
        address=spec.address,
        health=health.status,
        detail=health.detail or (view.detail if view is not None else ""),
        version=health.version,
        pid=identity.pid if identity is not None else 0,
        memory=processes.memory_bytes(identity) if identity is not None else 0,
        restarts=view.restarts if view is not None else 0,
        seconds_to_start=view.seconds_to_start if view is not None else 0.0,
    )
