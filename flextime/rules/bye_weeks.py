"""Bye weeks: between which windows teams may be off, and how many of them at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1, GA1
from flextime.limits.model import Price
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, named, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ByeWeeks:
    """Byes lie in the windows from `first` to `last`, counted from 1, each with at most `off` teams."""

    first: int = number(4, "windows", least=1, most=60)
    last: int = number(11, "windows", least=1, most=60)
    off: int = number(4, "teams", least=0, most=60)

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise RuleError("parameters.first", f"window {self.first} comes after window {self.last}")


def sentence(given: ByeWeeks, _facts: SeasonFacts) -> str:
    return f"Byes lie in windows {given.first} to {given.last}, and at most {plural(given.off, 'team')} are off in one."


def check(given: ByeWeeks, view: SeasonView) -> Iterator[Finding]:
    for place, window in enumerate(view.plan.windows, start=1):
        playing = {team for game in view.games if game.window == window.number for team in (game.home, game.away)}
        off = tuple(team for team in view.teams if team not in playing)
        most = given.off if given.first <= place <= given.last else 0
        if len(off) > most:
            said = f"{named(off)} {'are' if len(off) > 1 else 'is'} off in window {place}, {window.dates[0]}."
            yield Finding(sentence=said, amount=len(off) - most, teams=off, dates=(window.dates[0],))


def limits(given: ByeWeeks, price: Price, frame: Frame) -> Iterator[CA1 | GA1]:
    teams = frame.numbers()
    everything = tuple((home, away) for home in teams for away in teams if home != away)
    for slot in range(frame.slots):
        if not given.first <= slot + 1 <= given.last:
            yield CA1(price=price, teams=teams, places=(slot,), mode="HA", least=1, most=1)
        elif (least := (len(teams) - given.off + 1) // 2) > 0:
            yield GA1(price=price, meetings=everything, slots=(slot,), least=least, most=len(teams))


KIND = RuleKind(
    name="bye-weeks",
    title="Bye weeks",
    category="Rest",
    parameters=ByeWeeks,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
