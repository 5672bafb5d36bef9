"""Weekend games: the share of a team's games that spectators can come to without a day off work or school."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import real
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weekend_home import is_weekend
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekendShare:
    """Share of a team's games from Friday to Sunday. The conference wishes 65: half the windows are weekends, so 50."""

    percent: float = real(50.0, "percent", least=0.0, most=100.0)


def wanted(given: WeekendShare, games: int) -> int:
    """Return how many of so many games must lie on weekends."""
    return ceil(games * given.percent / 100)


def sentence(given: WeekendShare, _facts: SeasonFacts) -> str:
    return f"At least {given.percent:g} % of a team's games are from Friday to Sunday."


def check(given: WeekendShare, view: SeasonView) -> Iterator[Finding]:
    for team, games in view.by_team.items():
        weekend = sum(is_weekend(game.date) for game in games)
        missing = wanted(given, len(games)) - weekend
        if missing > 0:
            said = f"{team} plays {weekend} of its {len(games)} games from Friday to Sunday."
            yield Finding(sentence=said, amount=missing, teams=(team,))


def limits(given: WeekendShare, price: Price, frame: Frame) -> Iterator[CA1]:
    places = frame.slots_touching([day for day in frame.days() if is_weekend(day)])
    least = wanted(given, frame.games)
    if places and least:
        yield CA1(price=price, teams=frame.numbers(), places=places, mode="HA", least=least, most=frame.slots)


KIND = RuleKind(
    name="weekend-share",
    title="Share of weekend games",
    category="Broadcast",
    parameters=WeekendShare,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
