"""Rematch separation: two meetings of a pair lie some games apart, or some days."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
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
    # Enough: whatever dates within the slots are chosen, and wherever the byes fall.
    byes = max(0, frame.slots - frame.games)
    by_games = given.games + byes if given.games else 0
    yield SE1(price=price, teams=frame.numbers(), least=min(by_games, _slots_for_days(given.days, frame, all)))


def necessary(given: Rematch, price: Price, frame: Frame) -> Iterator[SE1]:
    # Fewer slots between, and there is neither room for the games nor any choice of dates so far apart.
    yield SE1(price=price, teams=frame.numbers(), least=min(given.games, _slots_for_days(given.days, frame, any)))


def _slots_for_days(days: int, frame: Frame, of: Callable[[Iterable[bool]], bool]) -> int:
    """Return the fewest slots between with which `all` slots lie so many days apart for sure, or `any` may."""
    windows = frame.facts.plan.windows
    first, last = (0, -1) if of is all else (-1, 0)
    for between in range(len(windows) - 1):
        later = windows[between + 1 :]
        if of((b.dates[first] - a.dates[last]).days >= days for a, b in zip(windows, later, strict=False)):
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
    necessary=necessary,
)
