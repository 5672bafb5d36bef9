"""What goes into the solver and what comes out. The same values travel in solve jobs, so a replay is exact."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from flextime.league.ids import GameId, RuleId, SchoolCode
from flextime.league.model import AcademicCalendar, Booking, Closure, ScheduledGame, School, SeasonPlan, Venue
from flextime.rules.model import Rule, Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonFacts:
    """Everything a rule may look at beside the games themselves. Sequences are sorted by their id or code.

    `bookings` are what the other seasons of the conference have at its schools while this one is played.
    """

    plan: SeasonPlan
    schools: tuple[School, ...]
    venues: tuple[Venue, ...]
    closures: tuple[Closure, ...] = ()
    calendars: tuple[AcademicCalendar, ...] = ()
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A season to be scheduled: its facts, its rules, and the games that must stay where they are."""

    facts: SeasonFacts
    rules: tuple[Rule, ...]
    pinned: tuple[ScheduledGame, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long a solve may look. Counts decide, so that a run replays bit for bit; `seconds` only caps them."""

    evaluations: int = 40_000_000
    anneals: int = 3
    seconds: float = 180.0


SolveStage = Literal["matchups", "dates", "annealing", "times", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a running solve stands. `best` is the soft price so far, the lower the better; None before the first."""

    stage: SolveStage
    evaluations: int
    best: float | None
    miles: float | None
    seconds: float
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSummary:
    """What a schedule asks of one team. Miles are great-circle, away games chained as in the travelling tournament."""

    team: SchoolCode
    home: int
    away: int
    miles: float
    longest_away_run: int
    longest_home_run: int
    weekend_home: int
    shortest_rest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrice:
    """What a soft rule costs in a schedule."""

    rule: RuleId
    violations: int
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A schedule's price (lower is better) and what it is made of."""

    price: float
    miles: float
    soft: tuple[RulePrice, ...]
    teams: tuple[TeamSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A complete schedule that breaks no hard rule, with its score. Games are in order of date, tip-off and id."""

    games: tuple[ScheduledGame, ...]
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure of a schedule beside that of the best: `sentence` says the change, "412 fewer miles"."""

    figure: str
    was: float
    now: float
    better: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A good schedule of another structure than the rest of its pool: `best_in` names the figures in which it leads.

    `apart` is the share of games whose host or window is not the best's; `differences` are against the best.
    """

    schedule: Schedule
    best_in: tuple[str, ...]
    apart: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The best schedule, and what was spent on it: with the same evaluations and seed it comes out again.

    `pool` begins with the best, and may hold up to four others; it is empty for a solve that was cut off.
    """

    best: Schedule
    evaluations: int
    seconds_to_first: float
    seconds: float
    pool: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rules and pinned games that cannot hold together. `minimal`: proved that without any one of them the rest can."""

    rules: tuple[RuleId, ...]
    games: tuple[GameId, ...] = ()
    minimal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """What may be given up so that all else holds, none of it in vain: hard rules, and games that are `unpinned`.

    `games` are the proof, a schedule that the checker has seen; `broken` is how far it breaks the rules given up,
    priced as if they were soft: what softening them would have to allow.
    """

    rules: tuple[RuleId, ...]
    unpinned: tuple[GameId, ...] = ()
    games: tuple[ScheduledGame, ...]
    broken: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """No schedule can keep these rules and pinned `games` together; without any one of them, the others can be kept.

    `conflicts` are all such sets that were found, this one first; `ways_out` what may be given up so that everything
    else holds, the shortest first. Neither list claims to be whole: the search for them ends with its budget.
    """

    rules: tuple[RuleId, ...]
    explanation: str
    seconds: float
    games: tuple[GameId, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    ways_out: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfBudget:
    """The budget ended, or the solve was cancelled, before a first valid schedule."""

    reason: str
    seconds: float


Result = Solved | Infeasible | OutOfBudget


class Watch(Protocol):
    """The solver's only window to the world: a clock, a place to report to, and a flag that ends it."""

    def seconds(self) -> float:
        """Return the seconds since the solve began."""
        ...

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        """Take notice of progress; `incumbent` is given when it is better than the last one."""
        ...

    def cancelled(self) -> bool:
        """Return True when the solve should stop and return what it has."""
        ...


Solver = Callable[[Problem, Budget, int, Watch], Result]
