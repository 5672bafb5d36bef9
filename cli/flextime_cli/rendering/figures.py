"""What a season asks of its teams: miles, runs and rest, as a table and as one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table

Document = Mapping[str, Any]
NUMBERS = ("home", "away", "miles", "breaks", "away run", "home run", "weekend home", "shortest rest")


def standings_table(standings: Sequence[Document]) -> Table:
    """Return the figures of every team, the one that travels farthest first."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("team")
    for name in NUMBERS:
        table.add_column(name, justify="right")
    for row in sorted(standings, key=lambda row: -row["miles"]):
        rest = row["shortest_rest_days"]
        table.add_row(
            row["team"]["id"],
            str(row["home"]),
            str(row["away"]),
            f"{row['miles']:,.0f}",
            str(row["breaks"]),
            str(row["longest_away_run"]),
            str(row["longest_home_run"]),
            str(row["weekend_home"]),
            "" if rest is None else f"{rest} d",
        )
    return table


def figures_line(standings: Sequence[Document]) -> str:
    """Return a season in one sentence: miles in all and of the extremes, breaks, and how home and away balance."""
    if not standings:
        return "no games yet"
    miles = sorted((row["miles"], row["team"]["id"]) for row in standings)
    total = sum(found for found, _ in miles)
    breaks = sum(row["breaks"] for row in standings)
    lopsided = [row["team"]["id"] for row in standings if abs(row["home"] - row["away"]) > 1]
    balance = f"home and away differ for {', '.join(lopsided)}" if lopsided else "home and away balance for every team"
    (least, nearest), (most, farthest) = miles[0], miles[-1]
    return (
        f"{total:,.0f} miles ({nearest} {least:,.0f} to {farthest} {most:,.0f}), {breaks} breaks, "
        f"longest away run {max(row['longest_away_run'] for row in standings)}; {balance}"
    )
