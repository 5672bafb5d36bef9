"""The detectors behind previews and ways out: of whatever moment is asked about, and of no other."""

from flextime.conflicts.gathering import detector_of
from flextime_query_api.reading.ways_out import Detectors
from flextime_schemas.ledger import Ledger
from tests.histories import big12_drafted, moves
from tests.unit.query_api.conftest import ledger_of

DRAFTED = big12_drafted()
MOMENTS = [ledger_of(DRAFTED), ledger_of([*DRAFTED, *moves(5)]), ledger_of([*DRAFTED, *moves(12)])]
OPENED = ledger_of(DRAFTED[:-3])  # before a season had games


def found(detectors: Detectors, moment: Ledger) -> object:
    with detectors.at(moment) as detector:
        return detector.conflicts()


def test_a_question_about_the_past_sees_nothing_of_what_came_after_it() -> None:
    detectors, (first, second, third) = Detectors(), MOMENTS
    for moment in (third, first, OPENED, second, third, second):
        assert found(detectors, moment) == detector_of(moment.state).conflicts()


def test_what_an_exception_left_behind_is_built_anew() -> None:
    detectors, (_, second, third) = Detectors(), MOMENTS
    try:
        with detectors.at(second) as detector:
            detector.apply([])
            raise ValueError("in the midst of it")
    except ValueError:
        assert found(detectors, third) == detector_of(third.state).conflicts()
