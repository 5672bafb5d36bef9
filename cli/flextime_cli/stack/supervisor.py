"""`python -m flextime_cli.stack.supervisor`: the one process that starts, watches and stops all the others.

1. Hold the data folder's lock. 2. Start the servers, all at once; adopt those that a killed supervisor left alive.
3. Unless only servers were asked for: the set-up steps. 4. Start the services. 5. Watch, until SIGTERM.
6. Stop the services, all at once, then the servers, the registry before its Kafka.
SIGUSR1 asks to go on with 3: after --servers-only, or after a failure that somebody has mended.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

from flextime_cli.errors import AlreadySupervised, StackError
from flextime_cli.stack import processes, setup
from flextime_cli.stack.catalogue import SET_UP_STEPS, can_run_as_module, server_specs, service_specs
from flextime_cli.stack.folder import DataFolder, supervisor_lock, write_json
from flextime_cli.stack.keeper import Keeper
from flextime_cli.stack.ports import remembered_ports
from flextime_cli.stack.state import Board

log = logging.getLogger("flextime.supervisor")


class Stopped(Exception):
    """SIGTERM came while the stack was still coming up."""


class Supervisor:
    """One run of the stack, from its start to its stop."""

    def __init__(self, folder: DataFolder, *, servers_only: bool, without: Sequence[str] = ()) -> None:
        self._stop = threading.Event()
        self._go_on = threading.Event()
        self._whole = not servers_only
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):  # before the first state is published: the
            signal.signal(number, self._on_signal)  # commands signal as soon as they see one
        self._folder = folder
        self._ports = remembered_ports(folder)
        self._board = Board(folder, os.getpid())
        specs = [spec for spec in server_specs(folder, self._ports) if spec.name not in without]
        self._servers = [Keeper(spec, folder, self._board) for spec in specs]
        self._services: list[Keeper] = []

    def run(self) -> None:
        """Steps 2 to 6. A failure is published and the rest keeps running: a person looks, mends, and starts again."""
        for keeper in self._servers:
            keeper.start()
        while not self._stop.is_set():
            self._go_on.clear()
            self._bring_up_or_say_why_not()
            self._sleep_until(self._stop, self._go_on)
        self._bring_down()

    def _bring_up_or_say_why_not(self) -> None:
        self._board.begin_attempt()
        try:
            self._bring_up()
        except StackError as error:
            log.error("%s", error)
            self._board.enter("failed", error=str(error), advice=error.advice)
        except Stopped:
            log.info("asked to stop while starting")

    def _bring_up(self) -> None:
        """Steps 2 to 4 once more: what is up already is only looked at."""
        if not self._whole:
            self._await_ready(self._servers)
            self._board.enter("servers-ready")
            return
        self._await_ready(self._servers_but("registry"))
        self._set_up()
        self._start_services()
        self._board.enter("ready")

    def _servers_but(self, name: str) -> list[Keeper]:
        return [keeper for keeper in self._servers if keeper.spec.name != name]

    def _await_ready(self, keepers: Sequence[Keeper]) -> None:
        """Wait for all; the first that failed twice is the reason to give up waiting (it is still tried again)."""
        for keeper in keepers:
            while not keeper.ready.wait(0.1):
                if self._stop.is_set():
                    raise Stopped
                if keeper.gave_up and keeper.failure is not None:
                    raise keeper.failure

    def _set_up(self) -> None:
        """Run the steps side by side: topics and schemas are none of the tables' business."""
        steps = [(name, module) for name, module in SET_UP_STEPS if can_run_as_module(module)]
        if steps:
            self._board.enter("setting-up", step=", ".join(module for _, module in steps))
            with ThreadPoolExecutor(len(steps)) as pool:
                list(pool.map(lambda step: setup.run_step(step, self._folder, self._ports), steps))

    def _start_services(self) -> None:
        self._board.enter("starting")
        known = {keeper.spec.name for keeper in self._services}
        for spec in service_specs(self._folder, self._ports):
            if spec.name not in known:
                self._services.append(keeper := Keeper(spec, self._folder, self._board))
                keeper.start()
        self._await_ready(self._services)

    def _bring_down(self) -> None:
        self._board.enter("stopping")
        _stop_all(self._services)
        _stop_all([keeper for keeper in self._servers if keeper.spec.name == "registry"])
        _stop_all(self._servers_but("registry"))
        self._board.enter("stopped")

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGUSR1:
            self._whole = True
            self._go_on.set()
        else:
            self._stop.set()

    def _sleep_until(self, *events: threading.Event) -> None:
        while not any(event.is_set() for event in events):
            events[0].wait(0.5)


def _stop_all(keepers: Sequence[Keeper]) -> None:
    if keepers:
        with ThreadPoolExecutor(len(keepers)) as pool:
            list(pool.map(Keeper.stop, keepers))


def main() -> int:
    """Supervise one data folder until SIGTERM; ends with 3 when another supervisor holds it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--servers-only", action="store_true")
    parser.add_argument("--without", action="append", default=[], help="leave this server out")
    told = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    folder = DataFolder(root=told.data)
    folder.create()
    try:
        with supervisor_lock(folder, patience_seconds=1.0):
            own = processes.identify(os.getpid())
            if own is not None:
                write_json(folder.records / "supervisor.json", {"pid": own.pid, "started": own.started})
            Supervisor(folder, servers_only=told.servers_only, without=told.without).run()
            processes.forget(folder, "supervisor")
    except AlreadySupervised as error:
        log.error("%s", error)
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
