"""Rematch separation: two meetings of a pair lie some games apart, or some days."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import SE1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematch:
    """Kept when either holds: `games` other games of both teams in between, or `days` from date to date."""

    games: int = number(3, "games", least=0, most=30)
    days: int = number(10, "days", least=0, most=120)


def sentence(given: Rematch, _facts: SeasonFacts) -> str:
    return f"Two meetings of a pair lie at least {given.games} games or {given.days} days apart."


def check(given: Rematch, view: SeasonView) -> Iterator[Finding]:
    met: dict[frozenset[SchoolCode], list[ScheduledGame]] = defaultdict(list)
    for game in view.games:
        met[frozenset((game.home, game.away))].append(game)
    for pair, games in met.items():
        for one, other in pairwise(games):
            days = (other.date - one.date).days
            if days >= given.days:
                continue
            between = min(_between(view, team, one, other) for team in pair)
            if between < given.games:
                first, second = sorted(pair) if len(pair) == 2 else (*pair, *pair)
                yield Finding(
                    sentence=f"{first} and {second} meet again after {days} days and {between} other games: "
                    f"{one.date}, {other.date}.",
                    teams=(first, second),
                    games=(one, other),
                )


def _between(view: SeasonView, team: SchoolCode, one: ScheduledGame, other: ScheduledGame) -> int:
    return sum(one.date < game.date < other.date for game in view.by_team.get(team, []))


def limits(given: Rematch, price: Price, frame: Frame) -> Iterator[SE1]:
    yield SE1(price=price, teams=frame.numbers(), least=_slots_between(given, frame))


def _slots_between(given: Rematch, frame: Frame) -> int:
    """Return the fewest slots between that keep the days for sure, whatever dates within the slots are chosen."""
    windows = frame.facts.plan.windows
    if given.games == 0:
        return 0
    for between in range(len(windows) - 1):
        gaps = [
            (windows[n + between + 1].dates[0] - windows[n].dates[-1]).days for n in range(len(windows) - between - 1)
        ]
        if all(gap >= given.days for gap in gaps):
            return between
    return max(0, len(windows) - 1)


KIND = RuleKind(
    name="rematch-separation",
    title="Rematch separation",
    category="Competitive",
    parameters=Rematch,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
