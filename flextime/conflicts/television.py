"""Television slots: a network has two games at once."""

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, Line, PairKind
from flextime.conflicts.placed import PlacedGame


def line(game: PlacedGame) -> Line | None:
    return Line("network", game.game.network) if game.game.network else None


def reach(_facts: Facts) -> int:
    return 0


def find(one: PlacedGame, other: PlacedGame, _facts: Facts) -> Finding | None:
    if not any(a[0] < b[1] and b[0] < a[1] for a in one.sittings for b in other.sittings):
        return None
    return Finding(
        key=(str(one.game.network), *sorted((one.id, other.id))),
        severity="high",
        sentence=f"{one.game.network} has {one} and {other} at once on {one.game.date}.",
        games=(one, other),
    )


KIND = PairKind(name="television", priority=6, line=line, reach=reach, find=find)
