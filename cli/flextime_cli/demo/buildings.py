"""The last step of all sports: which buildings they share, and whether two ever need one at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from flextime.league.model import SeasonPlan, Sport, days_from
from flextime_cli.apis.queries import QueryApi

EVENT_HOURS = 3


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Use:
    """A building in use from `begins`, by its own clock."""

    venue: str
    begins: datetime
    sport: Sport


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBuilding:
    """A building in which several sports play, and the two of different sports that are nearest to each other."""

    venue: str
    sports: tuple[Sport, ...]
    events: int
    nearest: tuple[Use, Use]

    @property
    def hours_between(self) -> float:
        """Hours from the end of the first to the beginning of the second; negative where they overlap."""
        one, other = self.nearest
        return (other.begins - one.begins).total_seconds() / 3600 - EVENT_HOURS


def uses_of(queries: QueryApi, plan: SeasonPlan) -> Iterator[Use]:
    """Yield the days of a season's games, as the query API has them."""
    for game in queries.items(f"seasons/{plan.id}/games"):
        begins = datetime.fromisoformat(f"{game['date']}T{game['tip_off_local']}")
        for day in days_from(begins.date(), plan.days_per_game):
            yield Use(venue=game["venue"]["name"], begins=datetime.combine(day, begins.time()), sport=plan.sport)


def shared_buildings(uses: Sequence[Use]) -> list[SharedBuilding]:
    """Return the buildings of several sports, the busiest first."""
    by_venue: dict[str, list[Use]] = defaultdict(list)
    for use in sorted(uses):
        by_venue[use.venue].append(use)
    shared = []
    for venue, there in by_venue.items():
        turns = [(one, other) for one, other in pairwise(there) if one.sport != other.sport]
        if turns:
            nearest = min(turns, key=lambda turn: turn[1].begins - turn[0].begins)
            sports: dict[Sport, None] = dict.fromkeys(use.sport for use in there)
            shared.append(SharedBuilding(venue=venue, sports=tuple(sports), events=len(there), nearest=nearest))
    return sorted(shared, key=lambda one: (-len(one.sports), -one.events, one.venue))


def clashes(uses: Sequence[Use]) -> list[tuple[Use, Use]]:
    """Return each two neighbouring events of a building of which the second begins before the first is over."""
    apart = timedelta(hours=EVENT_HOURS)
    return [
        (one, other)
        for one, other in pairwise(sorted(uses))
        if one.venue == other.venue and other.begins - one.begins < apart
    ]
