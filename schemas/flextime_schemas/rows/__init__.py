"""Rows of the read model out of a ledger: pure, one file per group of views. Same ledger, same key, same row.

The projectors build the rows that an event changed; a read of the past builds those of a view from a shorter fold.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flextime_schemas.ledger import Ledger
from flextime_schemas.rows import conflicts, games, members, rule_reports, runs, seasons, standings
from flextime_schemas.rows.common import Built

__all__ = ["BUILDERS", "ETAG_BYTES", "Built", "etag_of", "keys_of"]

Key = tuple[str, str]  # season and id; the season is empty where ids are unique without it

BUILDERS: dict[str, Callable[[Ledger, str, str], Built | None]] = {
    "conferences": members.conference,
    "schools": members.school,
    "venues": members.venue,
    "seasons": seasons.season,
    "rules": seasons.rule,
    "runs": runs.run,
    "candidates": runs.candidate,
    "games": games.game,
    "standings": standings.row,
    "conflicts": conflicts.conflict,
    "rule_reports": rule_reports.rule_report,
}
ETAG_BYTES = 12  # 96 bits: two documents of one row do not meet by chance


def etag_of(text: bytes) -> str:
    """Return the digest of a document: the same text has the same, in every generation of the read model."""
    return hashlib.blake2b(text, digest_size=ETAG_BYTES).hexdigest()


def keys_of(ledger: Ledger, view: str) -> Iterator[Key]:
    """Yield the key of every row that a view has for this ledger. Raises KeyError for a view without builder."""
    state: Any = ledger.state
    without_season: dict[str, Iterable[str]] = {
        "conferences": [state.id],
        "schools": state.schools,
        "venues": state.venues,
        "seasons": [*state.seasons, *state.played],
        "runs": state.runs,
        "candidates": state.candidates,
        "conflicts": state.conflicts,
        "rule_reports": state.seasons,
    }
    if view in without_season:
        yield from (("", key) for key in without_season[view])
    else:
        yield from {"rules": _rules, "games": _games, "standings": _standings}[view](ledger)


def _rules(ledger: Ledger) -> Iterator[Key]:
    for key, note in ledger.rules.items():
        yield key.removesuffix(f"/{note.rule.id}"), note.rule.id


def _games(ledger: Ledger) -> Iterator[Key]:
    for season, found in ledger.state.seasons.items():
        yield from ((season, game) for game in (*found.games, *found.off))
    for season, played in ledger.state.played.items():
        yield from ((season, game.game) for game in played.games)


def _standings(ledger: Ledger) -> Iterator[Key]:
    for season, found in ledger.state.seasons.items():
        yield from ((season, team) for team in found.plan.teams)
    for season, played in ledger.state.played.items():
        yield from ((season, team) for team in {team for game in played.games for team in (game.home, game.away)})
