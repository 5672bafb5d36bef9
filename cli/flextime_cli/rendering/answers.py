"""Why a game is not on a date, as a person reads it: what has to move and what that costs, or what forbids it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from flextime.league.model import ScheduledGame
from flextime.solve.answers import Alternative, Answer, Forbidden, Moved, Plain, Possible, Undecided
from flextime.solve.problem import Infeasible

MOST_MOVES = 25  # shown of one alternative; what moves more is another season
MOST_RULES = 6  # with the largest differences


def answer_lines(answer: Answer, asked: str) -> Iterator[str]:
    """Yield the lines of an answer, with rich markup. `asked` says the game and the date."""
    match answer:
        case Possible(alternatives=alternatives, seconds=seconds):
            yield f"[green]It can be[/green]: {escape(asked)}, found in {seconds:.1f} s."
            for number, found in enumerate(alternatives):
                yield ""
                yield from _alternative_lines(found, with_moves=number == 0)
        case Forbidden(because=because):
            yield f"[red]It cannot be[/red]: {escape(asked)}."
            yield from conflict_lines(because)
        case Plain(sentence=sentence):
            yield escape(sentence)
        case Undecided(sentence=sentence, seconds=seconds):
            yield f"[yellow]Nobody knows[/yellow] after {seconds:.1f} s. {escape(sentence)}"


def conflict_lines(because: Infeasible) -> Iterator[str]:
    """Yield what cannot hold together, by name, and the ways out."""
    yield f"  {escape(because.explanation)}"
    for conflict in because.conflicts[1:]:
        yield f"  These contradict too: {escape(', '.join([*conflict.rules, *conflict.games]))}"


def _alternative_lines(found: Alternative, *, with_moves: bool) -> Iterator[str]:
    games = f"{len(found.moved)} game{'' if len(found.moved) == 1 else 's'}"
    yield f"[bold]{games} moved, {found.price:+,.0f} points, {found.miles:+,.0f} miles[/bold]"
    changes = sorted(found.rules, key=lambda change: -abs(change.now - change.was))
    for change in changes[:MOST_RULES]:
        difference = change.now - change.was
        yield f"  {escape(change.rule):<24}{change.was:>10,.1f} -> {change.now:>10,.1f} {difference:>+10,.1f}"
    if with_moves:
        for moved in found.moved[:MOST_MOVES]:
            yield f"  {_move_line(moved)}"
        if len(found.moved) > MOST_MOVES:
            yield f"  ... and {len(found.moved) - MOST_MOVES} more"


def _move_line(moved: Moved) -> str:
    known = moved.now or moved.was
    who = "" if known is None else f"{known.away} at {known.home}"
    return escape(f"{who:<14} {_place(moved.was, moved):<22} -> {_place(moved.now, moved)}")


def _place(game: ScheduledGame | None, moved: Moved) -> str:
    if game is None:
        return "not played"
    turned = moved.was is not None and moved.now is not None and moved.was.home != moved.now.home
    at = f" at {game.home}" if turned else ""
    return f"{game.date:%a} {game.date.isoformat()} {game.tip_off:%H:%M}{at}"
