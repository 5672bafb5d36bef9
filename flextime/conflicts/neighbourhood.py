"""The neighbourhood of a conflict: the games near it, and where else each of them may stand.

Those of the windows nearest to the conflict may go to any date of these windows. A game of a team concerned may be
played at the other team's home instead, all season long: hosts that are swapped near the conflict unbalance two teams,
and other games of theirs have to make up for it. What a game may not do for its own sake, whatever the others in the
neighbourhood do, is no place for it. Fixed games are not of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from flextime.conflicts import travel_burden
from flextime.conflicts.board import Board
from flextime.conflicts.model import GRAVE, Conflict, Place, Remove
from flextime.conflicts.preview import Move, at, moved
from flextime.conflicts.proposals import Proposals
from flextime.league.ids import GameId
from flextime.league.model import ScheduledGame, Window
from flextime.rules.check import check
from flextime.solve.tipping import TIP_OFF_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What CP-SAT has proved of a way out among those of a neighbourhood of so many games.

    `fewest`: none moves fewer games. `cheapest`: and of those that move as few none has a lower price of soft rules
    and miles, as far as limits say it to CP-SAT. `hosts_stay`: among those alone that swap no hosts.
    """

    games: int
    fewest: bool
    cheapest: bool
    hosts_stay: bool = False

    @property
    def sentence(self) -> str:
        """Say it to a planner."""
        among = f"among {self.games} games{' that keep their hosts' * self.hosts_stay}"
        if self.cheapest:
            return f"Proven best {among}: none moves fewer, and none that moves as few costs less."
        if self.fewest:
            return f"Proven {among}: none moves fewer. Whether as few could cost less is open."
        return f"Found {among}. Whether one moves fewer is open."


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """Free games by id, each with the places that it may have instead of its own; those of the conflict are of them."""

    board: Board
    conflict: Conflict
    places: Mapping[GameId, tuple[ScheduledGame, ...]]

    def keeping_hosts(self) -> "Neighbourhood":
        """Return the same neighbourhood without the places in which hosts are swapped."""
        kept = {game: tuple(one for one in own if one.game == game) for game, own in self.places.items()}
        return replace(self, places=kept)


def around(board: Board, conflict: Conflict, windows: int) -> Neighbourhood:
    """Return the neighbourhood of a conflict, of so many windows."""
    concerned = [board.games[game] for game in conflict.games if game in board.games]
    near = _nearest(board, concerned, windows)
    teams = {team for game in concerned for team in (game.home, game.away)}
    free = [
        game
        for game in board.games.values()
        if game.game not in board.fixed
        and (game.window in near or game in concerned or not teams.isdisjoint((game.home, game.away)))
    ]
    places: dict[GameId, tuple[ScheduledGame, ...]] = {}
    with board.detector.looking_ahead([Remove(game=game.game) for game in free]):
        search = _Search(board, near)
        for game in free:
            own = search.dates(game) if game.window in near or game in concerned else ()
            swapped = search.turned(game) if not teams.isdisjoint((game.home, game.away)) else ()
            places[game.game] = (*own, *swapped)
    return Neighbourhood(board=board, conflict=conflict, places=places)


def _nearest(board: Board, concerned: Sequence[ScheduledGame], count: int) -> dict[int, Window]:
    """Return the windows nearest to games by number, of equally near ones the earlier."""
    windows = board.facts.plan.windows
    numbers = range(len(windows))
    centres = {min((_apart(windows[n], game.date), n) for n in numbers)[1] for game in concerned}
    order = sorted(numbers, key=lambda n: min(abs(n - centre) for centre in centres))
    return {windows[n].number: windows[n] for n in sorted(order[:count])}


def _apart(window: Window, day: date) -> int:
    return min(abs((one - day).days) for one in window.dates)


class _Search:
    """Looks for places while no free game stands in the way."""

    def __init__(self, board: Board, near: Mapping[int, Window]) -> None:
        self._board = board
        self._hours = Proposals(board).hours
        self._rules = [rule for rule in board.rules if rule.hardness == "hard" and rule.kind in TIP_OFF_KINDS]
        self._days = [(number, day) for number, window in near.items() for day in window.dates if board.is_free(day)]

    def dates(self, game: ScheduledGame) -> Iterator[ScheduledGame]:
        """Yield the game on each other date of the windows, at the tip-off nearest to its own that it may have."""
        for window, day in self._days:
            if day != game.date:
                tried = (at(game, day, tip_off, window) for tip_off in self._hours(game, day))
                yield from islice(filter(self._may, tried), 1)

    def turned(self, game: ScheduledGame) -> Iterator[ScheduledGame]:
        """Yield the game where it stands, at the other team's home."""
        if game.away in self._board.homes:
            yield from filter(self._may, [moved(self._board, Move(game=game.game, swap_hosts=True))])

    def _may(self, game: ScheduledGame) -> bool:
        """Return True for a place that is no conflict's and breaks no rule on tip-offs, whatever free games do.

        What a team travels within a week hangs on them.
        """
        if check(self._board.facts, self._rules, [game]):
            return False
        placed = Place(season=self._board.facts.plan.id, game=game, by_hand=True)
        opened = self._board.detector.look_ahead([placed]).opened
        return all(one.severity not in GRAVE or one.kind == travel_burden.KIND.name for one in opened)
