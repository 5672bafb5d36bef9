"""One ownership of the writer's partitions: from fencing the older owner to the last commit.

The protocol, in the order in which it stands below:

    start   1 init_transactions: fences the older owner and aborts what it left open
            2 list_topics: how many partitions there are, and which are ours
            3 end offsets of snapshots, events and outcomes, as a read_committed consumer sees them
            4 fold from there to here; rebuild the ledger of decided commands
            5 committed: where the older owner's last transaction has left the commands
            6 assign
    batch   7 consume
            8 begin
            9 decide each command; produce events, outcomes, dead letters, now and then a snapshot
           10 send_offsets_to_transaction: the same transaction moves the commands on
           11 commit
           12 only now are the batch's decisions true: merge them
    hold      a command whose schema cannot be looked up now, and what follows it in its partition, is left for later
    abort  13 abort; the batch's decisions are forgotten, and its records, still at hand, are decided anew from 8

A time-out of 10, 11 or 13, asked for once more, leaves it unknown whether the batch took effect: the producer is thrown
away, and the next ownership reads in the log what is true.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Event as Stop
from types import TracebackType
from typing import Any

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    KafkaError,
    KafkaException,
    Message,
    Producer,
    TopicPartition,
)

from flextime_commands.telling import Telling
from flextime_commands.writer.batch import Batch
from flextime_commands.writer.books import Books
from flextime_commands.writer.errors import Fenced, MustAbort, StartAgain
from flextime_commands.writer.history import Stray
from flextime_commands.writer.holding import Holding
from flextime_commands.writer.letters import Received, received
from flextime_commands.writer.protocol import error_of, immediately, in_transaction, is_fenced
from flextime_commands.writer.recovery import Source, recover
from flextime_commands.writer.watch import Figures, Watchdog
from flextime_schemas.codec import Codec
from flextime_schemas.kafka import WRITER_GROUP, consumer_config, producer_config
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, EVENTS, TOPICS

log = logging.getLogger(__name__)

# After this the coordinator aborts what a dead writer left open, and readers of committed records get on.
TRANSACTION_SECONDS = 10.0
# A commit that takes longer than the transaction may live cannot succeed any more.
COMMIT_SECONDS = TRANSACTION_SECONDS
# The first on a new broker takes 1 to 2 s; short, so that SIGTERM is heard while Kafka is away.
INIT_SECONDS = 3.0
ANSWER_SECONDS = 5.0

# At 500 commands a transaction's own cost is spread thin (14,700/s against 19,300/s at 2,000), and a batch still takes
# less than the 100 ms that a planner is promised.
LARGEST_BATCH = 500
FIRST_WAIT_SECONDS = 0.1
# How long the first command of a batch waits for others: half of what a commit takes.
GATHER_SECONDS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Which partitions are ours: the `ordinal`th of `count` equal ranges."""

    ordinal: int = 0
    count: int = 1

    @property
    def transactional_id(self) -> str:
        return f"flextime-writer-{self.ordinal}"

    def of(self, partitions: int) -> tuple[int, ...]:
        """Return our range of partitions."""
        return tuple(p for p in range(partitions) if p * self.count // partitions == self.ordinal)


class Writer:
    """Owns its share of the partitions from `start` until it is stopped, fenced or must start again."""

    def __init__(
        self, settings: Settings, codec: Codec, share: Share, *, figures: Figures, watchdog: Watchdog, stop: Stop
    ) -> None:
        self._settings, self._codec, self._share = settings, codec, share
        self._figures, self._watchdog, self._stop = figures, watchdog, stop
        self._producer = Producer(
            producer_config(settings)
            | {
                "transactional.id": share.transactional_id,
                "transaction.timeout.ms": int(TRANSACTION_SECONDS * 1000),
                "message.timeout.ms": int(TRANSACTION_SECONDS * 1000),
                "error_cb": Telling("producer"),
                "log_level": 2,
            }
        )
        self._consumer = Consumer(
            consumer_config(settings, WRITER_GROUP) | {"error_cb": Telling("consumer"), "log_level": 2}
        )
        self._holding = Holding(self._consumer)
        self._books = Books()
        self._partitions = 0

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._consumer.close()
        self._producer.purge()
        with suppress(KafkaException):  # why it ended is known; said again here it would hide the exception under way
            self._producer.poll(0)

    def run(self) -> None:
        """Start, then decide until stopped. Raises WriterStops, KafkaException or RegistryAway."""
        strays = self._start()
        if strays:
            self._settle([], strays)
        self._figures.say("ok", "deciding")
        while not self._stop.is_set():
            self._holding.let_go_on()
            if records := self._consume():
                self._settle(records, [])
            self._watchdog.rest()

    # Start ------------------------------------------------------------------------------------------------------------

    def _start(self) -> list[Stray]:
        self._init_transactions()  # 1
        self._watchdog.beat()
        self._partitions = self._count_partitions()  # 2
        ours = self._share.of(self._partitions)
        self._figures.say("starting", "folding the log")
        began = time.monotonic()
        source = Source(
            settings=self._settings, codec=self._codec, partitions=ours, of=self._partitions, beat=self._watchdog.beat
        )
        self._books, strays = recover(source)  # 3, 4
        positions = self._committed(ours)  # 5
        self._consumer.assign(positions)  # 6
        self._figures.sequences = {name: fold.sequence for name, fold in self._books.folded.items()}
        log.info(
            "start=done partitions=%d conferences=%d commands=%d strays=%d seconds=%.2f",
            *(len(ours), len(self._books.folded), len(self._books.ledger), len(strays), time.monotonic() - began),
        )
        return strays

    def _init_transactions(self) -> None:
        while True:
            try:
                self._producer.init_transactions(INIT_SECONDS)
            except KafkaException as failure:
                error = error_of(failure)
                if is_fenced(error):
                    raise Fenced(error.str()) from failure
                if not error.retriable():
                    raise StartAgain(error.str()) from failure
                self._figures.say("starting", "waiting for Kafka")
                if self._stop.is_set():
                    raise StartAgain("stopped") from failure
            else:
                return

    def _count_partitions(self) -> int:
        topics = self._consumer.list_topics(timeout=ANSWER_SECONDS).topics
        if missing := [topic.name for topic in TOPICS if topic.name not in topics]:
            raise StartAgain(f"set-up has not run: {', '.join(missing)} missing")
        commands, events = (len(topics[topic.name].partitions) for topic in (COMMANDS, EVENTS))
        if commands != events:
            raise StartAgain(f"{commands} partitions of commands, {events} of events: they must be the same")
        return commands

    def _committed(self, partitions: Sequence[int]) -> list[TopicPartition]:
        asked = [TopicPartition(COMMANDS.name, partition) for partition in partitions]
        while True:  # NOT_COORDINATOR and COORDINATOR_LOAD_IN_PROGRESS pass; the watchdog bounds what does not
            try:
                found = self._consumer.committed(asked, timeout=ANSWER_SECONDS)
            except KafkaException as failure:
                log.info("committed=retry why=%r", error_of(failure).str())
                self._stop.wait(0.1)
                continue
            if any(position.error for position in found):
                self._stop.wait(0.1)
                continue
            break
        for position in found:
            position.offset = position.offset if position.offset >= 0 else OFFSET_BEGINNING
        return found

    # Batch ------------------------------------------------------------------------------------------------------------

    def _consume(self) -> list[Received]:
        messages = self._consumer.consume(1, FIRST_WAIT_SECONDS)  # 7
        if messages:
            messages += self._consumer.consume(LARGEST_BATCH - 1, GATHER_SECONDS)
        in_transaction(self._producer, self._producer.poll)  # an idle writer hears that it was fenced
        found = [received(message) for message in messages if self._is_record(message)]
        return [record for record in found if record.partition not in self._holding]

    def _is_record(self, message: Message) -> bool:
        if (error := message.error()) is None:
            return True
        if error.code() == KafkaError._PARTITION_EOF:  # pyright: ignore[reportPrivateUsage]
            self._note_end(message)
        elif error.fatal():
            raise StartAgain(error.str())
        else:
            log.warning("consume=error why=%r", error.str())
        return False

    def _note_end(self, message: Message) -> None:
        partition, offset = message.partition(), message.offset()
        if partition is not None and offset is not None:
            self._figures.positions[partition] = self._figures.ends[partition] = offset

    def _settle(self, records: Sequence[Received], strays: Sequence[Stray]) -> None:
        """Decide records until their transaction is committed; strays go along as dead letters."""
        self._watchdog.beat()
        while not self._stop.is_set():
            try:
                self._transact(records, strays)
            except MustAbort as failed:
                self._abort(str(failed))
                self._stop.wait(0.1)
            else:
                if self._holding:
                    self._figures.say("failing", "a command's schema must be looked up first, and no registry answers")
                else:
                    self._figures.say("ok", "deciding")
                return
        raise StartAgain("stopped")

    def _transact(self, records: Sequence[Received], strays: Sequence[Stray]) -> None:
        in_transaction(self._producer, immediately(self._producer.begin_transaction))  # 8
        batch = Batch(
            self._books,
            encode=self._codec.encode,
            decode=self._codec.decode,
            clock=_now,
            partitions=self._partitions,
        )
        for stray in strays:
            batch.letter(stray.record, stray.reason)
        taken, held = self._take(batch, records)  # 9
        offsets = self._produce(batch)
        self._send_offsets(taken)  # 10
        in_transaction(self._producer, self._producer.commit_transaction, COMMIT_SECONDS)  # 11
        batch.merge()  # 12
        self._books.next_offsets.update(offsets)
        self._note_batch(batch, taken)
        self._figures.positions.update(held)
        self._holding.hold(held)

    def _take(self, batch: Batch, records: Sequence[Received]) -> tuple[list[Received], dict[int, int]]:
        """Decide records; return those that were, and for each partition that must wait the offset that it waits at."""
        taken: list[Received] = []
        held: dict[int, int] = {}
        for record in records:
            if record.partition in held:
                continue
            try:
                batch.take(record)
                taken.append(record)
            except RegistryAway as away:
                log.warning("registry=away partition=%s offset=%s why=%r", record.partition, record.offset, str(away))
                held[record.partition] = record.offset
                self._watchdog.beat()  # each look-up may take its whole patience
        return taken, held

    def _produce(self, batch: Batch) -> dict[int, int]:
        """Produce a batch's records; the mapping returned fills with where each events partition goes on."""
        offsets: dict[int, int] = {}

        def delivered(error: KafkaError | None, message: Message) -> None:
            if error is None:
                offsets[message.partition() or 0] = (message.offset() or 0) + 1

        for record in batch.records:
            more: dict[str, Any] = {"headers": record.headers}
            if record.partition is not None:
                more["partition"] = record.partition
            if record.topic == EVENTS.name:
                more["on_delivery"] = delivered
            produce = partial(self._producer.produce, record.topic, key=record.key, value=record.value, **more)
            in_transaction(self._producer, immediately(produce))
        return offsets

    def _send_offsets(self, records: Sequence[Received]) -> None:
        if not records:
            return
        following = {record.partition: record.offset + 1 for record in records}
        positions = [TopicPartition(COMMANDS.name, partition, offset) for partition, offset in following.items()]
        group = self._consumer.consumer_group_metadata()
        in_transaction(
            self._producer,
            lambda seconds: self._producer.send_offsets_to_transaction(positions, group, seconds),
            COMMIT_SECONDS,
        )

    def _abort(self, why: str) -> None:
        log.warning("transaction=abort why=%r", why)
        in_transaction(self._producer, self._producer.abort_transaction, COMMIT_SECONDS)  # 13

    def _note_batch(self, batch: Batch, records: Sequence[Received]) -> None:
        figures, counts = self._figures, batch.counts
        figures.committed(counts.decided + counts.repeated)
        figures.refused += counts.refused
        figures.repeated += counts.repeated
        figures.dead_letters += counts.dead_letters
        figures.sequences.update(batch.sequences())
        for partition, offset in {record.partition: record.offset + 1 for record in records}.items():
            figures.positions[partition] = offset
            _, end = self._consumer.get_watermark_offsets(TopicPartition(COMMANDS.name, partition), cached=True)
            figures.ends[partition] = max(end, offset)


def _now() -> datetime:
    return datetime.now(UTC)
