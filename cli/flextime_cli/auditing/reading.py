"""The read model's documents of a conference, at a position, as facts to compare with a fold."""

from __future__ import annotations

from typing import Any

from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.compare import Facts, Key, facts_of_documents


def facts_of_read_model(api: QueryApi, sequence: int, *, past: bool) -> dict[Key, Facts]:
    """Return what the query API tells of a conference at a sequence: its tables, or its own fold for a `past` one.

    Raises Problem, NotReached: with `past` False also when the view does not get that far in time.
    """
    at: dict[str, Any] = {"as_of": str(sequence)} if past else {"min_position": f"{api.conference}:{sequence}"}
    seasons: list[JsonObject] = []
    rules: list[JsonObject] = []
    games: list[JsonObject] = []
    for brief in api.items("seasons", **at):
        season = api.get(f"seasons/{brief['id']}", **at)
        seasons.append(season)
        games += api.items(f"seasons/{brief['id']}/games", **at)
        if not season["played"]:
            rules += api.items(f"seasons/{brief['id']}/rules", **at)
    return facts_of_documents(seasons, rules, games)
