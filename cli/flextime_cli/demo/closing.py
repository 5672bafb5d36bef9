"""Step 4: a building closes after the publication; the conflict, and its best way out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from flextime.league.ids import VenueId
from flextime.league.model import DateSpan
from flextime.season.schedules import MoveGames
from flextime.season.venues import CloseVenue
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.errors import StackError
from flextime_schemas.plain import from_json

REASON = "a burst pipe, shown by the demo"
PATIENCE_SECONDS = 60.0
ASK_SECONDS = 0.02
FRIDAY = 4


class NotSeen(StackError):
    """A building was closed, and nobody noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closure and what it made wrong; `seen` and `offered` are seconds from the command to the answers."""

    game: JsonObject
    conflict: JsonObject
    options: Sequence[JsonObject]
    seen: float
    offered: float


def close_a_building(commands: CommandApi, queries: QueryApi, games: Sequence[JsonObject]) -> Closed | None:
    """Close the building of the last midweek game that may move, or of the last of all, for its day.

    Midweek has days to spare. None when all games are pinned. Raises NotSeen.
    """
    free = [game for game in reversed(games) if not game["pinned"]]
    if not free:
        return None
    game = next((each for each in free if date.fromisoformat(each["date"]).weekday() < FRIDAY), free[0])
    day = date.fromisoformat(game["date"])
    began = time.monotonic()
    commands.decide(CloseVenue(venue=VenueId(game["venue"]["id"]), span=DateSpan(first=day, last=day), reason=REASON))
    conflict = _await_conflict(queries, game)
    seen = time.monotonic() - began
    options = queries.get(f"conflicts/{conflict['id']}/ways-out")["options"]
    return Closed(game=game, conflict=conflict, options=options, seen=seen, offered=time.monotonic() - began)


def best_that_can_be_taken(closed: Closed) -> JsonObject | None:
    """Return the best clean way out that a command can take; None when there is none."""
    return next((one for one in closed.options if one["clean"] and one["preview"]["command"] is not None), None)


def take(commands: CommandApi, option: JsonObject) -> Sent:
    """Take a way out, on the version of the season that it was found for. Raises Problem when that has moved on."""
    found = option["preview"]
    return commands.decide(from_json(MoveGames, orjson.dumps(found["command"])), expected_version=found["if_match"])


def _await_conflict(queries: QueryApi, game: JsonObject) -> JsonObject:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := list(queries.items("conflicts", game=game["id"], kind="closure")):
            return found[0]
        time.sleep(ASK_SECONDS)
    raise NotSeen(
        f"{game['venue']['name']} was closed, and no conflict came of it in {PATIENCE_SECONDS:.0f} s.",
        advice="`flextime status` and `flextime logs conflicts` tell whether the service is up.",
    )
