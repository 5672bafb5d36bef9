"""The conflicts service killed in the middle of a stream of closures: nothing missed, nothing told twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time

import pytest

from flextime.conflicts.gathering import detector_of
from flextime.league.ids import RunId
from flextime.league.model import DateSpan, ScheduledGame
from flextime.season.conflicts import ConflictCleared, ConflictOpened
from flextime.season.decide import Command
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import CandidateAdopted, GameMoved, GamePinned, MoveGames, NewPlace, PinGame
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


@pytest.fixture
def draft(planner: Planner) -> tuple[ScheduledGame, ...]:
    planner.send(RequestSchedule(run=RunId("run-1"), season=SEASON, members=1, budget=BRIEF))
    adopted = planner.wait_for(CandidateAdopted).event
    assert isinstance(adopted, CandidateAdopted)
    return adopted.games


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


def test_a_killed_conflicts_service_misses_and_doubles_nothing(
    planner: Planner, draft: tuple[ScheduledGame, ...], system: RunningStack
) -> None:
    commands = list(closures(draft))
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


def later(games: Sequence[ScheduledGame], hour: int) -> MoveGames:
    """Move games to another tip-off of their days, together."""
    places = tuple(NewPlace(game=game.game, date=game.date, tip_off=time(hour)) for game in games)
    return MoveGames(season=SEASON, moves=places, because=f"at {hour}")


def test_several_moves_are_all_made_or_none_when_the_writer_is_killed(
    planner: Planner, draft: tuple[ScheduledGame, ...], system: RunningStack
) -> None:
    games = draft[:3]
    planner.send(*(later(games, 12 + number % 8) for number in range(40)))
    planner.wait_for(GameMoved)
    killed = system.kill("writer")
    planner.send(PinGame(season=SEASON, game=games[0].game))
    system.wait_until_up("writer", other_than=killed)
    planner.wait_for(GamePinned)
    moved = Counter(found.envelope.causation for found in planner.history() if isinstance(found.event, GameMoved))
    assert len(moved) == 40
    assert set(moved.values()) == {len(games)}
