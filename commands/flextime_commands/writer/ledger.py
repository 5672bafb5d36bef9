"""Which commands have been decided, and how: what makes a command that comes twice have one effect and one outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flextime.league.ids import ConferenceId
from flextime_schemas.envelope import CommandEnvelope, EventEnvelope, derive_id
from flextime_schemas.messages import Outcome, RefusalReason
from flextime_schemas.topics import OUTCOMES

# A refusal, and a command that was already so, leave no event: only the outcomes topic remembers them, for so long.
WITHOUT_EVENTS_KEPT = timedelta(milliseconds=OUTCOMES.retention_ms)

Key = tuple[ConferenceId, bytes | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of a command, without what can be derived: some 200 bytes, kept for as long as its events are."""

    sequence: int
    stream: str | None
    stream_version: int
    at: datetime
    events: int
    refusal: RefusalReason | None = None

    def outcome(self, command: CommandEnvelope, events: tuple[str, ...] | None = None) -> Outcome:
        """Return the outcome, as it was told the first time; the ids of `events` are derived when not at hand."""
        ids = tuple(event_id(command.id, index) for index in range(self.events)) if events is None else events
        return Outcome(
            command=command.id,
            command_type=command.type,
            conference=command.conference,
            status="accepted" if self.refusal is None else "refused",
            sequence=self.sequence,
            stream=self.stream,
            stream_version=self.stream_version,
            decided_at=self.at,
            events=ids,
            refusal=self.refusal,
        )


def event_id(command: str, index: int) -> str:
    """Return the id of a command's event: the same however often the command is decided."""
    return derive_id(command, str(index))


class Ledger:
    """Decided commands by conference and id; bounded by the events that there are, and by a week of the others."""

    def __init__(self) -> None:
        self._with_events: dict[Key, Decided] = {}
        self._without_events: dict[Key, Decided] = {}  # in order of time

    def __len__(self) -> int:
        return len(self._with_events) + len(self._without_events)

    def find(self, conference: ConferenceId, command: str) -> Decided | None:
        """Return how a command was decided; None when it was not."""
        key = key_of(conference, command)
        return self._with_events.get(key) or self._without_events.get(key)

    def add(self, conference: ConferenceId, command: str, decided: Decided) -> None:
        """Remember a decision."""
        book = self._with_events if decided.events else self._without_events
        book[key_of(conference, command)] = decided

    def add_event(self, event: EventEnvelope) -> None:
        """Remember the command that an event names as its cause; each further event of it moves the position on."""
        known = self._with_events.get(key_of(event.conference, event.causation))
        decided = Decided(
            sequence=event.sequence,
            stream=event.stream,
            stream_version=event.stream_version,
            at=event.time,
            events=1 + (known.events if known else 0),
        )
        self.add(event.conference, event.causation, decided)

    def forget_before(self, now: datetime) -> None:
        """Drop what left no event and is older than the outcomes topic remembers."""
        while self._without_events:
            key, oldest = next(iter(self._without_events.items()))
            if now - oldest.at <= WITHOUT_EVENTS_KEPT:
                return
            del self._without_events[key]


def key_of(conference: ConferenceId, command: str) -> Key:
    """Return the ledger's key: a UUID as its 16 bytes, which takes half the memory of its text."""
    if len(command) == 36 and command.count("-") == 4 and command == command.lower():
        try:
            return conference, bytes.fromhex(command.replace("-", ""))
        except ValueError:
            return conference, command
    return conference, command


def decided_of(outcome: Outcome) -> Decided:
    """Return what the ledger keeps of an outcome."""
    return Decided(
        sequence=outcome.sequence,
        stream=outcome.stream,
        stream_version=outcome.stream_version,
        at=outcome.decided_at,
        events=len(outcome.events),
        refusal=outcome.refusal,
    )
