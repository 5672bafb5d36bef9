"""One command to its outcome and events. Pure but for the encoder it is given: the shell produces what comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flextime.season.conflicts import RecordConflicts
from flextime.season.decide import Command, Event, decide
from flextime.season.refusal import Invalid, Refused, StaleVersion
from flextime.season.reports import RecordRuleReport
from flextime.season.state import Conference
from flextime.season.streams import stream_of, stream_of_command
from flextime_commands.writer.books import Overlay
from flextime_commands.writer.ledger import Decided, event_id
from flextime_schemas.envelope import CommandEnvelope, EventEnvelope, chained
from flextime_schemas.fold import Folded
from flextime_schemas.messages import Outcome, RefusalReason, full_name
from flextime_schemas.topics import EVENTS, OUTCOMES

Encode = Callable[[object], bytes]

# The broker refuses a larger batch, and the transaction with it; headers and framing take the margin.
LARGEST_EVENT_BYTES = EVENTS.largest_bytes - 64 * 1024
LARGEST_OUTCOME_BYTES = OUTCOMES.largest_bytes - 64 * 1024

# A candidate of 4,689 games broke 28,325 rules: 11.7 MB that nobody reads, and that no topic takes.
MOST_EVIDENCE = 100
LONGEST_DETAIL = 4_000  # characters; a sentence may quote what the command said, and that may be a megabyte

INTERNAL = "internal"


class EventTooLarge(Exception):
    """An event that the events topic does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """An event as it goes to the topic."""

    envelope: EventEnvelope
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a command came to. `fault` is the bug, if one kept it from being decided; `again` marks a command that
    was decided before, whose outcome is told once more."""

    outcome: Outcome
    events: tuple[Appended, ...] = ()
    again: bool = False
    fault: Exception | None = None


def decide_command(
    view: Overlay, envelope: CommandEnvelope, command: Command, now: datetime, encode: Encode
) -> Decision:
    """Decide a command and let the view know. Never raises: a bug becomes a refusal that says so."""
    if (known := view.find(envelope.conference, envelope.id)) is not None:
        return Decision(outcome=known.outcome(envelope), again=True)
    before = view.folded(envelope.conference)
    appended: tuple[Appended, ...] = ()
    after, refusal, fault = before, None, None
    stream = _stream(before.state, command)
    try:
        _require_version(before, stream, envelope.expected_version)
        _require_past(before, command)
        appended, after = _append(before, envelope, decide(before.state, command, now), now, encode)
    except Refused as refused:
        refusal = _reason(refused)
    except Exception as bug:  # noqa: BLE001 - one command's bug must not stop the conference
        refusal, fault = RefusalReason(code=INTERNAL, detail="A fault of ours; it is on record."), bug
    found = Decided(
        sequence=after.sequence,
        stream=stream,
        stream_version=after.versions.get(stream, 0) if stream else 0,
        at=now,
        events=len(appended),
        refusal=refusal,
    )
    decided = _fitting(found, envelope, encode)
    view.add(envelope.conference, envelope.id, decided, after)
    ids = tuple(event.envelope.id for event in appended)
    return Decision(outcome=decided.outcome(envelope, ids), events=appended, fault=fault)


def _stream(state: Conference, command: Command) -> str | None:
    """Name the command's stream; None where what it names does not exist, which decide will refuse."""
    try:
        return stream_of_command(state, command)
    except Refused:
        return None


def _require_version(folded: Folded, stream: str | None, expected: int | None) -> None:
    if expected is None or stream is None:
        return
    if (version := folded.versions.get(stream, 0)) != expected:
        raise StaleVersion(f"{stream} is at version {version}, not {expected}: look again and decide anew.")


def _require_past(folded: Folded, command: Command) -> None:
    """Raise Invalid for a report on what has not happened yet: every later one would be late beside it."""
    if isinstance(command, RecordConflicts | RecordRuleReport) and not 0 <= command.as_of <= folded.sequence:
        raise Invalid(f"A look at sequence {command.as_of}: there are {folded.sequence} events.", field="as_of")


def _append(
    folded: Folded, command: CommandEnvelope, events: Sequence[Event], now: datetime, encode: Encode
) -> tuple[tuple[Appended, ...], Folded]:
    appended = []
    for index, event in enumerate(events):
        value = encode(event)
        if len(value) > LARGEST_EVENT_BYTES:
            raise EventTooLarge(f"{type(event).__name__} takes {len(value)} bytes of {LARGEST_EVENT_BYTES}")
        envelope = _envelope(folded, command, event, index=index, now=now, value=value)
        appended.append(Appended(envelope=envelope, value=value))
        folded = folded.after(envelope, event)
    return tuple(appended), folded


def _envelope(
    folded: Folded, command: CommandEnvelope, event: Event, *, index: int, now: datetime, value: bytes
) -> EventEnvelope:
    stream, identity, kind = stream_of(event), event_id(command.id, index), full_name(type(event))
    envelope = EventEnvelope(
        id=identity,
        type=kind,
        conference=command.conference,
        stream=stream,
        time=now,
        actor=command.actor,
        correlation=command.correlation,
        causation=command.id,
        sequence=folded.sequence + 1,
        stream_version=folded.versions.get(stream, 0) + 1,
        chain="",
        traceparent=command.traceparent,
    )
    return chained(envelope, folded.chain, value)


def _reason(refused: Refused) -> RefusalReason:
    """Return why; of more evidence than anybody reads the first, and how much there is in all."""
    detail, told = _shortened(refused.detail), refused.evidence[:MOST_EVIDENCE]
    if len(told) < len(refused.evidence):
        detail += f" (the evidence shows {len(told)} of {len(refused.evidence)} violations)"
    return RefusalReason(code=refused.code, detail=detail, field=refused.field, evidence=told)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + "..."


def _fitting(decided: Decided, command: CommandEnvelope, encode: Encode) -> Decided:
    """Return the decision with an outcome that its topic takes: one that is too large goes without its evidence."""
    reason = decided.refusal
    if reason is None or not reason.evidence or len(encode(decided.outcome(command))) <= LARGEST_OUTCOME_BYTES:
        return decided
    detail = f"{reason.detail} (the evidence is left out: it is too large)"
    return replace(decided, refusal=replace(reason, detail=detail, evidence=()))
