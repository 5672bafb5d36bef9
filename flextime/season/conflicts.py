"""What is wrong with the games of a conference, as it was found and recorded, and what planners said of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flextime.conflicts.model import SEVERITIES, Conflict, ConflictId
from flextime.season.refusal import Invalid, NotFound, NotNow
from flextime.season.state import Conference, ConflictStatus, RecordedConflict

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConflicts:
    """Say what a look at the games found: conflicts that are new or other than before, and those that are gone.

    `as_of` is the sequence of the last event that the look took in. A look earlier than the last recorded says nothing.
    """

    as_of: int
    found: tuple[Conflict, ...] = ()
    gone: tuple[ConflictId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeConflict:
    """Say that a conflict was seen, and that somebody looks after it."""

    conflict: ConflictId
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideConflict:
    """Let a conflict stand, for a reason."""

    conflict: ConflictId
    because: str


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictOpened:
    """Something is wrong that was not, since the event with the sequence `as_of`."""

    conflict: Conflict
    as_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictChanged:
    """A conflict is still there, with other facts."""

    was: Conflict
    now: Conflict
    as_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCleared:
    """What was wrong is no more, since the event with the sequence `as_of`."""

    was: Conflict
    as_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAcknowledged:
    """A planner has seen a conflict and looks after it."""

    conflict: Conflict
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictOverridden:
    """A planner lets a conflict stand, for a reason."""

    conflict: Conflict
    because: str


ConflictEvent = ConflictOpened | ConflictChanged | ConflictCleared | ConflictAcknowledged | ConflictOverridden

# Decide --------------------------------------------------------------------------------------------------------------


def record_conflicts(
    state: Conference, command: RecordConflicts
) -> Sequence[ConflictOpened | ConflictChanged | ConflictCleared]:
    """Decide on what was found: only what differs from what is recorded is an event; a late look is none."""
    told = Counter([*(found.id for found in command.found), *command.gone])
    if twice := [conflict for conflict, times in told.items() if times > 1]:
        raise Invalid(f"{twice[0]} is told twice.", field="found")
    if command.as_of < state.conflicts_as_of:
        return []
    events: list[ConflictOpened | ConflictChanged | ConflictCleared] = []
    for found in command.found:
        if (known := state.conflicts.get(found.id)) is None:
            events.append(ConflictOpened(conflict=found, as_of=command.as_of))
        elif known.conflict != found:
            events.append(ConflictChanged(was=known.conflict, now=found, as_of=command.as_of))
    cleared = [state.conflicts[gone].conflict for gone in command.gone if gone in state.conflicts]
    return [*events, *(ConflictCleared(was=was, as_of=command.as_of) for was in cleared)]


def acknowledge_conflict(state: Conference, command: AcknowledgeConflict) -> Sequence[ConflictAcknowledged]:
    """Decide on an acknowledgement; one that says nothing new is already so, and an override says more."""
    known = _recorded(state, command.conflict)
    if known.status == "overridden":
        raise NotNow(f"{command.conflict} stands by a planner's word: {known.because}", field="conflict")
    if known.status == "acknowledged" and known.because == command.because:
        return []
    return [ConflictAcknowledged(conflict=known.conflict, because=command.because)]


def override_conflict(state: Conference, command: OverrideConflict) -> Sequence[ConflictOverridden]:
    """Decide on letting a conflict stand, which takes a reason."""
    known = _recorded(state, command.conflict)
    if not command.because.strip():
        raise Invalid("Say why it may stand: years later somebody will ask.", field="because")
    if known.status == "overridden" and known.because == command.because:
        return []
    return [ConflictOverridden(conflict=known.conflict, because=command.because)]


def _recorded(state: Conference, conflict: ConflictId) -> RecordedConflict:
    if (known := state.conflicts.get(conflict)) is None:
        raise NotFound(f"No conflict {conflict} is open; it may have been cleared.", field="conflict")
    return known


# Evolve --------------------------------------------------------------------------------------------------------------


def conflict_opened(state: Conference, event: ConflictOpened) -> Conference:
    return _with(state, RecordedConflict(conflict=event.conflict, since=event.as_of), event.as_of)


def conflict_changed(state: Conference, event: ConflictChanged) -> Conference:
    """What planners said of it holds on, unless it has become graver than what they spoke of."""
    known = state.conflicts[event.now.id]
    now = replace(known, conflict=event.now)
    if SEVERITIES.index(event.now.severity) < SEVERITIES.index(event.was.severity):
        now = replace(now, status="open", because="")
    return _with(state, now, event.as_of)


def conflict_cleared(state: Conference, event: ConflictCleared) -> Conference:
    left = {key: known for key, known in state.conflicts.items() if key != event.was.id}
    return replace(state, conflicts=left, conflicts_as_of=event.as_of)


def conflict_answered(state: Conference, event: ConflictAcknowledged | ConflictOverridden) -> Conference:
    known = state.conflicts[event.conflict.id]
    status: ConflictStatus = "overridden" if isinstance(event, ConflictOverridden) else "acknowledged"
    return _with(state, replace(known, status=status, because=event.because), state.conflicts_as_of)


def _with(state: Conference, recorded: RecordedConflict, as_of: int) -> Conference:
    known = {**state.conflicts, recorded.conflict.id: recorded}
    return replace(state, conflicts=known, conflicts_as_of=as_of)
