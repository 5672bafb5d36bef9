"""Producing from an event loop: a record counts as sent when the broker has it, and as nothing before.

Faust's own producer is not used: its partitioner and its buffers are not ours.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from flextime_schemas.codec import Codec
from flextime_schemas.envelope import Headers
from flextime_schemas.kafka import producer_config
from flextime_schemas.settings import Settings

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0  # the broker is back 4 s after a kill
FLUSH_SECONDS = 5.0  # what a clean stop may wait for telemetry; proposals are awaited one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A record for a topic; without a partition the key's murmur2 decides."""

    topic: str
    key: str
    record: object
    headers: Headers | None = None
    partition: int = -1


class Sender:
    """A producer that an event loop can wait for. One per process."""

    def __init__(self, settings: Settings, codec: Codec) -> None:
        self._producer = Producer(producer_config(settings))
        self._codec = codec
        self._closing = threading.Event()
        self._poller = threading.Thread(target=self._poll, name="producer", daemon=True)
        self._poller.start()

    def partitions_when_there(self, topic: str) -> int:
        """Return the number of a topic's partitions; blocks until broker and topic are there."""
        while True:
            try:
                found = self._producer.list_topics(topic, timeout=10).topics[topic]
            except KafkaException as error:
                log.warning("waiting for the broker reason=%s", error)
                continue
            if found.partitions:
                return len(found.partitions)
            log.warning("waiting for the topic topic=%s", topic)
            self._closing.wait(LONGEST_PAUSE_SECONDS)

    async def send(self, outgoing: Outgoing) -> None:
        """Return when the broker has the record; while it is away, try for as long as it takes."""
        pause = FIRST_PAUSE_SECONDS
        while (error := await self._attempt(outgoing)) is not None:
            log.warning("sending waits topic=%s key=%s reason=%s", outgoing.topic, outgoing.key, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def send_soon(self, outgoing: Outgoing) -> None:
        """Hand over telemetry; what the broker cannot take now is lost, as telemetry may be."""

        def note(error: KafkaError | None, _: Message) -> None:
            if error is not None:
                log.info("telemetry lost reason=%s", error)

        try:
            self._produce(outgoing, note)
        except BufferError:
            log.info("telemetry lost reason=the buffer is full")

    def close(self) -> None:
        """Wait briefly for what is under way. Proposals are not: each was awaited."""
        self._producer.flush(FLUSH_SECONDS)
        self._closing.set()
        self._poller.join()

    async def _attempt(self, outgoing: Outgoing) -> KafkaError | str | None:
        loop = asyncio.get_running_loop()
        delivered: asyncio.Future[KafkaError | None] = loop.create_future()

        def settle(error: KafkaError | None) -> None:
            if not delivered.done():
                delivered.set_result(error)

        def answer(error: KafkaError | None, _: Message) -> None:
            loop.call_soon_threadsafe(settle, error)

        try:
            self._produce(outgoing, answer)
        except BufferError as error:
            return str(error)
        return await delivered

    def _produce(self, outgoing: Outgoing, on_delivery: Callable[[KafkaError | None, Message], None]) -> None:
        self._producer.produce(
            outgoing.topic,
            key=outgoing.key.encode(),
            value=self._codec.encode(outgoing.record),
            headers=[*outgoing.headers] if outgoing.headers else None,
            partition=outgoing.partition,
            on_delivery=on_delivery,
        )

    def _poll(self) -> None:
        while not self._closing.is_set():
            self._producer.poll(POLL_SECONDS)
