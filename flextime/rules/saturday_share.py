"""Weekend games belong to Saturday: a share of the season's weekend games that television wants there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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


def _wanted(given: SaturdayShare, weekend_games: int) -> int:
    return ceil(weekend_games * given.saturday_percent / 100)


def check(given: SaturdayShare, view: SeasonView) -> Iterator[Finding]:
    weekend = [game for game in view.games if is_weekend(game.date)]
    saturday = [game for game in weekend if game.date.weekday() == SATURDAY]
    wanted = _wanted(given, len(weekend))
    if len(saturday) < wanted:
        said = f"{len(saturday)} of {len(weekend)} weekend games are on a Saturday, not {wanted}."
        yield Finding(sentence=said, amount=wanted - len(saturday))


def limits(given: SaturdayShare, price: Price, frame: Frame) -> Iterator[DayCount]:
    # As few weekend games as there can be leave the fewest for other days: all other windows full, byes on weekends.
    in_a_window = len(frame.teams) // 2
    elsewhere = frame.slots - len(frame.slots_within(_days(frame)))
    yield _others(given, price, frame, max(0, len(frame.teams) * frame.games // 2 - elsewhere * in_a_window))


def necessary(given: SaturdayShare, price: Price, frame: Frame) -> Iterator[DayCount]:
    yield _others(given, price, frame, len(frame.slots_touching(_days(frame))) * (len(frame.teams) // 2))


def _days(frame: Frame) -> list[date]:
    return [day for day in frame.days() if is_weekend(day)]


def _others(given: SaturdayShare, price: Price, frame: Frame, weekend_games: int) -> DayCount:
    others = tuple(day for day in _days(frame) if day.weekday() != SATURDAY)
    most = weekend_games - _wanted(given, weekend_games)
    return DayCount(price=price, teams=frame.numbers(), mode="H", days=others, least=0, most=most, together=True)


KIND = RuleKind(
    name="saturday-share",
    title="Saturday share of weekend games",
    category="Broadcast",
    parameters=SaturdayShare,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=necessary,
    default_hardness="soft",
)
