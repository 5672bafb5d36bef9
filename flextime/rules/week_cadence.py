"""Cadence of weeks: how many games each week of the season has at most. Soccer's is 1-2-2-1-2-2-1."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import capped
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, everyone, named, plural
from flextime.rules.parameters import team_set, text
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import by_week, week_of, weekday_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCadence:
    """Weeks are those that hold a window, and begin on a day of the week: where some play on Mondays, on Tuesday."""

    cadence: str = text("2", "games of each week, as 1-2-2-1; the last stands for all weeks that follow")
    begins: str = text("Monday", "a day of the week")
    teams: tuple[str, ...] = team_set()

    def __post_init__(self) -> None:
        weekday_of(self.begins, "begins")
        if not all(part in _COUNTS for part in self.cadence.split("-")):
            raise RuleError("parameters.cadence", f"write the games of each week as 1-2-2-1, not {self.cadence!r}")


_COUNTS = tuple(str(games) for games in range(15))  # two a day at the most


def cadence_of(given: WeekCadence) -> list[int]:
    """Return the games of each week."""
    return [int(part) for part in given.cadence.split("-")]


def sentence(given: WeekCadence, _facts: SeasonFacts) -> str:
    who, counts = everyone(given.teams, "plays", "play"), cadence_of(given)
    begins = "" if given.begins == "Monday" else f", each from {given.begins} on"
    if len(counts) == 1:
        return f"{who} at most {plural(counts[0], 'game')} a week{begins}."
    return f"{who} at most {named([str(games) for games in counts])} games in the weeks of the season{begins}."


def most_of_weeks(given: WeekCadence, facts: SeasonFacts) -> dict[date, int]:
    """Return how many games each week may have, by its first day."""
    begins, counts = weekday_of(given.begins, "begins"), cadence_of(given)
    weeks = by_week((day for window in facts.plan.windows for day in window.dates), begins)
    return {first: counts[min(n, len(counts) - 1)] for n, first in enumerate(weeks)}


def check(given: WeekCadence, view: SeasonView) -> Iterator[Finding]:
    begins = weekday_of(given.begins, "begins")
    for team in view.chosen(given.teams):
        for first, most in most_of_weeks(given, view.facts).items():
            games = tuple(game for game in view.by_team[team] if week_of(game.date, begins) == first)
            if len(games) > most:
                said = f"{team} plays {plural(len(games), 'game')} in the week of {first}, not {most} at most."
                yield Finding(sentence=said, amount=len(games) - most, teams=(team,), games=games)


def limits(given: WeekCadence, price: Price, frame: Frame) -> Iterator[DayCount]:
    weeks = by_week(frame.days(), weekday_of(given.begins, "begins"))
    teams = frame.numbers(given.teams)
    for first, most in most_of_weeks(given, frame.facts).items():
        yield from capped(frame, price, teams, [weeks[first]], most)


KIND = RuleKind(
    name="week-cadence",
    title="Cadence of weeks",
    category="Rest",
    parameters=WeekCadence,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
