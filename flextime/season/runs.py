"""Runs: a schedule is requested, solves propose candidates, and the run ends in one of four ways."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flextime.league.ids import CandidateId, RuleId, RunId, SeasonId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check_under_way, score
from flextime.rules.waiving import unwaived
from flextime.season.refusal import AlreadyExists, Invalid, NotNow, RuleBroken
from flextime.season.state import Candidate, Conference, Run, RunStatus, season_facts, waivers_in_force
from flextime.solve.problem import Budget, Score

MOST_MEMBERS = 64  # a wider portfolio of one season only repeats itself: members differ by seed alone
MOST_EVALUATIONS = 10_000_000_000  # hours of all that one core can do; beyond it nothing better was ever found
MOST_SECONDS = 3600.0  # a solve beyond an hour belongs in a benchmark; the saga gives up at twice this


# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSchedule:
    """Ask for a schedule. With `adopt_best` the best candidate becomes the season's draft without a further word."""

    run: RunId
    season: SeasonId
    seed: int = 0
    members: int = 2
    budget: Budget = field(default_factory=Budget)
    adopt_best: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRun:
    """Stop a run; the candidates that it proposed stay."""

    run: RunId
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCandidate:
    """Propose a schedule that a member of the run's portfolio found."""

    run: RunId
    member: int
    seed: int
    evaluations: int
    games: tuple[ScheduledGame, ...]
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfeasible:
    """Say that no schedule keeps these rules together, and that each of them is needed for that."""

    run: RunId
    rules: tuple[RuleId, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailRun:
    """Give a run up, or only one member of its portfolio, with the reason."""

    run: RunId
    reason: str
    member: int | None = None


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRequested:
    """A schedule was asked for."""

    run: RunId
    season: SeasonId
    seed: int
    members: int
    budget: Budget
    adopt_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled:
    """A run was stopped by a person."""

    run: RunId
    season: SeasonId
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateProposed:
    """A valid schedule was found, with all its games; `seed` and `evaluations` bring it out again."""

    candidate: CandidateId
    run: RunId
    season: SeasonId
    member: int
    seed: int
    evaluations: int
    games: tuple[ScheduledGame, ...]
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFoundInfeasible:
    """A minimal set of rules was found that cannot hold together."""

    run: RunId
    season: SeasonId
    rules: tuple[RuleId, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFailed:
    """One member of a run's portfolio ended without a schedule; the others may still find one."""

    run: RunId
    season: SeasonId
    member: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed:
    """A run ended without a schedule, for a reason that is not its rules."""

    run: RunId
    season: SeasonId
    reason: str


# Decide --------------------------------------------------------------------------------------------------------------


def request_schedule(state: Conference, command: RequestSchedule) -> Sequence[ScheduleRequested]:
    """Decide on a run: one at a time for a season, within bounds."""
    state.season(command.season)
    event = ScheduleRequested(
        run=command.run,
        season=command.season,
        seed=command.seed,
        members=command.members,
        budget=command.budget,
        adopt_best=command.adopt_best,
    )
    if (known := state.runs.get(command.run)) is not None:
        if _asked(known) == event:
            return []
        raise AlreadyExists(f"The run {command.run} was requested with other values.", field="run")
    _require_bounds(command)
    if off := sorted(state.season(command.season).off):
        why = "a new schedule would have it again. Make it up first, or move games instead"
        raise NotNow(f"{off[0]} is off, and {why}.", field="season")
    for run in state.runs.values():
        if run.season == command.season and run.status == "requested":
            raise NotNow(f"{run.id} is still solving {command.season}: wait for it, or cancel it.", field="season")
    return [event]


def _asked(run: Run) -> ScheduleRequested:
    return ScheduleRequested(
        run=run.id,
        season=run.season,
        seed=run.seed,
        members=run.members,
        budget=run.budget,
        adopt_best=run.adopt_best,
    )


def _require_bounds(command: RequestSchedule) -> None:
    if not command.run.strip() or len(command.run) > 100:
        raise Invalid("A run needs a name of 1 to 100 characters.", field="run")
    if not 1 <= command.members <= MOST_MEMBERS:
        raise Invalid(f"A portfolio has 1 to {MOST_MEMBERS} members, not {command.members}.", field="members")
    if not 0 <= command.seed < 2**31:
        raise Invalid("A seed is a whole number from 0 to 2147483647.", field="seed")
    budget = command.budget
    if not 0 < budget.seconds <= MOST_SECONDS:
        raise Invalid(f"Between 0 and {MOST_SECONDS:.0f} seconds, not {budget.seconds}.", field="budget.seconds")
    if not 0 <= budget.evaluations <= MOST_EVALUATIONS:
        raise Invalid(
            f"From 0 to {MOST_EVALUATIONS:,} evaluations, not {budget.evaluations:,}.", field="budget.evaluations"
        )
    if not 1 <= budget.anneals <= 100:
        raise Invalid("From 1 to 100 anneals.", field="budget.anneals")


def cancel_run(state: Conference, command: CancelRun) -> Sequence[RunCancelled]:
    """Decide on stopping a run; a cancelled one is already so, one that ended otherwise cannot be."""
    run = state.run(command.run)
    if run.status == "cancelled":
        return []
    if run.status != "requested":
        raise NotNow(f"{run.id} is over: {run.status}.", field="run")
    return [RunCancelled(run=run.id, season=run.season, because=command.because)]


def propose_candidate(state: Conference, command: ProposeCandidate, today: date) -> Sequence[CandidateProposed]:
    """Decide on a candidate: the run must be open, and the independent checker must find no hard rule broken."""
    run = state.run(command.run)
    candidate = CandidateId(f"{run.id}.{command.member}")
    if candidate in state.candidates:
        return []
    if run.status != "requested":
        raise NotNow(f"{run.id} is over: {run.status}.", field="run")
    if not 0 <= command.member < run.members:
        raise Invalid(f"{run.id} has members 0 to {run.members - 1}, not {command.member}.", field="member")
    if command.evaluations < 0:
        raise Invalid("Evaluations are counted from 0.", field="evaluations")
    require_valid(state, run.season, command.games, today=today)
    return [
        CandidateProposed(
            candidate=candidate,
            run=run.id,
            season=run.season,
            member=command.member,
            seed=command.seed,
            evaluations=command.evaluations,
            games=command.games,
            score=_own_score(state, run.season, command.games),
        )
    ]


def require_valid(
    state: Conference,
    season: SeasonId,
    games: Sequence[ScheduledGame],
    off: Sequence[ScheduledGame] = (),
    *,
    today: date,
) -> None:
    """Raise RuleBroken, with the evidence, unless every hard rule in force holds over these games.

    What is broken only because games are `off` is excused, and what a waiver covers `today`.
    """
    rules = tuple(state.season(season).rules.values())
    broken, _ = check_under_way(season_facts(state, season), rules, games, off)
    held = unwaived(broken, waivers_in_force(state, season, today))
    hard = [found for found in held if found.hardness == "hard"]
    if hard:
        more = f" and {len(hard) - 1} more" if len(hard) > 1 else ""
        raise RuleBroken(f"{hard[0].sentence}{more}", field="games", evidence=hard)


def _own_score(state: Conference, season: SeasonId, games: Sequence[ScheduledGame]) -> Score:
    """Count what the games are worth by the rules in force.

    What the command claims decides nothing, for the best price is adopted. Nor is it held against the candidate: a soft
    rule may have changed while it was sought.
    """
    rules = state.season(season).rules
    return score(season_facts(state, season), [rules[rule] for rule in sorted(rules)], games)


def report_infeasible(state: Conference, command: ReportInfeasible) -> Sequence[RunFoundInfeasible]:
    """Decide on a report of infeasibility; it ends the run unless a candidate proves it wrong."""
    run = state.run(command.run)
    if run.status == "infeasible":
        return []
    if run.status != "requested":
        raise NotNow(f"{run.id} is over: {run.status}.", field="run")
    if run.candidates:
        raise NotNow(f"{run.id} has a valid candidate: {run.candidates[0]}.", field="run")
    return [RunFoundInfeasible(run=run.id, season=run.season, rules=command.rules, explanation=command.explanation)]


def fail_run(state: Conference, command: FailRun) -> Sequence[MemberFailed | RunFailed]:
    """Decide on giving up a member, or the run; the last member to fail without a candidate fails the run."""
    run = state.run(command.run)
    if run.status == "failed" or command.member in run.failed_members:
        return []
    if run.status != "requested":
        raise NotNow(f"{run.id} is over: {run.status}.", field="run")
    failed = RunFailed(run=run.id, season=run.season, reason=command.reason)
    if command.member is None:
        return [failed]
    if not 0 <= command.member < run.members:
        raise Invalid(f"{run.id} has members 0 to {run.members - 1}, not {command.member}.", field="member")
    if CandidateId(f"{run.id}.{command.member}") in run.candidates:
        raise NotNow(f"Member {command.member} of {run.id} has proposed a candidate.", field="member")
    gone = MemberFailed(run=run.id, season=run.season, member=command.member, reason=command.reason)
    none_left = len(run.failed_members) + 1 == run.members
    return [gone, failed] if none_left else [gone]


# Evolve --------------------------------------------------------------------------------------------------------------


def schedule_requested(state: Conference, event: ScheduleRequested) -> Conference:
    run = Run(
        id=event.run,
        season=event.season,
        status="requested",
        members=event.members,
        seed=event.seed,
        budget=event.budget,
        adopt_best=event.adopt_best,
    )
    return with_run(state, run)


def candidate_proposed(state: Conference, event: CandidateProposed) -> Conference:
    run = state.runs[event.run]
    candidate = Candidate(
        id=event.candidate,
        run=event.run,
        season=event.season,
        member=event.member,
        seed=event.seed,
        evaluations=event.evaluations,
        games=event.games,
        score=event.score,
    )
    known = {**state.candidates, candidate.id: candidate}
    now = replace(run, candidates=(*run.candidates, candidate.id))
    return with_run(replace(state, candidates=known), _solved_if_complete(now))


def member_failed(state: Conference, event: MemberFailed) -> Conference:
    run = state.runs[event.run]
    now = replace(run, failed_members=(*run.failed_members, event.member))
    return with_run(state, _solved_if_complete(now))


def _solved_if_complete(run: Run) -> Run:
    complete = len(run.candidates) + len(run.failed_members) == run.members
    return replace(run, status="solved") if complete and run.candidates else run


def run_ended(state: Conference, event: RunCancelled | RunFoundInfeasible | RunFailed) -> Conference:
    status: RunStatus
    match event:
        case RunCancelled():
            status = "cancelled"
        case RunFoundInfeasible():
            status = "infeasible"
        case RunFailed():
            status = "failed"
    return with_run(state, replace(state.runs[event.run], status=status))


def with_run(state: Conference, run: Run) -> Conference:
    """Return the state with this run in the place of the one with its id."""
    return replace(state, runs={**state.runs, run.id: run})
