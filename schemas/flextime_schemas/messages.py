"""Every record that travels in a topic, by topic. Commands and events are the write model's; the rest stands here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from flextime.league.ids import ConferenceId, RunId, SeasonId
from flextime.rules.model import Violation
from flextime.season.decide import Command, Event
from flextime.solve.problem import Budget, Problem, SolveStage
from flextime_schemas import topics
from flextime_schemas.topics import Topic

OutcomeStatus = Literal["accepted", "refused"]
LetterAction = Literal["replay", "discard", "release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalReason:
    """Why a command was refused: `code` to branch on, `detail` to read, `evidence` to act on."""

    code: str
    detail: str
    field: str | None = None
    evidence: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a command. The same command sent again has the same outcome.

    `sequence` is the conference's position after the command: reads that wait for it see its effect.
    `events` are the ids of the events that it brought about; none when it was already so.
    """

    command: str
    command_type: str
    conference: ConferenceId
    status: OutcomeStatus
    sequence: int
    stream: str | None
    stream_version: int
    decided_at: datetime
    events: tuple[str, ...] = ()
    refusal: RefusalReason | None = None

    @property
    def position(self) -> str:
        """The position that reads wait for: "big12:1042"."""
        return f"{self.conference}:{self.sequence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveJob:
    """One member of a run's portfolio, with the whole problem: any worker can take it, any replay is exact.

    `cause` is the id of the event that asked for it; `correlation` that of the planner's request.
    """

    run: RunId
    conference: ConferenceId
    season: SeasonId
    member: int
    seed: int
    budget: Budget
    problem: Problem
    cause: str
    correlation: str
    requested_at: datetime

    @property
    def key(self) -> str:
        return f"{self.conference}/{self.run}/{self.member}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveProgress:
    """Telemetry of a running solve: not state, kept for a day."""

    run: RunId
    conference: ConferenceId
    season: SeasonId
    member: int
    stage: SolveStage
    evaluations: int
    best: float | None
    miles: float | None
    seconds: float
    message: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A conference folded up to `sequence`: the fold goes on at `offset` of its events partition.

    `state` is JSON; `model` is the digest of its shape: a reader of another shape folds from the first event instead.
    """

    conference: ConferenceId
    sequence: int
    chain: str
    offset: int
    model: str
    versions: dict[str, int]
    state: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A record that a service could not take, as it was, and why. Nothing of it is lost.

    `parks` names the conference that stands still in this service until the letter is settled; None where none does.
    """

    service: str
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes]
    reason: str
    at: datetime
    parks: ConferenceId | None = None

    @property
    def id(self) -> str:
        return letter_id(self.service, self.topic, self.partition, self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterSettled:
    """What was decided about a dead letter, by whom and why.

    The service tries the record again (`replay`), or goes on without acting on it (`discard`); `release` is its own
    word that the conference stands still no more, since a later start could take the record.
    """

    service: str
    topic: str
    partition: int
    offset: int
    action: LetterAction
    by: str
    because: str
    at: datetime

    @property
    def letter(self) -> str:
        return letter_id(self.service, self.topic, self.partition, self.offset)


def release_of(service: str, topic: str, partition: int, offset: int, at: datetime) -> DeadLetterSettled:
    """Return the record by which a service ends its own letter: what was parked by it goes on."""
    return DeadLetterSettled(
        service=service,
        topic=topic,
        partition=partition,
        offset=offset,
        action="release",
        by=service,
        because="a new start of the service could go on",
        at=at,
    )


def letter_id(service: str, topic: str, partition: int, offset: int) -> str:
    """Return the id of a dead letter: a record that is tried again and fails again is the same letter.

    >>> letter_id("conflicts", "flextime.events.v1", 3, 120)
    'conflicts@flextime.events.v1:3:120'
    """
    return f"{service}@{topic}:{partition}:{offset}"


COMMAND_TYPES: tuple[type[Command], ...] = get_args(Command)
EVENT_TYPES: tuple[type[Event], ...] = get_args(Event)

NAMESPACES: dict[str, tuple[Topic, tuple[type, ...]]] = {
    "commands": (topics.COMMANDS, COMMAND_TYPES),
    "events": (topics.EVENTS, EVENT_TYPES),
    "outcomes": (topics.OUTCOMES, (Outcome,)),
    "jobs": (topics.SOLVE_JOBS, (SolveJob,)),
    "progress": (topics.PROGRESS, (SolveProgress,)),
    "snapshots": (topics.SNAPSHOTS, (Snapshot,)),
    "dead_letters": (topics.DEAD_LETTERS, (DeadLetter, DeadLetterSettled)),
}


def full_name(record: type) -> str:
    """Return the Avro full name of a record type: "flextime.events.GameMoved". Raises KeyError for a stranger."""
    return FULL_NAMES[record]


FULL_NAMES: dict[type, str] = {
    record: f"flextime.{space}.{record.__name__}" for space, (_, records) in NAMESPACES.items() for record in records
}
TYPES: dict[str, type] = {name: record for record, name in FULL_NAMES.items()}
TOPIC_OF: dict[type, Topic] = {record: topic for topic, records in NAMESPACES.values() for record in records}


def subject(record: type) -> str:
    """Return the registry's subject for a record type (TopicRecordNameStrategy)."""
    return f"{TOPIC_OF[record].name}-{FULL_NAMES[record]}"
