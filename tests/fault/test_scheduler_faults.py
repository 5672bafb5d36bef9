"""The scheduler killed in the middle of a solve: its jobs come again, and each member's candidate stands once."""

import psutil
import pytest

from flextime.league.ids import RunId
from flextime.season.runs import CandidateProposed, RequestSchedule
from flextime.season.schedules import CandidateAdopted
from flextime.solve.problem import Budget
from flextime_cli.stack.running import RunningStack
from flextime_schemas.messages import SolveProgress
from flextime_schemas.topics import PROGRESS
from flextime_streams.saga.process import member_seed
from tests.planner import Planner

pytestmark = [pytest.mark.stack, pytest.mark.fault]

RUN = RunId("run-1")
SEED = 7
# Two anneals of these lengths take some 20 s on an idle core: long enough to be killed in, whatever the machine.
BUDGET = Budget(evaluations=1_000_000, anneals=1, seconds=240.0)


@pytest.fixture
def planner(system: RunningStack) -> Planner:
    return Planner.of(system.environment)


def solver_processes(scheduler: int) -> list[psutil.Process]:
    return [child for child in psutil.Process(scheduler).children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_scheduler_killed_in_the_middle_of_a_solve_loses_and_doubles_nothing(
    planner: Planner, system: RunningStack
) -> None:
    season = planner.open_the_big_12_season()
    scheduler = system.pid_of("scheduler")
    planner.send(RequestSchedule(run=RUN, season=season, seed=SEED, members=2, budget=BUDGET))
    planner.wait_for_record(SolveProgress, PROGRESS, lambda told: told.conference == planner.conference)
    children = solver_processes(scheduler)
    assert children, "a solve is under way"

    assert system.kill("scheduler") == scheduler
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == [], "a solve does not outlive its worker"
    system.wait_until_up("scheduler", other_than=scheduler)

    adopted = planner.wait_for(CandidateAdopted).event
    proposals = [event for event in planner.events() if isinstance(event, CandidateProposed)]
    assert sorted(event.member for event in proposals) == [0, 1]
    assert {event.seed for event in proposals} == {member_seed(SEED, member) for member in (0, 1)}
    assert isinstance(adopted, CandidateAdopted)
    assert adopted.now == min(proposals, key=lambda event: (event.score.price, event.score.miles)).candidate
    assert len([event for event in planner.events() if isinstance(event, CandidateAdopted)]) == 1
