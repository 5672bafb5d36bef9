"""Tip-off windows: when a game may begin, by the clock of its venue, and how late that is in the East."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from flextime.league.model import ScheduledGame
from flextime.rules.eastern import eastern
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, nothing
from flextime.rules.parameters import number
from flextime.rules.season_view import SeasonView
from flextime.rules.weeks import SATURDAY
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class TipOffWindow:
    """Hours of the first and last tip-off: Monday to Friday, after classes; Saturday and Sunday; and in the East."""

    weekday_from: int = number(17, "hours", least=0, most=23)
    weekday_to: int = number(21, "hours", least=0, most=23)
    weekend_from: int = number(12, "hours", least=0, most=23)
    weekend_to: int = number(20, "hours", least=0, most=23)
    eastern_to: int = number(22, "hours", least=12, most=23)

    def __post_init__(self) -> None:
        for name, first, last in (
            ("weekday_to", self.weekday_from, self.weekday_to),
            ("weekend_to", self.weekend_from, self.weekend_to),
        ):
            if last < first:
                raise RuleError(f"parameters.{name}", f"the last tip-off, {last}:00, is before the first, {first}:00")


def bounds(given: TipOffWindow, day: date) -> tuple[time, time]:
    """Return the first and the last tip-off of a day, local to the venue."""
    if day.weekday() >= SATURDAY:
        return time(given.weekend_from), time(given.weekend_to)
    return time(given.weekday_from), time(given.weekday_to)


def sentence(given: TipOffWindow, _facts: SeasonFacts) -> str:
    return (
        f"Games begin from {given.weekday_from}:00 to {given.weekday_to}:00 on weekdays and from "
        f"{given.weekend_from}:00 to {given.weekend_to}:00 on weekends by the clock of their venue, and by "
        f"{given.eastern_to}:00 Eastern."
    )


def check(given: TipOffWindow, view: SeasonView) -> Iterator[Finding]:
    for game in view.games:
        first, last = bounds(given, game.date)
        if not first <= game.tip_off <= last:
            said = f"{game.away} at {game.home} on {game.date:%A}, {game.date}, begins at {game.tip_off:%H:%M}; "
            yield _finding(f"{said}allowed is {first:%H:%M} to {last:%H:%M}.", game)
            continue
        next_day, begins = eastern(view, game)
        if (next_day, begins) > (False, time(given.eastern_to)):
            said = f"{game.away} at {game.home} on {game.date} begins at {begins:%H:%M} Eastern, "
            yield _finding(f"{said}after {given.eastern_to}:00.", game)


def _finding(said: str, game: ScheduledGame) -> Finding:
    return Finding(sentence=said, teams=(game.home, game.away), games=(game,))


KIND = RuleKind(
    name="tip-off-window",
    title="Tip-off windows",
    category="Broadcast",
    parameters=TipOffWindow,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=nothing,  # tip-offs are settled when the days are known
)
