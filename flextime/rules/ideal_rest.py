"""Ideal rest: the free days that a team should have between two games, beyond what it must have."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flextime.limits import Rest
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class IdealRest:
    """Whole days between two games: Saturday to Tuesday is two, 72 hours."""

    free_days: int = number(2, "days", least=0, most=14)


def sentence(given: IdealRest, _facts: SeasonFacts) -> str:
    return f"A team should have at least {plural(given.free_days, 'free day')} between two games."


def check(given: IdealRest, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        for one, other in pairwise(games):
            free = (other.date - one.date).days - 1
            if free < given.free_days:
                said = f"{team} has {plural(max(free, 0), 'free day')} between {one.date} and {other.date}."
                yield Finding(sentence=said, amount=given.free_days - free, teams=(team,), games=(one, other))


def limits(given: IdealRest, price: Price, frame: Frame) -> Iterator[Rest]:
    yield Rest(price=price, teams=frame.numbers(), free_days=given.free_days)


KIND = RuleKind(
    name="ideal-rest",
    title="Ideal rest days",
    category="Rest",
    parameters=IdealRest,
    points=10.0,  # a day short, as from Sunday to Tuesday, is common: cheap, or it rules all days
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
