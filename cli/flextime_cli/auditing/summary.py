"""A conference's state in a few lines: what is there, and how much of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flextime.season.state import Conference, Season


def summary(state: Conference) -> dict[str, Any]:
    """Return the counts of a state, as plain data."""
    return {
        "name": state.name,
        "schools": len(state.schools),
        "venues": len(state.venues),
        "closures": len(state.closures),
        "calendars": len(state.calendars),
        "seasons": {identity: _season(season) for identity, season in sorted(state.seasons.items())},
        "played": {identity: len(season.games) for identity, season in sorted(state.played.items())},
        "runs": dict(sorted(Counter(run.status for run in state.runs.values()).items())),
        "candidates": len(state.candidates),
        "waivers": dict(sorted(Counter(waiver.status for waiver in state.waivers.values()).items())),
    }


def _season(season: Season) -> dict[str, Any]:
    return {
        "status": season.status,
        "rules": len(season.rules),
        "adopted": season.adopted,
        "games": len(season.games),
        "pinned": len(season.pinned),
        "revision": season.revision,
        "unpublished": sum(
            season.published.get(game) != season.games.get(game) for game in {**season.games, **season.published}
        ),
        "postponed": len(season.postponed),
        "cancelled": len(season.cancelled),
        "forfeited": len(season.forfeited),
    }
