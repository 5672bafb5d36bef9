"""The loop body of every agent: no exception leaves it by accident, and nothing is acknowledged before it is done.

Faust acknowledges an event whose agent raised, so the acknowledgement is taken from it (`enable_acks = False`) and
given by hand. For each record, in order:

1. handle it; whatever it proposes has reached the broker when `handle` returns
2. acknowledge; Faust commits the acknowledged offsets every second

and when handling fails:

- TryAgain, RegistryAway, a retriable Kafka error: the same record again after a pause, for as long as it takes
- NotForUs, Undecodable, BadEnvelope: buried, then 2
- Interrupted: no acknowledgement, and nothing more from this partition
- anything else is a bug: three attempts, then buried, and 2

`bury` writes the dead letter and parks what has to wait behind the record. Where that fails, the app crashes
unacknowledged, and its supervisor starts it anew.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from confluent_kafka import KafkaException

from flextime_schemas.codec import Undecodable
from flextime_schemas.envelope import BadEnvelope
from flextime_schemas.registry import RegistryAway
from flextime_streams.errors import Interrupted, NotForUs, TryAgain
from flextime_streams.producing import Outgoing

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
MOST_ATTEMPTS_AT_A_BUG = 3  # enough for a passing cause that we failed to name; more only hides the bug

Handle = Callable[[Any], Awaitable[None]]
Bury = Callable[[Any, Exception], Awaitable[None]]

UNREADABLE = (Undecodable, BadEnvelope, NotForUs)  # the record's own fault: trying again changes nothing
WAITING = (TryAgain, RegistryAway, KafkaException)  # a server's fault, and it comes back


class Sends(Protocol):
    """What services need of a Sender."""

    async def send(self, outgoing: Outgoing) -> None: ...


class Stream(Protocol):
    """What the loop needs of a Faust stream."""

    enable_acks: bool

    def events(self) -> AsyncIterator[Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Runs the loop of one agent. `crash` stops the app; `moved` is told that a record was finished."""

    service: str
    handle: Handle
    bury: Bury
    crash: Callable[[BaseException], Awaitable[None]]
    moved: Callable[[], None]

    async def run(self, stream: Stream) -> None:
        """Take the records of a stream, one at a time, until the partition is taken away.

        A cancellation ends here: to Faust a cancelled agent is a crashed one, and two in one rebalance, each busy with
        a record, ended the whole worker (MaxRestartsExceeded; seen with two solves under way).
        """
        stream.enable_acks = False
        try:
            await self._take_all(stream)
        except asyncio.CancelledError:
            log.info("agent=%s ends: its partition was taken away", self.service)

    async def _take_all(self, stream: Stream) -> None:
        async for event in stream.events():
            try:
                await self._take(event.message)
            except Interrupted as why:
                log.info("left unacknowledged %s reason=%s", _place(event.message), why)
                # An agent that ended would be started anew in the middle of the worker's end. It waits to be cancelled.
                await asyncio.Event().wait()
            except Exception as bug:
                await self.crash(bug)
                raise
            event.ack()
            self.moved()

    async def _take(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        pause, bugs = FIRST_PAUSE_SECONDS, 0
        while True:
            try:
                return await self.handle(message)
            except UNREADABLE as why:
                return await self.bury(message, why)
            except Interrupted:
                raise
            except WAITING as why:
                log.warning("waiting %s reason=%s pause=%.1fs", _place(message), why, pause)
            except Exception as bug:
                bugs += 1
                log.exception("failed %s attempt=%d", _place(message), bugs)
                if bugs == MOST_ATTEMPTS_AT_A_BUG:
                    return await self.bury(message, bug)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def reason_of(why: Exception) -> str:
    """Say why a record is buried: a bug by its type too, since its words alone may be a key or nothing."""
    return str(why) if isinstance(why, UNREADABLE) else f"{type(why).__name__}: {why}"


def _place(message: Any) -> str:  # noqa: ANN401 - Faust's Message
    return f"topic={message.topic} partition={message.partition} offset={message.offset}"
