"""Transport budget: what the buses and charters of a team's road trips cost in a season."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.rules.kind import Finding, RuleKind, everyone, nothing, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import SeasonView
from flextime.rules.transport import trips_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportBudget:
    """A budget for each team, lodging and meals not counted; a bus goes legs of at most `bus_miles`."""

    budget: int = number(325, "thousand dollars", least=0, most=10_000)
    bus_miles: int = number(300, "miles", least=0, most=1200)
    teams: tuple[str, ...] = team_set()


def sentence(given: TransportBudget, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "spends", "spend")
    return (
        f"{who} at most ${given.budget:,},000 on road trips, by bus where no leg is longer than {given.bus_miles} "
        "miles, else by charter."
    )


def check(given: TransportBudget, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        trips = list(trips_of(view, team, given.bus_miles))
        over = sum(trip.dollars for trip in trips) / 1000 - given.budget
        if over > 0:
            buses = sum(trip.by == "bus" for trip in trips)
            how = f"{plural(buses, 'road trip')} by bus and {len(trips) - buses} by charter"
            said = f"{team} spends ${sum(trip.dollars for trip in trips):,.0f} on {how}."
            yield Finding(sentence=said, amount=over, teams=(team,))


KIND = RuleKind(
    name="transport-budget",
    title="Means of transport and budget",
    category="Travel",
    parameters=TransportBudget,
    points=3.0,  # a thousand dollars are some thirty miles by air, and ten miles a point
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit counts trips; what total travel saves in miles saves in flights
)
