"""The kinds of conflicts by name: the one list that a new file of this folder is added to."""

from collections.abc import Mapping
from types import MappingProxyType

from flextime.conflicts import (
    academic_dates,
    back_to_back,
    championship,
    clock_change,
    closure,
    double_booking,
    exams,
    imbalance,
    no_sunday,
    outside_window,
    rest,
    streak,
    television,
    travel,
    travel_burden,
    venue_overlap,
    weather,
)
from flextime.conflicts.kind import GameKind, Kind, NeighbourKind, PairKind, TeamKind

GAME_KINDS: Mapping[str, GameKind] = MappingProxyType(
    {
        file.KIND.name: file.KIND
        for file in (no_sunday, closure, championship, outside_window, weather, academic_dates, clock_change)
    }
)
PAIR_KINDS: Mapping[str, PairKind] = MappingProxyType(
    {file.KIND.name: file.KIND for file in (venue_overlap, television)}
)
NEIGHBOUR_KINDS: Mapping[str, NeighbourKind] = MappingProxyType(
    {file.KIND.name: file.KIND for file in (travel, rest, back_to_back)}
)
TEAM_KINDS: Mapping[str, TeamKind] = MappingProxyType(
    {file.KIND.name: file.KIND for file in (double_booking, travel_burden, imbalance, streak, exams)}
)
KINDS: Mapping[str, Kind] = MappingProxyType({**GAME_KINDS, **PAIR_KINDS, **NEIGHBOUR_KINDS, **TEAM_KINDS})
