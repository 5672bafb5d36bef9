"""Where a job goes, what a result says, and which jobs nobody wants any more."""

from dataclasses import replace
from datetime import date, timedelta

from flextime.league.ids import RuleId
from flextime.season.runs import FailRun, MemberFailed, ProposeCandidate, ReportInfeasible, RunCancelled
from flextime.season.state import problem_of
from flextime.solve.problem import Budget, Infeasible, OutOfBudget, Result, Schedule, Solved
from flextime_schemas.envelope import derive_id
from flextime_schemas.messages import SolveJob
from flextime_streams.patience import deadline
from flextime_streams.saga.service import job_partition
from flextime_streams.scheduler.answers import answer
from flextime_streams.scheduler.runs import Runs
from tests.four_teams import FOUR, GAMES, NOW, OPENED, RUN, SCORE, SEASON, adopted, proposed, state_after

JOB = SolveJob(
    run=RUN,
    conference=FOUR,
    season=SEASON,
    member=1,
    seed=42,
    budget=Budget(seconds=30.0),
    problem=problem_of(state_after(*OPENED), SEASON),
    cause="1b0d3a7e-0000-5000-8000-000000000000",
    correlation="the planner's request",
    requested_at=NOW,
)
SOLVED = Solved(best=Schedule(games=GAMES, score=SCORE), evaluations=1000, seconds_to_first=1.0, seconds=2.0)


def test_the_members_of_a_run_fall_on_different_partitions_as_far_as_there_are_any() -> None:
    found = [job_partition(replace(JOB, member=member), 12) for member in range(12)]
    assert sorted(found) == list(range(12))
    assert job_partition(replace(JOB, member=12), 12) == found[0]


def test_a_schedule_becomes_a_candidate_with_what_brings_it_out_again() -> None:
    proposal = answer(JOB, SOLVED)
    assert proposal.command == ProposeCandidate(run=RUN, member=1, seed=42, evaluations=1000, games=GAMES, score=SCORE)
    assert proposal.id == derive_id(JOB.cause, "candidate/run-1/1")
    assert (proposal.conference, proposal.correlation) == (FOUR, "the planner's request")


def test_every_result_of_a_job_has_the_same_id_so_that_the_first_one_counts() -> None:
    results: list[Result] = [
        SOLVED,
        Infeasible(rules=(), explanation="", seconds=1.0),
        OutOfBudget(reason="", seconds=1.0),
    ]
    assert len({answer(JOB, result).id for result in results}) == 1


def test_a_schedule_that_breaks_a_hard_rule_is_never_proposed() -> None:
    sunday = replace(GAMES[1], date=date(2026, 1, 4))
    broken = replace(SOLVED, best=Schedule(games=(GAMES[0], sunday, *GAMES[2:]), score=SCORE))
    command = answer(JOB, broken).command
    assert isinstance(command, FailRun)
    assert command.member == 1
    assert "BYU" in command.reason


def test_a_proof_of_infeasibility_names_its_rules() -> None:
    rules = (RuleId("byu-no-sunday"),)
    command = answer(JOB, Infeasible(rules=rules, explanation="too few days", seconds=1.0)).command
    assert command == ReportInfeasible(run=RUN, rules=rules, explanation="too few days")


def test_an_exhausted_budget_fails_the_member_and_not_the_run() -> None:
    command = answer(JOB, OutOfBudget(reason="no schedule in 30 s", seconds=30.0)).command
    assert command == FailRun(run=RUN, member=1, reason="no schedule in 30 s")


def test_a_job_is_wanted_until_its_run_is_over_or_its_member_has_answered_or_it_is_late() -> None:
    runs = Runs()
    assert runs.unwanted(JOB, NOW) is None
    runs.hear(FOUR, proposed(0))
    assert runs.unwanted(JOB, NOW) is None
    runs.hear(FOUR, MemberFailed(run=RUN, season=SEASON, member=1, reason=""))
    assert runs.unwanted(JOB, NOW) is not None
    assert runs.unwanted(replace(JOB, member=2), deadline(NOW, JOB.budget)) is not None
    assert runs.unwanted(replace(JOB, member=2), deadline(NOW, JOB.budget) - timedelta(seconds=1)) is None


def test_a_run_ends_with_its_cancellation_or_its_adoption() -> None:
    for end in (RunCancelled(run=RUN, season=SEASON, because=""), adopted()):
        runs = Runs()
        assert runs.hear(FOUR, end) == (FOUR, RUN)
        assert runs.unwanted(JOB, NOW) == "its run is over"
