"""Idle weeks: how many weeks each team has off, whatever its sport's windows are."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.league.model import days_from
from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import by_week, week_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleWeeks:
    """Weeks from Monday to Sunday that hold a window, and no game of the team."""

    weeks: int = number(1, "weeks", least=0, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: IdleWeeks, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'has', 'have')} exactly {plural(given.weeks, 'week')} without a game."


def check(given: IdleWeeks, view: SeasonView) -> Iterator[Finding]:
    weeks = by_week(day for window in view.plan.windows for day in window.dates)
    for team in view.chosen(given.teams):
        played = {week_of(day) for game in view.by_team[team] for day in view.days_of(game)}
        idle = tuple(week for week in weeks if week not in played)
        if len(idle) != given.weeks:
            said = f"{team} has {plural(len(idle), 'week')} without a game, not {given.weeks}."
            yield Finding(sentence=said, amount=abs(len(idle) - given.weeks), teams=(team,), dates=idle)


def limits(given: IdleWeeks, price: Price, frame: Frame) -> Iterator[CA1]:
    # With a window a week, weeks are counted as windows; where a week has several, no limit counts the weeks.
    plan = frame.facts.plan
    windows = [
        by_week(day for first in window.dates for day in days_from(first, plan.days_per_game))
        for window in plan.windows
    ]
    if len(by_week(frame.days())) == frame.slots == sum(map(len, windows)):
        games = max(0, frame.slots - given.weeks)
        slots = tuple(range(frame.slots))
        yield CA1(price=price, teams=frame.numbers(given.teams), places=slots, mode="HA", least=games, most=games)


KIND = RuleKind(
    name="idle-weeks",
    title="Exact byes, by weeks",
    category="Rest",
    parameters=IdleWeeks,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
    unsearched="it where a week has several windows",
)
