"""Means of transport: what takes a team on a road trip, and what that costs in dollars and in carbon dioxide.

The figures are the conference's own for schools of its size. A trip is one booking: by bus where none of its legs is
longer than a bus should go, else by charter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from flextime.league.ids import SchoolCode
from flextime.rules.season_view import SeasonView
from flextime.rules.trips import road_trips

BUS_DOLLARS, BUS_DOLLARS_PER_MILE = 1_500, 2.80
CHARTER_DOLLARS, CHARTER_DOLLARS_PER_MILE, CHARTER_MOST = 24_000, 30, 50_000
CHARTER_MILES = 500  # in the price of a charter; each mile beyond is paid
TONNES = {"bus": 2.1, "charter": 12.5}  # of carbon dioxide, for a trip
NEAR_ROAD_MILES, NEAR_ROAD_FACTOR, FAR_ROAD_FACTOR = 500, 1.25, 1.35  # roads are longer than the great circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A road trip: how it is made, and what that costs."""

    by: Literal["bus", "charter"]
    dollars: float

    @property
    def tonnes(self) -> float:
        return TONNES[self.by]


def trips_of(view: SeasonView, team: SchoolCode, bus_miles: int) -> Iterator[Trip]:
    """Yield a team's road trips; a bus goes no leg of more than `bus_miles` great-circle miles."""
    for games in road_trips(view, team):
        legs = [view.miles.get(leg, 0.0) for leg in pairwise((team, *(game.home for game in games), team))]
        if max(legs) <= bus_miles:
            yield Trip(by="bus", dollars=BUS_DOLLARS + BUS_DOLLARS_PER_MILE * sum(map(road_miles, legs)))
        else:
            beyond = max(0.0, sum(legs) - CHARTER_MILES)
            yield Trip(by="charter", dollars=min(CHARTER_MOST, CHARTER_DOLLARS + CHARTER_DOLLARS_PER_MILE * beyond))


def road_miles(miles: float) -> float:
    """Return the length of the road between two places that lie so many great-circle miles apart.

    >>> road_miles(200), road_miles(1000)
    (250.0, 1350.0)
    """
    return miles * (NEAR_ROAD_FACTOR if miles <= NEAR_ROAD_MILES else FAR_ROAD_FACTOR)
