"""The conflicts service's mind: what an event brought about, what is not recorded yet, and reports of bearable size."""

from dataclasses import replace

from flextime.conflicts.gathering import detector_of
from flextime.conflicts.model import ConflictId
from flextime.season.conflicts import ConflictOpened, RecordConflicts
from flextime.season.decide import decide
from flextime.season.venues import VenueReopened
from flextime_streams.conflicts.watching import MOST_TOGETHER, Watch, reports
from tests.four_teams import DRAFTED, NOW, state_after
from tests.unit.season.test_recorded_conflicts import FLOOD, FLOODED, SHUT

BEFORE, AFTER = state_after(*DRAFTED), state_after(*FLOODED)


def test_a_closure_opens_what_it_makes_wrong_and_reopening_clears_it() -> None:
    watch = Watch(BEFORE, len(DRAFTED))
    assert SHUT in watch.follow(AFTER).opened
    assert SHUT in watch.follow(state_after(*FLOODED, VenueReopened(closure=FLOOD.closure))).cleared


def test_an_event_that_touches_no_game_brings_nothing_about() -> None:
    watch = Watch(AFTER, len(FLOODED))
    changes = watch.follow(state_after(*FLOODED, ConflictOpened(conflict=SHUT, as_of=3)))
    assert (changes.opened, changes.changed, changes.cleared) == ((), (), ())


def test_a_successor_owes_what_is_not_recorded_as_it_is_and_no_more() -> None:
    found = detector_of(AFTER).conflicts()
    stale = replace(SHUT, sentence="as it was")
    ghost = replace(SHUT, id=ConflictId("closure:of-no-game"))
    recorded = [ConflictOpened(conflict=one, as_of=3) for one in (*found, ghost) if one.id != SHUT.id]
    told, gone = Watch(
        state_after(*FLOODED, *recorded, ConflictOpened(conflict=stale, as_of=3)), len(FLOODED)
    ).overdue()
    assert (list(told), list(gone)) == ([SHUT], [ghost.id])


def test_what_is_owed_makes_the_record_equal_to_the_detector_and_then_nothing_is() -> None:
    state, history = AFTER, list(FLOODED)
    for command in reports(*Watch(state, len(history)).overdue(), as_of=len(history)):
        history += decide(state, command, NOW)
        state = state_after(*history)
    assert {key: one.conflict for key, one in state.conflicts.items()} == {
        one.id: one for one in detector_of(AFTER).conflicts()
    }
    assert reports(*Watch(state, len(history)).overdue(), as_of=len(history)) == []


def test_a_long_report_is_told_in_parts_that_hold_everything_once() -> None:
    many = [replace(SHUT, id=ConflictId(f"closure:{n}")) for n in range(MOST_TOGETHER + 1)]
    parts = reports(many, [SHUT.id], as_of=7)
    assert [len(part.found) + len(part.gone) for part in parts] == [MOST_TOGETHER, 2]
    assert [one for part in parts for one in part.found] == many
    assert parts[-1] == RecordConflicts(as_of=7, found=(many[-1],), gone=(SHUT.id,))


def test_a_predecessors_look_that_is_recorded_late_is_compared_again() -> None:
    reopened = (*FLOODED, VenueReopened(closure=FLOOD.closure))
    watch = Watch(state_after(*reopened), len(reopened))  # it begins where the flood is over, and nothing is recorded
    assert SHUT not in watch.overdue()[0]
    late = state_after(*reopened, ConflictOpened(conflict=SHUT, as_of=len(FLOODED)))
    assert watch.follows_a_late_look(late)
    watch.follow(late)
    assert SHUT.id in watch.overdue()[1]
    own = state_after(*reopened, ConflictOpened(conflict=SHUT, as_of=len(reopened)))
    assert not Watch(state_after(*reopened), len(reopened)).follows_a_late_look(own)
