"""Consecutive away games: how many a team may play in a row, by the sequence of its games."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA3
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural, runs
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayRun:
    """A run goes on over byes: it is counted in games."""

    games: int = number(2, "games", least=1, most=20)
    teams: tuple[str, ...] = team_set()


def sentence(given: AwayRun, _facts: SeasonFacts) -> str:
    return f"{everyone(given.teams, 'plays', 'play')} at most {plural(given.games, 'away game')} in a row."


def check(given: AwayRun, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for run in runs(view.by_team[team], team, home=False):
            if len(run) > given.games:
                yield Finding(
                    sentence=f"{team} plays {len(run)} away games in a row, {run[0].date} to {run[-1].date}; "
                    f"at most {given.games} are allowed.",
                    amount=len(run) - given.games,
                    teams=(team,),
                    games=tuple(run),
                )


def limits(given: AwayRun, price: Price, frame: Frame) -> Iterator[CA3]:
    teams = frame.numbers(given.teams)
    yield CA3(price=price, teams=teams, length=given.games + 1, mode="A", most=given.games)


KIND = RuleKind(
    name="max-consecutive-away",
    title="Consecutive away games",
    category="Travel",
    parameters=AwayRun,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
