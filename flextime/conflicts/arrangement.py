"""A neighbourhood as a CP-SAT model: each free game in one of its places, the hard rules, what teams travel in a week.

The model may allow what the detector or the rulebook finds fault with: where a rule is broken already it says nothing
of the teams concerned, and of conflicts it knows those of single games and of weeks. With `necessary` limits alone it
forbids no way out; with those that a search should keep as well there are fewer faults, and nothing is proved.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import NamedTuple

from ortools.sat.python import cp_model

from flextime.conflicts import travel_burden
from flextime.conflicts.model import Conflict
from flextime.conflicts.neighbourhood import Neighbourhood
from flextime.conflicts.preview import Shift
from flextime.conflicts.roads import Roads
from flextime.league.ids import GameId, SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import BR1, CA1, CA3, DayCount, DayRun, Limit, Rest
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.model import Fixture
from flextime.limits.travel import Travel
from flextime.rules.model import Violation
from flextime.rules.season_view import Frame
from flextime.solve.encode import encode
from flextime.solve.problem import Problem, SeasonFacts
from flextime.solve.slotting import season_model
from flextime.solve.timetable import fixture_of, timetable_of


class Choice(NamedTuple):
    """A free game, where it may stand, and the literal that it does."""

    was: ScheduledGame
    now: ScheduledGame
    taken: cp_model.IntVar


class Arrangement:
    """The model, and what its variables mean."""

    def __init__(self, hood: Neighbourhood, *, necessary: bool) -> None:
        self.model = cp_model.CpModel()
        self._board, facts = hood.board, hood.board.facts
        self._table = timetable_of(Problem(facts=facts, rules=self._board.rules), necessary=necessary)
        games = [game for game in self._board.games.values() if game.game not in hood.places]
        self._standing = {fixture_of(facts, game): game for game in games if _is_dated(game, facts)}
        self._choices = [
            Choice(was, now, self.model.new_bool_var(""))
            for was, places in ((self._board.games[game], own) for game, own in hood.places.items())
            for now in ((was, *places) if _is_dated(was, facts) else places)
        ]
        self._encoding = self._encoded(_fixtures(facts, self._choices))
        self._roads = Roads(self._encoding, Frame(facts).miles(), self._standing)
        self._resolve(hood.conflict)
        self._keep_rules()
        self._keep_weeks()

    def _encoded(self, chosen: Mapping[Fixture, list[Choice]]) -> Encoding:
        """Return the season's variables: standing games where they are, and each free one in one of its places."""
        model = self.model
        only = list(dict.fromkeys((*self._standing, *chosen)))
        encoding = season_model(model, self._table, None, with_days=True, only=only)
        for fixture, game in self._standing.items():
            model.add(encoding.on(fixture.home, fixture.slot, game.date) == 1)
        visits: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for fixture, played in encoding.play.items():
            own = chosen.get(fixture, [])
            model.add(sum((one.taken for one in own), start=int(fixture in self._standing)) == played)
            for one in own:
                model.add_implication(one.taken, encoding.on(fixture.home, fixture.slot, one.now.date))
            visits[fixture.home, fixture.away].append(played)
        for played_there in visits.values():
            model.add_at_most_one(played_there)
        return encoding

    def _resolve(self, conflict: Conflict) -> None:
        """Give each game one place, and have one of those in conflict move."""
        by_game: dict[GameId, list[cp_model.IntVar]] = defaultdict(list)
        for one in self._choices:
            by_game[one.was.game].append(one.taken)
        for literals in by_game.values():
            self.model.add_exactly_one(literals)
        stays = [one.taken for one in self._choices if one.now == one.was and one.was.game in conflict.games]
        if len(stays) == sum(game in by_game for game in conflict.games):  # a game on no date of its window has to go
            self.model.add_bool_or(~literal for literal in stays)

    def _keep_rules(self) -> None:
        """State the hard rules, but of those that are broken as games stand, waived or not, nothing of their teams."""
        stands = self._board.verdict
        spared = _teams_by_rule((*stands.broken, *stands.waived))
        teams = self._board.facts.plan.teams
        for limit in (*self._table.slot_limits, *self._table.day_limits):
            if limit.price.rule in spared:
                numbers = {teams.index(team) for team in spared[limit.price.rule] if team in teams}
                encode(_without(limit, numbers), self._encoding, soft=False)
            elif limit.price.rule:  # what is closed all through a slot is told again, under no rule
                encode([limit], self._encoding, soft=False)

    def _keep_weeks(self) -> None:
        """State that teams do not come to travel too much within a week, but of those that do already nothing."""
        open_now = self._board.detector.conflicts()
        burdened = {one.teams[0] for one in open_now if one.kind == travel_burden.KIND.name}
        for team, school in enumerate(self._board.facts.plan.teams):
            if school not in burdened:
                for (first, begin), (last, end) in self._weeks():
                    if self._roads.is_open(team, range(first, last + 1)):
                        self._keep_week(team, (first, begin), (last, end))

    def _weeks(self) -> Iterator[tuple["_Day", "_Day"]]:
        """Yield first and last day of stretches that hold as many games as make a burden, with their slots."""
        numbers, plan = self._board.detector.facts.numbers, self._board.facts.plan
        days = [(slot, day) for slot, own in enumerate(self._table.days) for day in own]
        for first, last in combinations(days, 2):
            length = (last[1] - first[1]).days + plan.days_per_game
            if last[0] - first[0] >= numbers.burden_games and 0 < length <= numbers.burden_days:
                yield first, last

    def _keep_week(self, team: int, first: "_Day", last: "_Day") -> None:
        numbers, encoding = self._board.detector.facts.numbers, self._encoding
        trips = [trip for slot in range(first[0], last[0] + 1) for trip in self._roads.trips[team, slot]]
        miles = sum(int(trip.miles) * trip.taken for trip in trips)
        for between in combinations(range(first[0] + 1, last[0]), numbers.burden_games - 1):
            plays = [encoding.on(team, *first), encoding.on(team, *last)]
            plays += encoding.statuses(team, between, "HA")
            self.model.add(miles <= int(numbers.burden_miles)).only_enforce_if(*plays)

    def minimise_moves(self) -> None:
        """Ask for the fewest games that move."""
        self.model.minimize(self._moves())

    def minimise_price(self, known: Collection[Shift]) -> None:
        """Ask for the lowest price of soft rules and miles with no more moves than some that are known."""
        encoding = self._encoding
        moved = {shift.was.game: shift.now for shift in known}
        self.model.add(self._moves() <= len(known))
        for one in self._choices:
            self.model.add_hint(one.taken, moved.get(one.was.game, one.was) == one.now)
        limits = [limit for limit in (*self._table.slot_limits, *self._table.day_limits) if limit.price.points]
        encode(limits, encoding, soft=True)
        self.model.minimize(sum((*self._tolls(limits), *(points * excess for excess, points in encoding.penalties))))

    def _tolls(self, limits: Iterable[Limit]) -> Iterator[cp_model.LinearExprT]:
        """Yield what the trips of all teams cost."""
        for limit in limits:
            if isinstance(limit, Travel) and limit.price.points:
                scale = limit.price.points * POINT_SCALE
                yield from (round(scale * trip.miles) * trip.taken for trip in self._roads.every())

    def _moves(self) -> cp_model.LinearExprT:
        return sum(one.taken for one in self._choices if one.now != one.was)

    def chosen(self, solver: cp_model.CpSolver) -> list[Choice]:
        """Return where each free game stands in a solution."""
        return [one for one in self._choices if solver.boolean_value(one.taken)]

    def rule_out(self, together: Iterable[Choice]) -> None:
        """Say that not all of these may be."""
        self.model.add_bool_or(~one.taken for one in together)


