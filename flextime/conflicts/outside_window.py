"""Outside the season: a game begins on no date of its window, or a series ends after the season."""

from collections.abc import Iterator

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.model import Cause
from flextime.conflicts.placed import PlacedGame


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    plan = facts.plans[game.season]
    first, last = game.days[0], game.days[-1]
    if not plan.first <= first <= last <= plan.last:
        said = f"{game} is on {first}, and the season is from {plan.first} to {plan.last}."
        if first != last:
            said = f"{game} is from {first} to {last}, and the season from {plan.first} to {plan.last}."
    elif not any(first in window.dates for window in plan.windows if window.number == game.game.window):
        said = f"{game} is on {first}, which is no date of its window, {game.game.window}."
    else:
        return
    yield Finding(
        key=(game.id,), severity="medium", sentence=said, games=(game,), causes=(Cause("season", game.season),)
    )


KIND = GameKind(name="outside-window", priority=5, find=find)
