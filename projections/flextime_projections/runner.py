"""The loop that both projectors share: read, absorb, write, tell; wait when a server is away, never lose a place."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event as Flag
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition

from flextime_projections.batch import Changes, Known, Letter, absorb, parked_at, place
from flextime_projections.options import Options
from flextime_projections.settlements import Settlements
from flextime_projections.store import Store, StoreAway, Superseded, Unstorable
from flextime_schemas.codec import Codec
from flextime_schemas.fold import Recorded
from flextime_schemas.health import Health
from flextime_schemas.kafka import consumer_config, producer_config, record_of
from flextime_schemas.messages import DeadLetter, DeadLetterSettled
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings

log = logging.getLogger(__name__)

MOST_RECORDS = 4_000  # beyond some thousand a batch writes no faster, and holds the offset row longer
FIRST_WAIT_SECONDS = 0.1  # a call waits its whole time-out when fewer records come: short, for SIGTERM and for health
REST_WAIT_SECONDS = 0.003  # what else has come with the first; every millisecond here is latency
CATCH_UP_WAIT_SECONDS = 0.1  # far behind, a full batch is worth more than an early one
LOOK_SECONDS = 1.0  # a server that came back may stand where it stood before: whoever has nothing to write has to look
BACK_OFF_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)  # a server is back after 2 to 4 s; nobody is helped by longer waits


class Decided(Exception):
    """A person has settled the letter of a parked conference: it is tried again as by every start."""


class Runner:
    """One consumer and one store. Poison is the batch's affair, fencing the store's.

    One that does not `tell` leaves the dead letters in the store: a rebuild meets those that were sent long ago.
    """

    def __init__(self, settings: Settings, options: Options, codec: Codec, store: Store, *, tells: bool = True) -> None:
        self._settings = settings
        self._options = options
        self._codec = codec
        self._store = store
        self._tells = tells
        client = _consumer_settings(settings, store.service)
        self._consumer = Consumer(client)
        self._settlements = Settlements(
            client, codec, store.service, letters=options.dead_letters, events=options.topic
        )
        self._ends: set[int] = set()
        self._looked = self._heeded = time.monotonic()
        self.partitions: list[int] = []
        self.known = Known()
        self.done: dict[int, int] = {}
        self.events = 0
        self.lag = 0

    @property
    def target(self) -> str:
        """The generation that this runner writes to."""
        return self._store.target

    def start(self) -> None:
        """Find the partitions, claim them, and seek. Raises StoreError, or KafkaException while there is no topic."""
        topic = self._consumer.list_topics(self._options.topic, timeout=10).topics[self._options.topic]
        if topic.error is not None or not topic.partitions:
            raise KafkaException(topic.error or KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))
        self.partitions = sorted(filter(self._options.owns, topic.partitions))
        self._settlements.read()
        begin = self._store.claim(self.partitions)
        self.known = replace(begin.known, discarded=self._settlements.discarded())
        self.done = dict(begin.done)
        self._consumer.assign([TopicPartition(self._options.topic, p, begin.seek.get(p, 0)) for p in self.partitions])
        self.tell()

    def step(self, until: Mapping[int, int] | None = None) -> int:
        """Take one batch, if there is one, and return how many records it had. Raises StoreError, RegistryAway.

        With `until`, records from these offsets on are left for later.
        """
        messages = self._read()
        if until is not None:
            messages = self._left_for_later(messages, until)
        if messages:
            self._handle(messages)
        self.lag = self._lag()
        return len(messages)

    def _read(self) -> list[Message]:
        found = self._consumer.consume(1, FIRST_WAIT_SECONDS)
        if found:
            rest = CATCH_UP_WAIT_SECONDS if self.lag > MOST_RECORDS else REST_WAIT_SECONDS
            found += self._consumer.consume(MOST_RECORDS - 1, rest)
        return [message for message in found if self._is_record(message)]

    def _left_for_later(self, messages: Sequence[Message], until: Mapping[int, int]) -> list[Message]:
        taken, left = [], dict[int, int]()
        for message in messages:
            partition, offset = place(message)
            if offset < until.get(partition, 0):
                taken.append(message)
            else:
                left.setdefault(partition, offset)
        for partition, offset in left.items():
            self._consumer.seek(TopicPartition(self._options.topic, partition, offset))
        return taken

    def read_on(self) -> None:
        """Forget which partitions were at their ends: each has to be found there anew."""
        self._ends.clear()
        places = [TopicPartition(self._options.topic, p, self.position(p)) for p in self.partitions]
        self._consumer.assign(places)  # each tells its end again, where a reader that stands there says it only once

    def _is_record(self, message: Message) -> bool:
        if (error := message.error()) is None:
            self._ends.discard(message.partition() or 0)
            return True
        if error.code() == KafkaError._PARTITION_EOF:  # pyright: ignore[reportPrivateUsage]
            self._ends.add(message.partition() or 0)
        else:
            log.warning("kafka error=%s", error)
        return False

    def _handle(self, messages: Sequence[Message]) -> None:
        """Write a batch; one that cannot be stored is halved until the poison stands alone."""
        known, changes = absorb(self.known, messages, self._decode)
        try:
            self._store.write(changes, known)
        except Unstorable as error:
            if len(messages) > 1:
                half = len(messages) // 2
                self._handle(messages[:half])
                self._handle(messages[half:])
                return
            recorded = self._decode(messages[0])
            conference, sequence = recorded.envelope.conference, recorded.envelope.sequence
            known, changes = parked_at(self.known, messages[0], conference, sequence, str(error))
            self._store.write(changes, known)
        before, self.known = self.known, known
        self.events += len(changes.events)
        self._note_progress(messages)
        for parked in changes.parked:
            log.error("parked conference=%s offset=%s reason=%s", parked.conference, parked.offset, parked.reason)
        for released in changes.released:
            log.warning("released conference=%s", released)
        if changes.letters:
            self.tell()
        self._tell_what_became(before, changes)

    def _decode(self, message: Message) -> Recorded:
        return record_of(self._codec, message)

    def _note_progress(self, messages: Sequence[Message]) -> None:
        for message in messages:
            partition, offset = place(message)
            self.done[partition] = max(self.done.get(partition, 0), offset + 1)

    def caught_up(self) -> bool:
        """Say whether every partition was read to where it ended when it was read last."""
        return self._ends.issuperset(self.partitions)

    def position(self, partition: int) -> int:
        """Return the offset of the record to be read next, markers of transactions counted."""
        found = self._consumer.position([TopicPartition(self._options.topic, partition)])[0].offset
        return max(found, self.done.get(partition, 0))

    def _lag(self) -> int:
        """Return how many offsets lie between what was read and the ends that the broker told last."""
        total = 0
        for partition in self.partitions:
            _, high = self._consumer.get_watermark_offsets(TopicPartition(self._options.topic, partition), cached=True)
            total += max(0, high - self.position(partition)) if high > 0 else 0
        return total

    def tell(self) -> None:
        """Send the letters that the store holds, then note them as sent: once, but for a crash between the two."""
        if self._tells and (letters := self._store.untold()):
            self._send([(letter.key, self._dead_letter(letter)) for letter in letters])
            self._store.told(letters)

    def _tell_what_became(self, before: Known, changes: Changes) -> None:
        """Send a letter again whose replay has failed, and the end of one whose conference goes on."""
        if not self._tells:
            return
        freed = [before.parked[name] for name in changes.released if name in before.parked]
        records: list[tuple[bytes | None, DeadLetter | DeadLetterSettled]] = [
            *((one.conference.encode(), ended) for one in freed if (ended := self._settlements.released(one))),
            *((one.key, self._dead_letter(one)) for one in changes.letters if self._settlements.is_settled(one)),
        ]
        if records:
            self._send(records)

    def _dead_letter(self, letter: Letter) -> DeadLetter:
        waiting = {(one.partition, one.offset): name for name, one in self.known.parked.items()}
        return DeadLetter(
            service=self._store.service,
            topic=self._options.topic,
            partition=letter.partition,
            offset=letter.offset,
            key=letter.key,
            value=letter.value,
            headers=dict(letter.headers),
            reason=letter.reason,
            at=datetime.now(UTC),
            parks=waiting.get((letter.partition, letter.offset)),
        )

    def _send(self, records: Sequence[tuple[bytes | None, DeadLetter | DeadLetterSettled]]) -> None:
        """Produce to the dead letters, each under its key, and wait for the broker. Raises StoreAway without it."""
        producer = Producer(producer_config(self._settings) | {"log_level": 2})
        for key, record in records:
            producer.produce(self._options.dead_letters, self._codec.encode(record), key=key)
        if left := producer.flush(30):
            producer.purge()
            raise StoreAway(f"{left} dead letters could not be sent")

    def heed(self) -> None:
        """Look, once a second, for what was decided about the letters. Raises Decided when a conference may go on."""
        if time.monotonic() - self._heeded < LOOK_SECONDS:
            return
        self._heeded = time.monotonic()
        waiting = {(one.partition, one.offset) for one in self.known.parked.values()}
        for decision in self._settlements.news():
            if decision.action != "release" and (decision.partition, decision.offset) in waiting:
                raise Decided(f"{decision.action} of {decision.letter} by {decision.by}: {decision.because}")

    def is_live(self) -> bool:
        """Say whether the views still show what this runner writes to. Raises StoreAway."""
        return self._store.is_live()

    def look(self) -> None:
        """Ask the store, once a second, whether it is still there and shown. Raises StoreAway, Superseded."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        if not self.is_live():
            raise Superseded(f"{self.target} is no longer shown")
        self._looked = time.monotonic()

    def health(self) -> Health:
        """Say where the projection stands; a parked conference is named, and does not make the service fail."""
        parked = [f"{p.conference}:{p.sequence} {p.reason}" for p in self.known.parked.values()]
        figures: dict[str, int | float | str | list[str]] = {
            "lag": self.lag,
            "events": self.events,
            "conferences": len(self.known.written),
            "parked": parked,
        }
        detail = f"{len(parked)} parked: {'; '.join(parked)}" if parked else "all conferences are projected"
        return Health(status="ok", detail=detail, figures=figures)

    def close(self) -> None:
        """Save the ledgers if the store still answers, and let go of everything."""
        try:
            self._store.checkpoint(self.known)
        except (StoreAway, Superseded) as error:
            log.warning("no checkpoint reason=%s", error)
        finally:
            self._settlements.close()
            self._consumer.close()
            self._store.close()


