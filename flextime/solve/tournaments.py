"""solve_tournament: a portfolio of annealing runs on a double round robin, one a core, that exchange what they find.

1. Each member begins from a round robin of its own, and anneals the hard limits alone, until one keeps them all; where
   that is not soon, those that it keeps breaking come to count more.
2. From that timetable all members anneal everything (`heating.py`), each time from the best of all.
Members meet after equal counts of evaluations, never after equal times, so the same seed and counts bring the same
timetable out, whatever the machine. Seconds only cut.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import inf

from flextime.limits import Tournament
from flextime.limits.evaluating import evaluate
from flextime.solve.annealing import Anneal, Cooling, anneal, start, typical_change
from flextime.solve.arrays import Ints, Limits, fixtures_of, limits_arrays, rows_of
from flextime.solve.grids import grid_of, hill_climb
from flextime.solve.heating import cheapest, lower, probe_cooling
from flextime.solve.relaxed import pace_of_shape, solve_other_shape
from flextime.solve.shapes import has_objective, is_compact_double
from flextime.solve.timetabling import (
    Aim,
    Timetabled,
    TournamentBudget,
    TournamentProgress,
    TournamentWatch,
)
from flextime.solve.ways import KEMPE, SWAP_HOMES, SWAP_SLOTS, TRADE_ALL, TRADE_GAMES, TRADE_HALF, Ways, ways
from flextime.solve.weighing import anneal_weighing, own_weights

SHARES = {SWAP_SLOTS: 4, KEMPE: 26, SWAP_HOMES: 25, TRADE_ALL: 5}
TRADES = 40  # hundredths of draws for the partial trade of games, phased or not
LENGTHS, HALF_LENGTHS = 4, 3  # limits of trades, of a season or of a half: long ones are never taken when it is cold

# Evaluations of the hard limits alone that a budget counts as one where there is a price besides: a fixed share, so
# that a budget is the same on every machine. They are two or three times as fast (Early 8: 1.2 million for 540,000).
HARD_FOR_ONE = 2
# Members look at each other after so many evaluations: half a second, of which the faster one waits a tenth.
PART = 250_000


Search = Callable[..., None]  # anneal, or anneal_weighing, with its cooling


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How hard limits are annealed, a deviation being the unit of temperature."""

    cooling: Cooling
    weighs: bool  # limits that stay broken come to count more, and an anneal goes on from where the last one ended
    evaluations: int  # of the anneal after the trial
    growth: int  # of an anneal's evaluations, from one to the next


# Most leagues need no more than one short anneal from 0.8. Of those that do, some are done by longer ones from the best
# (Early 6 and 12), and small ones under many limits only on weights. See docs/solver.md for what else was tried.
ALIKE = Manner(cooling=Cooling(warm=0.8, cold=0.22, hard_points=1.0), weighs=False, evaluations=12_000_000, growth=3)
WEIGHED = Manner(cooling=Cooling(warm=2.0, cold=0.4, hard_points=1.0), weighs=True, evaluations=20_000_000, growth=1)
MANNERS = (ALIKE, WEIGHED)
TRIAL_EVALUATIONS = 4_000_000
SEED_STEP = 1_000_003
# Of a cap of seconds: counts decide, and what is planned for a little less is not cut short by a slow moment.
PLANNED_SHARE = 0.95
PACE_EVALUATIONS, PACE_MOVES = 300_000, 50  # half a second, at temperatures by so many moves


@dataclass(slots=True)
class Portfolio:
    """A solve under way."""

    tournament: Tournament
    budget: TournamentBudget
    seed: int
    watch: TournamentWatch
    ways: Ways
    hard: Limits
    whole: Limits
    spent: int = 0  # of the budget's evaluations
    ran: int = 0  # evaluations of each member
    first_seconds: float | None = None

    def over(self) -> bool:
        """Return True when the solve must return what it has."""
        return self.watch.cancelled() or self.watch.seconds() > self.budget.seconds

    @property
    def left(self) -> int:
        return self.budget.evaluations - self.spent


