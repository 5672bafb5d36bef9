"""What one file of this folder offers: a kind of conflict, and where it is found.

That decides what an edit makes it look at again: the game alone, the game beside its neighbours in a building or on a
network, the game beside the ones before and after it of its two teams, or all games of these.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from flextime.conflicts.facts import Facts
from flextime.conflicts.model import Cause, Conflict, ConflictId, Severity, Team
from flextime.conflicts.placed import PlacedGame
from flextime.league.ids import SchoolCode, VenueId

Reads = Literal["closures", "calendars"]  # what may change while no game does


class Line(NamedTuple):
    """What can hold one game at a time: a building, a network."""

    kind: Literal["venue", "network"]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A place where something is wrong. `key` tells it from the others of its kind, and stays while they are the same.

    Teams and dates are those of the games unless said; games and their venues are causes in any case.
    """

    key: tuple[str, ...]
    severity: Severity
    sentence: str
    games: Sequence[PlacedGame]
    teams: tuple[SchoolCode, ...] = ()
    venue: VenueId | None = None
    dates: tuple[date, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of conflict as planners know it. `name` begins the ids; `priority` is the catalogue's, 1 to 10.

    `reads` are what it looks at that may change while no game does.
    """

    name: str
    priority: int
    reads: Reads | None = None

    def conflict(self, found: Finding) -> Conflict:
        """Return the finding as the planner sees it."""
        games = found.games
        own = (*(Cause("game", game.id) for game in games), *(Cause("venue", game.game.venue) for game in games))
        return Conflict(
            id=ConflictId(":".join((self.name, *found.key))),
            kind=self.name,
            severity=found.severity,
            priority=self.priority,
            sentence=found.sentence,
            seasons=tuple(dict.fromkeys(game.season for game in games)),
            teams=found.teams or tuple(dict.fromkeys(team.school for game in games for team in game.teams())),
            games=tuple(game.id for game in games),
            venue=found.venue,
            dates=found.dates or tuple(sorted({day for game in games for day in game.days})),
            by_hand=tuple(game.id for game in games if game.by_hand),
            depends_on=tuple(dict.fromkeys((*own, *found.causes))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GameKind(Kind):
    """Found in one game by itself."""

    find: Callable[[PlacedGame, Facts], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairKind(Kind):
    """Found between two games on one line, the earlier first. `reach` is how many seconds may lie between them."""

    line: Callable[[PlacedGame], Line | None]
    reach: Callable[[Facts], int]
    find: Callable[[PlacedGame, PlacedGame, Facts], Finding | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourKind(Kind):
    """Found between a team's game and its next by tip-off."""

    find: Callable[[Team, PlacedGame, PlacedGame, Facts], Finding | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamKind(Kind):
    """Found among all games of a team, which come in order of time."""

    find: Callable[[Team, Sequence[PlacedGame], Facts], Iterable[Finding]]


def hours(seconds: float) -> str:
    """Return seconds as hours in a sentence, rounded down so that what falls short never looks enough.

    >>> hours(72_000), hours(71_999), hours(5_400)
    ('20 h', '19 h 59 min', '1 h 30 min')
    """
    whole, minutes = divmod(int(seconds) // 60, 60)
    return f"{whole} h {minutes} min" if minutes else f"{whole} h"
