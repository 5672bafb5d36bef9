"""Conflicts as they are recorded: what a look found, what planners say of it, and what holds on when it changes."""

from dataclasses import replace

import pytest

from flextime.conflicts.gathering import detector_of
from flextime.conflicts.model import Conflict
from flextime.league.model import Closure, DateSpan
from flextime.season.conflicts import (
    AcknowledgeConflict,
    ConflictAcknowledged,
    ConflictChanged,
    ConflictCleared,
    ConflictOpened,
    ConflictOverridden,
    OverrideConflict,
    RecordConflicts,
)
from flextime.season.decide import Event
from flextime.season.refusal import Invalid, NotFound, NotNow
from flextime.season.venues import VenueClosed
from tests.four_teams import DRAFTED, GAMES, given, state_after

BYU_AT_ASU = GAMES[5]
FLOOD = VenueClosed(
    closure=Closure(venue=BYU_AT_ASU.venue, span=DateSpan(first=BYU_AT_ASU.date, last=BYU_AT_ASU.date), reason="flood")
)
FLOODED: tuple[Event, ...] = (*DRAFTED, FLOOD)
AS_OF = len(FLOODED)
(SHUT,) = (one for one in detector_of(state_after(*FLOODED)).conflicts() if one.kind == "closure")
GRAVER = replace(SHUT, severity="critical", sentence="It is worse.")
MILDER = replace(SHUT, severity="low", sentence="It is better.")
OPENED: tuple[Event, ...] = (*FLOODED, ConflictOpened(conflict=SHUT, as_of=AS_OF))


def record(*found: Conflict, gone: tuple[Conflict, ...] = (), as_of: int = AS_OF + 1) -> RecordConflicts:
    return RecordConflicts(as_of=as_of, found=found, gone=tuple(one.id for one in gone))


def test_what_a_look_finds_opens_once() -> None:
    assert given(FLOODED).when(record(SHUT, as_of=AS_OF)) == [ConflictOpened(conflict=SHUT, as_of=AS_OF)]
    assert given(OPENED).when(record(SHUT)) == []


def test_other_facts_of_it_are_a_change_with_was_and_now() -> None:
    assert given(OPENED).when(record(MILDER)) == [ConflictChanged(was=SHUT, now=MILDER, as_of=AS_OF + 1)]


def test_what_is_gone_is_cleared_with_what_it_was_and_never_twice() -> None:
    cleared = ConflictCleared(was=SHUT, as_of=AS_OF + 1)
    assert given(OPENED).when(record(gone=(SHUT,))) == [cleared]
    assert given((*OPENED, cleared)).when(record(gone=(SHUT,))) == []


def test_a_look_earlier_than_the_last_recorded_says_nothing() -> None:
    cleared = ConflictCleared(was=SHUT, as_of=AS_OF + 1)
    assert given((*OPENED, cleared)).when(record(SHUT, as_of=AS_OF)) == []
    assert given((*OPENED, cleared)).when(record(SHUT)) == [ConflictOpened(conflict=SHUT, as_of=AS_OF + 1)]


@pytest.mark.parametrize("told", [record(SHUT, MILDER), record(SHUT, gone=(SHUT,))])
def test_a_conflict_that_is_told_twice_is_refused(told: RecordConflicts) -> None:
    with pytest.raises(Invalid, match="is told twice"):
        given(FLOODED).when(told)


def test_a_conflict_is_acknowledged_once_for_the_same_words() -> None:
    command = AcknowledgeConflict(conflict=SHUT.id, because="the arena is asked")
    events = given(OPENED).when(command)
    assert events == [ConflictAcknowledged(conflict=SHUT, because="the arena is asked")]
    assert given((*OPENED, *events)).when(command) == []


def test_a_conflict_stands_only_for_a_reason_and_is_then_beyond_acknowledgement() -> None:
    with pytest.raises(Invalid, match="why it may stand"):
        given(OPENED).when(OverrideConflict(conflict=SHUT.id, because=" "))
    events = given(OPENED).when(OverrideConflict(conflict=SHUT.id, because="there are pumps"))
    assert events == [ConflictOverridden(conflict=SHUT, because="there are pumps")]
    with pytest.raises(NotNow, match="there are pumps"):
        given((*OPENED, *events)).when(AcknowledgeConflict(conflict=SHUT.id))


def test_what_is_not_recorded_cannot_be_answered() -> None:
    with pytest.raises(NotFound, match="it may have been cleared"):
        given(FLOODED).when(AcknowledgeConflict(conflict=SHUT.id))


def test_a_planners_word_holds_on_until_the_conflict_is_graver() -> None:
    answered = (
        *FLOODED,
        ConflictOpened(conflict=MILDER, as_of=AS_OF),
        ConflictOverridden(conflict=MILDER, because="pumps"),
    )
    same = replace(MILDER, sentence="In other words.")
    held = state_after(*answered, ConflictChanged(was=MILDER, now=same, as_of=AS_OF + 1)).conflicts[SHUT.id]
    assert (held.status, held.because, held.conflict, held.since) == ("overridden", "pumps", same, AS_OF)
    lost = state_after(*answered, ConflictChanged(was=MILDER, now=GRAVER, as_of=AS_OF + 1)).conflicts[SHUT.id]
    assert (lost.status, lost.because, lost.conflict) == ("open", "", GRAVER)


def test_a_conflict_that_comes_back_has_to_be_answered_anew() -> None:
    back = state_after(
        *OPENED,
        ConflictOverridden(conflict=SHUT, because="pumps"),
        ConflictCleared(was=SHUT, as_of=AS_OF + 1),
        ConflictOpened(conflict=SHUT, as_of=AS_OF + 2),
    )
    assert back.conflicts[SHUT.id].status == "open"
    assert (back.conflicts[SHUT.id].since, back.conflicts_as_of) == (AS_OF + 2, AS_OF + 2)
