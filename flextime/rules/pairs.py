"""Pairs of teams that are to meet, as rules check and compile them."""

from collections.abc import Sequence

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.season_view import Frame, SeasonView


def games_between(view: SeasonView, one: SchoolCode, other: SchoolCode) -> tuple[ScheduledGame, ...]:
    """Return the games of two teams against each other, in order of time."""
    return tuple(game for game in view.games if {game.home, game.away} == {one, other})


def meet_at_least(frame: Frame, price: Price, pair: tuple[int, int], slots: Sequence[int], least: int) -> GA1:
    """Return the limit that two teams meet so often in the slots, whoever hosts."""
    one, other = pair
    both = ((one, other), (other, one))
    return GA1(price=price, meetings=both, slots=tuple(slots), least=least, most=2 * frame.slots)
