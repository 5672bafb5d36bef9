"""What a rule is to everything outside this folder: a named kind with parameters and a price, and its violations."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from flextime.league.ids import GameId, RuleId, SchoolCode

Hardness = Literal["hard", "soft", "preference"]
Parameter = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as the planner keeps it: `kind` names its file in this folder, `weight` (0 to 1) its price when soft.

    Parameters that are left out take the kind's defaults.
    """

    id: RuleId
    kind: str
    hardness: Hardness = "hard"
    weight: float = 1.0
    parameters: dict[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a schedule breaks, with the evidence: "BYU plays no Sunday: 2026-02-15".

    `price` is 0 for a hard rule; a soft one pays weight times deviation, in the points of the season's objective.
    """

    rule: RuleId
    kind: str
    hardness: Hardness
    sentence: str
    price: float = 0.0
    teams: tuple[SchoolCode, ...] = ()
    games: tuple[GameId, ...] = ()
    dates: tuple[date, ...] = ()
