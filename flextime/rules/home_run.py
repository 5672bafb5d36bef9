"""Consecutive home games: how many a team should play in a row, by the sequence of its games."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA3
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural, runs
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRun:
    """A run goes on over byes: it is counted in games."""

    games: int = number(3, "games", least=1, most=20)
    teams: tuple[str, ...] = team_set()


def sentence(given: HomeRun, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'plays', 'play')} at most {plural(given.games, 'home game')} in a row."


def check(given: HomeRun, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for run in runs(view.by_team[team], team, home=True):
            if len(run) > given.games:
                said = f"{team} plays {len(run)} home games in a row, {run[0].date} to {run[-1].date}."
                yield Finding(sentence=said, amount=len(run) - given.games, teams=(team,), games=tuple(run))


def limits(given: HomeRun, price: Price, frame: Frame) -> Iterator[CA3]:
    teams = frame.numbers(given.teams)
    yield CA3(price=price, teams=teams, length=given.games + 1, mode="H", most=given.games)


KIND = RuleKind(
    name="max-consecutive-home",
    title="Consecutive home games",
    category="Competitive",
    parameters=HomeRun,
    points=50.0,  # one game too many is worth a detour of 500 miles
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
