"""Opponent multiplicity: who meets whom how often. Two teams that meet twice meet once in each arena."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponents:
    """How often two teams meet at least and at most; how many meet twice follows from the number of games."""

    least: int = number(1, "meetings", least=0, most=2)
    most: int = number(2, "meetings", least=1, most=2)

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise RuleError("parameters.least", f"no pair can meet at least {self.least} and at most {self.most} times")


def sentence(given: Opponents, facts: SeasonFacts) -> str:
    others = len(facts.plan.teams) - 1
    twice = facts.plan.games_per_team - others
    if (given.least, given.most) == (1, 2) and 0 <= twice <= others:
        return f"Every team meets {twice} opponents twice, home and home, and {others - twice} once."
    both = "; those that meet twice do so home and home" if given.most > 1 else ""
    return f"Any two teams meet {times(given)}{both}."


def times(given: Opponents) -> str:
    """Return how often two teams meet: "once", "twice", "once or twice", "at most once"."""
    if given.least == given.most:
        return _TIMES[given.most]
    return f"at most {_TIMES[given.most]}" if given.least == 0 else f"{_TIMES[given.least]} or {_TIMES[given.most]}"


_TIMES = ("never", "once", "twice")


def check(given: Opponents, view: SeasonView) -> Iterator[Finding]:
    met: dict[frozenset[SchoolCode], list[ScheduledGame]] = defaultdict(list)
    for game in view.games:
        met[frozenset((game.home, game.away))].append(game)
    for one, other in combinations(view.teams, 2):
        games = met[frozenset((one, other))]
        if not given.least <= len(games) <= given.most:
            met_now = _TIMES[len(games)] if len(games) < len(_TIMES) else plural(len(games), "time")
            amount = max(given.least - len(games), len(games) - given.most)
            yield Finding(
                sentence=f"{one} and {other} meet {met_now}, not {times(given)}.",
                amount=amount,
                teams=(one, other),
                games=tuple(games),
            )
        elif len(games) == 2 and games[0].home == games[1].home:
            yield Finding(
                sentence=f"{one} and {other} meet twice in one arena, that of {games[0].home}.",
                teams=(one, other),
                games=tuple(games),
            )


def limits(given: Opponents, price: Price, frame: Frame) -> Iterator[GA1]:
    slots = tuple(range(frame.slots))
    for one, other in combinations(frame.numbers(), 2):
        both = ((one, other), (other, one))
        yield GA1(price=price, meetings=both, slots=slots, least=given.least, most=given.most)
        for pair in both:
            yield GA1(price=price, meetings=(pair,), slots=slots, least=0, most=1)


KIND = RuleKind(
    name="opponent-multiplicity",
    title="Opponents met twice, once or not",
    category="Competitive",
    parameters=Opponents,
    points=100.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
