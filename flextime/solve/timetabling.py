"""What goes into a solve of a tournament and what comes out."""

from dataclasses import dataclass
from typing import Literal, Protocol

from flextime.limits.model import Fixture


@dataclass(frozen=True, slots=True, kw_only=True)
class TournamentBudget:
    """How long a solve may look. `evaluations` are each member's; counts decide, and `seconds` only cut them.

    While only hard limits are looked at though there is a price besides, two evaluations count as one. Where CP-SAT
    searches, a unit of its deterministic time counts as 2,000,000: either is about two seconds of a core.
    """

    evaluations: int = 100_000_000
    members: int = 2
    seconds: float = 300.0


# What a portfolio is at: keeping the hard limits, or lowering the objective.
Aim = Literal["limits", "objective"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TournamentProgress:
    """Where a solve stands. `objective` is None until every hard limit is kept."""

    aim: Aim
    evaluations: int
    infeasibility: float
    objective: float | None
    seconds: float


class TournamentWatch(Protocol):
    """The search's window to the world: a clock, a place to report to, and a flag that ends it. Asked by threads."""

    def seconds(self) -> float:
        """Return the seconds since the solve began."""
        ...

    def report(self, progress: TournamentProgress) -> None:
        """Take notice of progress."""
        ...

    def cancelled(self) -> bool:
        """Return True when the solve should stop and return what it has."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetabled:
    """The best timetable, by the independent checks, and what each member spent on it.

    `seconds_to_first` is None when no timetable keeps every hard limit; `fixtures` then have the fewest deviations.
    `cut`: the clock or the caller ended it, so that the same budget need not bring it out again. `proven`: no timetable
    keeps every hard limit.
    """

    fixtures: tuple[Fixture, ...]
    infeasibility: float
    objective: float
    evaluations: int
    seconds_to_first: float | None
    seconds: float
    cut: bool
    proven: bool = False
