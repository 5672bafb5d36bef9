"""A file of schools, venues or calendars, CSV or YAML, to the changes that it would bring about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import PurePath
from typing import Literal

from flextime.league.model import AcademicCalendar, School, Venue
from flextime.season.decide import Command, Event, decide, evolve
from flextime.season.members import SchoolChanged
from flextime.season.refusal import Refused
from flextime.season.state import Conference
from flextime.season.venues import AcademicCalendarSet, VenueChanged
from flextime_cli.errors import StackError
from flextime_cli.files.csv_file import read_csv
from flextime_cli.files.nodes import Fields, Items, Mistakes, Node
from flextime_cli.files.record import Record
from flextime_cli.files.yaml_file import read_yaml
from flextime_cli.members.kinds import Kind, Thing

Effect = Literal["added", "changed", "unchanged"]


class UnknownForm(StackError):
    """A file that is neither CSV nor YAML by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field with another value than it had."""

    field: str
    was: object
    now: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one thing of the file. `differences` are those of a thing that was known."""

    key: str
    thing: Thing
    effect: Effect
    command: Command
    differences: tuple[Difference, ...] = ()


def read_changes(
    name: str, content: bytes, kind: Kind, state: Conference, now: datetime
) -> tuple[tuple[Change, ...], Mistakes]:
    """Return what a file would change, each thing decided after the ones before it, and every mistake in it.

    Raises UnknownForm for a file whose name ends in neither .csv, .yaml nor .yml.
    """
    mistakes = Mistakes()
    changes = []
    seen: dict[str, int] = {}
    for place in _places(name, content, kind, mistakes):
        before, record = len(mistakes.found), Record(place, mistakes)
        record.require(kind.fields, _needed(name, kind, place))
        thing = kind.read(record, state)
        if thing is None or len(mistakes.found) > before:
            continue
        key = kind.key(thing)
        if key in seen:
            mistakes.at(place, f"{key} stands on line {seen[key]} already")
            continue
        seen[key] = place.line
        if (decided := _decided(record, kind, state, thing, now)) is not None:
            change, state = decided
            changes.append(change)
    return tuple(changes), mistakes


def _needed(name: str, kind: Kind, place: Fields) -> tuple[str, ...]:
    """Return the fields that must be there; a column that a CSV file lacks is told once, with its header."""
    return kind.required if _form(name) != ".csv" else tuple(each for each in kind.required if each in place.values)


def _form(name: str) -> str:
    return PurePath(name).suffix.lower()


def _places(name: str, content: bytes, kind: Kind, mistakes: Mistakes) -> Iterator[Fields]:
    form = _form(name)
    if form == ".csv":
        yield from read_csv(content, kind.fields, kind.required, mistakes)
    elif form in (".yaml", ".yml"):
        yield from _listed(read_yaml(content, mistakes), kind, mistakes)
    else:
        raise UnknownForm(f"{name} is neither CSV nor YAML.", advice="Its name should end in .csv, .yaml or .yml.")


def _listed(root: Node | None, kind: Kind, mistakes: Mistakes) -> Iterator[Fields]:
    if root is None:
        return
    if not isinstance(root, Fields) or kind.name not in root.values:
        mistakes.at(root, f"the file begins with `{kind.name}:`, and a list of them follows")
        return
    for name, key in root.keys.items():
        if name != kind.name:
            mistakes.at(key, f"there is no field {name!r}: the file has {kind.name} and nothing beside them")
    listed = root.values[kind.name]
    if not isinstance(listed, Items):
        mistakes.at(listed, f"{kind.name} is a list: each begins with a hyphen")
        return
    for item in listed.items:
        if isinstance(item, Fields):
            yield item
        else:
            mistakes.at(item, f"each of the {kind.name} is a group of fields: {', '.join(kind.required)} ...")


def _decided(
    record: Record, kind: Kind, state: Conference, thing: Thing, now: datetime
) -> tuple[Change, Conference] | None:
    """Decide the thing's command as the writer will; None, and a mistake, when it would be refused."""
    command = kind.command(state, thing)
    try:
        events = decide(state, command, now)
    except Refused as refused:
        field = (refused.field or "").rpartition(".")[2].partition("[")[0]
        record.mistakes.at(record.place(field), refused.detail)
        return None
    for event in events:
        state = evolve(state, event)
    effect, differences = _effect(events[0]) if events else ("unchanged", ())
    return Change(key=kind.key(thing), thing=thing, effect=effect, command=command, differences=differences), state


def _effect(event: Event) -> tuple[Effect, tuple[Difference, ...]]:
    if isinstance(event, SchoolChanged | VenueChanged | AcademicCalendarSet) and event.was is not None:
        return "changed", tuple(_differences(event.was, event.now))
    return "added", ()


def _differences(
    was: School | Venue | AcademicCalendar, now: School | Venue | AcademicCalendar
) -> Iterator[Difference]:
    for each in fields(now):
        before, after = getattr(was, each.name), getattr(now, each.name)
        if before != after:
            yield Difference(field=each.name, was=before, now=after)
