"""Streaks: more home games in a row than a sport allows, or more away; byes do not end one, the season does."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind
from flextime.conflicts.model import Team
from flextime.conflicts.placed import PlacedGame


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    for season in dict.fromkeys(game.season for game in games):
        own = (game for game in games if game.season == season)
        for home, run in groupby(own, key=lambda game: game.is_home(team)):
            streak = tuple(run)
            most = (facts.numbers.home_run if home else facts.numbers.away_run)[team.sport]
            if len(streak) > most:
                what = "home games" if home else "away games"
                days = f"from {streak[0].days[0]} to {streak[-1].days[-1]}"
                yield Finding(
                    key=(team.sport, team.school, streak[0].id),
                    severity="medium",
                    sentence=f"{team} has {len(streak)} {what} in a row {days}, not {most} at most.",
                    games=streak,
                    teams=(team.school,),
                )


KIND = TeamKind(name="streak", priority=4, find=find)
