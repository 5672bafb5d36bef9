"""What persons have decided about a projector's dead letters: read from their topic, and followed there."""

import time
from datetime import UTC, datetime
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from flextime_projections.batch import Letter, Parked, Place
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.letters import LetterBook
from flextime_schemas.messages import DeadLetter, DeadLetterSettled, letter_id, release_of

SILENCE_SECONDS = 30.0  # of a broker that does not even tell where the topic ends
MOST_RECORDS = 500


class Settlements:
    """The letters of one projector, and what became of each."""

    def __init__(self, client: dict[str, Any], codec: Codec, service: str, *, letters: str, events: str) -> None:
        """`letters` and `events` are the topics: of the letters, and of the records that they are about."""
        self._consumer = Consumer(client)
        self._codec = codec
        self._service = service
        self._letters = letters
        self._events = events
        self._book = LetterBook()

    def read(self) -> None:
        """Read the topic to its end. Raises KafkaException, RegistryAway."""
        topic = self._consumer.list_topics(self._letters, timeout=10).topics[self._letters]
        if topic.error is not None or not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        behind = set(topic.partitions)
        self._consumer.assign([TopicPartition(self._letters, partition, 0) for partition in behind])
        deadline = time.monotonic() + SILENCE_SECONDS
        while behind:
            if time.monotonic() > deadline:
                raise KafkaException(KafkaError(KafkaError._TIMED_OUT))  # pyright: ignore[reportPrivateUsage]
            for message in self._consumer.consume(MOST_RECORDS, 0.1):
                deadline = time.monotonic() + SILENCE_SECONDS
                if (error := message.error()) is None:
                    self._hear(message)
                elif error.code() == KafkaError._PARTITION_EOF:  # pyright: ignore[reportPrivateUsage]
                    behind.discard(message.partition() or 0)

    def news(self) -> list[DeadLetterSettled]:
        """Return what was decided since the last look, without waiting. Raises RegistryAway."""
        found = [self._hear(message) for message in self._consumer.consume(MOST_RECORDS, 0) if message.error() is None]
        return [decision for decision in found if decision is not None]

    def _hear(self, message: Message) -> DeadLetterSettled | None:
        try:
            record = self._codec.decode(message.value())
        except Undecodable:
            return None  # a stranger's bytes among the letters decide nothing
        if not isinstance(record, DeadLetter | DeadLetterSettled) or record.service != self._service:
            return None
        self._book.hear(record)
        return record if isinstance(record, DeadLetterSettled) else None

    def discarded(self) -> frozenset[Place]:
        """Return the places of the records that are to be done without."""
        return frozenset(
            (standing.letter.partition, standing.letter.offset)
            for standing in self._book.letters.values()
            if standing.letter.topic == self._events and self._book.is_discarded(standing.letter.id)
        )

    def is_settled(self, letter: Letter) -> bool:
        """Say whether a record that cannot be taken was decided about, so that it has to be told again."""
        standing = self._book.letters.get(self._id(letter.partition, letter.offset))
        return standing is not None and standing.settled is not None

    def released(self, parked: Parked) -> DeadLetterSettled | None:
        """Return the record that ends a letter which nobody has settled, now that its conference goes on."""
        if not self._book.is_open(self._id(parked.partition, parked.offset)):
            return None
        return release_of(self._service, self._events, parked.partition, parked.offset, datetime.now(UTC))

    def _id(self, partition: int, offset: int) -> str:
        return letter_id(self._service, self._events, partition, offset)

    def close(self) -> None:
        self._consumer.close()
