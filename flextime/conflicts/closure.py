"""Closed venues: a game stands in a building on a day on which that is closed."""

from collections.abc import Iterator

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.model import Cause, closure_key
from flextime.conflicts.placed import PlacedGame
from flextime.league.model import Closure


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    for closure in facts.closures_of(game):
        days = tuple(day for day in game.days if day in closure.span)
        because = f" ({closure.reason})" if closure.reason else ""
        where = facts.venue_name(closure.venue)
        yield Finding(
            key=(game.id, _days(closure)),
            severity="critical",
            sentence=f"{where} is closed on {days[0]}{because}, and {game} is to be played there.",
            games=(game,),
            venue=closure.venue,
            dates=days,
            causes=(Cause("closure", closure_key(closure)),),
        )


def _days(closure: Closure) -> str:
    return f"{closure.span.first}..{closure.span.last}"


KIND = GameKind(name="closure", priority=9, reads="closures", find=find)
