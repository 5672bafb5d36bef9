"""Road trips: several away games on one way from home and back, few enough, apart, and without going to and fro."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from flextime.league.ids import SchoolCode
from flextime.limits import CA3
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, named, nothing, plural
from flextime.rules.parameters import number, real, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.trips import TRIP_DAYS, road_trips
from flextime.solve.problem import SeasonFacts

SUMS_DIFFER = 1e-6  # miles: the same way backwards is not the same sum of floats


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadTrips:
    """Of a trip: games, days from one to the next; of one of several games, its miles, and over the shortest way."""

    games: int = number(4, "games", least=1, most=6)
    days_apart: int = number(2, "days", least=0, most=14)
    miles: int = number(2000, "miles", least=0, most=20_000)
    detour: float = real(1.3, "times the shortest way", least=1.0, most=10.0)
    teams: tuple[str, ...] = team_set()


def sentence(given: RoadTrips, _facts: SeasonFacts) -> str:
    games, days = plural(given.games, "game"), plural(given.days_apart, "day")
    return (
        f"A road trip of {named(given.teams) or 'any team'}, away games each within {TRIP_DAYS} days of the last, has "
        f"at most {games}, at least {days} apart; one of several games is at most {given.miles:,} miles, and at most "
        f"{given.detour:g} times the shortest way through its places."
    )


def check(given: RoadTrips, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for trip in road_trips(view, team):
            way = f"{team}'s road trip of {trip[0].date} to {trip[-1].date}"
            if len(trip) > given.games:
                over = len(trip) - given.games
                yield Finding(
                    sentence=f"{way} has {plural(len(trip), 'game')}.", amount=over, teams=(team,), games=tuple(trip)
                )
            for one, other in pairwise(trip):
                if (other.date - one.date).days < given.days_apart:
                    said = f"{way} has games on {one.date} and {other.date}."
                    yield Finding(sentence=said, teams=(team,), games=(one, other))
            if 1 < len(trip) <= given.games and (told := _too_long(given, view, team, [game.home for game in trip])):
                yield Finding(sentence=f"{way} {told}.", teams=(team,), games=tuple(trip))


def _too_long(given: RoadTrips, view: SeasonView, team: SchoolCode, places: Sequence[SchoolCode]) -> str:
    miles = _miles(view, team, places)
    if miles > given.miles:
        return f"is {miles:,.0f} miles"
    shortest = min(_miles(view, team, order) for order in permutations(places))
    if miles > given.detour * shortest + SUMS_DIFFER:
        return f"is {miles:,.0f} miles; the shortest way is {shortest:,.0f}"
    return ""


def _miles(view: SeasonView, team: SchoolCode, places: Sequence[SchoolCode]) -> float:
    return sum(view.miles.get(leg, 0.0) for leg in pairwise((team, *places, team)))


def limits(given: RoadTrips, price: Price, frame: Frame) -> Iterator[CA3]:
    # Enough: away games in a row, whatever days lie between them.
    yield CA3(price=price, teams=frame.numbers(given.teams), length=given.games + 1, mode="A", most=given.games)


KIND = RuleKind(
    name="road-trips",
    title="Road trips",
    category="Travel",
    parameters=RoadTrips,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=nothing,
    default_hardness="soft",
    unsearched="its days and miles",  # total travel shortens the way, min-rest keeps the days apart
)
