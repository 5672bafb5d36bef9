"""Games as standings need them, whether planned or played: who hosts whom, where, and on which day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flextime.league.ids import SchoolCode, VenueId
from flextime.season.state import Conference, PlayedSeason, Season


class Seating(NamedTuple):
    """`site` is the school on whose ground the game is; None on neutral ground that nobody knows."""

    day: date
    home: SchoolCode
    away: SchoolCode
    neutral: bool
    site: SchoolCode | None
    home_won: bool | None


def planned(season: Season) -> list[Seating]:
    """Return a draft's games in order of date, tip-off and id."""
    games = sorted(season.games.values(), key=lambda game: (game.date, game.tip_off, game.game))
    return [Seating(game.date, game.home, game.away, False, game.home, None) for game in games]


def played(state: Conference, season: PlayedSeason) -> list[Seating]:
    """Return a played season's games in order of date and id."""
    games = sorted(season.games, key=lambda game: (game.date, game.game))
    return [
        Seating(
            game.date,
            game.home,
            game.away,
            game.neutral,
            _owner(state, game.venue) if game.neutral else game.home,
            game.home_won,
        )
        for game in games
    ]


def _owner(state: Conference, venue: VenueId | None) -> SchoolCode | None:
    found = state.venues.get(venue) if venue else None
    return found.school if found else None


def of_season(state: Conference, season: str) -> Sequence[Seating]:
    """Return the games of a season by its id, planned or played; none where it is unknown."""
    for key, found in state.seasons.items():
        if key == season:
            return planned(found)
    for key, record in state.played.items():
        if key == season:
            return played(state, record)
    return ()
