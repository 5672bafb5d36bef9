"""Commands that an earlier process has accepted and no writer has decided: their senders were told where to ask."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime_commands.api.remembered import digest_of
from flextime_commands.telling import Telling
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_command_envelope
from flextime_schemas.kafka import WRITER_GROUP, consumer_config
from flextime_schemas.messages import COMMAND_TYPES
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0
BATCH = 1_000
IDLE_SECONDS = 0.2
EOF = KafkaError._PARTITION_EOF  # pyright: ignore[reportPrivateUsage]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that is in the topic: its id, and the digest of what it says."""

    command: str
    digest: bytes


def undecided(settings: Settings, codec: Codec, stopped: Callable[[], bool]) -> Iterator[Accepted]:
    """Yield the commands behind what the writers have committed, to the present ends. Raises KafkaException.

    The consumer is of the writers' group in order to ask for its offsets; it joins nothing and commits nothing.
    """
    quiet = {"error_cb": Telling("pending"), "log_level": 2}
    consumer = Consumer(consumer_config(settings, WRITER_GROUP) | quiet)
    try:
        ends = _assign(consumer)
        while ends and not stopped():
            for message in consumer.consume(BATCH, IDLE_SECONDS):
                if message.error() is None and (found := _accepted(codec, message)) is not None:
                    yield found
                _close_if_done(ends, message)
    finally:
        consumer.close()


def _assign(consumer: Consumer) -> dict[int, int]:
    """Begin where the writers have committed; return the ends of the partitions that go on from there."""
    topic = consumer.list_topics(COMMANDS.name, timeout=ANSWER_SECONDS).topics[COMMANDS.name]
    if not topic.partitions:
        raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
    asked = [TopicPartition(COMMANDS.name, partition) for partition in topic.partitions]
    ends, begin = {}, []
    for position in consumer.committed(asked, timeout=ANSWER_SECONDS):
        if position.error is not None:
            raise KafkaException(position.error)
        low, high = consumer.get_watermark_offsets(position, timeout=ANSWER_SECONDS)
        if high > (first := max(low, position.offset)):  # below 0 where no writer has ever committed
            ends[position.partition] = high
            begin.append(TopicPartition(COMMANDS.name, position.partition, first))
    consumer.assign(begin)
    return ends


def _close_if_done(ends: dict[int, int], message: Message) -> None:
    error, partition, offset = message.error(), message.partition(), message.offset()
    if error is not None and error.code() != EOF:
        log.warning("pending=error why=%r", error.str())
    elif partition in ends and offset is not None and offset + (error is None) >= ends[partition]:
        del ends[partition]


def _accepted(codec: Codec, message: Message) -> Accepted | None:
    """Return what was accepted; None for what will be a dead letter, which has no outcome to wait for."""
    headers: Any = message.headers()
    try:
        envelope, command = read_command_envelope(headers), codec.decode(message.value())
    except (BadEnvelope, Undecodable, RegistryAway):
        return None
    if not isinstance(command, COMMAND_TYPES):
        return None
    return Accepted(envelope.id, digest_of(envelope.conference, command, envelope.expected_version))
