"""The conflicts service killed in the middle of a stream of closures: nothing missed, nothing told twice."""

from collections import Counter
from collections.abc import Iterator

import pytest

from flextime.conflicts.gathering import detector_of
from flextime.league.ids import RunId
from flextime.league.model import DateSpan, ScheduledGame
from flextime.season.conflicts import ConflictCleared, ConflictOpened
from flextime.season.decide import Command
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import CandidateAdopted
from flextime.season.state import Conference
from flextime.season.venues import CloseVenue, ReopenVenue
from flextime.solve.problem import Budget
from flextime_cli.stack.running import RunningStack
from tests.four_teams import SEASON
from tests.planner import Planner

pytestmark = [pytest.mark.stack, pytest.mark.fault]

BRIEF = Budget(seconds=60.0, evaluations=0, anneals=1)


@pytest.fixture
def planner(system: RunningStack) -> Planner:
    found = Planner.of(system.environment)
    found.open_the_season_of_four()
    return found


def closures(games: tuple[ScheduledGame, ...]) -> Iterator[Command]:
    """Close the arena of every game on its day, and open every second one again."""
    for number, game in enumerate(games):
        span = DateSpan(first=game.date, last=game.date)
        yield CloseVenue(venue=game.venue, span=span, reason="flood")
        if number % 2:
            yield ReopenVenue(venue=game.venue, span=span)


def is_recorded(state: Conference) -> bool:
    return {one.id: one for one in detector_of(state).conflicts()} == {
        key: known.conflict for key, known in state.conflicts.items()
    }


def test_a_killed_conflicts_service_misses_and_doubles_nothing(planner: Planner, system: RunningStack) -> None:
    planner.send(RequestSchedule(run=RunId("run-1"), season=SEASON, members=1, budget=BRIEF))
    adopted = planner.wait_for(CandidateAdopted).event
    assert isinstance(adopted, CandidateAdopted)
    commands = list(closures(adopted.games))
    planner.send(*commands[:4])
    planner.wait_for(ConflictOpened, when=lambda event: isinstance(event, ConflictOpened) and "flood" in str(event))

    killed = system.kill("conflicts")
    planner.send(*commands[4:])
    planner.wait_until(lambda state: len(state.closures) == 3)
    system.wait_until_up("conflicts", other_than=killed)

    state = planner.wait_until(lambda state: len(state.closures) == 3 and is_recorded(state))
    assert sum(known.conflict.kind == "closure" for known in state.conflicts.values()) == 3
    told = Counter[str]()
    for event in planner.events():
        if isinstance(event, ConflictOpened):
            told[event.conflict.id] += 1
        elif isinstance(event, ConflictCleared):
            told[event.was.id] -= 1
        assert set(told.values()) <= {0, 1}, "opened and cleared by turns"
