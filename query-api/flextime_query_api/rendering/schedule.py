"""A season's schedule as the renderers take it: the read model's documents, and when each game was changed last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The event that changed a game last: its sequence in the log, and when it was recorded."""

    sequence: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A season with its games in order of time, what they ask of each team, and what is wrong with them.

    `changes` are by game id; conflicts, the gravest first; `report` is that on the rules of a planned season.
    """

    season: Document
    games: Sequence[Document]
    standings: Sequence[Document] = ()
    position: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    conflicts: Sequence[Document] = ()
    report: Document | None = None


def in_order(games: Sequence[Document]) -> list[Document]:
    """Put games in order of date, tip-off and id; one whose tip-off is unknown stands first on its day."""
    return sorted(games, key=lambda game: (game["date"], game["tip_off_utc"] or "", game["id"]))


def tip_off(game: Document) -> datetime | None:
    """Return the tip-off as the clock of the venue shows it, in its zone; None where it is unknown.

    Arizona keeps standard time all the year; elsewhere the second Sunday of March changes the offset.
    """
    if game["tip_off_local"] is None or game["time_zone"] is None:
        return None
    local = datetime.combine(date.fromisoformat(game["date"]), time.fromisoformat(game["tip_off_local"]))
    return local.replace(tzinfo=ZoneInfo(game["time_zone"]))


def pairing(game: Document) -> str:
    """Say who plays where: "Kansas at TCU", on neutral ground "Kansas vs TCU"."""
    between = "vs" if game["neutral"] else "at"
    return f"{game['away']['name']} {between} {game['home']['name']}"


def off_words(game: Document) -> str | None:
    """Say why a game is not played on its day: "postponed", "cancelled", "forfeited by KU"; None for one that is."""
    match game["status"]:
        case "forfeited":
            return f"forfeited by {game['forfeited_by']}"
        case "postponed" | "cancelled" as off:
            return str(off)
        case _:
            return None
