"""Must meet: a pod, a division or a region whose teams all play one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.pairs import games_between, meet_at_least
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MustMeet:
    """Each two of the teams meet at least `meetings` times."""

    meetings: int = number(1, "meetings", least=1, most=2)
    teams: tuple[str, ...] = team_set()


def sentence(given: MustMeet, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "meets", "meet")
    often = "once" if given.meetings == 1 else "twice"
    return f"{who} {'each other' if given.teams else 'every other'} at least {often}."


def check(given: MustMeet, view: SeasonView) -> Iterator[Finding]:
    for one, other in combinations(view.chosen(given.teams), 2):
        games = games_between(view, one, other)
        if len(games) < given.meetings:
            said = f"{one} and {other} meet {plural(len(games), 'time')}."
            yield Finding(sentence=said, amount=given.meetings - len(games), teams=(one, other), games=games)


def limits(given: MustMeet, price: Price, frame: Frame) -> Iterator[GA1]:
    for pair in combinations(frame.numbers(given.teams), 2):
        yield meet_at_least(frame, price, pair, range(frame.slots), given.meetings)


KIND = RuleKind(
    name="must-meet",
    title="Teams that must meet",
    category="Competitive",
    parameters=MustMeet,
    points=100.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
