"""Opening and closing on the road: no team should play its first two, or its last two, games away."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClose:
    """How many games count as the opening, and as the close."""

    games: int = number(2, "games", least=1, most=10)


def sentence(given: OpenClose, _facts: SeasonFacts) -> str:
    return f"A team should have a home game among its first {given.games} games and among its last {given.games}."


def check(given: OpenClose, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        for name, part in (("opens", games[: given.games]), ("closes", games[-given.games :])):
            if len(part) == given.games and all(game.away == team for game in part):
                said = f"{team} {name} with {given.games} games on the road, {part[0].date} to {part[-1].date}."
                yield Finding(sentence=said, teams=(team,), games=tuple(part))


def limits(given: OpenClose, price: Price, frame: Frame) -> Iterator[CA1]:
    teams = frame.numbers()
    for places in (tuple(range(given.games)), tuple(range(-given.games, 0))):
        yield CA1(price=price, teams=teams, places=places, mode="H", least=1, most=given.games, unit="games")


KIND = RuleKind(
    name="open-close-road",
    title="Opening and closing on the road",
    category="Competitive",
    parameters=OpenClose,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
