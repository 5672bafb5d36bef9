"""Exact game count: each team plays the conference games that the season's format says."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class GameCount:
    """`games` of 0 is the figure of the season's plan."""

    games: int = number(0, "games", least=0, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: GameCount, facts: SeasonFacts) -> str:
    count = plural(given.games or facts.plan.games_per_team, "conference game")
    return f"{everyone(given.teams, 'plays', 'play')} exactly {count}."


def check(given: GameCount, view: SeasonView) -> Iterator[Finding]:
    wanted = given.games or view.plan.games_per_team
    for team in view.chosen(given.teams):
        played = len(view.by_team[team])
        if played != wanted:
            yield Finding(
                sentence=f"{team} plays {plural(played, 'conference game')}, not {wanted}.",
                amount=abs(played - wanted),
                teams=(team,),
            )


def limits(given: GameCount, price: Price, frame: Frame) -> Iterator[CA1]:
    games = given.games or frame.games
    places = tuple(range(frame.slots))
    yield CA1(price=price, teams=frame.numbers(given.teams), places=places, mode="HA", least=games, most=games)


KIND = RuleKind(
    name="game-count",
    title="Exact conference game count",
    category="Competitive",
    parameters=GameCount,
    points=200.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
