"""Keeps one process alive: start, wait until it answers, watch, start again with back-off, stop."""

from __future__ import annotations

import logging
import subprocess
import threading
import time

import psycopg

from flextime_cli.errors import NotStarted, StackError
from flextime_cli.stack import processes
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.ports import is_free, who_listens
from flextime_cli.stack.processes import Identity, ProcessSpec
from flextime_cli.stack.state import Board, ProcessState, ProcessView

log = logging.getLogger(__name__)

# A process that dies at once is tried again after 0.5, 1, 2 ... 30 s: half a second hides a kill from the users, 30 s
# keeps a broken one from taking a core.
BACK_OFF_SECONDS = (0.5, 30.0)
# One that lived this long is taken for sound, and its next death starts the back-off anew.
SOUND_AFTER_SECONDS = 60.0
POLL_SECONDS = 0.2
PROBE_EVERY_SECONDS = 5.0
# A process that lives and has not answered at all for this long is hung and is started again. Two minutes: on two cores
# a solve and a test run together have kept a healthy server silent for tens of seconds.
HUNG_AFTER_SECONDS = 120.0


class Keeper:
    """One thread per process. `ready` is set while the process answers its probe."""

    def __init__(self, spec: ProcessSpec, folder: DataFolder, board: Board) -> None:
        self.spec = spec
        self.ready = threading.Event()
        self.failure: StackError | None = None  # why the last start failed; None once it answers
        self._folder = folder
        self._board = board
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._identity: Identity | None = None
        self._restarts = 0
        self._failed_starts = 0
        self._thread = threading.Thread(target=self._keep, name=f"keeper-{spec.name}", daemon=True)
        self._tell("waiting")

    @property
    def gave_up(self) -> bool:
        """Whether two starts in a row failed: one may be a moment's trouble, two are for a person to see."""
        return self.failure is not None and self._failed_starts >= 2

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the process and the thread; returns when both are gone."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(self.spec.stop_seconds + 30.0)
        identity = self._identity or processes.recorded(self._folder, self.spec.name)
        if identity is not None:
            by_itself = processes.stop(identity, sign=self.spec.stop_signal, seconds=self.spec.stop_seconds)
            log.info("%s stopped%s", self.spec.name, "" if by_itself else " by SIGKILL, it did not end in time")
            self._reap()
        processes.forget(self._folder, self.spec.name)
        self._identity = None
        self._tell("stopped")

    def _keep(self) -> None:
        back_off = BACK_OFF_SECONDS[0]
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._bring_up()
                self._watch()
            except (StackError, OSError, psycopg.Error) as error:
                self._note_failure(error)
            if self._stopping.is_set():
                return
            self._end_rest()
            if time.monotonic() - began > SOUND_AFTER_SECONDS:
                back_off = BACK_OFF_SECONDS[0]
            self._restarts += 1
            self._tell("backing-off", f"next start in {back_off:g} s")
            self._stopping.wait(back_off)
            back_off = min(back_off * 2, BACK_OFF_SECONDS[1])

    def _bring_up(self) -> None:
        """Adopt what an earlier supervisor left alive, or start anew; then wait until it answers."""
        began = time.monotonic()
        left = processes.recorded(self._folder, self.spec.name)
        if left is not None and self.spec.kind == "service":
            # A service may be of older code by now, and is back in a second; a server is kept.
            processes.stop(left, sign=self.spec.stop_signal, seconds=self.spec.stop_seconds)
            left = None
        if left is not None:
            self._child, self._identity = None, left
            log.info("%s adopted, pid %d", self.spec.name, left.pid)
        else:
            self._refuse_taken_port()
            self._child, self._identity = processes.spawn(self.spec, self._folder)
            log.info("%s started, pid %d", self.spec.name, self._identity.pid)
        self._tell("starting")
        self._wait_until_it_answers(began)

    def _refuse_taken_port(self) -> None:
        port = self.spec.port
        if not is_free(port):
            raise NotStarted(
                f"{self.spec.name} cannot have its port {port}: {who_listens(port)} listens there.",
                advice="Stop that program, or run `flextime down` and `flextime up --new-ports`.",
            )

    def _wait_until_it_answers(self, began: float) -> None:
        deadline = began + self.spec.start_seconds
        while not self._stopping.is_set():
            health = self.spec.probe()
            if health.status == "ok" or (self.spec.kind == "service" and health.reached):
                self.spec.complete()
                self.failure = None
                self._failed_starts = 0
                self._tell("up", seconds_to_start=time.monotonic() - began)
                self.ready.set()
                log.info("%s answers after %.1f s", self.spec.name, time.monotonic() - began)
                return
            if not self._lives():
                raise NotStarted(f"{self.spec.name} ended while starting.")
            if time.monotonic() > deadline:
                raise NotStarted(f"{self.spec.name} did not answer in {self.spec.start_seconds:g} s: {health.detail}")
            self._stopping.wait(POLL_SECONDS)

    def _watch(self) -> None:
        """Return when the process has died, hangs, or is to be stopped."""
        answered = probed = time.monotonic()
        while not self._stopping.wait(POLL_SECONDS):
            if not self._lives():
                log.warning("%s died", self.spec.name)
                return
            now = time.monotonic()
            if now - probed < PROBE_EVERY_SECONDS:
                continue
            probed = now
            if self.spec.probe().reached:
                answered = now
            elif now - answered > HUNG_AFTER_SECONDS:
                log.warning("%s has not answered for %g s", self.spec.name, HUNG_AFTER_SECONDS)
                return

    def _lives(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None
        return self._identity is not None and processes.is_alive(self._identity)

    def _end_rest(self) -> None:
        self.ready.clear()
        if self._identity is not None:
            processes.stop(self._identity, sign=self.spec.stop_signal, seconds=self.spec.stop_seconds)
            self._reap()
        self._identity = None

    def _reap(self) -> None:
        if self._child is not None:
            self._child.poll()

    def _note_failure(self, error: Exception) -> None:
        self._failed_starts += 1
        last = " | ".join(processes.last_lines(self._folder.log_of(self.spec.name), 3))
        log.warning("%s: %s Last log lines: %s", self.spec.name, error, last)
        advice = f"Its log: {self._folder.log_of(self.spec.name)}; `flextime doctor` looks for the cause."
        self.failure = (
            error if isinstance(error, StackError) else NotStarted(f"{self.spec.name}: {error}", advice=advice)
        )
        self.failure.advice = self.failure.advice or advice

    def _tell(self, state: ProcessState, detail: str = "", seconds_to_start: float = 0.0) -> None:
        spec = self.spec
        self._board.put(
            ProcessView(
                name=spec.name,
                kind=spec.kind,
                address=spec.address,
                port=spec.port,
                state=state,
                pid=self._identity.pid if self._identity is not None else 0,
                restarts=self._restarts,
                seconds_to_start=round(seconds_to_start, 2),
                detail=detail or (str(self.failure) if self.failure and state != "up" else ""),
            )
        )
