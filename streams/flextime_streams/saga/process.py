"""The saga's mind, without I/O. It answers three questions:

- am I interested?          `interested`: only in what moves a run
- what do I remember?       `remember`: of each run that is not over, who asked, when, and for what problem
- what command follows?     `due`: everything that should have been sent by now

`due` looks at the state, not at the event: whatever was lost in a crash is due again, with the same id, so that
the writer and the scheduler take it once.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flextime.league.ids import CandidateId, RunId, SeasonId
from flextime.season.decide import Event, decide
from flextime.season.refusal import Refused
from flextime.season.runs import (
    CandidateProposed,
    FailRun,
    MemberFailed,
    RunCancelled,
    RunFailed,
    RunFoundInfeasible,
    ScheduleRequested,
)
from flextime.season.schedules import AdoptCandidate, CandidateAdopted
from flextime.season.state import Conference, Run, problem_of
from flextime.solve.problem import Problem
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.messages import SolveJob
from flextime_streams.patience import deadline
from flextime_streams.proposals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pursued:
    """A run that is not over. `cause` is the id of its ScheduleRequested; `problem` is the season as it stood then, so
    that a job made again after a crash is the same job."""

    run: RunId
    season: SeasonId
    cause: str
    correlation: str
    requested_at: datetime
    problem: Problem


Memory = Mapping[RunId, Pursued]

Due = SolveJob | Proposal


def interested(event: Event) -> bool:
    """Return True for an event that may begin, move or end a run."""
    return isinstance(
        event,
        ScheduleRequested
        | CandidateProposed
        | MemberFailed
        | RunCancelled
        | RunFailed
        | RunFoundInfeasible
        | CandidateAdopted,
    )


def remember(memory: Memory, state: Conference, envelope: EventEnvelope, event: Event) -> Memory:
    """Return the memory after an event; `state` is the conference with the event in it."""
    match event:
        case ScheduleRequested(season=season):
            # A new request supersedes a run of the season that ended with its best still unadopted.
            kept = _without(memory, (run for run, known in memory.items() if known.season == season))
            return {**kept, event.run: _pursued(state, envelope, event)}
        case RunCancelled(run=run) | RunFailed(run=run) | RunFoundInfeasible(run=run):
            return _without(memory, [run])
        case CandidateAdopted(run=run, season=season):
            # The planner's choice stands: an ended run of the season is not adopted over it.
            ended = (r for r, known in memory.items() if known.season == season and not _open(state, r))
            return _without(memory, [run, *ended])
        case CandidateProposed(run=run) | MemberFailed(run=run):
            settled = run in memory and not _open(state, run) and _best(state, run, envelope.time) is None
            return _without(memory, [run]) if settled else memory
        case _:
            return memory


def _pursued(state: Conference, envelope: EventEnvelope, event: ScheduleRequested) -> Pursued:
    return Pursued(
        run=event.run,
        season=event.season,
        cause=envelope.id,
        correlation=envelope.correlation,
        requested_at=envelope.time,
        problem=problem_of(state, event.season),
    )


def _without(memory: Memory, runs: Iterable[RunId]) -> Memory:
    gone = set(runs)
    return {run: known for run, known in memory.items() if run not in gone}


def _open(state: Conference, run: RunId) -> bool:
    return state.runs[run].status == "requested"


def due(memory: Memory, state: Conference, now: datetime) -> Sequence[Due]:
    """Return every job and proposal that should have been sent by `now`, in the order of the runs."""
    return [item for pursued in memory.values() for item in _due(pursued, state, now)]


def _due(pursued: Pursued, state: Conference, now: datetime) -> Sequence[Due]:
    run = state.runs[pursued.run]
    if run.status != "requested":
        return _adoption(pursued, state, now)
    if now >= deadline(pursued.requested_at, run.budget):
        return _ending(pursued, state, now)
    return [_job(pursued, state, run, member) for member in unanswered(run)]


def unanswered(run: Run) -> Sequence[int]:
    """Return the members of a run's portfolio that have neither proposed nor failed."""
    return [
        m for m in range(run.members) if m not in run.failed_members and member_candidate(run, m) not in run.candidates
    ]


def member_candidate(run: Run, member: int) -> CandidateId:
    """Name the candidate that a member proposes, as the write model does."""
    return CandidateId(f"{run.id}.{member}")


def member_seed(seed: int, member: int) -> int:
    """Return the seed of a portfolio's member: members 0 of runs 1 and 2 share nothing, as sums of the two would.

    >>> member_seed(1, 0), member_seed(0, 1)
    (416735690, 691566078)
    """
    digest = hashlib.sha256(f"{seed}/{member}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


def _job(pursued: Pursued, state: Conference, run: Run, member: int) -> SolveJob:
    return SolveJob(
        run=run.id,
        conference=state.id,
        season=run.season,
        member=member,
        seed=member_seed(run.seed, member),
        budget=run.budget,
        problem=pursued.problem,
        cause=pursued.cause,
        correlation=pursued.correlation,
        requested_at=pursued.requested_at,
    )


def _adoption(pursued: Pursued, state: Conference, now: datetime) -> Sequence[Proposal]:
    """Propose the best candidate of a run that asked for it; the ones that the writer would refuse are passed over."""
    best = _best(state, pursued.run, now)
    if best is None:
        return []
    command = AdoptCandidate(candidate=best)
    return [_proposal(pursued, state, command, f"adopt/{best}")]


def _best(state: Conference, run: RunId, now: datetime) -> CandidateId | None:
    """Return the candidate of the lowest price that can be adopted as things stand, if the run adopts at all.

    The same `decide` as the writer's is asked, so a candidate that a later rule or pin forbids gives way to the next.
    """
    if not state.runs[run].adopt_best:
        return None
    for candidate in ranked(state, state.runs[run]):
        try:
            decide(state, AdoptCandidate(candidate=candidate), now)
        except Refused:
            continue
        return candidate
    return None


def ranked(state: Conference, run: Run) -> Sequence[CandidateId]:
    """Return the run's candidates, best first: by price, then miles, then member."""

    def worth(candidate: CandidateId) -> tuple[float, float, int]:
        found = state.candidates[candidate]
        return found.score.price, found.score.miles, found.member

    return sorted(run.candidates, key=worth)


def _ending(pursued: Pursued, state: Conference, now: datetime) -> Sequence[Proposal]:
    """End a run that is late: with its best candidate, with its candidates alone, or without any."""
    run = state.runs[pursued.run]
    if adoption := _adoption(pursued, state, now):
        return adoption
    reason = f"no answer within twice the budget of {run.budget.seconds:g} s"
    if run.candidates and not run.adopt_best:
        silent = [FailRun(run=run.id, reason=reason, member=member) for member in unanswered(run)]
        return [_proposal(pursued, state, fail, f"late/{fail.member}") for fail in silent]
    if run.candidates:
        reason = "none of its candidates can be adopted as the rules and pins now stand, and the others are late"
    return [_proposal(pursued, state, FailRun(run=run.id, reason=reason), "late")]


def _proposal(pursued: Pursued, state: Conference, command: AdoptCandidate | FailRun, purpose: str) -> Proposal:
    return Proposal(
        conference=state.id,
        command=command,
        cause=pursued.cause,
        purpose=purpose,
        correlation=pursued.correlation,
    )
