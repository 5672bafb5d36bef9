"""The detector and the boards of a conference as its history has it now, and the edits between two of its moments.

States are values that share what did not change, so comparing two neighbours in a history costs what changed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from flextime.conflicts.board import MOVED_POINTS, Board
from flextime.conflicts.detector import Detector
from flextime.conflicts.model import (
    CloseDays,
    Edit,
    KnowSchool,
    KnowSeason,
    KnowVenue,
    OpenDays,
    Place,
    Remove,
    SetCalendar,
)
from flextime.conflicts.numbers import Numbers
from flextime.league.ids import GameId, SeasonId
from flextime.league.model import ScheduledGame
from flextime.season.state import Conference, Season, season_facts, waivers_in_force

PUBLISHED = 2  # times the points of a move that nobody has heard of
NEARNESS = ((3, 4), (14, 2))  # up to so many days ahead, so many times the points

Key = TypeVar("Key")
Value = TypeVar("Value")


def detector_of(state: Conference, numbers: Numbers | None = None) -> Detector:
    """Return a detector that has taken in all seasons but the cancelled ones."""
    detector = Detector(numbers)
    detector.apply(edits_between(Conference(id=state.id), state))
    return detector


def board_of(detector: Detector, state: Conference, season: SeasonId, today: date) -> Board:
    """Return a season's board, with the waivers that hold today; pinned and forfeited games are fixed.

    Of a season that is under way, those of today and before are fixed as well, and no other day is free. To move a game
    costs more once it is published, and the nearer it is. Raises NotFound.
    """
    found = state.season(season)
    rules = [found.rules[rule] for rule in sorted(found.rules)]
    under_way = found.plan.first <= today <= found.plan.last
    held = {*found.pinned, *found.forfeited}
    if under_way:
        held |= {key for key, game in found.games.items() if game.date <= today}
    return Board(
        detector,
        season_facts(state, season),
        rules,
        held,
        waivers_in_force(state, season, today),
        moving={key: _moving(found, game, today if under_way else None) for key, game in found.games.items()},
        after=today if under_way else None,
    )


def _moving(season: Season, game: ScheduledGame, today: date | None) -> float:
    """Return what it costs to move a game: fans and crews have booked, the more of them the nearer it is."""
    points = MOVED_POINTS * (PUBLISHED if game.game in season.published else 1)
    if today is not None:
        points *= next((times for days, times in NEARNESS if (game.date - today).days <= days), 1)
    return points


def edits_between(before: Conference, after: Conference) -> list[Edit]:
    """Return the edits that bring a detector of the one state to the other, a later one of the same conference."""
    edits: list[Edit] = [
        *(KnowSchool(school=school) for school in _changed(before.schools, after.schools)),
        *(KnowVenue(venue=venue) for venue in _changed(before.venues, after.venues)),
    ]
    if before.closures is not after.closures:
        was, now = set(before.closures), set(after.closures)
        edits += [OpenDays(closure=closure) for closure in before.closures if closure not in now]
        edits += [CloseDays(closure=closure) for closure in after.closures if closure not in was]
    edits += [SetCalendar(calendar=calendar) for calendar in _changed(before.calendars, after.calendars)]
    if before.seasons is not after.seasons:
        for key in sorted(after.seasons):
            edits += _season_edits(before, after, key)
    return edits


def _changed(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> Iterator[Value]:
    """Yield what is new or other than before."""
    if before is not after:
        yield from (value for key, value in after.items() if before.get(key) != value)


def _season_edits(before: Conference, after: Conference, key: SeasonId) -> Iterator[Edit]:
    was, now = before.seasons.get(key), after.seasons[key]
    if was is now:
        return
    if was is None or was.plan != now.plan:
        yield KnowSeason(plan=now.plan)
    places_before, places_after = _places(before, was), _places(after, now)
    yield from (Remove(game=game) for game in places_before if game not in places_after)
    yield from (place for game, place in places_after.items() if places_before.get(game) != place)


def _places(state: Conference, season: Season | None) -> dict[GameId, Place]:
    """A game that does not stand where the adopted candidate had it was moved by hand; a cancelled season has none."""
    if season is None or season.status == "cancelled":
        return {}
    candidate = state.candidates.get(season.adopted) if season.adopted is not None else None
    drafted = {game.game: game for game in candidate.games} if candidate else {}
    return {
        key: Place(season=season.plan.id, game=game, by_hand=drafted.get(key, game) != game)
        for key, game in sorted(season.games.items())
    }
