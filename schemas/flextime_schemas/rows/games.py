"""Rows of games: those of a draft, and those that were played."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import PlayedGame, ScheduledGame
from flextime.season.state import Conference, PlayedSeason, Season
from flextime_schemas.ledger import Ledger
from flextime_schemas.read_documents import GameDocument, GameStatus, GameVenue
from flextime_schemas.rows.common import Built, campus_miles, maybe_moment, named_school, rounded


def game(ledger: Ledger, season: str, key: str) -> Built | None:
    """Build a game's row, of one that is off as it stood last; None when the draft no longer has it."""
    state, season_id, game_id = ledger.state, SeasonId(season), GameId(key)
    if (plan := state.seasons.get(season_id)) is not None:
        found = plan.games.get(game_id) or plan.off.get(game_id)
        return _scheduled(state, plan, found) if found else None
    record = state.played[season_id]
    return next((_played(state, record, one) for one in record.games if one.game == game_id), None)


def _scheduled(state: Conference, season: Season, found: ScheduledGame) -> Built:
    venue = state.venues.get(found.venue)
    zone = venue.time_zone if venue else state.schools[found.home].time_zone
    document = _document(state, found.home, found.away, found.venue, found.date)
    starts = datetime.combine(found.date, found.tip_off, tzinfo=ZoneInfo(zone))
    document.update(
        {
            "season": season.plan.id,
            "sport": season.plan.sport,
            "id": found.game,
            "days": season.plan.days_per_game,
            "tip_off_local": found.tip_off.isoformat(),
            "time_zone": zone,
            "tip_off_utc": maybe_moment(starts),
            "window": found.window,
            "status": _status(season, found.game),
            "forfeited_by": season.forfeited.get(found.game),
            "pinned": found.game in season.pinned,
            "published": season.revision > 0 and season.published.get(found.game) == season.games.get(found.game),
            "network": found.network,
        }
    )
    return _built(document, found.date, found.tip_off, starts)


def _status(season: Season, game: GameId) -> GameStatus:
    if game in season.postponed:
        return "postponed"
    if game in season.cancelled:
        return "cancelled"
    return "forfeited" if game in season.forfeited else "scheduled"


def _played(state: Conference, season: PlayedSeason, found: PlayedGame) -> Built:
    document = _document(state, found.home, found.away, found.venue, found.date)
    document.update(
        {
            "season": season.id,
            "sport": season.sport,
            "id": found.game,
            "status": "completed",
            "published": True,
            "played": True,
            "neutral": found.neutral,
            "attendance": found.attendance,
            "home_won": found.home_won,
        }
    )
    return _built(document, found.date, None, None)


def _document(state: Conference, home: SchoolCode, away: SchoolCode, venue: VenueId | None, day: date) -> GameDocument:
    """Return what both kinds of game have, and the unknown for the rest."""
    return {
        "conference": state.id,
        "season": "",
        "sport": "",
        "id": "",
        "home": named_school(state.schools, home),
        "away": named_school(state.schools, away),
        "venue": _venue(state, venue),
        "date": day.isoformat(),
        "weekday": day.strftime("%A"),
        "days": 1,
        "tip_off_local": None,
        "time_zone": None,
        "tip_off_utc": None,
        "window": None,
        "status": "scheduled",
        "forfeited_by": None,
        "pinned": False,
        "published": False,
        "network": None,
        "miles": rounded(campus_miles(state.schools, home, away)),
        "played": False,
        "neutral": False,
        "attendance": None,
        "home_won": None,
    }


def _venue(state: Conference, venue: VenueId | None) -> GameVenue | None:
    if venue is None:
        return None
    if (found := state.venues.get(venue)) is None:
        return {"id": venue, "name": venue, "city": "", "state": ""}
    owner = state.schools.get(found.school)
    return {
        "id": found.id,
        "name": found.name,
        "city": owner.city if owner else "",
        "state": owner.state if owner else "",
    }


def _built(document: GameDocument, day: date, tip_off: time | None, starts: datetime | None) -> Built:
    cells = (
        document["season"],
        document["home"]["id"],
        document["away"]["id"],
        document["venue"]["id"] if document["venue"] else None,
        day,
        tip_off,
        document["time_zone"],
        starts,
        document["status"],
        document["pinned"],
        document["network"],
        document["played"],
        document["published"],
    )
    return Built(document, cells)
