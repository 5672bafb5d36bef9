"""Commands into Kafka: a promise is given only for what the broker has acknowledged."""

import asyncio
import logging
import threading
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from flextime.season.decide import Command
from flextime_commands.telling import Telling
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import CommandEnvelope, command_headers
from flextime_schemas.kafka import producer_config
from flextime_schemas.problems import problem
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS

log = logging.getLogger(__name__)

# Kafka is back 4 s after a kill: a command that comes in between is held rather than refused.
DELIVERY_SECONDS = 5.0
RETRY_AFTER_SECONDS = 2
PROBE_SECONDS = 1.0


class Undelivered(Exception):
    """The broker did not acknowledge the command in time; it may be there nevertheless."""


class Submitter:
    """An idempotent producer, and the thread that serves its callbacks."""

    def __init__(self, settings: Settings, codec: Codec, loop: asyncio.AbstractEventLoop) -> None:
        self._settings, self._codec, self._loop = settings, codec, loop
        self._stop = threading.Event()
        self._broken = False
        self._tell = Telling("producer")
        self.away = True  # until Kafka has answered once
        self._producer = self._new_producer()
        self._thread = threading.Thread(target=self._serve, name="submitter", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Deliver what is under way and end the thread."""
        self._stop.set()
        self._thread.join()
        self._producer.flush(DELIVERY_SECONDS)

    async def send(self, envelope: CommandEnvelope, command: Command) -> None:
        """Return once the broker has the command. Raises a Problem: 503 while Kafka is away."""
        if self.away:
            raise problem("kafka-away", "Kafka does not answer; nothing was written.", retry_after=RETRY_AFTER_SECONDS)
        acknowledged: asyncio.Future[None] = self._loop.create_future()

        def delivered(error: KafkaError | None, _: Message) -> None:
            self._loop.call_soon_threadsafe(_resolve, acknowledged, error)

        headers: Any = command_headers(envelope)
        try:
            self._producer.produce(
                COMMANDS.name,
                key=envelope.conference.encode(),
                value=self._codec.encode(command),
                headers=headers,
                on_delivery=delivered,
            )
            await acknowledged
        except (BufferError, KafkaException, Undelivered) as error:
            log.warning("command=undelivered id=%s why=%r", envelope.id, str(error))
            detail = (
                "Kafka did not acknowledge the command. It may be there nevertheless: send it again with the same key."
            )
            raise problem("kafka-away", detail, retry_after=RETRY_AFTER_SECONDS) from error

    def _new_producer(self) -> Producer:
        more = {"message.timeout.ms": int(DELIVERY_SECONDS * 1000), "error_cb": self._note_error, "log_level": 2}
        return Producer(producer_config(self._settings) | more)

    def _note_error(self, error: KafkaError) -> None:
        if error.fatal():
            self._broken = True
        if error.code() == KafkaError._ALL_BROKERS_DOWN:  # pyright: ignore[reportPrivateUsage]
            self.away = True
        self._tell(error)

    def _serve(self) -> None:
        while not self._stop.is_set():
            if self._broken:  # an idempotent producer does not survive a fatal error
                self._broken, self._producer = False, self._new_producer()
            if self.away:
                self._probe()
            try:
                self._producer.poll(0.1)
            except KafkaException as error:  # so a fatal error is told
                log.error("producer=broken why=%r", str(error))
                self._broken = True

    def _probe(self) -> None:
        try:
            found = self._producer.list_topics(COMMANDS.name, timeout=PROBE_SECONDS).topics[COMMANDS.name]
        except KafkaException:
            return
        if found.error is None:
            self.away = False
            log.info("kafka=answers")


def _resolve(acknowledged: "asyncio.Future[None]", error: KafkaError | None) -> None:
    if acknowledged.done():  # the caller has gone
        return
    if error is None:
        acknowledged.set_result(None)
    else:
        acknowledged.set_exception(Undelivered(error.str()))
