"""Weekend games belong to Saturday: a share of the season's weekend games that television wants there."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import real
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weekend_home import is_weekend
from flextime.rules.weeks import SATURDAY
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturdayShare:
    """Share of the games from Friday to Sunday that fall on a Saturday."""

    saturday_percent: float = real(80.0, "percent", least=0.0, most=100.0)


def sentence(given: SaturdayShare, _facts: SeasonFacts) -> str:
    return f"At least {given.saturday_percent:g} % of the weekend games are on a Saturday."


def check(given: SaturdayShare, view: SeasonView) -> Iterator[Finding]:
    weekend = [game for game in view.games if is_weekend(game.date)]
    saturday = [game for game in weekend if game.date.weekday() == SATURDAY]
    wanted = ceil(len(weekend) * given.saturday_percent / 100)
    if len(saturday) < wanted:
        said = f"{len(saturday)} of {len(weekend)} weekend games are on a Saturday, not {wanted}."
        yield Finding(sentence=said, amount=wanted - len(saturday))


def limits(given: SaturdayShare, price: Price, frame: Frame) -> Iterator[DayCount]:
    # The weekend games of a full season; with byes there are fewer, and the bound on the others is a little loose.
    days = [day for day in frame.days() if is_weekend(day)]
    weekend_games = len(frame.slots_touching(days)) * (len(frame.teams) // 2)
    others = tuple(day for day in days if day.weekday() != SATURDAY)
    most = int(weekend_games * (100 - given.saturday_percent) / 100)
    teams = frame.numbers()
    yield DayCount(price=price, teams=teams, mode="H", days=others, least=0, most=most, together=True)


KIND = RuleKind(
    name="saturday-share",
    title="Saturday share of weekend games",
    category="Broadcast",
    parameters=SaturdayShare,
    points=5.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
