"""From a preview or a way out to the command that makes its moves."""

from collections.abc import Sequence

from flextime.conflicts.preview import Shift
from flextime.league.ids import SeasonId
from flextime.season.schedules import MoveGames, NewPlace


def acceptance(season: SeasonId, shifts: Sequence[Shift], because: str) -> MoveGames | None:
    """Return the command that makes these moves, all or none; None for hosts that are swapped.

    A game keeps its host for good: with hosts swapped it is another game, and no command says that.
    """
    if any(shift.was.game != shift.now.game for shift in shifts):
        return None
    moved = [shift.now for shift in shifts]
    places = [NewPlace(game=now.game, date=now.date, tip_off=now.tip_off, venue=now.venue) for now in moved]
    return MoveGames(season=season, moves=tuple(places), because=because)
