"""Imbalance: a team's home games and its games away, as parts of all that it has in a season, are too far apart."""

from collections.abc import Iterator, Sequence

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.placed import PlacedGame


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    for season in dict.fromkeys(game.season for game in games):
        own = [game for game in games if game.season == season]
        home = sum(game.is_home(team) for game in own)
        share = abs(2 * home - len(own)) / len(own)
        if len(own) < facts.numbers.imbalance_from or share <= facts.numbers.imbalance:
            continue
        counts = f"{home} home games and {len(own) - home} away"
        yield Finding(
            key=(season, team.school),
            severity="medium" if share > 2 * facts.numbers.imbalance else "low",
            sentence=f"{team} has {counts}: {share:.0%} apart, not {facts.numbers.imbalance:.0%} at most.",
            games=own,
            teams=(team.school,),
            causes=(Cause("season", season),),
        )


KIND = TeamKind(name="imbalance", priority=2, find=find)
