"""The Big 12 as a fold of its log, and its schedules as the renderers take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import orjson
import pytest

from flextime.season.decide import Event
from flextime_query_api.reading.conditions import Equals
from flextime_query_api.reading.past import rows_of_past
from flextime_query_api.rendering.schedule import Change, Schedule, in_order
from flextime_schemas.codec import Codec
from flextime_schemas.fold import Recorded
from flextime_schemas.ledger import Ledger, blank, entered
from flextime_schemas.registry import numbered_here
from tests.histories import BEGIN, big12_drafted, conflicts_recorded, played_2019_20, recorded_history, rules_reported

Scheduled = Callable[..., Schedule]


def ledger_of(events: Iterable[Event]) -> Ledger:
    codec = Codec.without_registry(numbered_here())
    history = recorded_history(codec, "big12", events)
    records = (
        Recorded(envelope=one.envelope, event=one.event, value=one.value, partition=0, offset=place)
        for place, one in enumerate(history)
    )
    return reduce(entered, records, blank("big12"))  # type: ignore[arg-type]  # ids are text


@pytest.fixture(scope="package")
def big12() -> Ledger:
    """The conference with a drafted season, what is wrong with it and breaks rules, and a played one of three games."""
    events, as_of = big12_drafted(), len(big12_drafted())
    return ledger_of([*events, *conflicts_recorded(events, as_of), *rules_reported(events, as_of), played_2019_20()])


@pytest.fixture(scope="package")
def scheduled(big12: Ledger) -> Scheduled:
    """Read a season's schedule; `changed` are fields that some of its games have otherwise, by game."""

    def documents(view: str, season: str) -> list[dict[str, Any]]:
        column = "id" if view in {"seasons", "rule_reports"} else "season"
        return [orjson.loads(row.document) for row in rows_of_past(big12, view, [Equals(column, season)], None)]

    def read(season: str, changed: dict[str, dict[str, Any]] | None = None) -> Schedule:
        games = [{**game, **(changed or {}).get(game["id"], {})} for game in documents("games", season)]
        return Schedule(
            season=documents("seasons", season)[0],
            games=in_order(games),
            standings=documents("standings", season),
            position=f"big12:{big12.sequence}",
            changes={game["id"]: Change(sequence=7, at=BEGIN) for game in games},
            report=next(iter(documents("rule_reports", season)), None),
        )

    return read