def solve_tournament(tournament: Tournament, budget: TournamentBudget, seed: int, watch: TournamentWatch) -> Timetabled:
    """Return the best timetable found, hard deviations first."""
    if not is_compact_double(tournament):
        return solve_other_shape(tournament, budget, seed, watch)
    portfolio = _portfolio(tournament, budget, seed, watch)
    with ThreadPoolExecutor(budget.members) as pool:
        rows = _keep_hard_limits(portfolio, pool)
        if portfolio.first_seconds is not None:
            rows = _improve(portfolio, pool, rows)
    fixtures = tuple(fixtures_of(rows))
    found = evaluate(tournament, fixtures)
    return Timetabled(
        fixtures=fixtures,
        infeasibility=found.infeasibility,
        objective=found.objective,
        evaluations=portfolio.ran,
        seconds_to_first=portfolio.first_seconds,
        seconds=watch.seconds(),
        cut=portfolio.over(),
    )


def measured_pace(tournament: Tournament, members: int, watch: TournamentWatch) -> float:
    """Return the evaluations a second of each member, all at work."""
    if not is_compact_double(tournament):
        return pace_of_shape(tournament, members, watch)
    portfolio = _portfolio(tournament, TournamentBudget(members=members), 0, watch)
    rows = rows_of(grid_of(tournament), hill_climb(len(tournament.teams), 0))
    twins = [start(portfolio.whole, rows, member, portfolio.ways) for member in range(members)]
    cooling = probe_cooling(typical_change(twins[0], PACE_MOVES))  # which compiles what the search will call
    run = partial(anneal, evaluations=PACE_EVALUATIONS, go_on=lambda _: True, cooling=cooling)
    with ThreadPoolExecutor(members) as pool:
        list(pool.map(run, twins))  # down from the start, where every step is a new best and is copied
        began = watch.seconds()
        list(pool.map(run, twins))
    return PACE_EVALUATIONS / max(watch.seconds() - began, 1e-6)


def _portfolio(tournament: Tournament, budget: TournamentBudget, seed: int, watch: TournamentWatch) -> Portfolio:
    hard, whole = (limits_arrays(grid_of(tournament, hard_only=only)) for only in (True, False))
    return Portfolio(tournament, budget, seed, watch, tournament_ways(tournament), hard, whole)


