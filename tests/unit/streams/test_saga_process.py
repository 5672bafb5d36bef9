"""What the saga asks for, run by run: given events, when the clock shows a time, then jobs and proposals."""

from dataclasses import replace
from datetime import datetime, timedelta

from flextime.league.ids import CandidateId, RuleId, RunId
from flextime.season.decide import Event, empty, evolve
from flextime.season.rulebook import RuleAdded
from flextime.season.runs import (
    CandidateProposed,
    FailRun,
    MemberFailed,
    RunCancelled,
    RunFailed,
    RunFoundInfeasible,
    ScheduleRequested,
)
from flextime.season.schedules import AdoptCandidate, CandidateAdopted, GameMoved, GamePinned
from flextime.season.state import Conference, problem_of
from flextime.solve.problem import Budget
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.messages import SolveJob
from flextime_streams.patience import deadline
from flextime_streams.proposals import Proposal
from flextime_streams.saga.process import Due, Memory, due, interested, member_seed, remember
from tests.four_teams import DRAFTED, FOUR, GAMES, NOW, OPENED, REQUESTED, RUN, SEASON, adopted, proposed

PORTFOLIO = Budget(seconds=30.0)
REQUEST = ScheduleRequested(run=RUN, season=SEASON, seed=7, members=3, budget=PORTFOLIO, adopt_best=True)
LATE = deadline(NOW, PORTFOLIO)
TWO_OF_THREE: tuple[Event, ...] = (*OPENED, REQUEST, proposed(0), proposed(1))


def envelope(number: int) -> EventEnvelope:
    return EventEnvelope(
        id=f"event-{number}",
        type="any",
        conference=FOUR,
        stream="any",
        time=NOW,
        actor="planner",
        correlation=f"request-{number}",
        causation="any",
        sequence=number,
        stream_version=1,
        chain="",
    )


def after(*events: Event) -> tuple[Memory, Conference]:
    """Fold events into the saga's memory and the conference's state."""
    memory: Memory = {}
    state = empty(FOUR)
    for number, event in enumerate(events, start=1):
        state = evolve(state, event)
        memory = remember(memory, state, envelope(number), event)
    return memory, state


def asked(*events: Event, at: datetime = NOW) -> list[Due]:
    return list(due(*after(*events), at))


def commands(*events: Event, at: datetime = NOW) -> list[object]:
    return [item.command for item in asked(*events, at=at) if isinstance(item, Proposal)]


def jobs(*events: Event, at: datetime = NOW) -> list[SolveJob]:
    return [item for item in asked(*events, at=at) if isinstance(item, SolveJob)]


def priced(member: int, price: float, miles: float = 0.0) -> CandidateProposed:
    found = proposed(member)
    return replace(found, score=replace(found.score, price=price, miles=miles))


def failed(member: int) -> MemberFailed:
    return MemberFailed(run=RUN, season=SEASON, member=member, reason="no luck")


def test_a_request_becomes_one_job_for_each_member() -> None:
    found = jobs(*OPENED, REQUEST)
    assert [job.member for job in found] == [0, 1, 2]
    assert {job.cause for job in found} == {f"event-{len(OPENED) + 1}"}
    assert {job.correlation for job in found} == {f"request-{len(OPENED) + 1}"}
    assert {job.requested_at for job in found} == {NOW}


def test_members_differ_by_seed_and_a_seed_is_the_same_again() -> None:
    seeds = [job.seed for job in jobs(*OPENED, REQUEST)]
    assert seeds == [member_seed(7, member) for member in range(3)]
    assert len(set(seeds)) == 3
    assert all(0 <= seed < 2**31 for seed in seeds)


def test_a_job_made_again_holds_the_problem_as_it_was_when_the_run_was_requested() -> None:
    before = jobs(*OPENED, REQUEST)
    rule = replace(next(e for e in OPENED if isinstance(e, RuleAdded)).rule, id=RuleId("another"))
    later = jobs(*OPENED, REQUEST, RuleAdded(season=SEASON, rule=rule))
    assert later == before
    _, state = after(*OPENED, REQUEST)
    assert before[0].problem == problem_of(state, SEASON)


def test_only_members_that_have_not_answered_are_asked_again() -> None:
    assert [job.member for job in jobs(*OPENED, REQUEST, proposed(0), failed(2))] == [1]


def test_nothing_is_adopted_before_every_member_has_answered() -> None:
    assert commands(*TWO_OF_THREE) == []


def test_the_cheapest_candidate_is_adopted_when_all_have_answered() -> None:
    found = commands(*OPENED, REQUEST, priced(0, 3.0), priced(1, 2.0), failed(2))
    assert found == [AdoptCandidate(candidate=CandidateId("run-1.1"))]


def test_equal_prices_are_told_apart_by_miles_and_then_by_member() -> None:
    by_miles = commands(*OPENED, REQUEST, priced(0, 2.0, 900.0), priced(1, 2.0, 800.0), priced(2, 2.0, 800.0))
    assert by_miles == [AdoptCandidate(candidate=CandidateId("run-1.1"))]


