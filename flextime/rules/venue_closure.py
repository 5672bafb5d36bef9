"""Venue closures: a closed building hosts nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import span_days
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueClosure:
    """No parameters: the closures are facts."""


def sentence(_given: VenueClosure, _facts: SeasonFacts) -> str:
    return "No game is played in a venue on a day on which it is closed."


def check(_given: VenueClosure, view: SeasonView) -> Iterator[Finding]:
    for game in view.games:
        for closure in view.facts.closures:
            day = view.first_day(game, closure.span.__contains__) if closure.venue == game.venue else None
            if day is not None:
                said = f"{game.away} at {game.home} on {day}: {closure.venue} is closed ({closure.reason})."
                yield Finding(sentence=said, teams=(game.home,), games=(game,))


def limits(_given: VenueClosure, price: Price, frame: Frame) -> Iterator[DayCount]:
    hosts = {home.venue: frame.teams.index(home.team) for home in frame.facts.plan.home_venues}
    for closure in frame.facts.closures:
        days = span_days(closure.span, frame)
        if closure.venue in hosts and days:
            yield DayCount(price=price, teams=(hosts[closure.venue],), mode="H", days=days, least=0, most=0)


KIND = RuleKind(
    name="venue-closure",
    title="Venue availability",
    category="Venue",
    parameters=VenueClosure,
    points=1000.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
