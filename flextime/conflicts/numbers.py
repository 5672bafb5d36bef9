"""The figures that conflicts are measured by, with the catalogue's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType
from typing import get_args

from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan, Sport

SPORTS: tuple[Sport, ...] = get_args(Sport)
HOUR = 3600  # seconds


def _each(usual: float, **others: float) -> Mapping[Sport, float]:
    """Return a figure for each sport: the usual one, or its own."""
    return MappingProxyType({sport: others.get(sport, usual) for sport in SPORTS})


def _games(usual: int, **others: int) -> Mapping[Sport, int]:
    return MappingProxyType({sport: others.get(sport, usual) for sport in SPORTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Championship:
    """Days that belong to a sport's championship."""

    sport: Sport
    span: DateSpan


def _span(first: str, last: str) -> DateSpan:
    return DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last))


CHAMPIONSHIPS = (
    Championship(sport="FB", span=_span("2025-12-06", "2025-12-06")),
    Championship(sport="WBB", span=_span("2026-03-04", "2026-03-09")),
    Championship(sport="MBB", span=_span("2026-03-10", "2026-03-14")),
)
COLD = tuple(SchoolCode(code) for code in ("COL", "ISU", "KSU", "KU", "WVU"))
WARM = tuple(SchoolCode(code) for code in ("ARIZ", "ASU", "BAY", "HOU", "TCU", "TTU", "UCF"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Hours, miles and counts. Where the catalogue has two figures, the one that more are agreed on.

    `setup_hours` and `clearing_hours` are what a building needs before and after a sport; between two games the longer
    of the two counts. `academic_days` are month and day, of schools whose calendar is not known. `exam_games` are how
    many games a team may play within one span of exams; None for any number.
    """

    game_hours: Mapping[Sport, float] = field(default_factory=lambda: _each(3.0))
    setup_hours: Mapping[Sport, float] = field(default_factory=lambda: _each(2.0, GYM=12.0))
    clearing_hours: Mapping[Sport, float] = field(default_factory=lambda: _each(2.0, GYM=8.0))
    team_hours: float = 20.0  # between two tip-offs of a team
    miles_per_hour: float = 65.0
    travel_buffer_hours: float = 2.0
    travel_rest_hours: float = 3.0
    rest_at_home_hours: float = 20.0
    rest_away_hours: float = 24.0
    rest_far_hours: float = 36.0
    far_miles: float = 500.0
    burden_miles: float = 3000.0
    burden_days: int = 7
    burden_games: int = 2
    days_apart: int = 2
    no_sunday: tuple[SchoolCode, ...] = (SchoolCode("BYU"),)
    championships: tuple[Championship, ...] = CHAMPIONSHIPS
    imbalance: float = 0.3  # of a team's games, home less away
    imbalance_from: int = 4  # games; with fewer placed a share says nothing yet
    away_run: Mapping[Sport, int] = field(
        default_factory=lambda: _games(3, FB=2, MBB=2, WBB=2, BSB=2, SB=2, LAX=2, WTN=4)
    )
    home_run: Mapping[Sport, int] = field(default_factory=lambda: _games(4, BSB=2, SB=2, MTN=3))
    cold_schools: tuple[SchoolCode, ...] = COLD
    cold_sports: tuple[Sport, ...] = ("BSB", "SB")
    cold_until: tuple[int, int] = (3, 15)
    warm_schools: tuple[SchoolCode, ...] = WARM
    warm_sports: tuple[Sport, ...] = ("FB", "SOC")
    warm_months: tuple[int, ...] = (8, 9)
    warm_until: time = time(18)
    exam_games: Mapping[Sport, int | None] = field(
        default_factory=lambda: MappingProxyType({**_games(0, MBB=2, WBB=2), "FB": None})
    )
    academic_days: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = (((12, 8), (12, 20)), ((5, 1), (5, 14)))

    def changeover(self, one: Sport, other: Sport) -> int:
        """Return the seconds that a building needs between a game and a later one."""
        return round(HOUR * max(self.clearing_hours[one], self.setup_hours[other]))
