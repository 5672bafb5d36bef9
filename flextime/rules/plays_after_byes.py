"""Plays after byes: who meets more opponents coming off a bye than others do."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.league.ids import SchoolCode
from flextime.limits.model import Price
from flextime.limits.off_bye import OffBye
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaysAfterByes:
    """The spread of a fair season is one: some meet no such opponent, some one."""

    spread: int = number(1, "games", least=0, most=20)


def sentence(given: PlaysAfterByes, _facts: SeasonFacts) -> str:
    return f"No team meets more than {plural(given.spread, 'opponent')} coming off a bye, unless it comes off one too."


def check(given: PlaysAfterByes, view: SeasonView) -> Iterator[Finding]:
    order = {window.number: n for n, window in enumerate(view.plan.windows)}
    played = {team: {order.get(game.window) for game in games} for team, games in view.by_team.items()}

    def rested(team: SchoolCode, window: int) -> bool:
        slot = order.get(window, 0)
        return slot > 0 and slot - 1 not in played.get(team, set())

    for team, games in view.by_team.items():
        against = [
            game
            for game in games
            if rested(game.away if game.home == team else game.home, game.window) and not rested(team, game.window)
        ]
        if len(against) > given.spread:
            said = f"{team} meets {plural(len(against), 'opponent')} coming off a bye."
            yield Finding(sentence=said, amount=len(against) - given.spread, teams=(team,), games=tuple(against))


def limits(given: PlaysAfterByes, price: Price, frame: Frame) -> Iterator[OffBye]:
    yield OffBye(price=price, teams=frame.numbers(), most=given.spread)


KIND = RuleKind(
    name="plays-after-byes",
    title="Plays after byes",
    category="Competitive",
    parameters=PlaysAfterByes,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
