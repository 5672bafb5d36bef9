"""Must host: meetings whose host is settled, by contract or by the turn of the years."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, named
from flextime.rules.parameters import pair_set, pairs_of
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MustHost:
    """Pairs of a host and its guest."""

    pairs: tuple[str, ...] = pair_set()


def sentence(given: MustHost, _facts: SeasonFacts) -> str:
    return f"{named([' hosts '.join(pair) for pair in pairs_of(given.pairs)]) or 'No meeting has a settled host'}."


def check(given: MustHost, view: SeasonView) -> Iterator[Finding]:
    hosted = {(game.home, game.away) for game in view.games}
    for host, guest in pairs_of(given.pairs):
        if (host, guest) not in hosted:
            yield Finding(sentence=f"{host} does not host {guest}.", teams=(host, guest))


def limits(given: MustHost, price: Price, frame: Frame) -> Iterator[GA1]:
    for host, guest in pairs_of(given.pairs):
        meeting = (frame.teams.index(host), frame.teams.index(guest))
        yield GA1(price=price, meetings=(meeting,), slots=tuple(range(frame.slots)), least=1, most=1)


KIND = RuleKind(
    name="must-host",
    title="Meetings with a settled host",
    category="Competitive",
    parameters=MustHost,
    points=100.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
