"""Saga and scheduler on the real servers, with the real writer and the real solver."""

from dataclasses import dataclass
from functools import partial

import pytest

from flextime.league.ids import RunId
from flextime.season.runs import (
    CancelRun,
    CandidateProposed,
    RequestSchedule,
    RunCancelled,
    ScheduleRequested,
)
from flextime.season.schedules import CandidateAdopted
from flextime.solve.problem import Budget
from flextime_cli.stack.running import RunningStack
from flextime_schemas.envelope import derive_id
from flextime_schemas.fold import Recorded
from flextime_schemas.messages import DeadLetter, SolveProgress
from flextime_schemas.topics import DEAD_LETTERS, EVENTS, PROGRESS, SOLVE_JOBS
from tests.four_teams import SEASON
from tests.planner import Planner

pytestmark = pytest.mark.stack

RUN = RunId("run-1")
# No anneal: what is tried here is the way through the system, and kernels need not be compiled for it.
BRIEF = Budget(seconds=60.0, evaluations=0, anneals=1)


def request(members: int = 2) -> RequestSchedule:
    return RequestSchedule(run=RUN, season=SEASON, seed=1, members=members, budget=BRIEF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run of three members that ended in a draft; one run serves all claims about it."""

    planner: Planner
    asked: Recorded
    proposals: list[tuple[Recorded, CandidateProposed]]
    adopted: Recorded


@pytest.fixture(scope="module")
def finished(system: RunningStack) -> Finished:
    planner = Planner.of(system.environment)
    planner.open_the_season_of_four()
    planner.send(request(members=3))
    adopted = planner.wait_for(CandidateAdopted)
    history = list(planner.history())
    return Finished(
        planner=planner,
        asked=next(found for found in history if isinstance(found.event, ScheduleRequested)),
        proposals=[(found, found.event) for found in history if isinstance(found.event, CandidateProposed)],
        adopted=adopted,
    )


def test_each_member_proposes_once_and_each_step_names_its_cause(finished: Finished) -> None:
    assert sorted(event.member for _, event in finished.proposals) == [0, 1, 2]
    asked = finished.asked.envelope
    for found, event in finished.proposals:
        assert found.envelope.causation == derive_id(asked.id, f"candidate/{RUN}/{event.member}")
        assert (found.envelope.actor, found.envelope.correlation) == ("scheduler", asked.correlation)
    adopted = finished.adopted.envelope
    assert (adopted.actor, adopted.correlation) == ("saga", asked.correlation)


def test_the_adopted_candidate_is_the_cheapest(finished: Finished) -> None:
    best = min((e for _, e in finished.proposals), key=lambda e: (e.score.price, e.score.miles, e.member))
    assert isinstance(finished.adopted.event, CandidateAdopted)
    assert finished.adopted.event.now == best.candidate
    assert len(best.games) == 6


def test_a_running_solve_tells_how_far_it_is(finished: Finished) -> None:
    conference = finished.planner.conference
    told = finished.planner.wait_for_record(SolveProgress, PROGRESS, lambda found: found.conference == conference)
    assert (told.run, told.season) == (RUN, SEASON)


def test_the_jobs_of_a_run_lie_apart_and_hold_the_whole_problem(finished: Finished) -> None:
    jobs = finished.planner.jobs(RUN)
    assert sorted(job.member for _, job in jobs) == [0, 1, 2]
    assert len({partition for partition, _ in jobs}) == 3
    assert {job.cause for _, job in jobs} == {finished.asked.envelope.id}
    assert all({rule.id for rule in job.problem.rules} >= {"byu-no-sunday", "game-count"} for _, job in jobs)


def test_a_cancelled_run_ends_without_a_draft_and_the_next_one_is_taken(planner: Planner) -> None:
    planner.send(request(), CancelRun(run=RUN, because="a mistake"))
    planner.wait_for(RunCancelled)
    planner.send(RequestSchedule(run=RunId("run-2"), season=SEASON, members=1, budget=BRIEF))
    adopted = planner.wait_for(CandidateAdopted).event
    assert isinstance(adopted, CandidateAdopted)
    assert adopted.run == "run-2"


def test_bytes_that_are_no_record_are_buried_with_their_place_and_the_rest_goes_on(planner: Planner) -> None:
    garbage = f"no record for {planner.conference}".encode()
    planner.send_bytes(EVENTS, garbage, planner.partition)
    planner.send_bytes(SOLVE_JOBS, garbage, planner.partition)
    for service, topic in (("saga", EVENTS), ("scheduler", SOLVE_JOBS)):
        letter = planner.wait_for_record(DeadLetter, DEAD_LETTERS, partial(_buried, service, garbage))
        assert (letter.topic, letter.partition, letter.key) == (topic.name, planner.partition, b"a key")
        assert letter.headers == {"odd": b"\xff"}
        assert "Confluent framing" in letter.reason
    planner.send(request(members=1))
    assert planner.wait_for(CandidateAdopted)


def test_a_request_made_while_the_saga_was_down_is_taken_up_when_it_is_back(
    planner: Planner, system: RunningStack
) -> None:
    gone = system.kill("saga")
    planner.send(request(members=1))
    planner.wait_for(ScheduleRequested)
    system.wait_until_up("saga", other_than=gone)
    assert planner.wait_for(CandidateAdopted)


def test_a_saga_killed_between_candidates_and_draft_adopts_once(planner: Planner, system: RunningStack) -> None:
    planner.send(request())
    planner.wait_for(CandidateProposed)
    system.wait_until_up("saga", other_than=system.kill("saga"))
    planner.wait_for(CandidateAdopted)
    assert len([event for event in planner.events() if isinstance(event, CandidateAdopted)]) == 1
    made_again_is_the_same = {repr(job) for _, job in planner.jobs(RUN)}
    assert len(made_again_is_the_same) == 2


def _buried(service: str, value: bytes, letter: DeadLetter) -> bool:
    return (letter.service, letter.value) == (service, value)
