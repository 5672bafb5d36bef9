"""One team, one game: a team plays once in a window and once a day, and not again within some hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from flextime.limits import Limit, Rest
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts

ZONE_HOURS = 6  # from the Atlantic to Hawaii


@dataclass(frozen=True, slots=True, kw_only=True)
class OneGameADay:
    """Hours between two tip-offs of a team, whatever the zones."""

    hours: int = number(20, "hours", least=1, most=96)


def sentence(given: OneGameADay, _facts: SeasonFacts) -> str:
    return f"A team plays once in a window and once a day, with {given.hours} hours between tip-offs."


def check(given: OneGameADay, view: SeasonView) -> Iterator[Finding]:
    far = timedelta(days=given.hours // 24 + 2)  # beyond this, zones cannot bring two tip-offs together
    for team, games in view.by_team.items():
        for one, other in pairwise(games):
            if one.window == other.window:
                said = f"{team} plays twice in window {one.window}: {one.date} and {other.date}."
                yield Finding(sentence=said, teams=(team,), games=(one, other))
                continue
            if other.date - one.date > far:
                continue
            hours = (view.starts(other) - view.starts(one)).total_seconds() / 3600
            if hours < given.hours:
                said = f"{team} tips off twice within {hours:g} hours: {one.date} and {other.date}."
                yield Finding(sentence=said, teams=(team,), games=(one, other))


def limits(given: OneGameADay, price: Price, frame: Frame) -> Iterator[Limit]:
    # Once a window is the timetable's structure. A day later at the same hour is 24 hours later: tip-offs do the rest.
    yield Rest(price=price, teams=frame.numbers(), free_days=(given.hours - 1) // 24)


def necessary(given: OneGameADay, price: Price, frame: Frame) -> Iterator[Limit]:
    # The first at midnight, the second a minute before it: a day more, and the zones of the country on top.
    yield Rest(price=price, teams=frame.numbers(), free_days=max(0, (given.hours - 1 - ZONE_HOURS) // 24 - 1))


KIND = RuleKind(
    name="one-game-a-day",
    title="One team, one game a day",
    category="Rest",
    parameters=OneGameADay,
    points=200.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=necessary,
)
