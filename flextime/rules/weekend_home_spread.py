"""Spread of weekend home games: the team with most and the team with fewest lie near each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1, DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, nothing
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weekend_home import is_weekend
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekendHomeSpread:
    """Most weekend home games of a team less fewest."""

    spread: int = number(2, "games", least=0, most=20)


def sentence(given: WeekendHomeSpread, _facts: SeasonFacts) -> str:
    return f"The weekend home games of any two teams differ by at most {given.spread}."


def check(given: WeekendHomeSpread, view: SeasonView) -> Iterator[Finding]:
    counts = {
        team: sum(game.home == team and is_weekend(game.date) for game in games) for team, games in view.by_team.items()
    }
    most, fewest = max(counts, key=lambda team: counts[team]), min(counts, key=lambda team: counts[team])
    over = counts[most] - counts[fewest] - given.spread
    if over > 0:
        said = f"{most} has {counts[most]} weekend home games and {fewest} {counts[fewest]}."
        yield Finding(sentence=said, amount=over, teams=(most, fewest))


def limits(given: WeekendHomeSpread, price: Price, frame: Frame) -> Iterator[CA1 | DayCount]:
    # Every team within a band of this width around the mean is stricter than the spread, and needs no maximum.
    days = tuple(day for day in frame.days() if is_weekend(day))
    places = frame.slots_within(days)
    mean = len(places) / 2
    least = int(mean - given.spread / 2 + 0.5)
    teams = frame.numbers()
    yield CA1(price=price, teams=teams, places=places, mode="H", least=least, most=least + given.spread)
    # A window may hold a Friday beside a Wednesday: which of them a game takes must keep the band as well.
    yield DayCount(price=price, teams=teams, mode="H", days=days, least=least, most=least + given.spread)


KIND = RuleKind(
    name="weekend-home-spread",
    title="Spread of weekend home games",
    category="Competitive",
    parameters=WeekendHomeSpread,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=nothing,  # the band lies around the mean, the rule's may lie elsewhere
    default_hardness="soft",
)
