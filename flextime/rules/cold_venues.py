"""Cold venues: no home game outdoors before the spring has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import LEAP_YEAR, team_set, text
from flextime.rules.places import places_in, spoken
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdVenues:
    """From New Year to the day before `until`."""

    until: str = text("03-15", "a day of the year, as 03-15")
    places: tuple[str, ...] = team_set("COL", "ISU", "KSU", "KU", "WVU")

    def __post_init__(self) -> None:
        try:
            date.fromisoformat(f"{LEAP_YEAR}-{self.until}")
        except ValueError as error:
            raise RuleError("parameters.until", f"write a day of the year as 03-15, not {self.until!r}") from error


def sentence(given: ColdVenues, facts: SeasonFacts) -> str:
    return f"No home game from 01-01 to before {given.until} in cold places: {spoken(given.places, facts)}."


def is_cold(given: ColdVenues, day: date) -> bool:
    """Return True for a day of the year before the spring."""
    return f"{day:%m-%d}" < given.until


def check(given: ColdVenues, view: SeasonView) -> Iterator[Finding]:
    for team in places_in(given.places, view.facts):
        for game in view.by_team[team]:
            if game.home == team and is_cold(given, game.date):
                said = f"{team} hosts {game.away} as early as {game.date}, before {given.until}."
                yield Finding(sentence=said, teams=(team,), games=(game,))


def limits(given: ColdVenues, price: Price, frame: Frame) -> Iterator[DayCount]:
    places = places_in(given.places, frame.facts)
    days = tuple(day for day in frame.days() if is_cold(given, day))
    if places and days:
        yield DayCount(price=price, teams=frame.numbers(places), mode="H", days=days, least=0, most=0)


KIND = RuleKind(
    name="cold-venues",
    title="Cold venues",
    category="Venue",
    parameters=ColdVenues,
    points=80.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
