"""Rows of standings: what the schedule of a season asks of each team, and what a played one gave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from flextime.league.ids import SchoolCode, SeasonId
from flextime.league.model import School
from flextime.season.state import Conference
from flextime_schemas.ledger import Ledger
from flextime_schemas.read_documents import StandingDocument
from flextime_schemas.rows.common import Built, campus_miles, named_school, rounded
from flextime_schemas.rows.seatings import Seating, of_season

FRIDAY = 4

Side = Literal["home", "away", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A team's season in numbers; see StandingDocument. Miles are not rounded here, so that sums stay exact."""

    home: int
    away: int
    neutral: int
    miles: float
    longest_away_run: int
    longest_home_run: int
    breaks: int
    weekend_home: int
    shortest_rest_days: int | None
    wins: int
    losses: int
    decided: bool


def season_standings(state: Conference, season: str) -> Mapping[SchoolCode, Standing]:
    """Return the figures of every team that has a game in a season, planned or played.

    The rows of a batch ask for the same season again and again, 1.7 ms each time: the answer for the values at hand is
    remembered, and values never change.
    """
    source = (state.seasons.get(SeasonId(season)) or state.played.get(SeasonId(season)), state.schools, state.venues)
    known = _REMEMBERED.get((state.id, season))
    if known is not None and all(one is other for one, other in zip(known[0], source, strict=True)):
        return known[1]
    own: dict[SchoolCode, list[Seating]] = {}
    for game in of_season(state, season):
        own.setdefault(game.home, []).append(game)
        own.setdefault(game.away, []).append(game)
    found = {team: standing(team, games, state.schools) for team, games in own.items()}
    _REMEMBERED[state.id, season] = (source, found)
    return found


_REMEMBERED: dict[tuple[str, str], tuple[tuple[object, ...], Mapping[SchoolCode, Standing]]] = {}


def standing(team: SchoolCode, own: Sequence[Seating], schools: Mapping[SchoolCode, School]) -> Standing:
    """Return the figures of one team out of its own games, in order of time."""
    sides = [_side(game, team) for game in own]
    runs = [(side, len(list(run))) for side, run in groupby(sides)]
    won = [(game.home == team) == game.home_won for game in own if game.home_won is not None]
    return Standing(
        home=sides.count("home"),
        away=sides.count("away"),
        neutral=sides.count("neutral"),
        miles=chained_miles(team, own, schools),
        longest_away_run=max((length for side, length in runs if side == "away"), default=0),
        longest_home_run=max((length for side, length in runs if side == "home"), default=0),
        breaks=sum(one == other != "neutral" for one, other in pairwise(sides)),
        weekend_home=sum(
            side == "home" and game.day.weekday() >= FRIDAY for side, game in zip(sides, own, strict=True)
        ),
        shortest_rest_days=min(((b.day - a.day).days - 1 for a, b in pairwise(own)), default=None),
        wins=sum(won),
        losses=len(won) - sum(won),
        decided=bool(won),
    )


def _side(game: Seating, team: SchoolCode) -> Side:
    if game.neutral:
        return "neutral"
    return "home" if game.home == team else "away"


def chained_miles(team: SchoolCode, own: Sequence[Seating], schools: Mapping[SchoolCode, School]) -> float:
    """Return a team's miles: from home through each run of away games and back (the travelling tournament's count)."""
    at, total = team, 0.0
    for game in own:
        if game.site is not None:
            total += campus_miles(schools, at, game.site)
            at = game.site
    return total + campus_miles(schools, at, team)


def row(ledger: Ledger, season: str, team: str) -> Built:
    state, code = ledger.state, SchoolCode(team)
    found = season_standings(state, season).get(code) or standing(code, (), state.schools)
    document: StandingDocument = {
        "conference": state.id,
        "season": season,
        "team": named_school(state.schools, code),
        "home": found.home,
        "away": found.away,
        "neutral": found.neutral,
        "miles": rounded(found.miles),
        "longest_away_run": found.longest_away_run,
        "longest_home_run": found.longest_home_run,
        "breaks": found.breaks,
        "weekend_home": found.weekend_home,
        "shortest_rest_days": found.shortest_rest_days,
        "wins": found.wins if found.decided else None,
        "losses": found.losses if found.decided else None,
    }
    return Built(document, _cells(season, team, found))


def _cells(season: str, team: str, found: Standing) -> tuple[object, ...]:
    return (
        season,
        team,
        found.home,
        found.away,
        found.neutral,
        rounded(found.miles),
        found.longest_away_run,
        found.longest_home_run,
        found.breaks,
        found.shortest_rest_days,
    )
