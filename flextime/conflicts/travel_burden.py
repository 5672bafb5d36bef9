"""Travel burden: too many miles within a week, and more than two games in it.

The way to a game is from the venue of the one before, and to the season's first from home. Of stretches of days within
each other the longest is told.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.placed import PlacedGame


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    numbers = facts.numbers
    ways = _ways(team, games, facts)
    reached = 0
    for begin, first in enumerate(games):
        end = begin
        while end < len(games) and (games[end].days[-1] - first.days[0]).days < numbers.burden_days:
            end += 1
        miles = sum(ways[begin:end])
        if end <= reached or end - begin <= numbers.burden_games or miles <= numbers.burden_miles:
            continue
        reached = end
        own = games[begin:end]
        days = f"from {first.days[0]} to {own[-1].days[-1]}"
        yield Finding(
            key=(team.sport, team.school, first.id),
            severity="high",
            sentence=f"{team} travels {miles:,.0f} miles for {len(own)} games {days}.",
            games=own,
            teams=(team.school,),
            causes=tuple(Cause("school", place) for place in dict.fromkeys(game.place for game in own) if place),
        )


def _ways(team: Team, games: Sequence[PlacedGame], facts: Facts) -> list[float]:
    """Return the miles to each game."""
    places = [team.school, *(game.place for game in games)]
    return [facts.miles(one, other) for one, other in pairwise(places)]


KIND = TeamKind(name="travel-burden", priority=6, find=find)
