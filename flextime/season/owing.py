"""What a season's draft breaks; what it breaks only because games are off is told with the games that are."""

from collections.abc import Sequence
from dataclasses import replace

from flextime.league.ids import SeasonId
from flextime.rules.check import check_under_way
from flextime.rules.model import Rule, Violation
from flextime.season.state import Conference, Season, season_facts


def draft_violations(state: Conference, season_id: SeasonId, rules: Sequence[Rule]) -> tuple[Violation, ...]:
    """Return what a draft breaks of rules, hard and soft; none without a draft. Raises NotFound, RuleError."""
    season = state.season(season_id)
    if not season.games:
        return ()
    games, off = tuple(season.games.values()), tuple(season.off.values())
    anyway, owing = check_under_way(season_facts(state, season_id), rules, games, off)
    return (*anyway, *(_named(season, found) for found in owing))


def _named(season: Season, found: Violation) -> Violation:
    """Name the games that are off between the teams of a violation; all of them where none are."""
    teams = set(found.teams)
    between = [game for game, stood in season.off.items() if teams <= {stood.home, stood.away}] or season.off
    said = [f"{game} is {'owed' if game in season.postponed else 'cancelled'}" for game in between]
    return replace(found, sentence=f"{found.sentence} {', '.join(said)}.")
