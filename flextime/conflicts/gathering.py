"""The detector and the boards of a conference as its history has it now."""

from collections.abc import Collection, Iterator

from flextime.conflicts.board import Board
from flextime.conflicts.detector import Detector
from flextime.conflicts.model import CloseDays, Edit, KnowSchool, KnowSeason, KnowVenue, Place, SetCalendar
from flextime.conflicts.numbers import Numbers
from flextime.league.ids import GameId, SeasonId
from flextime.season.state import Conference, Season, season_facts


def detector_of(state: Conference, numbers: Numbers | None = None) -> Detector:
    """Return a detector that has taken in all seasons but the cancelled ones."""
    detector = Detector(numbers)
    detector.apply(_edits(state))
    return detector


def board_of(detector: Detector, state: Conference, season: SeasonId, fixed: Collection[GameId] = ()) -> Board:
    """Return a season's board; its pinned and forfeited games are fixed, and those given. Raises NotFound."""
    found = state.season(season)
    rules = [found.rules[rule] for rule in sorted(found.rules)]
    return Board(detector, season_facts(state, season), rules, {*found.pinned, *found.forfeited, *fixed})


def _edits(state: Conference) -> Iterator[Edit]:
    yield from (KnowSchool(school=school) for school in state.schools.values())
    yield from (KnowVenue(venue=venue) for venue in state.venues.values())
    yield from (CloseDays(closure=closure) for closure in state.closures)
    yield from (SetCalendar(calendar=calendar) for calendar in state.calendars.values())
    for key in sorted(state.seasons):
        season = state.seasons[key]
        if season.status != "cancelled":
            yield KnowSeason(plan=season.plan)
            yield from _games(state, season)


def _games(state: Conference, season: Season) -> Iterator[Place]:
    """Yield the games that have a place. One that does not stand where the candidate had it was moved by hand."""
    candidate = state.candidates.get(season.adopted) if season.adopted is not None else None
    drafted = {game.game: game for game in candidate.games} if candidate else {}
    for key in sorted(season.games):
        game = season.games[key]
        yield Place(season=season.plan.id, game=game, by_hand=drafted.get(key, game) != game)
