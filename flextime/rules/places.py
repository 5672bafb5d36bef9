"""Places that a kind of rule names by itself, whether or not all of them are in the season."""

from collections.abc import Sequence

from flextime.league.ids import SchoolCode
from flextime.rules.kind import named
from flextime.solve.problem import SeasonFacts


def places_in(codes: Sequence[str], facts: SeasonFacts) -> tuple[SchoolCode, ...]:
    """Return those of the codes that are of teams of the season; none where none is."""
    return tuple(team for team in facts.plan.teams if team in codes)


def spoken(codes: Sequence[str], facts: SeasonFacts) -> str:
    """Return the places as they stand in a sentence."""
    return named(places_in(codes, facts)) or "none of this season's"
