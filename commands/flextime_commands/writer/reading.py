"""Reading whole partitions at the start: all of a topic's at once, each to the end that it had when reading began."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

EOF = KafkaError._PARTITION_EOF  # pyright: ignore[reportPrivateUsage]
ANSWER_SECONDS = 5.0  # one question to the broker; it answers in milliseconds or is away
BATCH = 2000
BATCH_WAIT_SECONDS = 0.05  # a call waits this long when fewer came; the end of a topic costs it once

Beat = Callable[[], None]


def read_partitions(consumer: Consumer, topic: str, ends: Mapping[int, int], beat: Beat) -> Iterator[Message]:
    """Yield the committed records of partitions from their beginning to their ends, each partition in its order.

    Markers of transactions and aborted records take offsets too: a partition is done at its EOF at or past the end.
    `beat` is called whenever something came. Raises KafkaException.
    """
    open_ends = {partition: end for partition, end in ends.items() if end > 0}
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in open_ends])
    while open_ends:
        for message in consumer.consume(BATCH, BATCH_WAIT_SECONDS):
            beat()
            error = message.error()
            at_end = error is not None and error.code() == EOF
            if error is None:
                yield message
            elif not at_end and not error.retriable():
                raise KafkaException(error)
            _close_if_done(open_ends, message, at_end=at_end)


def _close_if_done(open_ends: dict[int, int], message: Message, *, at_end: bool) -> None:
    partition, offset = message.partition(), message.offset()
    if partition is None or offset is None or partition not in open_ends:
        return
    if (offset if at_end else offset + 1) >= open_ends[partition]:
        del open_ends[partition]


def end_offsets(consumer: Consumer, topic: str, partitions: Sequence[int]) -> dict[int, int]:
    """Return each partition's last stable offset: what a read_committed consumer calls the end."""
    ends = {}
    for partition in partitions:
        _, ends[partition] = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=ANSWER_SECONDS)
    return ends
