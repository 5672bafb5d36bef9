"""Sunday play: a school that plays no Sunday has a game on one, or on one day of a series."""

from collections.abc import Iterator

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.placed import PlacedGame

SUNDAY = 6


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    sundays = tuple(day for day in game.days if day.weekday() == SUNDAY)
    for team in game.teams():
        if sundays and team.school in facts.numbers.no_sunday:
            yield Finding(
                key=(team.school, game.id),
                severity="critical",
                sentence=f"{team.school} plays no Sunday: {game} is on {sundays[0]}.",
                games=(game,),
                teams=(team.school,),
                dates=sundays,
            )


KIND = GameKind(name="no-sunday", priority=10, find=find)
