"""Big Monday: the week's national game, who comes to it how, and how often a team is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import Approach, DayCount, Limit
from flextime.limits.model import Mode, Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import MONDAY
from flextime.solve.problem import SeasonFacts

APPROACH_DAYS = 5  # a game further back has no bearing on how a team arrives


@dataclass(frozen=True, slots=True, kw_only=True)
class BigMonday:
    """`games` on different Mondays; a team again after `apart_days`; neighbours within `near_miles` are exempt."""

    games: int = number(6, "games", least=0, most=30)
    apart_days: int = number(14, "days", least=0, most=60)
    near_miles: int = number(300, "miles", least=0, most=3000)


def sentence(given: BigMonday, _facts: SeasonFacts) -> str:
    return (
        f"At least {given.games} Mondays have one game, no team is in two within {given.apart_days} days. "
        f"Unless the two are within {given.near_miles} miles of each other, the visitor's game in the {APPROACH_DAYS} "
        f"days before was at home and the host's on the road."
    )


def check(given: BigMonday, view: SeasonView) -> Iterator[Finding]:
    mondays: dict[date, int] = {}
    for game in view.games:
        if game.date.weekday() == MONDAY:
            mondays[game.date] = mondays.get(game.date, 0) + 1
    if len(mondays) < given.games:
        said = f"{len(mondays)} Mondays have a game, not {given.games}."
        yield Finding(sentence=said, amount=given.games - len(mondays))
    for day, count in mondays.items():
        if count > 1:
            yield Finding(sentence=f"{count} games are on Monday, {day}.", amount=count - 1, dates=(day,))
    yield from _check_teams(given, view)


def _check_teams(given: BigMonday, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        own = [game for game in games if game.date.weekday() == MONDAY]
        for one, other in pairwise(own):
            if (other.date - one.date).days < given.apart_days:
                said = f"{team} plays on the Mondays {one.date} and {other.date}."
                yield Finding(sentence=said, teams=(team,), games=(one, other))
        for before, game in pairwise(games):
            soon = game.date.weekday() == MONDAY and (game.date - before.date).days <= APPROACH_DAYS
            if soon and (before.home == team) == (game.home == team) and _far(given, view, game.home, game.away):
                how = "hosts" if game.home == team else "comes to"
                said = f"{team} {how} the Monday game of {game.date} after another {_side(team, game)} game."
                yield Finding(sentence=said, teams=(team,), games=(before, game))


def _side(team: SchoolCode, game: ScheduledGame) -> str:
    return "home" if game.home == team else "road"


def _far(given: BigMonday, view: SeasonView, home: SchoolCode, away: SchoolCode) -> bool:
    return view.miles.get((home, away), 0.0) > given.near_miles


def limits(given: BigMonday, price: Price, frame: Frame) -> Iterator[Limit]:
    mondays = [day for day in frame.days() if day.weekday() == MONDAY]
    teams = frame.numbers()
    wanted = min(given.games, len(mondays))
    for day in mondays:
        yield DayCount(price=price, teams=teams, mode="H", days=(day,), least=0, most=1, together=True)
    every, most = tuple(mondays), len(teams) * len(mondays)
    yield DayCount(price=price, teams=teams, mode="H", days=every, least=wanted, most=most, together=True)
    for first in mondays:
        near = tuple(day for day in mondays if 0 <= (day - first).days < given.apart_days)
        if len(near) > 1:
            yield DayCount(price=price, teams=teams, mode="HA", days=near, least=0, most=1)
    miles = frame.miles()
    near_pairs = tuple((a, b) for a in teams for b in teams if a != b and miles[a][b] <= given.near_miles)
    comes: tuple[tuple[Mode, Mode], ...] = (("A", "H"), ("H", "A"))
    for mode, before in comes:
        yield Approach(
            price=price, teams=teams, days=every, mode=mode, before=before, within_days=APPROACH_DAYS, exempt=near_pairs
        )


KIND = RuleKind(
    name="big-monday",
    title="Big Monday",
    category="Broadcast",
    parameters=BigMonday,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
