"""Balance at both ends: of a team's first and last games, some at home and some away."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLast:
    """Of the first `games` games, and of the last: at least `home` at home and `away` away."""

    games: int = number(4, "games", least=1, most=20)
    home: int = number(2, "games", least=0, most=20)
    away: int = number(2, "games", least=0, most=20)

    def __post_init__(self) -> None:
        if self.home + self.away > self.games:
            raise RuleError("parameters.games", f"{self.games} games cannot hold {self.home} home and {self.away} away")


def sentence(given: FirstLast, _facts: SeasonFacts) -> str:
    ends = f"Of its first {given.games} games and of its last {given.games}"
    return f"{ends}, a team plays at least {given.home} at home and {given.away} away."


def check(given: FirstLast, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        for name, part in (("first", games[: given.games]), ("last", games[-given.games :])):
            home = sum(game.home == team for game in part)
            away = len(part) - home
            missing = max(0, given.home - home) + max(0, given.away - away)
            if missing:
                said = f"{team} plays {home} home and {away} away in its {name} {given.games} games."
                yield Finding(sentence=said, amount=missing, teams=(team,), games=tuple(part))


def limits(given: FirstLast, price: Price, frame: Frame) -> Iterator[CA1]:
    teams, most = frame.numbers(), given.games - given.away
    for places in (tuple(range(given.games)), tuple(range(-given.games, 0))):
        yield CA1(price=price, teams=teams, places=places, mode="H", least=given.home, most=most, unit="games")


KIND = RuleKind(
    name="first-last-balance",
    title="First four and last four balance",
    category="Competitive",
    parameters=FirstLast,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