def tournament_ways(tournament: Tournament) -> Ways:
    """Return the mix of moves for a compact double round robin."""
    if tournament.base.phased:
        return ways(SHARES | {TRADE_HALF: TRADES}, half=tournament.slots // 2, lengths=HALF_LENGTHS)
    return ways(SHARES | {TRADE_GAMES: TRADES}, lengths=LENGTHS)


@dataclass(slots=True)
class Attempt:
    """A member at stage 1: its run, in which manner, and how many runs it has begun."""

    run: Anneal
    manner: Manner
    begun: int = 1


def _keep_hard_limits(portfolio: Portfolio, pool: ThreadPoolExecutor) -> Ints:
    """Stage 1: return the rows with the fewest hard deviations. Both manners are tried, and the better goes on."""
    attempts = [
        Attempt(_begin(portfolio, member), MANNERS[member % len(MANNERS)]) for member in range(portfolio.budget.members)
    ]
    best, evaluations = _attempt(portfolio, pool, attempts, TRIAL_EVALUATIONS), 0
    tried = _fewest(attempts)
    while _left(best) > 0 and portfolio.left > 0 and not portfolio.over():
        manner = min(MANNERS, key=lambda each: tried.get(each, -1.0))
        if manner not in tried:
            most = TRIAL_EVALUATIONS
        else:
            most = evaluations = evaluations * manner.growth or manner.evaluations
        attempts = [_next(portfolio, each, manner, member) for member, each in enumerate(attempts)]
        best = min(best, _attempt(portfolio, pool, attempts, most), key=_left)
        tried[manner] = min(tried.get(manner, inf), _fewest(attempts)[manner])
    if _left(best) == 0:
        portfolio.first_seconds = portfolio.watch.seconds()
    return best.best


def _attempt(portfolio: Portfolio, pool: ThreadPoolExecutor, attempts: Sequence[Attempt], evaluations: int) -> Anneal:
    """Let every attempt run one anneal, and return the run that has the fewest deviations left."""
    runs = [each.run for each in attempts]
    searches = [_search(portfolio, each.manner) for each in attempts]
    _anneal_all(portfolio, pool, runs, evaluations, searches, until_kept=True)
    return min(runs, key=_left)


def _fewest(attempts: Sequence[Attempt]) -> dict[Manner, float]:
    """Return by manner how few deviations any of its attempts has left."""
    fewest: dict[Manner, float] = {}
    for each in attempts:
        fewest[each.manner] = min(fewest.get(each.manner, inf), _left(each.run))
    return fewest


def _search(portfolio: Portfolio, manner: Manner) -> Search:
    if manner.weighs:
        return partial(anneal_weighing, hard=portfolio.hard, cooling=manner.cooling)
    return partial(anneal, cooling=manner.cooling)


def _next(portfolio: Portfolio, attempt: Attempt, manner: Manner, member: int) -> Attempt:
    """Return a member's next attempt: on its weights, or from its best; in a manner that it has not had yet, anew."""
    if manner != attempt.manner:
        return Attempt(_begin(portfolio, member + attempt.begun * portfolio.budget.members), manner, attempt.begun + 1)
    if manner.weighs:
        return attempt
    run = _again(portfolio.hard, attempt.run.best, attempt.run, attempt.begun)
    return Attempt(run, manner, attempt.begun + 1)


def _begin(portfolio: Portfolio, number: int) -> Anneal:
    """Return a run from a round robin of its own, with weights of its own."""
    seed = portfolio.seed + number * SEED_STEP
    rows = rows_of(grid_of(portfolio.tournament), hill_climb(len(portfolio.tournament.teams), seed))
    return start(own_weights(portfolio.hard), rows, seed, portfolio.ways)


def _left(run: Anneal) -> float:
    return float(run.best_found[0])


def _improve(portfolio: Portfolio, pool: ThreadPoolExecutor, rows: Ints) -> Ints:
    """Stage 2: return the best rows that keep every hard limit."""
    seeds = [portfolio.seed + (member + 1) * SEED_STEP for member in range(portfolio.budget.members)]
    runs = [start(portfolio.whole, rows, seed, portfolio.ways) for seed in seeds]

    def search(evaluations: int, cooling: Cooling) -> list[Anneal]:
        best = cheapest(runs).best
        runs[:] = [_again(portfolio.whole, best, run, number) for number, run in enumerate(runs)]
        _anneal_all(portfolio, pool, runs, evaluations, [partial(anneal, cooling=cooling)] * len(runs))
        return runs

    lower(runs[0], portfolio.left, search)
    return cheapest(runs).best


def _again(limits: Limits, rows: Ints, run: Anneal, number: int) -> Anneal:
    """Return a run that begins anew from rows; each goes on with random numbers of its own."""
    return start(limits, rows, int(run.state[0]) + number, run.ways)


def _anneal_all(
    portfolio: Portfolio,
    pool: ThreadPoolExecutor,
    runs: Sequence[Anneal],
    evaluations: int,
    searches: Sequence[Search],
    *,
    until_kept: bool = False,
) -> None:
    """Let every member run one anneal, part by part, until one has nothing more to gain or the solve is over.

    With `until_kept`, on the hard limits alone, it ends when one keeps them, and HARD_FOR_ONE count as one.
    """
    for_one = HARD_FOR_ONE if until_kept and has_objective(portfolio.tournament) else 1
    evaluations, done = min(evaluations, portfolio.left * for_one), 0
    while done < evaluations and all(_goes_on(portfolio, run, until_kept=until_kept) for run in runs):
        part = min(PART, evaluations - done)
        before = [run.done for run in runs]
        go_on = partial(_goes_on, portfolio, until_kept=until_kept)
        steps = [partial(search, evaluations=evaluations, go_on=go_on, part=part) for search in searches]
        list(pool.map(lambda step, run: step(run), steps, runs))
        done += part
        ran = max(run.done - was for run, was in zip(runs, before, strict=True))
        portfolio.ran += ran
        portfolio.spent += ran // for_one
        _tell(portfolio, runs)


def _goes_on(portfolio: Portfolio, run: Anneal, *, until_kept: bool) -> bool:
    perfect = run.best_found[0] == 0 and (until_kept or run.best_found[1] <= 0)
    return not portfolio.over() and not perfect


def _tell(portfolio: Portfolio, runs: Sequence[Anneal]) -> None:
    best = min(runs, key=lambda run: tuple(run.best_found))
    aim: Aim = "objective" if best.limits is portfolio.whole else "limits"
    portfolio.watch.report(
        TournamentProgress(
            aim=aim,
            evaluations=portfolio.ran,
            infeasibility=float(best.best_found[0]),
            objective=None if aim == "limits" else float(best.best_found[1]),
            seconds=portfolio.watch.seconds(),
        )
    )
