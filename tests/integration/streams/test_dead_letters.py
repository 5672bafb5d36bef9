"""A poisoned conference stands still on the real servers, alone, until a person decides; then nothing is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from flextime.conflicts.gathering import detector_of
from flextime.league.ids import RunId
from flextime.league.model import DateSpan, ScheduledGame
from flextime.season.conflicts import ConflictOpened
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import CandidateAdopted
from flextime.season.state import Conference
from flextime.season.venues import CloseVenue, VenueClosed
from flextime.solve.problem import Budget
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.messages import DeadLetter, DeadLetterSettled
from flextime_schemas.topics import DEAD_LETTERS
from tests.four_teams import SEASON
from tests.planner import Planner
from tests.projecting import wait_until

pytestmark = pytest.mark.stack

BRIEF = Budget(seconds=60.0, evaluations=0, anneals=1)
Cli = Callable[..., str]
FOLLOWERS = {"conflicts", "constraints", "saga", "projector-postgres", "projector-elasticsearch"}


@pytest.fixture
def flextime(system: RunningStack) -> Cli:
    """The command line, as a person types it."""

    def typed(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["dead-letters", *arguments], env=dict(system.environment))
        assert result.exit_code == 0, result.output
        return result.output

    return typed


def drafted(planner: Planner) -> tuple[ScheduledGame, ...]:
    """Let the season be scheduled, and return its games once all that is wrong with them is recorded."""
    planner.send(RequestSchedule(run=RunId("run-1"), season=SEASON, members=1, budget=BRIEF))
    adopted = planner.wait_for(CandidateAdopted).event
    assert isinstance(adopted, CandidateAdopted)
    planner.wait_until(lambda state: bool(state.candidates) and is_recorded(state))
    return adopted.games


def closing(game: ScheduledGame) -> CloseVenue:
    return CloseVenue(venue=game.venue, span=DateSpan(first=game.date, last=game.date), reason="flood")


def is_recorded(state: Conference, closures: int = 0) -> bool:
    found = {one.id: one for one in detector_of(state).conflicts()}
    return len(state.closures) == closures and found == {key: k.conflict for key, k in state.conflicts.items()}


def floods(planner: Planner) -> list[ConflictOpened]:
    return [event for event in planner.events() if isinstance(event, ConflictOpened) and "flood" in str(event)]


def of(service: str, value: bytes, letter: DeadLetter) -> bool:
    return (letter.service, letter.value) == (service, value)


def shown(system: RunningStack, planner: Planner) -> int:
    """Return the sequence that PostgreSQL's views show of a conference."""
    with psycopg.connect(system.postgres, autocommit=True) as connection:
        query = "SELECT sequence FROM read.positions WHERE conference = %s"
        found = connection.execute(query, (planner.conference,)).fetchone()
    return int(found[0]) if found else 0


def listed(flextime: Cli, planner: Planner) -> dict[str, dict[str, Any]]:
    """Return the open letters about a conference by service."""
    lines = flextime("list", "--conference", planner.conference, "--json").splitlines()
    return {letter["service"]: letter for letter in map(json.loads, lines)}


def test_a_poisoned_conference_waits_alone_and_a_discard_lets_it_go_on_complete(
    planner: Planner, flextime: Cli, system: RunningStack
) -> None:
    neighbour = planner.neighbour()
    neighbour.open_the_season_of_four()
    games, others = drafted(planner), drafted(neighbour)

    body = planner.poison()
    letter = planner.wait_for_record(DeadLetter, DEAD_LETTERS, partial(of, "conflicts", body))
    assert letter.parks == planner.conference
    planner.send(closing(games[0]))
    planner.wait_for(VenueClosed)
    neighbour.send(closing(others[0]))
    neighbour.wait_until(lambda state: is_recorded(state, closures=1))
    assert len(floods(neighbour)) == 1
    assert floods(planner) == [], "its later events wait, and one partition is read in order"

    place = f"{letter.topic}:{letter.partition}:{letter.offset}"
    wait_until(lambda: listed(flextime, planner).keys() >= FOLLOWERS, "the letter of each that follows the events")
    parked = listed(flextime, planner)
    assert {name for name, one in parked.items() if one["parks"] == planner.conference} >= FOLLOWERS
    assert f"{planner.conference} stands still in conflicts" in flextime("show", parked["conflicts"]["id"])
    flextime("discard", place, "--because", "a test's poison", "--by", "ann")
    planner.wait_until(lambda state: is_recorded(state, closures=1))
    assert len(floods(planner)) == 1
    wait_until(lambda: shown(system, planner) == list(planner.history())[-1].envelope.sequence, "the views caught up")
    assert listed(flextime, planner) == {}


def test_parking_outlives_the_worker_and_a_replay_that_fails_is_told_again(
    planner: Planner, flextime: Cli, system: RunningStack
) -> None:
    neighbour = planner.neighbour()
    neighbour.open_the_season_of_four()
    games, others = drafted(planner), drafted(neighbour)
    body = planner.poison()
    letter = planner.wait_for_record(DeadLetter, DEAD_LETTERS, partial(of, "conflicts", body))

    killed = system.kill("conflicts")
    planner.send(closing(games[0]))
    planner.wait_for(VenueClosed)
    neighbour.send(closing(others[0]))
    system.wait_until_up("conflicts", other_than=killed)
    neighbour.wait_until(lambda state: is_recorded(state, closures=1))
    assert floods(planner) == []

    flextime("replay", letter.id, "--because", "a try", "--by", "ann")
    settled = planner.wait_for_record(DeadLetterSettled, DEAD_LETTERS, lambda one: one.letter == letter.id)
    assert (settled.action, settled.by, settled.because) == ("replay", "ann", "a try")
    planner.wait_for_record(DeadLetter, DEAD_LETTERS, lambda one: one.id == letter.id and one.at > settled.at)
    flextime("discard", letter.id, "--because", "a test's poison", "--by", "ann")
    planner.wait_until(lambda state: is_recorded(state, closures=1))
