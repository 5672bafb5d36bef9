"""Not four of five on the road: a cap on away games in any stretch of a team's games."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA3
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadInFive:
    """At most `games` away in any `stretch` consecutive games of a team."""

    games: int = number(3, "games", least=1, most=20)
    stretch: int = number(5, "games", least=2, most=20)


def sentence(given: RoadInFive, _facts: SeasonFacts) -> str:
    return f"A team plays at most {plural(given.games, 'away game')} in any {given.stretch} games."


def check(given: RoadInFive, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        for first in range(len(games) - given.stretch + 1):
            stretch = games[first : first + given.stretch]
            away = [game for game in stretch if game.away == team]
            if len(away) > given.games:
                said = f"{team} plays {len(away)} of {given.stretch} away, {stretch[0].date} to {stretch[-1].date}."
                yield Finding(sentence=said, amount=len(away) - given.games, teams=(team,), games=tuple(away))


def limits(given: RoadInFive, price: Price, frame: Frame) -> Iterator[CA3]:
    yield CA3(price=price, teams=frame.numbers(), length=given.stretch, mode="A", most=given.games)


KIND = RuleKind(
    name="road-in-five",
    title="Not four of five on the road",
    category="Travel",
    parameters=RoadInFive,
    points=45.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
