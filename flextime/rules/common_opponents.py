"""Common opponents: each two teams meet enough of the same ones that a table of both is fair, for seeding."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from flextime.rules.kind import Finding, RuleKind, nothing, plural
from flextime.rules.parameters import number
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonOpponents:
    """Opponents of both teams, however often met."""

    opponents: int = number(5, "opponents", least=0, most=60)


def sentence(given: CommonOpponents, _facts: SeasonFacts) -> str:
    return f"Any two teams have at least {plural(given.opponents, 'opponent')} in common."


def check(given: CommonOpponents, view: SeasonView) -> Iterator[Finding]:
    met = {team: {game.away if game.home == team else game.home for game in view.by_team[team]} for team in view.teams}
    for one, other in combinations(view.teams, 2):
        common = len(met[one] & met[other])
        if common < given.opponents:
            said = f"{one} and {other} have {plural(common, 'opponent')} in common, not {given.opponents}."
            yield Finding(sentence=said, amount=given.opponents - common, teams=(one, other))


KIND = RuleKind(
    name="common-opponents",
    title="Opponents in common",
    category="Competitive",
    parameters=CommonOpponents,
    points=10.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit counts what two teams share
)
