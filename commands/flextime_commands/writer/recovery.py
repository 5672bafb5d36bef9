"""From the topics to the books: snapshots, events and outcomes of the writer's partitions, read to their ends."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from confluent_kafka import Consumer

from flextime.league.ids import ConferenceId
from flextime_commands.telling import Telling
from flextime_commands.writer.books import Books
from flextime_commands.writer.history import History, SnapshotLies, Stray, latest_snapshots
from flextime_commands.writer.ledger import decided_of
from flextime_commands.writer.letters import SERVICE, Received, received
from flextime_commands.writer.reading import ANSWER_SECONDS, Beat, end_offsets, read_partitions
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.kafka import consumer_config
from flextime_schemas.messages import DeadLetter, Outcome, Snapshot
from flextime_schemas.settings import Settings
from flextime_schemas.topics import DEAD_LETTERS, EVENTS, OUTCOMES, SNAPSHOTS, Topic

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a recovery reads: `partitions` are the writer's own, of `of` in all; `beat` hears of progress."""

    settings: Settings
    codec: Codec
    partitions: tuple[int, ...]
    of: int
    beat: Beat


def recover(source: Source) -> tuple[Books, list[Stray]]:
    """Fold the log to its end and return what it says, with the strays that are not dead letters yet.

    Raises CannotStart for a history that cannot be built upon; KafkaException and RegistryAway when it must wait.
    """
    snapshots = latest_snapshots(_read(source, SNAPSHOTS, source.partitions), source.codec.decode)
    try:
        books, strays = _fold(source, snapshots)
    except SnapshotLies as lie:
        log.warning("snapshot=dropped why=%r", str(lie))
        books, strays = _fold(source, {})
    _add_outcomes(source, books)
    return books, _not_yet_lettered(source, strays)


def _fold(source: Source, snapshots: Mapping[ConferenceId, Snapshot]) -> tuple[Books, list[Stray]]:
    books = Books()
    history = History(books, snapshots, source.of, source.codec.decode)
    for record in _read(source, EVENTS, source.partitions, books.next_offsets):
        history.take(record)
    history.finish()
    return books, history.strays


def _add_outcomes(source: Source, books: Books) -> None:
    """Add the commands that left no event: refusals, and what was already so."""
    for record in _read(source, OUTCOMES, source.partitions):
        headers = dict(record.headers)
        command, conference = headers.get("ce_causationid") or b"", record.key or b""
        if books.ledger.find(ConferenceId(conference.decode(errors="replace")), command.decode(errors="replace")):
            continue  # known by its events: not decoding it makes this five times faster
        try:
            outcome = source.codec.decode(record.value)
        except Undecodable as error:
            log.warning("outcome=unreadable partition=%s offset=%s why=%r", record.partition, record.offset, str(error))
            continue
        if isinstance(outcome, Outcome):
            books.ledger.add(outcome.conference, outcome.command, decided_of(outcome))


def _not_yet_lettered(source: Source, strays: list[Stray]) -> list[Stray]:
    """Leave out the strays that an earlier start has put among the dead letters."""
    if not strays:
        return []
    known = set()
    for record in _read(source, DEAD_LETTERS, None):
        try:
            letter = source.codec.decode(record.value)
        except Undecodable:
            continue  # a stranger's record among the dead letters concerns nobody here
        if isinstance(letter, DeadLetter) and letter.service == SERVICE and letter.topic == EVENTS.name:
            known.add((letter.partition, letter.offset))
    return [stray for stray in strays if (stray.record.partition, stray.record.offset) not in known]


def _read(
    source: Source, topic: Topic, partitions: Sequence[int] | None, note_ends: dict[int, int] | None = None
) -> Iterator[Received]:
    """Read partitions of a topic, all of them for None, to the ends that they have now; `note_ends` is told these."""
    consumer = Consumer(
        consumer_config(source.settings, "flextime-reader") | {"error_cb": Telling("reader"), "log_level": 2}
    )
    try:
        # Without the metadata the first watermark query of a client waits a second.
        metadata = consumer.list_topics(topic.name, timeout=ANSWER_SECONDS).topics[topic.name]
        ends = end_offsets(consumer, topic.name, partitions or sorted(metadata.partitions))
        if note_ends is not None:
            note_ends.update(ends)
        yield from map(received, read_partitions(consumer, topic.name, ends, source.beat))
    finally:
        consumer.close()
