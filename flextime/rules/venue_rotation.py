"""Rotation of venues: a pair that met once last year and meets once this year changes its host."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, nothing
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRotation:
    """No parameters: last year's meetings are the plan's."""


def single_hosts(facts: SeasonFacts) -> dict[frozenset[SchoolCode], SchoolCode]:
    """Return last year's host of each pair that met once."""
    hosts: dict[frozenset[SchoolCode], list[SchoolCode]] = defaultdict(list)
    for meeting in facts.plan.last_year:
        hosts[frozenset((meeting.home, meeting.away))].append(meeting.home)
    return {pair: known[0] for pair, known in hosts.items() if len(known) == 1}


def sentence(_given: VenueRotation, _facts: SeasonFacts) -> str:
    return "Two teams that met once last year and meet once this year change the host."


def check(_given: VenueRotation, view: SeasonView) -> Iterator[Finding]:
    met: dict[frozenset[SchoolCode], list[ScheduledGame]] = defaultdict(list)
    for game in view.games:
        met[frozenset((game.home, game.away))].append(game)
    for pair, host in single_hosts(view.facts).items():
        games = met[pair]
        if len(games) == 1 and games[0].home == host:
            said = f"{host} hosts {games[0].away} again, as last year: {games[0].date}."
            yield Finding(sentence=said, teams=(host, games[0].away), games=tuple(games))


def limits(_given: VenueRotation, price: Price, frame: Frame) -> Iterator[GA1]:
    # A pair that may meet twice keeps the rule by doing so: what must be is a game at last year's guest. Where a team
    # has fewer games than opponents, pairs meet once or not at all: what must not be is one at last year's host.
    slots, once = tuple(range(frame.slots)), frame.games < len(frame.teams)
    for pair, host in single_hosts(frame.facts).items():
        if pair <= set(frame.teams):
            guest = next(team for team in pair if team != host)
            hosts, guests = frame.numbers((host, guest)) if once else frame.numbers((guest, host))
            least, most = (0, 0) if once else (1, 2)
            yield GA1(price=price, meetings=((hosts, guests),), slots=slots, least=least, most=most)


KIND = RuleKind(
    name="venue-rotation",
    title="Rotation of venues",
    category="Competitive",
    parameters=VenueRotation,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=nothing,  # a pair that does not meet keeps the rule
    default_hardness="soft",
)
