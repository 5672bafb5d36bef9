"""What a timetable of a tournament is worth, counted by the limits' independent checks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flextime.limits import br1, br2, ca1, ca2, ca3, ca4, fa2, ga1, round_robin, se1, se2
from flextime.limits.br1 import BR1
from flextime.limits.br2 import BR2
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.ca4 import CA4
from flextime.limits.fa2 import FA2
from flextime.limits.ga1 import GA1
from flextime.limits.model import Deviation, Fixture
from flextime.limits.se1 import SE1
from flextime.limits.se2 import SE2
from flextime.limits.tournament import Tournament, TournamentLimit
from flextime.limits.travel import season_miles

TRAVEL = "travel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A deviation with its kind, what it adds to infeasibility (hard) or objective, and its limit, if no base rule."""

    kind: str
    points: float
    deviation: Deviation
    limit: TournamentLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Infeasibility (0: feasible) and objective, each also by kind ("CA1", "phased", "travel"), and the evidence."""

    infeasibility: float
    objective: float
    hard: Mapping[str, float]
    soft: Mapping[str, float]
    findings: tuple[Finding, ...]


def evaluate(tournament: Tournament, fixtures: Sequence[Fixture]) -> Evaluation:
    """Return the value of a timetable, as the official validator of ITC2021 counts it.

    The objective is the price of the soft limits, and in a travelling tournament every team's way as well.
    """
    findings = tuple(_findings(tournament, fixtures))
    hard = _by_kind(finding for finding in findings if finding.deviation.hard)
    soft = _by_kind(finding for finding in findings if not finding.deviation.hard)
    if tournament.miles is not None:
        soft[TRAVEL] = sum(season_miles(fixtures, tournament.miles))
    return Evaluation(
        infeasibility=sum(hard.values()),
        objective=sum(soft.values()),
        hard=MappingProxyType(hard),
        soft=MappingProxyType(soft),
        findings=findings,
    )


def _by_kind(findings: Iterable[Finding]) -> dict[str, float]:
    points: dict[str, float] = {}
    for finding in findings:
        points[finding.kind] = points.get(finding.kind, 0) + finding.points
    return points


def _findings(tournament: Tournament, fixtures: Sequence[Fixture]) -> Iterator[Finding]:
    for found in round_robin.check(tournament.base, fixtures, len(tournament.teams), tournament.slots):
        yield Finding(kind=found.rule, points=found.amount, deviation=found)
    for limit in tournament.limits:
        kind = limit.price.rule.partition("-")[0]
        for found in check(limit, fixtures, tournament.slots):
            points = found.amount * limit.price.weight if found.hard else found.price
            yield Finding(kind=kind, points=points, deviation=found, limit=limit)


def check(limit: TournamentLimit, fixtures: Sequence[Fixture], slots: int) -> list[Deviation]:  # noqa: C901, PLR0911  a line a kind
    """Return a limit's deviations by its own check."""
    match limit:
        case CA1():
            return ca1.check(limit, fixtures)
        case CA2():
            return ca2.check(limit, fixtures)
        case CA3():
            return ca3.check(limit, fixtures, slots)
        case CA4():
            return ca4.check(limit, fixtures)
        case GA1():
            return ga1.check(limit, fixtures)
        case BR1():
            return br1.check(limit, fixtures)
        case BR2():
            return br2.check(limit, fixtures)
        case FA2():
            return fa2.check(limit, fixtures)
        case SE1():
            return se1.check(limit, fixtures)
        case SE2():
            return se2.check(limit, fixtures)
