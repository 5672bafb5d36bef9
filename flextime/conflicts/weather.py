"""Weather: a sport that is played outdoors meets the cold of an early spring, or the heat of a late summer's day."""

from collections.abc import Iterator
from datetime import date

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.model import Cause
from flextime.conflicts.numbers import Numbers
from flextime.conflicts.placed import PlacedGame


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    numbers, place = facts.numbers, game.place
    if place is None:
        return
    cold = tuple(day for day in game.days if (day.month, day.day) < numbers.cold_until)
    if cold and game.sport in numbers.cold_sports and place in numbers.cold_schools:
        month, day = numbers.cold_until
        until = date(cold[0].year, month, day)
        yield _finding(game, place, cold, f"{game} is on {cold[0]}: at {place} it is too cold before {until}.")
    hot = tuple(day for day in game.days if _is_hot(game, day, numbers))
    if hot and game.sport in numbers.warm_sports and place in numbers.warm_schools:
        said = f"{game} is on {hot[0]} at {game.game.tip_off:%H:%M}: at {place} it is too hot before "
        yield _finding(game, place, hot, f"{said}{numbers.warm_until:%H:%M}.")


def _is_hot(game: PlacedGame, day: date, numbers: Numbers) -> bool:
    return day.month in numbers.warm_months and game.game.tip_off < numbers.warm_until


def _finding(game: PlacedGame, place: str, days: tuple[date, ...], said: str) -> Finding:
    return Finding(
        key=(game.id,),
        severity="low",
        sentence=said,
        games=(game,),
        venue=game.game.venue,
        dates=days,
        causes=(Cause("school", place),),
    )


KIND = GameKind(name="weather", priority=3, find=find)
