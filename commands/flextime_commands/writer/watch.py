"""What is seen of a writer from outside: its figures, and the watchdog that ends one that cannot get on."""

import faulthandler
import logging
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from flextime_schemas.health import Health, HealthStatus

log = logging.getLogger(__name__)

# A call into librdkafka may outlast its time-out for ever (its #5456), and only the end of the process interrupts it; a
# new one gets on at once. Three times the transaction's own time-out: what Kafka settles by itself is settled before.
STALL_SECONDS = 30.0
STALLED_EXIT = 4
RATE_WINDOW_SECONDS = 10.0


class Watchdog:
    """Ends the process when work is at hand and none gets done for STALL_SECONDS. A writer that waits for Kafka to come
    up, or for commands, is at rest."""

    def __init__(self) -> None:
        self._busy_since: float | None = None

    def beat(self) -> None:
        """Something got done, and more is at hand."""
        self._busy_since = time.monotonic()

    def rest(self) -> None:
        """Nothing is at hand."""
        self._busy_since = None

    def stalled_for(self) -> float:
        """Return for how many seconds work has been at hand and nothing was done."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def start(self) -> None:
        """Watch from a thread of its own: the stalled one may sit in a call into the client library."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(1.0)
            if (stalled := self.stalled_for()) > STALL_SECONDS:
                log.critical("watchdog=exit stalled_seconds=%.0f", stalled)
                faulthandler.dump_traceback(all_threads=True)  # in which call it stalled, only this can tell
                os._exit(STALLED_EXIT)


@dataclass(slots=True)
class Figures:
    """What `/health` tells; written by the writer's thread, read by the one that answers."""

    status: HealthStatus = "starting"
    detail: str = "waiting for Kafka"
    decided: int = 0
    refused: int = 0
    repeated: int = 0
    dead_letters: int = 0
    transactions: int = 0
    positions: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    recent: deque[tuple[float, int]] = field(default_factory=deque)

    def say(self, status: HealthStatus, detail: str) -> None:
        """Change what the writer says of itself, and log it once."""
        if (status, detail) != (self.status, self.detail):
            log.info("status=%s detail=%r", status, detail)
        self.status, self.detail = status, detail

    def committed(self, commands: int) -> None:
        """Note a committed batch."""
        now = time.monotonic()
        self.transactions += 1
        self.decided += commands
        self.recent.append((now, commands))
        while self.recent and now - self.recent[0][0] > RATE_WINDOW_SECONDS:
            self.recent.popleft()

    def health(self) -> Health:
        """Answer the probe. `lag` is in commands not yet decided, `decided_per_second` over the last ten seconds."""
        now = time.monotonic()
        recent = sum(count for at, count in list(self.recent) if now - at <= RATE_WINDOW_SECONDS)
        lag = sum(max(0, end - self.positions.get(partition, end)) for partition, end in dict(self.ends).items())
        return Health(
            status=self.status,
            detail=self.detail,
            figures={
                "decided": self.decided,
                "refused": self.refused,
                "repeated": self.repeated,
                "dead_letters": self.dead_letters,
                "transactions": self.transactions,
                "lag": lag,
                "decided_per_second": round(recent / RATE_WINDOW_SECONDS, 1),
                "positions": [f"{name}:{sequence}" for name, sequence in sorted(dict(self.sequences).items())[:100]],
            },
        )
