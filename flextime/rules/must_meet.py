"""Must meet: a pod, a division or a region whose teams all play one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
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
        games = tuple(game for game in view.by_team[one] if other in (game.home, game.away))
        if len(games) < given.meetings:
            said = f"{one} and {other} meet {plural(len(games), 'time')}."
            yield Finding(sentence=said, amount=given.meetings - len(games), teams=(one, other), games=games)


def limits(given: MustMeet, price: Price, frame: Frame) -> Iterator[GA1]:
    slots = tuple(range(frame.slots))
    for one, other in combinations(frame.numbers(given.teams), 2):
        both = ((one, other), (other, one))
        yield GA1(price=price, meetings=both, slots=slots, least=given.meetings, most=2 * len(slots))


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
