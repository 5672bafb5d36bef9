"""The loop body of every agent: no exception leaves it by accident, and nothing is acknowledged before it is done.

Faust acknowledges an event whose agent raised, so the acknowledgement is taken from it (`enable_acks = False`) and
given by hand. For each record, in order:

1. handle it; whatever it proposes has reached the broker when `handle` returns
2. acknowledge; Faust commits the acknowledged offsets every second

and when handling fails:

- TryAgain, RegistryAway, a retriable Kafka error: the same record again after a pause, for as long as it takes
- NotForUs, Undecodable, BadEnvelope: a dead letter, then 2
- Interrupted: no acknowledgement, and nothing more from this partition
- anything else is a bug: three attempts, then the app crashes unacknowledged, and its supervisor starts it anew
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from confluent_kafka import KafkaException

from flextime_schemas.codec import Undecodable
from flextime_schemas.envelope import BadEnvelope
from flextime_schemas.registry import RegistryAway
from flextime_streams.dead_letters import dead_letter, dead_letter_record
from flextime_streams.errors import Interrupted, NotForUs, TryAgain
from flextime_streams.producing import Outgoing

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
MOST_ATTEMPTS_AT_A_BUG = 3  # enough for a passing cause that we failed to name; more only hides the bug

Handle = Callable[[Any], Awaitable[None]]


class Sends(Protocol):
    """What the loop needs of a Sender."""

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
    sender: Sends
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
            event.ack()
            self.moved()

    async def _take(self, message: Any) -> None:  # noqa: ANN401 - Faust's Message
        pause, bugs = FIRST_PAUSE_SECONDS, 0
        while True:
            try:
                return await self.handle(message)
            except (Undecodable, BadEnvelope, NotForUs) as why:
                return await self._bury(message, str(why))
            except Interrupted:
                raise
            except (TryAgain, RegistryAway, KafkaException) as why:
                log.warning("waiting %s reason=%s pause=%.1fs", _place(message), why, pause)
            except Exception as bug:
                bugs += 1
                log.exception("failed %s attempt=%d", _place(message), bugs)
                if bugs == MOST_ATTEMPTS_AT_A_BUG:
                    await self.crash(bug)
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _bury(self, message: Any, reason: str) -> None:  # noqa: ANN401 - Faust's Message
        log.warning("dead letter %s reason=%s", _place(message), reason)
        letter = dead_letter(self.service, message, reason, datetime.now(UTC))
        await self.sender.send(dead_letter_record(letter))


def _place(message: Any) -> str:  # noqa: ANN401 - Faust's Message
    return f"topic={message.topic} partition={message.partition} offset={message.offset}"
