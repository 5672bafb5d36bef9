"""Minimum rest: free days between two games of a team."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flextime.limits import Rest
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MinRest:
    """Whole days between two games: Saturday to Monday is one."""

    free_days: int = number(1, "days", least=0, most=14)
    teams: tuple[str, ...] = team_set()


def sentence(given: MinRest, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "has", "have")
    return f"{who} at least {plural(given.free_days, 'free day')} between two games."


def check(given: MinRest, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for one, other in pairwise(view.by_team[team]):
            ended = view.days_of(one)[-1]
            free = (other.date - ended).days - 1
            if free < given.free_days:
                said = f"{team} has {plural(max(free, 0), 'free day')} between {ended} and {other.date}"
                yield Finding(
                    sentence=f"{said}, not {given.free_days}.",
                    amount=given.free_days - free,
                    teams=(team,),
                    games=(one, other),
                )


def limits(given: MinRest, price: Price, frame: Frame) -> Iterator[Rest]:
    days = given.free_days + frame.facts.plan.days_per_game - 1  # limits count from the first day of a series
    yield Rest(price=price, teams=frame.numbers(given.teams), free_days=days)


KIND = RuleKind(
    name="min-rest",
    title="Minimum rest days",
    category="Rest",
    parameters=MinRest,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
