"""Protected rivalries: the season's rivals meet as often as the format lets them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
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
        pair = {rivalry.first, rivalry.second}
        games = [game for game in view.games if {game.home, game.away} == pair]
        if len(games) < given.meetings:
            said = f"{rivalry.first} and {rivalry.second} are rivals and meet {plural(len(games), 'time')}."
            teams = (rivalry.first, rivalry.second)
            yield Finding(sentence=said, amount=given.meetings - len(games), teams=teams, games=tuple(games))


def limits(given: ProtectedRivalry, price: Price, frame: Frame) -> Iterator[GA1]:
    slots = tuple(range(frame.slots))
    for rivalry in frame.facts.plan.rivalries:
        one, other = frame.numbers((rivalry.first, rivalry.second))
        both = ((one, other), (other, one))
        yield GA1(price=price, meetings=both, slots=slots, least=given.meetings, most=2 * len(slots))


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
