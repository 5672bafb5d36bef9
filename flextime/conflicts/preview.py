"""What if a game moved: what would open and clear, what it costs, which rules it breaks. Asking changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import count, pairwise
from typing import TypeVar

from flextime.conflicts.board import Board, newly
from flextime.conflicts.errors import NoSuchMove, UnknownGame
from flextime.conflicts.model import Changes, Place, Remove, Team
from flextime.conflicts.numbers import HOUR
from flextime.league.ids import GameId, RuleId, SchoolCode, VenueId, game_id
from flextime.league.model import ScheduledGame
from flextime.rules.model import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A game to another date, tip-off (local to the venue) or venue, or with its hosts swapped; the rest stays.

    With hosts swapped it is played at home of the other team unless a venue is given, and has the id of that visit.
    """

    game: GameId
    day: date | None = None
    tip_off: time | None = None
    venue: VenueId | None = None
    swap_hosts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A game as it stands and as it would."""

    was: ScheduledGame
    now: ScheduledGame

    @property
    def swaps_hosts(self) -> bool:
        """Whether it would be played at the other team's home."""
        return self.was.home != self.now.home


@dataclass(frozen=True, slots=True, kw_only=True)
class RestChange:
    """Hours without a game before and after one that moves, for one of its teams; None where it is the first or last.

    Hours are from the end of a game to the next one's begin, negative where they overlap.
    """

    team: SchoolCode
    game: GameId
    before_was: float | None
    before_now: float | None
    after_was: float | None
    after_now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure before and after: the points of a rule, the miles of a team."""

    of: RuleId | SchoolCode
    was: float
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What moves would bring about. `price` and `miles` are differences, in points and miles: below 0 is better.

    `broken` are hard rules that would be broken and are not, or less, or by other games; a price there is that of a
    waiver. `mended` are those the other way round.
    """

    shifts: tuple[Shift, ...]
    conflicts: Changes
    broken: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    price: float
    prices: tuple[Change, ...]
    miles: float
    team_miles: tuple[Change, ...]
    rest: tuple[RestChange, ...]


def preview(board: Board, move: Move) -> Preview:
    """Return what a move would bring about. Raises UnknownGame, and NoSuchMove where none can be meant."""
    return assess(board, (Shift(was=game_of(board, move.game), now=moved(board, move)),))


def moved(board: Board, move: Move) -> ScheduledGame:
    """Return the game as it would stand.

    Raises UnknownGame, and NoSuchMove for a day without a window, an unknown venue, or a move to nowhere else.
    """
    was = game_of(board, move.game)
    day = move.day or was.date
    window = was.window if day == was.date else _window_of(board, day)
    now = at(was, day, move.tip_off or was.tip_off, window)
    if move.swap_hosts:
        visit = _id_of_visit(board, was.away, was.home)
        now = replace(now, game=visit, home=was.away, away=was.home, venue=move.venue or _home_of(board, was.away))
    now = replace(now, venue=move.venue or now.venue)
    if now == was:
        raise NoSuchMove(f"{was.game} stands there already: give another date, tip-off, venue or host.")
    if now.venue not in board.detector.facts.venues:
        raise NoSuchMove(f"There is no venue {now.venue}.")
    return now


def at(game: ScheduledGame, day: date, tip_off: time, window: int) -> ScheduledGame:
    """Return a game at another time; a network stays with it while the weekday does, as in a MoveGame."""
    network = game.network if day.weekday() == game.date.weekday() else None
    return replace(game, date=day, tip_off=tip_off, window=window, network=network)


def assess(board: Board, shifts: Sequence[Shift]) -> Preview:
    """Return what several moves of one season bring about together."""
    gone = {shift.was.game for shift in shifts}
    after = [*(game for game in board.games.values() if game.game not in gone), *(shift.now for shift in shifts)]
    verdict = board.judge(after)
    before = board.verdict
    prices = _changes(before.prices, verdict.prices)
    miles = _changes(before.miles, verdict.miles)
    was = {shift.was.game: _gaps(board, shift.was) for shift in shifts}
    with board.detector.looking_ahead(edits_of(board, shifts)) as conflicts:
        now = {shift.was.game: _gaps(board, shift.now) for shift in shifts}
    return Preview(
        shifts=tuple(shifts),
        conflicts=conflicts,
        broken=newly(verdict.broken, before.broken),
        mended=newly(before.broken, verdict.broken),
        price=sum(change.now - change.was for change in prices),
        prices=prices,
        miles=sum(change.now - change.was for change in miles),
        team_miles=miles,
        rest=tuple(rest for shift in shifts for rest in _rest(shift, was[shift.was.game], now[shift.was.game])),
    )


def edits_of(board: Board, shifts: Sequence[Shift]) -> tuple[Place | Remove, ...]:
    """Return moves as the detector takes them."""
    season = board.facts.plan.id
    stays = {shift.now.game for shift in shifts}
    return (
        *(Remove(game=shift.was.game) for shift in shifts if shift.was.game not in stays),
        *(Place(season=season, game=shift.now, by_hand=True) for shift in shifts),
    )


def game_of(board: Board, game: GameId) -> ScheduledGame:
    """Return a game of the season as it stands. Raises UnknownGame."""
    if (found := board.games.get(game)) is None:
        raise UnknownGame(f"There is no game {game} in {board.facts.plan.id}.")
    return found


def _id_of_visit(board: Board, host: SchoolCode, guest: SchoolCode) -> GameId:
    ids = (game_id(board.facts.plan.id, guest, host, leg) for leg in count(1))
    return next(one for one in ids if one not in board.games)


def _home_of(board: Board, host: SchoolCode) -> VenueId:
    if (venue := board.homes.get(host)) is None:
        raise NoSuchMove(f"{host} has no home venue in {board.facts.plan.id}: give one.")
    return venue


def _window_of(board: Board, day: date) -> int:
    for window in board.facts.plan.windows:
        if day in window.dates:
            return window.number
    raise NoSuchMove(f"{day} lies in no window of {board.facts.plan.id}.")


_Figure = TypeVar("_Figure", RuleId, SchoolCode)


def _changes(was: Mapping[_Figure, float], now: Mapping[_Figure, float]) -> tuple[Change, ...]:
    """Return the figures that differ, in the order in which they are kept."""
    return tuple(Change(of=one, was=was[one], now=now[one]) for one in was if was[one] != now[one])


_Gap = tuple[float | None, float | None]  # hours before and after a game


def _gaps(board: Board, game: ScheduledGame) -> dict[SchoolCode, _Gap]:
    """Return for each team of a game the hours without one before and after it, as the detector has it now."""
    return {school: _gap(board, school, game) for school in (game.home, game.away)}


def _gap(board: Board, school: SchoolCode, game: ScheduledGame) -> _Gap:
    games = board.detector.of_team(Team(board.facts.plan.sport, school))
    gaps: dict[GameId, _Gap] = {}
    before: float | None = None
    for one, other in pairwise(games):
        after = (other.start - one.end) / HOUR
        gaps[one.id] = before, after
        before = after
    return gaps.get(game.game, (before, None))


def _rest(shift: Shift, was: Mapping[SchoolCode, _Gap], now: Mapping[SchoolCode, _Gap]) -> Iterator[RestChange]:
    for team in (shift.was.home, shift.was.away):
        if was[team] != now[team]:
            yield RestChange(
                team=team,
                game=shift.now.game,
                before_was=was[team][0],
                before_now=now[team][0],
                after_was=was[team][1],
                after_now=now[team][1],
            )
