"""Conflicts in process: `python -m benchmarks.conflicts [--edits 5000] [--repairs] [--seed 1]`.

Detection is of single edits among some 5,000 games of twelve sports in the buildings of the Big 12, drawn at random, so
that much is wrong; at its end a detector that is told everything at once must have found the same. `--repairs` solves a
men's season first, and then mends fifty closures of it, drawn from the seed, each from the season as it was.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from benchmarks.solver import PrintingWatch
from flextime.conflicts.board import Board
from flextime.conflicts.detector import Detector
from flextime.conflicts.model import (
    CloseDays,
    Edit,
    KnowSchool,
    KnowSeason,
    KnowVenue,
    OpenDays,
    Place,
    SetCalendar,
)
from flextime.conflicts.numbers import SPORTS
from flextime.conflicts.preview import Move, preview
from flextime.conflicts.repair import Option, ladder
from flextime.league.big12 import CALENDARS, CLOSURES, SCHOOLS, VENUES, mbb_plan, mbb_rules, season_facts
from flextime.league.big12_parts import members
from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import Closure, DateSpan, HomeVenue, ScheduledGame, SeasonPlan, Sport, Window
from flextime.rules.model import Rule
from flextime.solve import solve
from flextime.solve.problem import Budget, Problem, SeasonFacts, Solved
from flextime.solve.tipping import WEEKDAY_TIP_OFFS

GAMES_PER_TEAM = 52  # with sixteen teams and twelve sports 4,992 games
FIRST_DAY = date(2025, 9, 3)
SERIES: tuple[Sport, ...] = ("BSB", "SB")
DISRUPTIONS = 50
TIP_OFFS = sorted(WEEKDAY_TIP_OFFS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repairs", action="store_true")
    given = parser.parse_args()
    _detection(random.Random(given.seed), given.edits)
    if given.repairs:
        _repairs(random.Random(given.seed))


def _detection(chance: random.Random, count: int) -> None:
    detector, plans = Detector(), [season_plan(sport) for sport in SPORTS]
    known: list[Edit] = [
        *(KnowSchool(school=school) for school in SCHOOLS),
        *(KnowVenue(venue=venue) for venue in VENUES),
        *(SetCalendar(calendar=calendar) for calendar in CALENDARS),
        *(KnowSeason(plan=plan) for plan in plans),
    ]
    detector.apply(known)
    places = [place for plan in plans for place in drawn_season(plan, chance)]
    took = _timed(partial(detector.apply, places)).processor / 1e6
    print(f"{len(places):,} games at once: {took:.2f} s of the processor, {len(detector.conflicts()):,} conflicts")
    standing = {place.game.game: place for place in places}
    moves: list[Edit] = []
    for _ in range(count):
        was = standing[chance.choice(places).game.game]
        standing[was.game.game] = replace(was, game=_elsewhere(was.game, chance), by_hand=True)
        moves.append(standing[was.game.game])
    closures = [_closure(chance) for _ in range(count // 20)]
    _each("a game moved", detector, moves)
    _each("a venue closed", detector, [CloseDays(closure=closure) for closure in closures])
    _each("a calendar set", detector, [SetCalendar(calendar=calendar) for calendar in CALENDARS])
    again = Detector()
    again.apply([*known, *standing.values(), *(CloseDays(closure=closure) for closure in closures)])
    same = again.conflicts() == detector.conflicts()
    print(f"found at once, and edit by edit: {len(again.conflicts()):,} conflicts, the same: {same}")
    print(f"  {dict(Counter(conflict.kind for conflict in detector.conflicts()).most_common())}")


def season_plan(sport: Sport) -> SeasonPlan:
    """Return a season of 52 windows, twice a week from September to February."""
    offset = timedelta(days=SPORTS.index(sport) % 3)
    days = [FIRST_DAY + offset + timedelta(days=7 * (n // 2) + 3 * (n % 2)) for n in range(GAMES_PER_TEAM)]
    return SeasonPlan(
        id=SeasonId(sport.lower()),
        sport=sport,
        year="2025-26",
        name=sport,
        first=days[0],
        last=days[-1] + timedelta(days=6),
        games_per_team=GAMES_PER_TEAM,
        teams=members(),
        windows=tuple(
            Window(number=n, kind="midweek", dates=(day, day + timedelta(days=1))) for n, day in enumerate(days)
        ),
        home_venues=tuple(HomeVenue(team=team, venue=_home(team, sport)) for team in members()),
        days_per_game=3 if sport in SERIES else 1,
    )


def _home(team: SchoolCode, sport: Sport) -> VenueId:
    own = [venue for venue in VENUES if venue.school == team]
    return next((venue.id for venue in own if sport in venue.sports), own[0].id)


def drawn_season(plan: SeasonPlan, chance: random.Random) -> Iterator[Place]:
    """Yield rounds by the circle method, with hosts and tip-offs drawn."""
    homes = {home.team: home.venue for home in plan.home_venues}
    ring = list(plan.teams)
    for window in plan.windows:
        for place in range(len(ring) // 2):
            home, away = chance.sample((ring[place], ring[-1 - place]), 2)
            yield Place(
                season=plan.id,
                game=ScheduledGame(
                    game=GameId(f"{plan.id}.{away.lower()}-at-{home.lower()}.{window.number}"),
                    home=home,
                    away=away,
                    venue=homes[home],
                    date=chance.choice(window.dates),
                    tip_off=chance.choice(TIP_OFFS),
                    window=window.number,
                    network="ESPN" if chance.random() < 0.1 else None,
                ),
            )
        ring = [ring[0], ring[-1], *ring[1:-1]]


def _elsewhere(game: ScheduledGame, chance: random.Random) -> ScheduledGame:
    day = FIRST_DAY + timedelta(days=chance.randrange(180))
    return replace(game, date=day, tip_off=chance.choice(TIP_OFFS))


def _closure(chance: random.Random) -> Closure:
    first = FIRST_DAY + timedelta(days=chance.randrange(180))
    span = DateSpan(first=first, last=first + timedelta(days=chance.randrange(7)))
    return Closure(venue=chance.choice(VENUES).id, span=span, reason="")


def _repairs(chance: random.Random) -> None:
    plan, rules = mbb_plan(), mbb_rules()
    budget = Budget(evaluations=2_000_000, anneals=2, seconds=600)
    solved = solve(Problem(facts=season_facts(plan), rules=rules), budget, 1, PrintingWatch())
    if not isinstance(solved, Solved):
        raise SystemExit(f"no season to repair: {solved}")
    detector, games = Detector(), solved.best.games
    detector.apply([
        *(KnowSchool(school=school) for school in SCHOOLS),
        *(KnowVenue(venue=venue) for venue in VENUES),
        *(SetCalendar(calendar=calendar) for calendar in CALENDARS),
        *(CloseDays(closure=closure) for closure in CLOSURES),
        KnowSeason(plan=plan),
    ])  # fmt: skip
    detector.apply([Place(season=plan.id, game=game) for game in games])
    print(f"a solved men's season: {len(games)} games, {len(detector.conflicts())} conflicts")
    _mend_all(detector, season_facts(plan), rules, games, chance)


RUNGS = ("slots", "with swaps", "with chains", "a neighbourhood alone")


def _mend_all(
    detector: Detector, facts: SeasonFacts, rules: Sequence[Rule], games: Sequence[ScheduledGame], chance: random.Random
) -> None:
    rungs: list[list[Taken]] = [[] for _ in RUNGS]
    clean: Counter[str] = Counter()
    best: list[Option] = []
    previews: list[Taken] = []
    for _ in range(DISRUPTIONS):
        game = chance.choice(games)
        span = DateSpan(first=game.date, last=game.date + timedelta(days=chance.randrange(4)))
        closure = Closure(venue=game.venue, span=span, reason="")
        conflict = next(one for one in detector.apply([CloseDays(closure=closure)]).opened if one.games == (game.game,))
        told = replace(facts, closures=(*facts.closures, closure))
        began = _now()
        found: tuple[Option, ...] = ()
        board = Board(detector, told, rules)
        for name, rung, found in zip(RUNGS, rungs, ladder({facts.plan.id: board}, conflict), strict=False):
            rung.append(_since(began))
            if name == RUNGS[2]:
                began = _now()
            clean[name] += _clean(found[:1])
        best += found[:1]
        day = next(day for window in facts.plan.windows for day in window.dates if day != game.date)
        previews.append(_timed(partial(preview, board, Move(game=game.game, day=day))))
        detector.apply([OpenDays(closure=closure)])
    _print("a preview", previews)
    for name, rung in zip(RUNGS, rungs, strict=True):
        _print(f"ways out, {name}", rung)
    _tell(best, clean)


def _tell(best: Sequence[Option], clean: Counter[str]) -> None:
    print(f"best way out: {len(best)} of {DISRUPTIONS} found; clean by rung: {dict(clean)}, together {_clean(best)}")
    moved = statistics.median(len(option.shifts) for option in best)
    print(f"  {dict(Counter(option.manner for option in best))}; games moved, median: {moved:g}")
    for option in best:
        if option.proof is not None:
            print(f"  {option.sentence} {option.preview.price:+,.0f} points")


def _clean(options: Sequence[Option]) -> int:
    return sum(option.clean for option in options)


def _each(what: str, detector: Detector, edits: Sequence[Edit]) -> None:
    _print(what, [_timed(partial(detector.apply, [edit])) for edit in edits])


class Taken(NamedTuple):
    """Microseconds by the clock, and of the processor: a machine that is busy elsewhere stretches the first only."""

    clock: float
    processor: float


def _now() -> Taken:
    """Return what both clocks show. The processor's is the whole process's: the solver has a thread of its own."""
    return Taken(time.perf_counter_ns() / 1e3, time.process_time_ns() / 1e3)


def _since(began: Taken) -> Taken:
    now = _now()
    return Taken(now.clock - began.clock, now.processor - began.processor)


def _timed(act: Callable[[], object]) -> Taken:
    began = _now()
    act()
    return _since(began)


def _print(what: str, taken: Sequence[Taken]) -> None:
    clock, processor = (
        statistics.quantiles(figures, n=100, method="inclusive") for figures in zip(*taken, strict=True)
    )
    told = [f"p50 {cuts[49]:>7,.0f} p99 {cuts[98]:>7,.0f} us" for cuts in (clock, processor)]
    print(f"{what:<22} {told[0]} by the clock, {told[1]} of the processor ({len(taken):,})")


if __name__ == "__main__":
    main()
