"""Clocks are set: a tip-off at a reading that a clock skips when it is set forward, or has twice when set back."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.placed import PlacedGame, clock
from flextime.league.clocks import is_skipped


def find(game: PlacedGame, _facts: Facts) -> Iterator[Finding]:
    zone = ZoneInfo(game.zone)
    for day, (start, _) in zip(game.days, game.sittings, strict=True):
        local = datetime.combine(day, game.game.tip_off, tzinfo=zone)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            continue
        shown = clock(start, game.zone)
        told = f"{game} begins on {day} at {game.game.tip_off:%H:%M}, which the clock of {game.zone}"
        if is_skipped(day, game.game.tip_off, game.zone):
            said = f"{told} skips; taken for {shown:%H:%M}."
        else:
            said = f"{told} has twice; taken for the first."
        yield Finding(key=(game.id,), severity="low", sentence=said, games=(game,), venue=game.game.venue, dates=(day,))


KIND = GameKind(name="clock-change", priority=2, find=find)
