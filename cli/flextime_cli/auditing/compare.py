"""What the log makes of every view against the documents that the read model serves, row by row and fact by fact.

The log's side is built by the projectors' own row builders, over the fold that the replay has verified: what differs is
what was projected, stored or changed otherwise than the log says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from flextime_schemas.ledger import Ledger
from flextime_schemas.rows import BUILDERS, keys_of

Document = Mapping[str, Any]
Key = tuple[str, ...]  # ("games", season, game), ("standings", season, team), ("schools", code), ...

OF_A_SEASON = frozenset({"rules", "games", "standings"})
LONGEST_VALUE = 120  # characters of a value that differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that the log and the read model have differently, as a sentence; its key begins with the view."""

    key: Key
    what: str

    def __str__(self) -> str:
        return f"{' '.join(self.key)}: {self.what}"


def documents_of_ledger(ledger: Ledger) -> dict[Key, Document]:
    """Return the document of every row of every view, as the log makes them."""
    found: dict[Key, Document] = {}
    for view, build in BUILDERS.items():
        for season, key in keys_of(ledger, view):
            if (built := build(ledger, season, key)) is not None:
                document = orjson.loads(orjson.dumps(built.document))
                found[key_of(view, document)] = document
    return found


def documents_by_key(views: Mapping[str, Iterable[Document]]) -> dict[Key, Document]:
    """Return the documents that the query API serves, by the same keys."""
    return {key_of(view, document): document for view, served in views.items() for document in served}


def key_of(view: str, document: Document) -> Key:
    """Return a row's key: the view, the season where ids are unique within one only, and the id."""
    identity = document["team"]["id"] if view == "standings" else document["id"]
    return (view, document["season"], identity) if view in OF_A_SEASON else (view, identity)


def differences(log: Mapping[Key, Document], read: Mapping[Key, Document]) -> list[Difference]:
    """Return every fact in which the two differ, in order of their keys."""
    found = []
    for key in sorted(log.keys() | read.keys()):
        if key not in read:
            found.append(Difference(key=key, what="is in the log and not in the read model"))
        elif key not in log:
            found.append(Difference(key=key, what="is in the read model and not in the log"))
        else:
            found += [Difference(key=key, what=what) for what in _differing(log[key], read[key], "")]
    return found


def _differing(log: Any, read: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Say where two values differ: "games[3].date is ... in the log and ... in the read model"."""
    if log == read:
        return
    if isinstance(log, Mapping) and isinstance(read, Mapping) and log.keys() == read.keys():
        for name in log:
            yield from _differing(log[name], read[name], f"{path}.{name}" if path else name)
    elif isinstance(log, Sequence) and isinstance(read, list) and len(log) == len(read):
        for index, (ours, theirs) in enumerate(zip(log, read, strict=True)):
            yield from _differing(ours, theirs, f"{path}[{index}]")
    elif isinstance(log, Mapping) and isinstance(read, Mapping) and not path:
        for name in sorted(log.keys() | read.keys()):
            yield from _differing(log.get(name), read.get(name), name)
    else:
        yield f"{path} is {_shown(log)} in the log and {_shown(read)} in the read model"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
