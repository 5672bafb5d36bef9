"""A season as the search sees it: who hosts whom in which slot, and what is settled before the search begins."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flextime.league.model import ScheduledGame
from flextime.limits import CA1, GA1, Approach, DayCount, DayLimit, DayRun, Limit, MeetingDays, Rest, SlotLimit
from flextime.limits.model import Fixture, Price
from flextime.rules.compiling import compile_rules
from flextime.solve.problem import Problem, SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The numbers of a problem. `slot_limits` hold everything that the day limits already say about whole slots."""

    facts: SeasonFacts
    teams: int
    slots: int
    games_per_team: int
    days: tuple[tuple[date, ...], ...]
    slot_limits: tuple[SlotLimit, ...]
    day_limits: tuple[DayLimit, ...]
    barred: frozenset[Fixture]
    pinned: tuple[Fixture, ...]

    @property
    def games(self) -> int:
        """How many games the season has."""
        return self.teams * self.games_per_team // 2

    @property
    def most_byes(self) -> int:
        """How many slots a team leaves empty."""
        return max(0, self.slots - self.games_per_team)

    def bans(self) -> list[DayCount]:
        """Return the hard limits that leave teams no game of a kind on some days."""
        return [limit for limit in self.day_limits if isinstance(limit, DayCount) and _is_ban(limit)]


def timetable_of(problem: Problem, *, necessary: bool = False) -> Timetable:
    """Compile a problem. With `necessary`, to what no schedule can do without. Raises RuleError."""
    plan = problem.facts.plan
    limits = compile_rules(problem.rules, problem.facts, necessary=necessary)
    slot_limits, day_limits = split(limits)
    days = tuple(window.dates for window in plan.windows)
    barred = frozenset(_barred(len(plan.teams), days, day_limits))
    return Timetable(
        facts=problem.facts,
        teams=len(plan.teams),
        slots=len(plan.windows),
        games_per_team=plan.games_per_team,
        days=days,
        slot_limits=(*slot_limits, *_slot_counts(days, day_limits), *_bans(barred)),
        day_limits=day_limits,
        barred=barred,
        pinned=tuple(fixture_of(problem.facts, game) for game in problem.pinned),
    )


def split(limits: Iterable[Limit]) -> tuple[tuple[SlotLimit, ...], tuple[DayLimit, ...]]:
    """Part the limits into those on slots and those on days."""
    slot_limits: list[SlotLimit] = []
    day_limits: list[DayLimit] = []
    for limit in limits:
        if isinstance(limit, Approach | DayCount | DayRun | MeetingDays | Rest):
            day_limits.append(limit)
        else:
            slot_limits.append(limit)
    return tuple(slot_limits), tuple(day_limits)


def fixture_of(facts: SeasonFacts, game: ScheduledGame) -> Fixture:
    """Return a game in numbers."""
    slots = [window.number for window in facts.plan.windows]
    teams = facts.plan.teams
    return Fixture(teams.index(game.home), teams.index(game.away), slots.index(game.window))


def cautious(table: Timetable, points: float) -> Timetable:
    """Return a table in which hosting costs points in a slot some of whose days are closed to the host.

    The annealing sees slots alone: where games have to share what days are left, it finds what cannot be dated.
    """
    closed: dict[int, set[date]] = defaultdict(set)
    for limit in table.bans():
        if limit.mode == "H":
            for team in limit.teams:
                closed[team].update(limit.days)
    wary = [
        GA1(price=Price(rule="", points=points), meetings=hosting, slots=(slot,), least=0, most=0)
        for team, days in sorted(closed.items())
        for hosting in [tuple((team, other) for other in range(table.teams) if other != team)]
        for slot, own in enumerate(table.days)
        if 0 < len(days.intersection(own)) < len(own)
    ]
    return replace(table, slot_limits=(*table.slot_limits, *wary))


def _barred(teams: int, days: Sequence[Sequence[date]], limits: Sequence[DayLimit]) -> Iterable[Fixture]:
    """Yield the games that no day of a slot allows."""
    closed: dict[tuple[int, str], set[date]] = defaultdict(set)
    for limit in limits:
        if isinstance(limit, DayCount) and _is_ban(limit):
            for team in limit.teams:
                for side in ("H", "A") if limit.mode == "HA" else (limit.mode,):
                    closed[team, side].update(limit.days)
    for slot, own in enumerate(days):
        for home in range(teams):
            for away in range(teams):
                if home != away and closed[home, "H"] | closed[away, "A"] >= set(own):
                    yield Fixture(home, away, slot)


def _is_ban(limit: DayCount) -> bool:
    return limit.most == 0 and limit.price.points is None


def _slot_counts(days: Sequence[Sequence[date]], limits: Sequence[DayLimit]) -> Iterable[CA1]:
    for limit in limits:
        if isinstance(limit, DayCount) and limit.price.points is None and not limit.together and limit.most > 0:
            yield from most_in_slots(limit, days)


def most_in_slots(limit: DayCount, days: Sequence[Sequence[date]]) -> Iterable[CA1]:
    """Yield what a count of each team's games on days says of the slots that lie wholly within them."""
    places = tuple(slot for slot, own in enumerate(days) if set(own) <= set(limit.days))
    if len(places) > limit.most:
        yield CA1(price=limit.price, teams=limit.teams, places=places, mode=limit.mode, least=0, most=limit.most)


def _bans(barred: Iterable[Fixture]) -> Iterable[GA1]:
    by_slot: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for game in sorted(barred):
        by_slot[game.slot].append((game.home, game.away))
    for slot, pairs in by_slot.items():
        for pair in pairs:
            yield GA1(price=Price(rule=""), meetings=(pair,), slots=(slot,), least=0, most=0)
