"""What may be tried to mend a conflict: a game to another slot, two games exchanged, a chain of games between windows.

Everything here is a proposal: that no team plays twice in a window is seen to, whether it is any good is for others to
say. Fixed games are in none. The same board gives the same proposals in the same order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

from flextime.conflicts.board import Board
from flextime.conflicts.preview import Move, Shift, at, moved
from flextime.league.ids import GameId, SchoolCode, VenueId
from flextime.league.model import ScheduledGame, Window

Manner = Literal["slot", "hosts", "swap", "chain", "neighbourhood"]
DEPTH = 3  # of a chain, in games from the one that is to move: what a planner can still follow, and tell the teams


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Games to be moved together, that of the conflict first."""

    manner: Manner
    shifts: tuple[Shift, ...]


class Proposals:
    """Proposals on one board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        free = ((one, tuple(filter(board.is_free, one.dates))) for one in board.facts.plan.windows)
        self._windows = {window.number: replace(window, dates=dates) for window, dates in free if dates}
        self._busy: dict[tuple[int, SchoolCode], list[GameId]] = defaultdict(list)
        for game in sorted(board.games.values(), key=lambda one: (one.date, one.tip_off, one.game)):
            for team in (game.home, game.away):
                self._busy[game.window, team].append(game.game)
        self._tip_offs = _tip_offs(board.games.values())

    def slots(self, game: ScheduledGame) -> Iterator[Proposal]:
        """Yield each date, tip-off and venue that the two teams and the host have, the nearest dates first.

        Tip-offs are the game's own, and those that games of the season have on that day of the week.
        """
        if game.game in self.board.fixed:
            return
        for window, day in self._days(game):
            for tip_off in self.hours(game, day):
                for venue in self._venues(game):
                    now = replace(at(game, day, tip_off, window), venue=venue)
                    if now != game:
                        yield Proposal(manner="slot", shifts=(Shift(was=game, now=now),))

    def _days(self, game: ScheduledGame) -> Sequence[tuple[int, date]]:
        free = (window for window in self._windows.values() if not self._taken(window.number, game))
        days = [(window.number, day) for window in free for day in window.dates]
        return sorted(days, key=lambda one: (abs((one[1] - game.date).days), one[1]))

    def hours(self, game: ScheduledGame, day: date) -> Sequence[time]:
        """Return tip-offs, the nearest to the game's own first."""
        some = {game.tip_off, *self._tip_offs.get(day.weekday(), ())}
        return sorted(some, key=lambda one: (abs(_minutes(one) - _minutes(game.tip_off)), one))

    def _taken(self, window: int, game: ScheduledGame) -> list[GameId]:
        """Return the other games that the two teams of one have in a window."""
        own = [*self._busy.get((window, game.home), ()), *self._busy.get((window, game.away), ())]
        return [other for other in dict.fromkeys(own) if other != game.game]

    def _venues(self, game: ScheduledGame) -> Sequence[VenueId]:
        """Return the game's venue, and the others in which the host plays the sport."""
        sport = self.board.facts.plan.sport
        own = [one.id for one in self.board.facts.venues if one.school == game.home and sport in one.sports]
        return tuple(dict.fromkeys((game.venue, *own)))

    def hosts(self, game: ScheduledGame) -> Iterator[Proposal]:
        """Yield the game where it stands, played at the other team's home if it has one."""
        if game.game not in self.board.fixed and game.away in self.board.homes:
            now = moved(self.board, Move(game=game.game, swap_hosts=True))
            yield Proposal(manner="hosts", shifts=(Shift(was=game, now=now),))

    def swaps(self, game: ScheduledGame) -> Iterator[Proposal]:
        """Yield the game with each other one whose date and tip-off it can have for its own, the nearest first."""
        if game.game in self.board.fixed:
            return
        others = (one for one in self.board.games.values() if one.game not in self.board.fixed)
        for other in sorted(others, key=lambda one: (abs((one.date - game.date).days), one.game)):
            if (other.date, other.tip_off) == (game.date, game.tip_off) or not self._exchangeable(game, other):
                continue
            one, two = _in_place_of(game, other), _in_place_of(other, game)
            yield Proposal(manner="swap", shifts=(Shift(was=game, now=one), Shift(was=other, now=two)))

    def _exchangeable(self, one: ScheduledGame, other: ScheduledGame) -> bool:
        if one.window == other.window:
            return True
        return set(self._taken(other.window, one)) <= {other.game} and set(self._taken(one.window, other)) <= {one.game}

    def chains(self, game: ScheduledGame) -> Iterator[Proposal]:
        """Yield Kempe chains through the game: of two windows, the games that must change places with it.

        No game of a chain is more than DEPTH games from it, and two or more move. The nearest windows come first.
        """
        for window in sorted(self._windows, key=lambda one: (abs(one - game.window), one)):
            if game.window in self._windows and window != game.window and (links := self._links(game, window)):
                yield Proposal(manner="chain", shifts=tuple(Shift(was=one, now=now) for one, now in links))

    def _links(self, game: ScheduledGame, window: int) -> list[tuple[ScheduledGame, ScheduledGame]]:
        """Return the games of a chain with where they go; none for a game alone, a long chain, or one that is held."""
        depths, queue = {game.game: 0}, [game]
        for one in queue:
            for other in self._taken(self._across(one, game, window), one):
                if other not in depths:
                    depths[other] = depths[one.game] + 1
                    queue.append(self.board.games[other])
        if len(queue) == 1 or max(depths.values()) > DEPTH or not self.board.fixed.isdisjoint(depths):
            return []
        return [(one, self._there(one, self._windows[self._across(one, game, window)])) for one in queue]

    @staticmethod
    def _across(one: ScheduledGame, game: ScheduledGame, window: int) -> int:
        return window if one.window == game.window else game.window

    def _there(self, game: ScheduledGame, window: Window) -> ScheduledGame:
        """Return a game in another window: where one stands that it has to make room, else on the first day."""
        leaving = [self.board.games[other] for other in self._taken(window.number, game)]
        if leaving:
            return _in_place_of(game, leaving[0])
        return at(game, window.dates[0], self._tip_off(game, window.dates[0]), window.number)

    def _tip_off(self, game: ScheduledGame, day: date) -> time:
        usual = self._tip_offs.get(day.weekday(), {game.tip_off})
        return min(usual, key=lambda one: (abs(_minutes(one) - _minutes(game.tip_off)), one))

    def other_days(self, shift: Shift) -> Iterator[Shift]:
        """Yield the move to each other day of the window that the game goes to."""
        for day in self._windows[shift.now.window].dates:
            if day != shift.now.date:
                tip_off = self._tip_off(shift.now, day)
                yield Shift(was=shift.was, now=at(shift.was, day, tip_off, shift.now.window))


def _in_place_of(game: ScheduledGame, other: ScheduledGame) -> ScheduledGame:
    return at(game, other.date, other.tip_off, other.window)


def _tip_offs(games: Iterable[ScheduledGame]) -> Mapping[int, set[time]]:
    """Return the tip-offs that a season has, by the day of the week."""
    found: dict[int, set[time]] = defaultdict(set)
    for game in games:
        found[game.date.weekday()].add(game.tip_off)
    return found


def _minutes(tip_off: time) -> int:
    return tip_off.hour * 60 + tip_off.minute
