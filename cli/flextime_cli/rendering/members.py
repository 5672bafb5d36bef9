"""What an import of schools, venues or calendars changes, as lines to read; with rich markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.markup import escape

from flextime.league.model import AcademicCalendar, DateSpan, School, Venue
from flextime_cli.members.kinds import CALENDAR_PARTS, Thing
from flextime_cli.members.reading import Change, Difference


def import_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield what is added and changed, thing by thing, and the counts."""
    for change in changes:
        if change.effect == "added":
            yield f"[green]added[/green] {escape(change.key)}: {escape(_described(change.thing))}"
        elif change.effect == "changed":
            told = "; ".join(map(_difference, change.differences))
            yield f"[yellow]changed[/yellow] {escape(change.key)}: {escape(told)}"
    counts = Counter(change.effect for change in changes)
    yield ", ".join(f"{counts[effect]} {effect}" for effect in ("added", "changed", "unchanged"))


def _difference(found: Difference) -> str:
    return f"{found.field} {_value(found.was)} -> {_value(found.now)}"


def _described(thing: Thing) -> str:
    match thing:
        case School():
            return f"{thing.name}, {thing.city}, {thing.state}"
        case Venue():
            return f"{thing.name} of {thing.school}, {' '.join(thing.sports)}"
        case AcademicCalendar():
            parts = [(name, getattr(thing, name)) for name in CALENDAR_PARTS]
            return "; ".join(f"{name} {_value(spans)}" for name, spans in parts if spans) or "nothing forbidden"


def _value(value: object) -> str:
    match value:
        case None | ():
            return "none"
        case tuple():
            return ", ".join(map(_value, value))
        case DateSpan(first=first, last=last):
            return str(first) if first == last else f"{first}..{last}"
        case _:
            return str(value)
