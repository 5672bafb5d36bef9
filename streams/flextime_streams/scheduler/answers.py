"""What a job's result says to the writer: a candidate, a proof that there is none, or one member less. Pure."""

from flextime.rules.check import check
from flextime.rules.model import Violation
from flextime.season.runs import FailRun, ProposeCandidate, ReportInfeasible
from flextime.solve.problem import Infeasible, OutOfBudget, Result, Solved
from flextime_schemas.messages import SolveJob
from flextime_streams.proposals import Proposal


def answer(job: SolveJob, result: Result) -> Proposal:
    """Return the proposal that a result comes to; the same job has the same id however often it is solved."""
    return Proposal(
        conference=job.conference,
        command=_command(job, result),
        cause=job.cause,
        purpose=f"candidate/{job.run}/{job.member}",
        correlation=job.correlation,
    )


def _command(job: SolveJob, result: Result) -> ProposeCandidate | ReportInfeasible | FailRun:
    match result:
        case Solved(best=best, evaluations=evaluations):
            if broken := broken_rules(job, result):
                reason = f"the solver's schedule breaks {len(broken)} hard rules: {broken[0].sentence}"
                return FailRun(run=job.run, reason=reason, member=job.member)
            return ProposeCandidate(
                run=job.run,
                member=job.member,
                seed=job.seed,
                evaluations=evaluations,
                games=best.games,
                score=best.score,
            )
        case Infeasible(rules=rules, explanation=explanation):
            return ReportInfeasible(run=job.run, rules=rules, explanation=explanation)
        case OutOfBudget(reason=reason):
            return FailRun(run=job.run, reason=reason, member=job.member)


def broken_rules(job: SolveJob, solved: Solved) -> list[Violation]:
    """Check a result once more, independently of the solver, before anybody hears of it."""
    found = check(job.problem.facts, job.problem.rules, solved.best.games)
    return [violation for violation in found if violation.hardness == "hard"]
