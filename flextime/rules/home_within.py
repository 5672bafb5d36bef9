"""Home within: no team, and none of its fans, waits too many windows for a home game."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeWithin:
    """At least one home game in any `windows` consecutive windows; byes bring none."""

    windows: int = number(3, "windows", least=2, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: HomeWithin, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'plays', 'play')} at home at least once in any {given.windows} windows in a row."


def check(given: HomeWithin, view: SeasonView) -> Iterator[Finding]:
    windows = view.plan.windows
    for team in view.chosen(given.teams):
        hosted = {game.window for game in view.by_team[team] if game.home == team}
        for first in range(len(windows) - given.windows + 1):
            stretch = windows[first : first + given.windows]
            if not any(window.number in hosted for window in stretch):
                begin, end = stretch[0].dates[0], stretch[-1].dates[-1]
                yield Finding(
                    sentence=f"{team} has no home game from {begin} to {end}.", teams=(team,), dates=(begin, end)
                )


def limits(given: HomeWithin, price: Price, frame: Frame) -> Iterator[CA1]:
    for first in range(frame.slots - given.windows + 1):
        places = tuple(range(first, first + given.windows))
        yield CA1(price=price, teams=frame.numbers(given.teams), places=places, mode="H", least=1, most=given.windows)


KIND = RuleKind(
    name="home-within",
    title="A home game every few windows",
    category="Competitive",
    parameters=HomeWithin,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
