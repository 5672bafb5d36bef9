"""The buildings that sports share, as a table, and the clashes in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from flextime_cli.demo.buildings import SharedBuilding, Use, clashes


def buildings_table(shared: Sequence[SharedBuilding]) -> Table:
    """Return a row for each building: its sports, how much goes on, and the tightest turn from one sport to another."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("building", "sports"):
        table.add_column(name)
    for name in ("events", "hours between"):
        table.add_column(name, justify="right")
    table.add_column("the tightest turn")
    for one in shared:
        first, second = one.nearest
        turn = f"{first.sport} {first.begins:%a %m-%d %H:%M}, {second.sport} {second.begins:%a %m-%d %H:%M}"
        table.add_row(one.venue, " ".join(one.sports), str(one.events), f"{one.hours_between:.0f}", turn)
    return table


def clash_line(uses: Sequence[Use]) -> str:
    """Return how many events there are, and which clash."""
    found = clashes(uses)
    if not found:
        return f"{len(uses)} days of games in all, and no two in one building at one time."
    one, other = found[0]
    return (
        f"Clashes: {len(found)}, the first in {one.venue}, {one.sport} at {one.begins:%Y-%m-%d %H:%M} "
        f"and {other.sport} at {other.begins:%H:%M}."
    )
