"""What a planner asks of a schedule at hand, and what may be answered."""

from dataclasses import dataclass
from datetime import date, time

from flextime.league.ids import RuleId, SchoolCode
from flextime.league.model import ScheduledGame
from flextime.solve.problem import Infeasible, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Why does `away` not visit `home` on this date? Without a tip-off, any will do."""

    home: SchoolCode
    away: SchoolCode
    date: date
    tip_off: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A game that stands elsewhere: what it was and what it is now. A pair that turns round is one game moved."""

    was: ScheduledGame | None
    now: ScheduledGame | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """What a soft rule costs in the present schedule, and in another one."""

    rule: RuleId
    was: float
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A schedule with the game on the date, and what it means: `price` and `miles` are more (or less) than at present.

    `moved` are all games that stand elsewhere, the one that was asked for among them.
    """

    schedule: Schedule
    moved: tuple[Moved, ...]
    price: float
    miles: float
    rules: tuple[PriceChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """It can be so. The first alternative moves the fewest games of those found; each further one moves more, for less.

    No claim is made that there is none better.
    """

    alternatives: tuple[Alternative, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """It cannot be so while these rules and pinned games hold; the game that was asked for is named as one of those."""

    because: Infeasible


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The season's facts answer: no search was made."""

    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The budget ended with neither a schedule nor a contradiction."""

    sentence: str
    seconds: float


Answer = Possible | Forbidden | Plain | Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCost:
    """What a rule costs in a schedule, and what the schedule would save elsewhere without it, in points.

    `price` is what the rule itself adds to the schedule at hand, 0 for a hard one. `elsewhere` is by how much less all
    other soft rules cost in the best schedule found without the rule than in the best one found with it: a heuristic's
    figure, from two searches that begin at the same schedule with the same counts and seed. None when it was not asked
    for. Below nothing, the search without the rule found the worse schedule: the rule costs too little to see.
    """

    rule: RuleId
    violations: int
    price: float
    elsewhere: float | None = None
