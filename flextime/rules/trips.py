"""Road trips: the away games that a team plays without going home between them."""

from collections.abc import Iterator

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.kind import runs
from flextime.rules.season_view import SeasonView

TRIP_DAYS = 3  # from Saturday to Tuesday a team stays away; a week between two games it spends at home


def road_trips(view: SeasonView, team: SchoolCode) -> Iterator[list[ScheduledGame]]:
    """Yield away games in a row, each at most TRIP_DAYS after the one before."""
    for run in runs(view.by_team[team], team, home=False):
        trip = run[:1]
        for game in run[1:]:
            if (game.date - trip[-1].date).days > TRIP_DAYS:
                yield trip
                trip = []
            trip.append(game)
        yield trip
