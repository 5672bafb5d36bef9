"""YAML as nodes. What a value is taken for is decided by whoever reads it, so that a school may be called NO."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from flextime_cli.files.nodes import Fields, Items, Mistakes, Node, Scalar, Tag, decoded

_TAG = "tag:yaml.org,2002:"
_TAGS: Mapping[str, Tag] = {
    f"{_TAG}str": "text",
    f"{_TAG}timestamp": "text",
    f"{_TAG}value": "text",
    f"{_TAG}merge": "text",
    f"{_TAG}int": "int",
    f"{_TAG}float": "float",
    f"{_TAG}bool": "bool",
    f"{_TAG}null": "null",
}


def read_yaml(content: bytes, mistakes: Mistakes) -> Node | None:
    """Return the file's one document; None, and the reason among the mistakes, when it cannot be read at all."""
    if (text := decoded(content, mistakes)) is None:
        return None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            mistakes.note(1, 1, "the file is empty")
            return None
        return _node(root, mistakes, set())
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        column = len(before) - (before.rfind("\n") + 1) + 1
        reason = f"the character U+{int(error.character):04X} may not stand in YAML"
        mistakes.note(before.count("\n") + 1, column, reason)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        mistakes.note(line, column, f"no YAML: {error.problem}")
    except RecursionError:
        mistakes.note(1, 1, "the file is nested deeper than anything that is read here")
    return None


def _node(node: yaml.Node, mistakes: Mistakes, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if id(node) in seen:  # never followed: ten lines of references may stand for a billion values
        mistakes.note(line, column, "is referred to by *: write the value out wherever it stands")
        return Scalar(line=line, column=column, text="", tag="null")
    seen.add(id(node))
    match node:
        case yaml.ScalarNode(value=text, tag=tag):
            if tag not in _TAGS:
                mistakes.note(line, column, f"tags as {tag} are not read: write the plain value")
            return Scalar(line=line, column=column, text=text, tag=_TAGS.get(tag, "text"))
        case yaml.SequenceNode(value=parts):
            return Items(line=line, column=column, items=tuple(_node(part, mistakes, seen) for part in parts))
        case _:
            return _fields(node, mistakes, seen)


def _fields(node: yaml.Node, mistakes: Mistakes, seen: set[int]) -> Fields:
    keys: dict[str, Scalar] = {}
    values: dict[str, Node] = {}
    for name, value in node.value:
        key = _node(name, mistakes, seen)
        if not isinstance(key, Scalar):
            mistakes.at(key, "a name is a single word")
            continue
        if key.text in keys:
            mistakes.at(key, f"{key.text} stands on line {keys[key.text].line} already")
            continue
        keys[key.text] = key
        values[key.text] = _node(value, mistakes, seen)
    return Fields(line=node.start_mark.line + 1, column=node.start_mark.column + 1, keys=keys, values=values)
