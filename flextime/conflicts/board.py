"""A season as its planner sees it at one moment: its games, its rules and what they break, beside the conflicts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flextime.conflicts.detector import Detector
from flextime.league.ids import GameId, RuleId, SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.check import check_view
from flextime.rules.model import Rule, Violation
from flextime.rules.season_view import SeasonView
from flextime.rules.structure import STRUCTURE_KINDS
from flextime.rules.travel_miles import team_miles
from flextime.rules.waiving import Waiver, is_waived, unwaived
from flextime.solve.problem import SeasonFacts

MOVED_POINTS = 50.0  # of a game that moves: 500 miles more, rather than a second game


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What games are worth to a season: the hard rules they break, the price of each soft one, each team's miles.

    A broken rule's price is what it would cost as a soft one of weight 1: the price of waiving it. What a waiver covers
    is not broken but `waived`.
    """

    broken: tuple[Violation, ...]
    waived: tuple[Violation, ...]
    prices: Mapping[RuleId, float]
    miles: Mapping[SchoolCode, float]


class Board:
    """A season's games as the detector has them now. After the next edit it is of the past: make another.

    `fixed` games never move: those that are pinned, being played, or over. `waivers` are those in force. `moving` says
    what it costs to move a game, in points, where that is not MOVED_POINTS. While the season is under way, `after` is
    the day behind which days may be taken. Raises RuleError for an impossible rule.
    """

    def __init__(
        self,
        detector: Detector,
        facts: SeasonFacts,
        rules: Sequence[Rule],
        fixed: Collection[GameId] = (),
        waivers: Sequence[Waiver] = (),
        *,
        moving: Mapping[GameId, float] | None = None,
        after: date | None = None,
    ) -> None:
        self.detector = detector
        self.facts = facts
        self.rules = tuple(rules)
        self.fixed = frozenset(fixed)
        self.waivers = tuple(waivers)
        self.after = after
        self._moving = moving or {}
        self.homes = {home.team: home.venue for home in facts.plan.home_venues}
        self.games = {game.id: game.game for game in detector.of_season(facts.plan.id)}
        self._hard = {rule.id for rule in rules if rule.hardness == "hard"}
        # Priced alike, one look at the rules tells what is broken and what it would cost to waive it.
        self._rules = [replace(rule, hardness="soft", weight=1.0) if rule.id in self._hard else rule for rule in rules]
        self.verdict = self.judge(self.games.values())

    def is_free(self, day: date) -> bool:
        """Return True for a day that has not come yet, as far as the board knows."""
        return self.after is None or day > self.after

    def moving_points(self, games: Iterable[GameId]) -> float:
        """Return what it costs to move games."""
        return sum(self._moving.get(game, MOVED_POINTS) for game in games)

    def judge(self, games: Iterable[ScheduledGame]) -> Verdict:
        """Return what games would be worth in the place of those that stand."""
        view = SeasonView(self.facts, list(games))
        broken, prices = [], dict.fromkeys((rule.id for rule in self._rules if rule.id not in self._hard), 0.0)
        for found in check_view(view, self._rules):
            if found.rule in self._hard or found.kind in STRUCTURE_KINDS:
                broken.append(replace(found, hardness="hard"))
            else:
                prices[found.rule] += found.price
        miles = {team: team_miles(view, team) for team in view.teams}
        waived = tuple(found for found in broken if is_waived(found, self.waivers))
        return Verdict(broken=unwaived(broken, self.waivers), waived=waived, prices=prices, miles=miles)


def newly(broken: Sequence[Violation], before: Sequence[Violation]) -> tuple[Violation, ...]:
    """Return the violations that are not among those before: of another rule, other teams or games, or further broken.

    How far is what the price says; both must be priced alike, as those of a verdict are.
    """
    known: dict[_Same, list[float]] = defaultdict(list)
    for one in before:
        known[_same(one)].append(one.price)
    found = []
    for one in broken:
        as_far = [price for price in known[_same(one)] if price >= one.price]
        if as_far:
            known[_same(one)].remove(min(as_far))
        else:
            found.append(one)
    return tuple(found)


_Same = tuple[RuleId, frozenset[SchoolCode], frozenset[GameId]]


def _same(violation: Violation) -> _Same:
    return violation.rule, frozenset(violation.teams), frozenset(violation.games)
