"""A rulebook file to rules: everything that cannot be is a mistake at its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, get_args

from flextime.league.ids import RuleId
from flextime.rules.catalogue import KINDS
from flextime.rules.model import Hardness, Parameter, Rule
from flextime.solve.problem import SeasonFacts
from flextime_cli.files.nodes import Fields, Items, Mistakes, Node, Scalar
from flextime_cli.files.record import Record
from flextime_cli.files.yaml_file import read_yaml
from flextime_cli.rulebooks.model import Asked, RuleFault, faults

FILE_FIELDS = ("season", "rules")
REQUIRED = ("id", "kind")
FIELDS = (*REQUIRED, "hardness", "weight", "parameters", "asked_by", "because")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A rule of a file, and where it stands."""

    asked: Asked
    place: Fields

    @property
    def rule(self) -> Rule:
        return self.asked.rule


def read_rulebook(content: bytes, facts: SeasonFacts, mistakes: Mistakes) -> tuple[Written, ...]:
    """Return the rules of a file that can be, in its order, and note what is wrong with all others."""
    found: dict[str, Written] = {}
    for place in _places(content, facts, mistakes):
        if (written := _read_rule(place, facts, mistakes)) is None:
            continue
        if (first := found.get(written.rule.id)) is not None:
            mistakes.at(place.values["id"], f"{written.rule.id} stands on line {first.place.line} already")
            continue
        found[written.rule.id] = written
    return tuple(found.values())


def _places(content: bytes, facts: SeasonFacts, mistakes: Mistakes) -> Iterator[Fields]:
    root = read_yaml(content, mistakes)
    if root is None:
        return
    if not isinstance(root, Fields):
        mistakes.at(root, "the file begins with `rules:`, and a list of them follows")
        return
    record = Record(root, mistakes)
    record.require(FILE_FIELDS, ())
    season = record.text("season")
    if season is not None and season != facts.plan.id:
        reason = f"the file is of {season}, and these are the rules of {facts.plan.id}"
        mistakes.at(record.place("season"), f"{reason}: write {facts.plan.id} here, if it is to have them")
    listed = root.values.get("rules")
    if listed is None:
        mistakes.at(root, "rules is missing")
    elif isinstance(listed, Items):
        for item in listed.items:
            if isinstance(item, Fields):
                yield item
            else:
                mistakes.at(item, f"a rule is a group of fields: {', '.join(FIELDS)}")
    else:
        mistakes.at(listed, "rules is a list: each begins with a hyphen; [] is none")


def _read_rule(place: Fields, facts: SeasonFacts, mistakes: Mistakes) -> Written | None:
    before, record = len(mistakes.found), Record(place, mistakes)
    record.require(FIELDS, REQUIRED)
    kind = _kind(record)
    identity = _words(record, "id")
    hardness = record.choice("hardness", get_args(Hardness))
    weight = record.number("weight", "its share", least=0.0, most=1.0)
    parameters = _parameters(record, kind)
    if identity is None or kind is None:
        return None
    rule = Rule(
        id=RuleId(identity),
        kind=kind,
        hardness=hardness or KINDS[kind].default_hardness,  # type: ignore[arg-type]  # one of the options
        weight=1.0 if weight is None else weight,
        parameters=parameters,
    )
    for fault in faults(rule, facts):
        mistakes.at(_place_of(fault, place), fault.told)
    if len(mistakes.found) > before:
        return None
    who, why = _words(record, "asked_by") or "", _words(record, "because") or ""
    return Written(asked=Asked(rule=rule, asked_by=who, because=why), place=place)


def _kind(record: Record) -> str | None:
    if (kind := _words(record, "kind")) is None or kind in KINDS:
        return kind
    near = get_close_matches(kind, KINDS)
    hint = f"did you mean {' or '.join(near)}?" if near else "`flextime rules` tells them all"
    record.mistakes.at(record.place("kind"), f"there is no kind of rule {kind!r}, {hint}")
    return None


def _words(record: Record, name: str) -> str | None:
    """Read text as it stands: who asked and why may take several lines."""
    node = record.fields.values.get(name)
    if node is None or (isinstance(node, Scalar) and node.tag == "null"):
        return None
    if not isinstance(node, Scalar):
        record.mistakes.at(node, f"{name} is text, not a list or a group of fields")
        return None
    if "\0" in node.text:
        record.mistakes.at(node, f"{name} has the character NUL, which no text of ours may have")
        return None
    return node.text


def _parameters(record: Record, kind: str | None) -> dict[str, Parameter]:
    node = record.fields.values.get("parameters")
    if node is None or (isinstance(node, Scalar) and node.tag == "null"):
        return {}
    if not isinstance(node, Fields):
        record.mistakes.at(node, "parameters is a group of fields, as games: 3")
        return {}
    wanted = {declared.name: declared.metadata["type"] for declared in fields(KINDS[kind].parameters)} if kind else {}
    given = {name: _value(name, value, wanted.get(name), record.mistakes) for name, value in node.values.items()}
    return {name: value for name, value in given.items() if value is not None}


def _value(name: str, node: Node, wanted: type | None, mistakes: Mistakes) -> Any:  # noqa: ANN401 - the rulebook judges
    match node:
        case Scalar(tag="null"):
            mistakes.at(node, f"{name} has no value: leave it out, and it is at its default")
        case Scalar(text=written):
            return written if wanted in (str, tuple) else _plain(node)
        case Items(items=items):
            if all(isinstance(item, Scalar) for item in items):
                return tuple(item.text for item in items if isinstance(item, Scalar))
            mistakes.at(node, f"{name} is a list of single values")
        case _:
            mistakes.at(node, f"{name} is a value or a list, not a group of fields")
    return None


def _plain(node: Scalar) -> bool | int | float | str:
    """Return what YAML takes a value for; what only looks like a number, "12:30", is text."""
    try:
        match node.tag:
            case "bool":
                return node.text.lower() in ("yes", "true", "on")
            case "int":
                return int(node.text)
            case "float":
                return float(node.text)
            case _:
                return node.text
    except ValueError:
        return node.text


def _place_of(fault: RuleFault, place: Fields) -> Node:
    """Return where a fault stands: at the member, the value, the name of a parameter that does not exist, the rule."""
    group = place.values.get("parameters")
    if fault.part in ("kind", "weight") or not isinstance(group, Fields):
        return place.values.get(fault.part, place)
    if fault.part == "name":
        return group.keys[fault.parameter]
    found = group.values.get(fault.parameter, group)
    return found.items[fault.member] if isinstance(found, Items) and fault.member is not None else found
