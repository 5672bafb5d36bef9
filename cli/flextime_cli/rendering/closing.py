"""A closure, its ways out and a story, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.markup import escape

from flextime_cli.apis.problems import JsonObject
from flextime_cli.demo.closing import Closed


def closing_lines(closed: Closed) -> Iterator[str]:
    """Yield what became wrong, and the ways out, each with how long it took from the command."""
    said = escape(closed.conflict["sentence"])
    yield f"[red]{closed.conflict['severity']}[/] {said} (seen {closed.seen:.2f} s after the command)"
    for number, option in enumerate(closed.options, start=1):
        preview = option["preview"]
        moves = "; ".join(_move(move) for move in preview["moves"])
        yield escape(f"{number}. {moves}: {preview['miles']:+,.0f} miles, {preview['price']:+,.1f} points")
        yield from (f"   [red]breaks[/] {escape(broken['sentence'])}" for broken in preview["broken"])
    yield f"{len(closed.options)} ways out, {closed.offered:.2f} s after the command"


def story_lines(story: JsonObject) -> Iterator[str]:
    """Yield the steps of a story, in order."""
    for step in story["steps"]:
        yield escape(f"{step['sequence']:>5} {step['time'][:16]} {step['actor']}: {step['sentence']}")


def _move(move: JsonObject) -> str:
    game, now = move["game"].rpartition(".")[2], move["now"]
    host = f" at home of {now['home']}" if now["home"] != move["was"]["home"] else ""
    return f"{game} to {date.fromisoformat(now['date']):%A} {now['date']} {now['tip_off'][:5]}{host}"
