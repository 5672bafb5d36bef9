"""The final game: every team ends its season on the same day of the week, before the championship."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flextime.limits import CA1, DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set, text
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import weekday_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalWeekday:
    """The day of the week of a team's last game."""

    weekday: str = text("Friday", "a day of the week")
    teams: tuple[str, ...] = team_set()

    def __post_init__(self) -> None:
        weekday_of(self.weekday, "weekday")


def sentence(given: FinalWeekday, _facts: SeasonFacts) -> str:
    own = "its last game" if len(given.teams) < 2 else "their last games"
    return f"{everyone(given.teams, 'plays', 'play')} {own} on a {given.weekday}."


def check(given: FinalWeekday, view: SeasonView) -> Iterator[Finding]:
    weekday = weekday_of(given.weekday, "weekday")
    for team in view.chosen(given.teams):
        last = view.by_team[team][-1:]
        day = view.days_of(last[0])[-1] if last else None
        if day is not None and day.weekday() != weekday:
            said = f"{team} plays its last game on {day:%A}, {day}."
            yield Finding(sentence=said, teams=(team,), games=(last[0],))


def final_day(given: FinalWeekday, frame: Frame) -> date:
    """Return the last day of windows from which a game ends on this weekday, or one before all where there is none."""
    weekday, longer = weekday_of(given.weekday, "weekday"), timedelta(days=frame.facts.plan.days_per_game - 1)
    return max((day for day in frame.days() if (day + longer).weekday() == weekday), default=date.min)


def limits(given: FinalWeekday, price: Price, frame: Frame) -> Iterator[CA1 | DayCount]:
    # All on the season's last such day, where nobody need be off in its window: enough, and ends the season together.
    yield from necessary(given, price, frame)
    final = final_day(given, frame)
    if final in frame.days() and len(frame.teams) % 2 == 0:
        teams, places = frame.numbers(given.teams), frame.slots_touching([final])
        yield CA1(price=price, teams=teams, places=places, mode="HA", least=1, most=len(places))
        yield DayCount(price=price, teams=teams, mode="HA", days=(final,), least=1, most=len(places))


def necessary(given: FinalWeekday, price: Price, frame: Frame) -> Iterator[DayCount]:
    final = final_day(given, frame)
    if later := tuple(day for day in frame.days() if day > final):
        yield DayCount(price=price, teams=frame.numbers(given.teams), mode="HA", days=later, least=0, most=0)


KIND = RuleKind(
    name="final-weekday",
    title="Day of the final game",
    category="Competitive",
    parameters=FinalWeekday,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=necessary,
)