def _consumer_settings(settings: Settings, service: str) -> dict[str, Any]:
    # The group is never joined (partitions are assigned, offsets live in the store); it only names the client.
    return consumer_config(settings, f"flextime-{service}") | {
        "queued.min.messages": 20_000,
        "log_level": 2,  # a broker that is away made forty lines a second; `waiting` and `kafka error` say it once
    }


def run(stop: Flag, open_runner: Callable[[], Runner], shown: Callable[[Callable[[], Health]], None]) -> int:
    """Project until told to stop; open again whenever a server was away. Return the exit status.

    `open_runner` makes a runner with its store; `shown` is given the function that tells the health.
    """
    attempt = 0
    while not stop.is_set():
        try:
            runner = open_runner()
        except (StoreAway, Superseded, KafkaException, FileNotFoundError) as error:
            attempt = _wait(stop, attempt, error, shown)
            continue
        try:
            runner.start()
            shown(runner.health)
            log.info("projecting partitions=%s into=%s", len(runner.partitions), runner.target)
            attempt = 0
            while not stop.is_set():
                if not runner.step():
                    runner.look()
                runner.heed()
        except Superseded as error:
            if runner.is_live():
                log.error("superseded: another process projects these partitions reason=%s", error)
                return 1
            log.info("swung: %s is no longer live", runner.target)
        except Decided as decision:
            log.info("tried again: %s", decision)
        except (StoreAway, RegistryAway, KafkaException) as error:
            attempt = _wait(stop, attempt, error, shown)
        finally:
            runner.close()
    return 0


def _wait(stop: Flag, attempt: int, error: Exception, shown: Callable[[Callable[[], Health]], None]) -> int:
    seconds = BACK_OFF_SECONDS[min(attempt, len(BACK_OFF_SECONDS) - 1)]
    reason = str(error).replace("\n", " ")
    log.warning("waiting seconds=%s reason=%s", seconds, reason)
    status: Health = Health(status="failing", detail=f"waiting: {reason}")
    shown(lambda: status)
    stop.wait(seconds)
    return attempt + 1