def test_a_proposal_is_the_same_command_however_often_it_is_made() -> None:
    (first,), (again,) = (asked(*OPENED, REQUEST, proposed(0), proposed(1), proposed(2)) for _ in range(2))
    assert isinstance(first, Proposal)
    assert isinstance(again, Proposal)
    assert first.id == again.id
    assert first.cause == f"event-{len(OPENED) + 1}"


def test_a_candidate_that_would_be_refused_gives_way_to_the_next_best() -> None:
    moved = replace(GAMES[0], date=GAMES[0].date + timedelta(days=1))
    pinned: tuple[Event, ...] = (
        *DRAFTED,
        GameMoved(season=SEASON, game=moved.game, was=GAMES[0], now=moved, because=""),
        GamePinned(season=SEASON, game=moved.game, at=moved),
    )
    second = RunId("run-2")
    request = replace(REQUEST, run=second, members=2)
    off_the_pin = replace(priced(0, 1.0), run=second, candidate=CandidateId("run-2.0"))
    on_the_pin = replace(priced(1, 5.0), run=second, candidate=CandidateId("run-2.1"), games=(moved, *GAMES[1:]))
    found = commands(*pinned, request, off_the_pin, on_the_pin)
    assert found == [AdoptCandidate(candidate=CandidateId("run-2.1"))]


def test_a_run_whose_candidates_would_all_be_refused_is_let_go() -> None:
    moved = replace(GAMES[0], date=GAMES[0].date + timedelta(days=1))
    second = RunId("run-2")
    memory, _ = after(
        *DRAFTED,
        GameMoved(season=SEASON, game=moved.game, was=GAMES[0], now=moved, because=""),
        GamePinned(season=SEASON, game=moved.game, at=moved),
        replace(REQUEST, run=second, members=1),
        replace(proposed(0), run=second, candidate=CandidateId("run-2.0")),
    )
    assert memory == {}


def test_without_adopt_best_the_planner_chooses() -> None:
    request = replace(REQUEST, adopt_best=False)
    assert asked(*OPENED, request, proposed(0), proposed(1), proposed(2)) == []


def test_an_adopted_run_is_over() -> None:
    memory, _ = after(*DRAFTED)
    assert memory == {}


def test_the_planner_who_adopts_another_candidate_first_is_not_overruled() -> None:
    earlier: tuple[Event, ...] = (*REQUESTED, proposed(0), proposed(1))
    by_hand = CandidateAdopted(season=SEASON, run=RUN, was=None, now=CandidateId("run-1.1"), games=GAMES)
    assert asked(*earlier, by_hand) == []


def test_a_new_request_supersedes_a_run_that_was_never_adopted() -> None:
    second = replace(REQUEST, run=RunId("run-2"))
    found = asked(*OPENED, REQUEST, proposed(0), proposed(1), proposed(2), second)
    assert [type(item) for item in found] == [SolveJob] * 3
    assert {item.run for item in found if isinstance(item, SolveJob)} == {"run-2"}


def test_a_run_that_ended_asks_for_nothing_more() -> None:
    for end in (
        RunCancelled(run=RUN, season=SEASON, because=""),
        RunFailed(run=RUN, season=SEASON, reason=""),
        RunFoundInfeasible(run=RUN, season=SEASON, rules=(), explanation=""),
    ):
        assert asked(*OPENED, REQUEST, proposed(0), end, at=LATE) == []


def test_a_late_run_without_a_candidate_fails() -> None:
    (found,) = commands(*OPENED, REQUEST, failed(0), at=LATE)
    assert isinstance(found, FailRun)
    assert (found.run, found.member) == (RUN, None)
    assert "30 s" in found.reason


def test_a_late_run_adopts_the_best_that_it_has() -> None:
    assert commands(*TWO_OF_THREE, at=LATE) == [AdoptCandidate(candidate=CandidateId("run-1.0"))]


def test_a_late_run_that_adopts_nothing_gives_up_its_silent_members_and_keeps_its_candidates() -> None:
    request = replace(REQUEST, adopt_best=False)
    found = commands(*OPENED, request, proposed(0), at=LATE)
    assert [command.member for command in found if isinstance(command, FailRun)] == [1, 2]


def test_a_run_is_late_after_twice_its_budget_and_two_minutes() -> None:
    assert deadline(NOW, Budget(seconds=30.0)) == NOW + timedelta(seconds=180)
    just_before = LATE - timedelta(seconds=1)
    assert len(jobs(*OPENED, REQUEST, at=just_before)) == 3


def test_events_that_move_no_run_are_of_no_interest() -> None:
    assert not any(interested(event) for event in OPENED)
    assert all(interested(event) for event in (REQUEST, proposed(), failed(0), adopted()))
