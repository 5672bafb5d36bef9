"""Series: games on consecutive days in one venue from a set weekday, earlier for teams that play no Sunday."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

from flextime.league.ids import SchoolCode
from flextime.limits import MeetingDays
from flextime.limits.model import Price
from flextime.rules.calendars import within
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, named
from flextime.rules.parameters import day_set, said, spans, team_set, text
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import WEEKDAYS
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The weekday of its first day; who begins a day earlier, and the days on which everybody does."""

    begins: str = text("Friday", "a weekday")
    early_teams: tuple[str, ...] = team_set()
    early_days: tuple[str, ...] = day_set()

    def __post_init__(self) -> None:
        if self.begins not in WEEKDAYS:
            raise RuleError("parameters.begins", f"{self.begins!r} is no weekday: {', '.join(WEEKDAYS)}")


def sentence(given: Series, facts: SeasonFacts) -> str:
    what = f"A series is {facts.plan.days_per_game} games in one venue on consecutive days from {given.begins}"
    early = [f"where {named(given.early_teams)} plays"] if given.early_teams else []
    early += [f"on {said(given.early_days)}"] if given.early_days else []
    return f"{what}{'; a day earlier ' + ' and '.join(early) if early else ''}."


def check(given: Series, view: SeasonView) -> Iterator[Finding]:
    may_begin = _days(given, view.facts)
    for game in view.games:
        if not may_begin(game.home, game.away, game.date):
            said = f"{game.away} at {game.home} begins on {WEEKDAYS[game.date.weekday()]} {game.date}."
            yield Finding(sentence=said, teams=(game.home, game.away), games=(game,))


def limits(given: Series, price: Price, frame: Frame) -> Iterator[MeetingDays]:
    may_begin = _days(given, frame.facts)
    by_days: dict[tuple[date, ...], list[tuple[int, int]]] = {}
    for home, away in permutations(range(len(frame.teams)), 2):
        wrong = tuple(day for day in frame.days() if not may_begin(frame.teams[home], frame.teams[away], day))
        by_days.setdefault(wrong, []).append((home, away))
    for days, meetings in by_days.items():
        if days:
            yield MeetingDays(price=price, meetings=tuple(meetings), days=days)


def _days(given: Series, facts: SeasonFacts) -> Callable[[SchoolCode, SchoolCode, date], bool]:
    """Return who may begin a series with whom on which day."""
    early_days = spans(given.early_days, facts.plan.first.year, facts.plan.last.year)
    usual = WEEKDAYS.index(given.begins)

    def may_begin(home: SchoolCode, away: SchoolCode, day: date) -> bool:
        early = not {home, away}.isdisjoint(given.early_teams) or within(early_days, day)
        return (day + timedelta(days=early)).weekday() == usual

    return may_begin


KIND = RuleKind(
    name="series",
    title="Series",
    category="Competitive",
    parameters=Series,
    points=100.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
