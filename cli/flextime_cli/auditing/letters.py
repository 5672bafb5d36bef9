"""The dead letters as their topic has them, and what may be decided about one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from confluent_kafka import KafkaException, Message, Producer

from flextime_cli.auditing.records import NoTopic, RawRecord, load_codec, read_topic, require_broker
from flextime_cli.errors import StackError
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import GENESIS, BadEnvelope, EventEnvelope, chain_link, read_event_envelope
from flextime_schemas.kafka import producer_config, read_to_end
from flextime_schemas.letters import LetterBook, Standing
from flextime_schemas.messages import DeadLetter, DeadLetterSettled, LetterAction
from flextime_schemas.settings import Settings
from flextime_schemas.topics import DEAD_LETTERS

SEND_SECONDS = 30.0


class NoSuchLetter(StackError):
    """There is no dead letter with this id, or at this place."""


class CannotSettle(StackError):
    """What was asked for would change nothing, or would make a history that does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A letter, and the partition and key of its own records: the one that settles it must lie behind them."""

    standing: Standing
    partition: int
    key: bytes | None

    @property
    def letter(self) -> DeadLetter:
        return self.standing.letter

    @property
    def place(self) -> str:
        """Where the record stands that could not be taken: "flextime.events.v1:3:120"."""
        return self.letter.id.partition("@")[2]

    @property
    def envelope(self) -> EventEnvelope | None:
        """What the record says it is; None when it does not say so readably."""
        try:
            return read_event_envelope(self.letter.headers.items())
        except BadEnvelope:
            return None

    @property
    def conference(self) -> str | None:
        """The conference that the letter parks, or that its record claims to be of."""
        envelope = self.envelope
        return self.letter.parks or (envelope.conference if envelope else None)


def read_letters(settings: Settings) -> list[Filed]:
    """Return every dead letter in order of time, with what became of it. Raises NoTopic."""
    require_broker(settings)
    codec = load_codec(settings)
    found = [filed for number in range(DEAD_LETTERS.one_machine_partitions) for filed in _of(settings, codec, number)]
    return sorted(found, key=lambda filed: filed.letter.at)


def _of(settings: Settings, codec: Codec, partition: int) -> Iterator[Filed]:
    book, keys = LetterBook(), dict[str, bytes | None]()
    try:
        for message in read_to_end(settings, DEAD_LETTERS.name, partition):
            _hear(book, keys, codec, message)
    except KafkaException as error:
        raise NoTopic(
            f"The topic {DEAD_LETTERS.name} cannot be read at {settings.kafka}: {error.args[0].str()}",
            advice="Is Kafka up? `flextime status` tells.",
        ) from error
    for name, standing in book.letters.items():
        yield Filed(standing=standing, partition=partition, key=keys[name])


def _hear(book: LetterBook, keys: dict[str, bytes | None], codec: Codec, message: Message) -> None:
    try:
        record = codec.decode(message.value())
    except Undecodable:
        return  # a stranger's bytes among the letters are nobody's letter
    if isinstance(record, DeadLetter):
        keys[record.id] = message.key()
    if isinstance(record, DeadLetter | DeadLetterSettled):
        book.hear(record)


def chosen(letters: Iterable[Filed], which: str) -> list[Filed]:
    """Return the letter with an id, or all that services have written of one place. Raises NoSuchLetter."""
    found = [filed for filed in letters if which in (filed.letter.id, filed.place)]
    if not found:
        raise NoSuchLetter(
            f"There is no dead letter {which}.", advice="`flextime dead-letters list --all` tells which there are."
        )
    return found


def to_settle(letters: Iterable[Filed], which: str) -> list[Filed]:
    """Return those that are chosen and open. Raises NoSuchLetter, CannotSettle."""
    found = chosen(letters, which)
    if opened := [filed for filed in found if filed.standing.settled is None]:
        return opened
    settled = found[0].standing.settled
    raise CannotSettle(f"{which} is settled already: {settled.action if settled else ''}.")


def check_replay(filed: Filed) -> None:
    """Raise CannotSettle where nothing waits for the record."""
    if filed.letter.parks is None:
        raise CannotSettle(
            f"Nothing waits for {filed.letter.id}: {filed.letter.service} has gone on without it.",
            advice="What it asked for has to be sent anew. `flextime dead-letters discard` closes the letter.",
        )


def check_discard(filed: Filed, codec: Codec, history: Sequence[RawRecord]) -> None:
    """Raise CannotSettle for an event of the writer's chain that the service's state cannot do without.

    `history` is what the topic holds of the conference. A service that follows the events can leave an event of the
    chain unanswered if it can read it; a projector cannot show what comes after one that it left out.
    """
    if filed.letter.parks is None or not hangs_on_chain(filed.letter, history):
        return
    if _is_readable(filed.letter, codec) and not filed.letter.service.startswith("projector-"):
        return
    raise CannotSettle(
        f"{filed.letter.id} is an event of {filed.letter.parks}'s history: nothing after it holds without it.",
        advice=f"Deploy a {filed.letter.service} that can take it: its start tries again, and so does "
        "`flextime dead-letters replay`.",
    )


def hangs_on_chain(letter: DeadLetter, history: Iterable[RawRecord]) -> bool:
    """Say whether a record follows, by the chain, from one that stands before it: then the writer wrote it."""
    try:
        envelope = read_event_envelope(letter.headers.items())
    except BadEnvelope:
        return False
    before = {GENESIS} if envelope.sequence == 1 else set(_chains(history, envelope.sequence - 1))
    return any(envelope.chain == chain_link(chain, envelope, letter.value or b"") for chain in before)


def _chains(history: Iterable[RawRecord], sequence: int) -> Iterator[str]:
    for record in history:
        try:
            envelope = read_event_envelope(record.headers)
        except BadEnvelope:
            continue
        if envelope.sequence == sequence:
            yield envelope.chain


def _is_readable(letter: DeadLetter, codec: Codec) -> bool:
    try:
        codec.decode(letter.value)
    except Undecodable:
        return False
    return True


def settle(settings: Settings, filed: Iterable[Filed], action: LetterAction, *, by: str, because: str) -> None:
    """Write down what was decided, behind each letter's own records. Raises NoTopic when that fails."""
    codec, producer = load_codec(settings), Producer(producer_config(settings))
    for one in filed:
        record = DeadLetterSettled(
            service=one.letter.service,
            topic=one.letter.topic,
            partition=one.letter.partition,
            offset=one.letter.offset,
            action=action,
            by=by,
            because=because,
            at=datetime.now(UTC),
        )
        producer.produce(DEAD_LETTERS.name, codec.encode(record), key=one.key, partition=one.partition)
    if producer.flush(SEND_SECONDS):
        producer.purge()
        raise NoTopic(f"{settings.kafka} did not take the decision.", advice="`flextime status` tells what is up.")


def history_of(settings: Settings, filed: Filed) -> list[RawRecord]:
    """Return the records of the conference that a letter parks."""
    return list(read_topic(settings, filed.letter.parks)) if filed.letter.parks else []
