"""Road pairs: how often in a season a team has two road games back to back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flextime.limits import BR1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPairs:
    """At most `pairs` times an away game follows an away game; three in a row are two such pairs."""

    pairs: int = number(1, "pairs", least=0, most=40)
    teams: tuple[str, ...] = team_set()


def sentence(given: RoadPairs, _facts: SeasonFacts) -> str:
    often = "never plays" if given.pairs == 0 else "plays"
    many = {0: "", 1: " at most once in the season"}.get(given.pairs, f" at most {given.pairs} times in the season")
    return f"{everyone(given.teams, often, often.replace('plays', 'play'))} two road games in a row{many}."


def check(given: RoadPairs, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        pairs = [(one, other) for one, other in pairwise(view.by_team[team]) if team == one.away == other.away]
        if len(pairs) > given.pairs:
            days = ", ".join(f"{one.date} and {other.date}" for one, other in pairs)
            said = f"{team} plays two road games in a row {len(pairs)} times: {days}."
            games = tuple(dict.fromkeys(game for pair in pairs for game in pair))
            yield Finding(sentence=said, amount=len(pairs) - given.pairs, teams=(team,), games=games)


def limits(given: RoadPairs, price: Price, frame: Frame) -> Iterator[BR1]:
    slots = tuple(range(frame.slots))
    yield BR1(price=price, teams=frame.numbers(given.teams), slots=slots, mode="A", most=given.pairs)


KIND = RuleKind(
    name="road-pairs",
    title="Back-to-back road games",
    category="Travel",
    parameters=RoadPairs,
    points=50.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
