"""Protected rivalries: the season's rivals meet as often as the format lets them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.pairs import games_between, meet_at_least
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedRivalry:
    """Meetings of each pair of rivals in the season."""

    meetings: int = number(2, "meetings", least=1, most=2)


def sentence(given: ProtectedRivalry, facts: SeasonFacts) -> str:
    pairs = ", ".join(f"{rivalry.first}-{rivalry.second}" for rivalry in facts.plan.rivalries)
    return f"Rivals meet {'once' if given.meetings == 1 else 'twice'}: {pairs or 'none are named'}."


def check(given: ProtectedRivalry, view: SeasonView) -> Iterator[Finding]:
    for rivalry in view.plan.rivalries:
        games = games_between(view, rivalry.first, rivalry.second)
        if len(games) < given.meetings:
            said = f"{rivalry.first} and {rivalry.second} are rivals and meet {plural(len(games), 'time')}."
            teams = (rivalry.first, rivalry.second)
            yield Finding(sentence=said, amount=given.meetings - len(games), teams=teams, games=games)


def limits(given: ProtectedRivalry, price: Price, frame: Frame) -> Iterator[GA1]:
    for rivalry in frame.facts.plan.rivalries:
        one, other = frame.numbers((rivalry.first, rivalry.second))
        yield meet_at_least(frame, price, (one, other), range(frame.slots), given.meetings)


KIND = RuleKind(
    name="protected-rivalry",
    title="Protected rivalries",
    category="Competitive",
    parameters=ProtectedRivalry,
    points=100.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
