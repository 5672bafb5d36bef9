"""The rulebook's public face: is a rule possible, what does it say, what does a schedule break, what is it worth.

Everything here is plain Python over the games alone; no solver is loaded, and none is trusted.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flextime.league.ids import GameId, RuleId, SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.catalogue import KINDS
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, runs, violation
from flextime.rules.model import Rule, Violation
from flextime.rules.parameters import read
from flextime.rules.season_view import SeasonView
from flextime.rules.structure import check_structure
from flextime.rules.travel_miles import team_miles
from flextime.rules.weekend_home import is_weekend
from flextime.solve.problem import RulePrice, Score, SeasonFacts, TeamSummary

__all__ = ["RuleError", "check", "check_moves", "check_under_way", "check_view", "score", "sentence", "validate_rule"]


def validate_rule(rule: Rule, facts: SeasonFacts) -> None:
    """Raise RuleError when the rule's kind is unknown, its weight no weight, or a parameter unknown or impossible."""
    if rule.kind not in KINDS:
        raise RuleError("kind", f"there is no kind {rule.kind!r}; there are {', '.join(sorted(KINDS))}")
    if not 0.0 <= rule.weight <= 1.0:
        raise RuleError("weight", f"must be 0 to 1, not {rule.weight:g}")
    read(KINDS[rule.kind].parameters, rule, facts)


def sentence(rule: Rule, facts: SeasonFacts) -> str:
    """Return the rule as a planner says it, with its numbers. Raises RuleError as validate_rule does."""
    validate_rule(rule, facts)
    kind = KINDS[rule.kind]
    said: str = kind.sentence(read(kind.parameters, rule, facts), facts)
    return said


def check(facts: SeasonFacts, rules: Sequence[Rule], games: Sequence[ScheduledGame]) -> tuple[Violation, ...]:
    """Return everything that the games break, structure first, then rule by rule in the order given.

    Hard and soft alike. Games may be few or many: a season under way is checked the same way. Raises RuleError.
    """
    return check_view(SeasonView(facts, games), rules)


def check_view(view: SeasonView, rules: Sequence[Rule]) -> tuple[Violation, ...]:
    """Return the same of games that others look at as well."""
    structure = tuple(check_structure(view))
    return structure + tuple(violation(rule, KINDS[rule.kind].points, found) for rule, found in _findings(view, rules))


def _findings(view: SeasonView, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Finding]]:
    for rule in rules:
        validate_rule(rule, view.facts)
        kind = KINDS[rule.kind]
        for found in kind.check(read(kind.parameters, rule, view.facts), view):
            yield rule, found


def check_moves(
    facts: SeasonFacts, rules: Sequence[Rule], games: Sequence[ScheduledGame], moved: Sequence[ScheduledGame]
) -> tuple[Violation, ...]:
    """Return the hard violations that the schedule has with these games moved, and has not, or less, as it stands.

    A violation is the same before and after when it is of the same rule, the same teams, and no other game than the
    moved ones has come into it: what it says may change with the dates. Each of `moved` takes the place of the game
    with its id; a game that is not there yet is added. Raises RuleError.
    """
    hard = [rule for rule in rules if rule.hardness == "hard"]
    own = {game.game for game in moved}
    others = [game for game in games if game.game not in own]
    before = [breach for breach, _ in _breaches(SeasonView(facts, games), hard)]
    after = list(_breaches(SeasonView(facts, [*others, *moved]), hard))
    # The same games first, so that what only looks alike does not take the place of what stood there.
    unknown = [(breach, told) for breach, told in after if not _taken(before, breach, breach.games)]
    return tuple(told for breach, told in unknown if not _taken(before, breach, breach.games - own, loosely=True))


def check_under_way(
    facts: SeasonFacts, rules: Sequence[Rule], games: Sequence[ScheduledGame], off: Sequence[ScheduledGame]
) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """Return what the games break anyway, and what they break only because those that are `off` have no place.

    Of the second kind is what would not be broken, or by other games, if those still stood where they stood last.
    Raises RuleError.
    """
    broken = check(facts, rules, games)
    if not off:
        return broken, ()
    known = check(facts, rules, [*games, *off])
    anyway = [any(_is_within(found, other) for other in known) for found in broken]
    return (
        tuple(found for found, also in zip(broken, anyway, strict=True) if also),
        tuple(found for found, also in zip(broken, anyway, strict=True) if not also),
    )


def _is_within(one: Violation, other: Violation) -> bool:
    return (one.rule, one.teams) == (other.rule, other.teams) and set(one.games) <= set(other.games)


class _Breach(NamedTuple):
    rule: RuleId
    teams: frozenset[SchoolCode]
    games: frozenset[GameId]
    amount: float


def _breaches(view: SeasonView, rules: Sequence[Rule]) -> Iterator[tuple[_Breach, Violation]]:
    for told in check_structure(view):
        yield _Breach(told.rule, frozenset(told.teams), frozenset(told.games), 1.0), told
    for rule, found in _findings(view, rules):
        games = frozenset(game.game for game in found.games)
        told = violation(rule, KINDS[rule.kind].points, found)
        yield _Breach(rule.id, frozenset(found.teams), games, found.amount), told


def _taken(before: list[_Breach], now: _Breach, games: frozenset[GameId], *, loosely: bool = False) -> bool:
    """Take out of `before` the breach that this one is, if it is one of them and has not grown."""
    for known in before:
        same = games <= known.games if loosely else games == known.games
        if same and (known.rule, known.teams) == (now.rule, now.teams) and now.amount <= known.amount:
            before.remove(known)
            return True
    return False


def score(facts: SeasonFacts, rules: Sequence[Rule], games: Sequence[ScheduledGame]) -> Score:
    """Return the price of the games, soft rule by soft rule, and what they ask of each team. Raises RuleError."""
    view = SeasonView(facts, games)
    soft = [rule for rule in rules if rule.hardness != "hard"]
    broken = check_view(view, soft)
    prices = []
    for rule in soft:
        own = [known for known in broken if known.rule == rule.id and known.hardness != "hard"]
        price = sum(known.price for known in own)
        prices.append(RulePrice(rule=rule.id, violations=len(own), price=price))
    teams = tuple(_summary(view, team) for team in view.teams)
    return Score(
        price=sum(part.price for part in prices),
        miles=sum(team.miles for team in teams),
        soft=tuple(prices),
        teams=teams,
    )


def _summary(view: SeasonView, team: SchoolCode) -> TeamSummary:
    games = view.by_team[team]
    home = sum(game.home == team for game in games)
    rest = [(other.date - one.date).days - 1 for one, other in pairwise(games)]
    return TeamSummary(
        team=team,
        home=home,
        away=len(games) - home,
        miles=team_miles(view, team),
        longest_away_run=max(map(len, runs(games, team, home=False)), default=0),
        longest_home_run=max(map(len, runs(games, team, home=True)), default=0),
        weekend_home=sum(game.home == team and is_weekend(game.date) for game in games),
        shortest_rest_days=min(rest, default=0),
    )
