"""Conflicts, what a move would bring about, and ways out, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.markup import escape

from flextime.conflicts.mending import Mending
from flextime.conflicts.model import Changes, Conflict, ConflictId
from flextime.conflicts.preview import Preview, Shift
from flextime.conflicts.repair import Option
from flextime.league.model import ScheduledGame
from flextime.season.state import RecordedConflict
from flextime_cli.rendering.waivers import ask_line
from flextime_schemas.ledger import Ledger

COLOURS = {"critical": "red", "high": "red", "medium": "yellow", "low": "dim"}


def conflict_lines(conflicts: Sequence[Conflict], recorded: Mapping[ConflictId, RecordedConflict]) -> Iterator[str]:
    """Yield each conflict with its sentence, its id and what a planner said of it, and how many there are."""
    for one in conflicts:
        by_hand = " Moved by hand." if one.by_hand else ""
        yield f"[{COLOURS[one.severity]}]{one.severity:<8}[/] {escape(one.sentence)}{by_hand}"
        yield f"         [dim]{escape(one.id)}[/]"
        if (known := recorded.get(one.id)) is not None and known.status != "open":
            yield f"         {known.status}: {escape(known.because)}"
    yield f"{len(conflicts)} conflict{'' if len(conflicts) == 1 else 's'}." if conflicts else "No conflicts."


def option_lines(ledger: Ledger, options: Sequence[Option]) -> Iterator[str]:
    """Yield each way out: what moves, how good that is known to be, its cost, and how to ask for what it breaks."""
    for number, option in enumerate(options, start=1):
        yield f"[bold]{number}. {'; '.join(_shift(shift) for shift in option.shifts)}[/]"
        yield f"   {option.sentence}"
        yield from (f"   {line}" for line in preview_lines(option.preview))
        yield from (f"   {escape(ask_line(ledger, option.season, one))}" for one in option.waivers)
    if not options:
        yield "No way out was found."


def mending_lines(done: Mending) -> Iterator[str]:
    """Yield what was mended by which moves, and what was not."""
    for one in done.mended:
        yield f"[green]mends[/] {one.severity} {escape(one.sentence)}"
    for shift in done.shifts:
        yield f"  {_shift(shift)}"
    for one in done.left.values():
        yield f"[red]left[/] {one.severity} {escape(one.sentence)}"
    yield f"{len(done.mended)} conflicts mended by {len(done.shifts)} moves; {len(done.left)} have no clean way out."


def preview_lines(found: Preview) -> Iterator[str]:
    """Yield what moves would bring about."""
    yield f"{found.miles:+,.0f} miles, {found.price:+,.1f} points"
    yield from _changes(found.conflicts)
    for one in found.broken:
        yield f"[red]breaks[/] {escape(one.rule)}: {escape(one.sentence)} ({one.price:,.0f} points to waive)"
    for one in found.mended:
        yield f"[green]mends[/] {escape(one.rule)}: {escape(one.sentence)}"
    for rest in found.rest:
        before, after = _hours(rest.before_was, rest.before_now), _hours(rest.after_was, rest.after_now)
        told = [f"before {before}"] * bool(before) + [f"after {after}"] * bool(after)
        yield f"rest of {rest.team} around {rest.game.rpartition('.')[2]}: {', '.join(told)}"


def _changes(changes: Changes) -> Iterator[str]:
    for one in changes.opened:
        yield f"[red]opens[/] {one.severity} {escape(one.sentence)}"
    for one in changes.cleared:
        yield f"[green]clears[/] {one.severity} {escape(one.sentence)}"


def _hours(was: float | None, now: float | None) -> str:
    def told(hours: float | None) -> str:
        return "none" if hours is None else f"{hours:,.0f} h"

    return "" if was == now else f"{told(was)} -> {told(now)}"


def _shift(shift: Shift) -> str:
    return f"{_stands(shift.was)} -> {_where(shift.was, shift.now)}"


def _stands(game: ScheduledGame) -> str:
    return f"{game.away} at {game.home}, {game.date:%a} {game.date} {game.tip_off:%H:%M}"


def _where(was: ScheduledGame, now: ScheduledGame) -> str:
    host = f"at {now.home}, " if now.home != was.home else ""
    venue = f", {now.venue}" if now.venue != was.venue else ""
    return escape(f"{host}{now.date:%a} {now.date} {now.tip_off:%H:%M}{venue}")