_Day = tuple[int, date]  # of a slot


def _is_dated(game: ScheduledGame, facts: SeasonFacts) -> bool:
    """Return True for a game of two of the season's teams on a date of its window: what a model has a variable for."""
    known = {game.home, game.away} <= set(facts.plan.teams)
    return known and any(game.date in window.dates for window in facts.plan.windows if window.number == game.window)


def _fixtures(facts: SeasonFacts, choices: Iterable[Choice]) -> Mapping[Fixture, list[Choice]]:
    found: dict[Fixture, list[Choice]] = defaultdict(list)
    for one in choices:
        found[fixture_of(facts, one.now)].append(one)
    return found


def _teams_by_rule(broken: Iterable[Violation]) -> dict[str, set[SchoolCode]]:
    found: dict[str, set[SchoolCode]] = defaultdict(set)
    for one in broken:
        found[one.rule].update(one.teams)
    return found


def _without(limit: Limit, teams: Collection[int]) -> list[Limit]:
    """Return a limit for the other teams alone; none where it is not said of each team by itself."""
    if not teams or not isinstance(limit, BR1 | CA1 | CA3 | DayCount | DayRun | Rest):
        return []
    others = tuple(team for team in limit.teams if team not in teams)
    together = isinstance(limit, DayCount) and limit.together
    return [replace(limit, teams=others)] if others and not together else []
