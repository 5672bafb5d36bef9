"""A season that was disrupted, mended with few moves: the best clean way out of one grave conflict after the other."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from flextime.conflicts.detector import Detector
from flextime.conflicts.gathering import board_of, detector_of
from flextime.conflicts.model import GRAVE, Conflict, ConflictId, Place
from flextime.conflicts.preview import Shift
from flextime.conflicts.repair import Option, ladder
from flextime.league.ids import GameId, SeasonId
from flextime.season.state import Conference


@dataclass(slots=True, kw_only=True)
class Mending:
    """How far it has come: games that are to move, each once, the conflicts mended, and those that have no way out."""

    season: SeasonId
    moved: dict[GameId, Shift] = field(default_factory=dict)
    mended: list[Conflict] = field(default_factory=list)
    left: dict[ConflictId, Conflict] = field(default_factory=dict)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The moves in all, without games that end where they began."""
        return tuple(shift for _, shift in sorted(self.moved.items()) if shift.was != shift.now)


def mend(state: Conference, season: SeasonId, today: date) -> Iterator[Mending]:
    """Yield after each grave conflict of a season how far it has come; the last is the whole.

    What a planner lets stand stands. A clean way out makes nothing grave, so it ends. What is taken early may cost what
    a later one would have needed: few games move, and nobody says the fewest. The same state has the same answer.
    Raises NotFound.
    """
    detector, done = detector_of(state), Mending(season=season)
    stands = {key for key, known in state.conflicts.items() if known.status == "overridden"}
    yield done
    while (conflict := _next(detector, done, stands)) is not None:
        option = _clean(detector, state, season, conflict, today)
        if option is None:
            done.left[conflict.id] = conflict
        else:
            for shift in option.shifts:
                detector.apply([Place(season=season, game=shift.now, by_hand=True)])
                first = done.moved.get(shift.was.game, shift)
                done.moved[shift.was.game] = Shift(was=first.was, now=shift.now)
            done.mended.append(conflict)
        yield done


def _next(detector: Detector, done: Mending, stands: Collection[ConflictId]) -> Conflict | None:
    grave = (one for one in detector.conflicts() if done.season in one.seasons and one.severity in GRAVE)
    return next((one for one in grave if one.id not in done.left and one.id not in stands), None)


def _clean(detector: Detector, state: Conference, season: SeasonId, conflict: Conflict, today: date) -> Option | None:
    """Return the best way out that breaks no rule, makes nothing grave and that a command can take."""
    for options in ladder({season: board_of(detector, state, season, today)}, conflict):
        for option in options:
            if option.clean and option.keeps_hosts:
                return option
    return None
