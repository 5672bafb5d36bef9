"""Championship dates: a game of the regular season stands on a day of its sport's championship."""

from collections.abc import Iterator

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.model import Cause
from flextime.conflicts.placed import PlacedGame


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    for championship in facts.numbers.championships:
        span = championship.span
        days = tuple(day for day in game.days if day in span)
        if days and championship.sport == game.sport:
            yield Finding(
                key=(game.id,),
                severity="critical",
                sentence=f"{game} is on {days[0]}, in the championship from {span.first} to {span.last}.",
                games=(game,),
                dates=days,
                causes=(Cause("season", game.season),),
            )


KIND = GameKind(name="championship", priority=9, find=find)
