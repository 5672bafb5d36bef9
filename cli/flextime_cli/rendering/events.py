"""An event of the log in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]
LONGEST = 100  # characters of an event's own words: a candidate with 144 games has 30,000


def event_line(document: Document) -> str:
    """Return "   42  2026-02-01T10:00:00Z  season/mbb-2025-26  GameMoved  by planner  game=..."."""
    kind = str(document["type"]).rsplit(".", 1)[-1]
    head = f"{document['sequence']:>6}  {document['time']}  {document['stream']}  {kind}  by {document['actor']}"
    return f"{head}  {words_of(document['data'])}".rstrip()


def words_of(data: Document) -> str:
    """Return an event's own fields, the small ones only: lists are counted, nested records named by their id."""
    words = " ".join(f"{name}={_short(value)}" for name, value in data.items() if value not in (None, "", [], {}))
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, dict):
        for name in ("id", "code", "date", "school", "venue"):
            if name in value:
                return f"{name}:{_short(value[name])}"
        return f"{{{len(value)}}}"
    return str(value)
