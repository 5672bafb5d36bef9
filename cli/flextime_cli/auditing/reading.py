"""The read model's documents of a conference, at a position, to compare with what the log makes of them."""

from __future__ import annotations

from typing import Any

from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.compare import Document, Key, documents_by_key


def documents_of_read_model(api: QueryApi, sequence: int, *, past: bool) -> dict[Key, Document]:
    """Return what the query API tells of a conference at a sequence: its tables, or its own fold for a `past` one.

    Raises Problem, NotReached: with `past` False also when the view does not get that far in time.
    """
    at: dict[str, Any] = {"as_of": str(sequence)} if past else {"min_position": f"{api.conference}:{sequence}"}
    conference = {name: value for name, value in api.get(**at).items() if name != "position"}
    views: dict[str, list[JsonObject]] = {"conferences": [conference]}
    for view in ("schools", "venues", "seasons", "games", "conflicts"):
        views[view] = list(api.items(view, **at))
    for view in ("rules", "standings", "runs"):
        views[view] = [row for season in views["seasons"] for row in api.items(f"seasons/{season['id']}/{view}", **at)]
    views["rule_reports"] = list(api.items("rule-reports", **at))
    views["candidates"] = [row for run in views["runs"] for row in api.items(f"runs/{run['id']}/candidates", **at)]
    return documents_by_key(views)
