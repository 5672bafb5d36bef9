"""Double bookings of a venue: two games in one building at once, or with less between them than it takes to set it up.

The sports may be different ones. What is looked at is every two sittings, so that one day of a series is enough.
"""

from itertools import product

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, Line, PairKind, hours
from flextime.conflicts.placed import PlacedGame


def line(game: PlacedGame) -> Line:
    return Line("venue", game.game.venue)


def reach(facts: Facts) -> int:
    """Return the longest changeover of any two sports."""
    every = facts.numbers.game_hours
    return max(facts.numbers.changeover(one, other) for one in every for other in every)


def find(one: PlacedGame, other: PlacedGame, facts: Facts) -> Finding | None:
    gap, needed = min(_gaps(one, other, facts), key=lambda found: (found[0] >= 0, found[0] - found[1]))
    if gap >= needed:
        return None
    where = facts.venue_name(one.game.venue)
    both = f"{one} on {one.game.date} at {one.game.tip_off:%H:%M} and {other}"
    when = f"{'' if one.game.date == other.game.date else f'on {other.game.date} '}at {other.game.tip_off:%H:%M}"
    said = "overlap" if gap < 0 else f"have {hours(gap)} between them, not {hours(needed)}"
    return Finding(
        key=(one.game.venue, *sorted((one.id, other.id))),
        severity="critical" if gap < 0 else "high",
        sentence=f"{where}: {both} {when} {said}.",
        games=(one, other),
        venue=one.game.venue,
    )


def _gaps(one: PlacedGame, other: PlacedGame, facts: Facts) -> list[tuple[int, int]]:
    """Return for every two sittings the seconds between them, negative where they overlap, and those needed."""
    found = []
    for first, second in product(one.sittings, other.sittings):
        if first[0] <= second[0]:
            found.append((second[0] - first[1], facts.numbers.changeover(one.sport, other.sport)))
        else:
            found.append((first[0] - second[1], facts.numbers.changeover(other.sport, one.sport)))
    return found


KIND = PairKind(name="venue-overlap", priority=9, line=line, reach=reach, find=find)
