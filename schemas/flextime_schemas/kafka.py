"""How this system speaks with Kafka: client settings with their reasons, and reading a partition from end to end."""

from collections.abc import Iterator
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.fold import Recorded
from flextime_schemas.messages import EVENT_TYPES
from flextime_schemas.settings import Settings

LONGEST_POLL_SECONDS = 1.0

# Whose committed offsets say which commands are decided.
WRITER_GROUP = "flextime-writer"

# By default a client that sees no broker forgets all it knew and begins from its bootstrap servers. librdkafka 2.16
# then still asks the forgotten group coordinator, and never looks for another: send_offsets_to_transaction() blocks far
# past its time-out (librdkafka #5511 and #5456), four times out of four when a lone broker was killed in the middle of
# a transaction. Our brokers come back under their names, so nothing is to be forgotten.
RECOVERY = "none"

# A broker that is just coming back may not know its topics yet, and a client that hears so asks again only at its next
# refresh: after five minutes by default. Once in ten full runs a reader stood still for more than 170 s after a kill.
REFRESH_MILLISECONDS = 5_000

# librdkafka's default partitioner (consistent_random, CRC32) differs from that of Java and aiokafka, and would split a
# conference over two partitions.
PARTITIONER = "murmur2_random"


def client_config(settings: Settings) -> dict[str, Any]:
    """Return what every client shares. Reconnects are quick: the broker is back 4 s after a kill."""
    return {
        "bootstrap.servers": settings.kafka,
        "reconnect.backoff.ms": 50,
        "reconnect.backoff.max.ms": 500,
        "allow.auto.create.topics": False,
        "metadata.recovery.strategy": RECOVERY,
        "topic.metadata.refresh.interval.ms": REFRESH_MILLISECONDS,
    }


def producer_config(settings: Settings) -> dict[str, Any]:
    """Return the settings of an idempotent producer that loses nothing and keeps a conference on one partition."""
    return client_config(settings) | {
        "partitioner": PARTITIONER,
        "enable.idempotence": True,
        "compression.type": "lz4",
        "linger.ms": 1,
        "message.max.bytes": 48 * 1024 * 1024,
        "retry.backoff.ms": 10,  # the default 100 made p99 at 1,000 commands/s 292 ms
    }


def consumer_config(settings: Settings, group: str) -> dict[str, Any]:
    """Return the settings of a consumer that sees committed records only and commits nothing by itself."""
    return client_config(settings) | {
        "group.id": group,
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        "fetch.wait.max.ms": 100,
        "fetch.message.max.bytes": 48 * 1024 * 1024,
    }


def read_to_end(settings: Settings, topic: str, partition: int, start: int = 0) -> Iterator[Message]:
    """Yield the committed records of a partition from an offset to its present end, then stop.

    The end is where the broker says it is when reading begins: markers of transactions take offsets too, so the end is
    known by the partition's EOF, never by counting. Raises KafkaException when the partition does not exist.
    """
    consumer = Consumer(consumer_config(settings, "flextime-reader"))
    try:
        # The first watermark query on a fresh client waits a second unless the metadata is there.
        consumer.list_topics(topic, timeout=30)
        _, end = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)
        if end <= start:
            return
        consumer.assign([TopicPartition(topic, partition, start)])
        yield from _until_end(consumer, partition, end)
    finally:
        consumer.close()


def _until_end(consumer: Consumer, partition: int, end: int) -> Iterator[Message]:
    while True:
        message = consumer.poll(LONGEST_POLL_SECONDS)
        if message is None:
            continue
        if (error := message.error()) is None:
            yield message
            if (message.offset() or 0) + 1 >= end:
                return
        elif error.code() == KafkaError._PARTITION_EOF:  # pyright: ignore[reportPrivateUsage]
            position = consumer.position([TopicPartition(message.topic() or "", partition)])[0].offset
            if position >= end:
                return
        elif not error.retriable() and error.fatal():
            raise KafkaException(error)


def record_of(codec: Codec, message: Message) -> Recorded:
    """Return the event in a Kafka message. Raises Undecodable or BadEnvelope, or RegistryAway when it must wait."""
    value = message.value()
    event = codec.decode(value)
    if not isinstance(event, EVENT_TYPES):
        raise Undecodable(f"{type(event).__name__} is no event")
    headers: Any = message.headers()
    return Recorded(
        envelope=read_event_envelope(headers),
        event=event,
        value=value or b"",
        partition=message.partition() or 0,
        offset=message.offset() or 0,
    )


__all__ = [
    "PARTITIONER",
    "WRITER_GROUP",
    "BadEnvelope",
    "Undecodable",
    "client_config",
    "consumer_config",
    "producer_config",
    "read_to_end",
    "record_of",
]
