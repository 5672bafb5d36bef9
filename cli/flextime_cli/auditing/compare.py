"""The state that a replay arrives at against the documents that the read model serves, fact by fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flextime.league.model import PlayedGame, ScheduledGame
from flextime.season.state import Conference, Season

Facts = dict[str, Any]
Key = tuple[str, ...]  # ("game", season, game), ("rule", season, rule), ("season", season)

SEASON_FIELDS = ("status", "played", "adopted", "revision", "games", "pinned", "rules")
RULE_FIELDS = ("kind", "hardness", "weight", "parameters")
PLANNED_FIELDS = ("home", "away", "venue", "date", "tip_off_local", "window", "network", "pinned", "published")
PLAYED_FIELDS = ("home", "away", "venue", "date", "neutral", "attendance", "home_won")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that the log and the read model have differently, as a sentence."""

    key: Key
    what: str

    def __str__(self) -> str:
        return f"{' '.join(self.key)}: {self.what}"


def facts_of_state(state: Conference) -> dict[Key, Facts]:
    """Return seasons, rules in force and games of a folded state, in the words of the read model's documents."""
    facts: dict[Key, Facts] = {}
    for identity, season in state.seasons.items():
        facts["season", identity] = _planned_season(season)
        for rule in season.rules.values():
            facts["rule", identity, rule.id] = {
                "kind": rule.kind,
                "hardness": rule.hardness,
                "weight": rule.weight,
                "parameters": _plain(rule.parameters),
            }
        for game in season.games.values():
            facts["game", identity, game.game] = _planned_game(season, game)
    for identity, played in state.played.items():
        facts["season", identity] = {
            "status": "completed", "played": True, "adopted": None, "revision": 0, "games": len(played.games),
            "pinned": 0, "rules": 0,
        }  # fmt: skip
        for record in played.games:
            facts["game", identity, record.game] = _played_game(record)
    return facts


def facts_of_documents(
    seasons: Iterable[Mapping[str, Any]], rules: Iterable[Mapping[str, Any]], games: Iterable[Mapping[str, Any]]
) -> dict[Key, Facts]:
    """Return the same facts as the query API's documents have them; rules that are out of force are left out."""
    facts: dict[Key, Facts] = {}
    for season in seasons:
        facts["season", season["id"]] = {name: season[name] for name in SEASON_FIELDS}
    for rule in rules:
        if rule["in_force"]:
            facts["rule", rule["season"], rule["id"]] = {name: rule[name] for name in RULE_FIELDS}
    for game in games:
        fields = PLAYED_FIELDS if game["played"] else PLANNED_FIELDS
        facts["game", game["season"], game["id"]] = {
            name: game[name]["id"] if isinstance(game[name], dict) else game[name] for name in fields
        }
    return facts


def differences(log: Mapping[Key, Facts], read: Mapping[Key, Facts]) -> list[Difference]:
    """Return every fact in which the two differ, in order of their keys."""
    found = []
    for key in sorted(log.keys() | read.keys()):
        if key not in read:
            found.append(Difference(key=key, what="is in the log and not in the read model"))
        elif key not in log:
            found.append(Difference(key=key, what="is in the read model and not in the log"))
        else:
            ours, theirs = log[key], read[key]
            found += [
                Difference(key=key, what=f"{name} is {ours[name]!r} in the log and {theirs[name]!r} in the read model")
                for name in ours
                if ours[name] != theirs[name]
            ]
    return found


def _planned_season(season: Season) -> Facts:
    return {
        "status": season.status,
        "played": False,
        "adopted": season.adopted,
        "revision": season.revision,
        "games": len(season.games),
        "pinned": len(season.pinned),
        "rules": len(season.rules),
    }


def _planned_game(season: Season, game: ScheduledGame) -> Facts:
    return {
        "home": game.home,
        "away": game.away,
        "venue": game.venue,
        "date": game.date.isoformat(),
        "tip_off_local": game.tip_off.isoformat(),
        "window": game.window,
        "network": game.network,
        "pinned": game.game in season.pinned,
        "published": season.published.get(game.game) == game,
    }


def _played_game(game: PlayedGame) -> Facts:
    return {
        "home": game.home,
        "away": game.away,
        "venue": game.venue,
        "date": game.date.isoformat(),
        "neutral": game.neutral,
        "attendance": game.attendance,
        "home_won": game.home_won,
    }


def _plain(value: object) -> object:
    """Tuples are lists in a document."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
