"""Dead letters: a record that a service cannot take keeps its bytes, its place and the reason, until it is settled."""

import logging
import threading
from collections import deque
from datetime import UTC, datetime

from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.letters import LetterBook
from flextime_schemas.messages import DeadLetter, DeadLetterSettled, letter_id, release_of
from flextime_schemas.settings import Settings
from flextime_schemas.topics import DEAD_LETTERS, EVENTS
from flextime_streams.producing import Outgoing
from flextime_streams.raw import Raw
from flextime_streams.receiving import Sends
from flextime_streams.topic_watch import TopicWatch

log = logging.getLogger(__name__)


class Letters:
    """One service's letters: writes them, and knows what was decided about them.

    What it knows is what came to the topic, its own letters included: `hear` is called from a thread that follows it.
    """

    def __init__(self, service: str, sender: Sends) -> None:
        self.service = service
        self.caught_up = threading.Event()
        self._sender = sender
        self._book = LetterBook()
        self._decisions: deque[DeadLetterSettled] = deque()

    async def write(self, raw: Raw, reason: str, parks: ConferenceId | None = None) -> None:
        """Send the letter of a record, and return when the broker has it; one that is open already says it once."""
        if self._book.is_open(self.id_of(raw)):
            return
        log.warning("dead letter %s reason=%s parks=%s", self.id_of(raw), reason, parks)
        letter = dead_letter(self.service, raw, reason, datetime.now(UTC), parks)
        await self._sender.send(letter_record(letter))

    async def release(self, letter: DeadLetter) -> None:
        """Say that what a letter parked stands still no more."""
        settled = release_of(self.service, letter.topic, letter.partition, letter.offset, datetime.now(UTC))
        await self._sender.send(Outgoing(topic=DEAD_LETTERS.name, key=record_key(letter.key), record=settled))

    def id_of(self, raw: Raw) -> str:
        return letter_id(self.service, raw.topic, raw.partition, raw.offset)

    def is_discarded(self, partition: int, offset: int) -> bool:
        """Say whether a person decided that this record of the events topic is not acted on."""
        return self._book.is_discarded(letter_id(self.service, EVENTS.name, partition, offset))

    def parking(self, partition: int) -> list[DeadLetter]:
        """Return the open letters that park a conference of this partition of the events topic."""
        return [
            one for one in self._book.open() if (one.topic, one.partition) == (EVENTS.name, partition) and one.parks
        ]

    def hear(self, record: object) -> None:
        """Take a record of the dead letters' topic in; those of other services are none of ours."""
        if not isinstance(record, DeadLetter | DeadLetterSettled) or record.service != self.service:
            return
        self._book.hear(record)
        if isinstance(record, DeadLetterSettled) and record.action != "release":
            self._decisions.append(record)

    def next_decision(self) -> DeadLetterSettled | None:
        """Return the oldest decision that was not returned yet."""
        return self._decisions.popleft() if self._decisions else None


def follow_letters(settings: Settings, codec: Codec, letters: Letters) -> None:
    """Have a thread tell the letters, from the first on, what comes to their topic."""

    def hear(raw: Raw) -> None:
        try:
            letters.hear(codec.decode(raw.value))
        except Undecodable:
            log.info("no letter of this version partition=%d offset=%d", raw.partition, raw.offset)

    TopicWatch(
        name="letters", settings=settings, topic=DEAD_LETTERS, hear=hear, on_caught_up=letters.caught_up.set
    ).start()


def dead_letter(service: str, raw: Raw, reason: str, now: datetime, parks: ConferenceId | None = None) -> DeadLetter:
    """Return the dead letter of a record. A header without a value is kept as empty bytes."""
    return DeadLetter(
        service=service,
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        key=raw.key,
        value=raw.value,
        headers={name: value or b"" for name, value in raw.headers},
        reason=reason,
        at=now,
        parks=parks,
    )


def letter_record(letter: DeadLetter) -> Outgoing:
    """Return the dead letter as a record."""
    return Outgoing(topic=DEAD_LETTERS.name, key=record_key(letter.key), record=letter)


def record_key(key: bytes | None) -> str:
    """Return the key of a letter. One that is no text goes in hexadecimal; the letter has it whole."""
    raw = key or b""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.hex()
