"""Television's clock: Eastern time, whatever the venue's."""

from datetime import time
from zoneinfo import ZoneInfo

from flextime.league.model import ScheduledGame
from flextime.rules.season_view import SeasonView

EASTERN = ZoneInfo("America/New_York")


def eastern(view: SeasonView, game: ScheduledGame) -> tuple[bool, time]:
    """Return a game's tip-off in the East, and first whether that is after midnight, on the day after its date."""
    begins = view.starts(game).astimezone(EASTERN)
    return begins.date() > game.date, begins.time()
