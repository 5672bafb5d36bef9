"""solve_tournament: a portfolio of annealing runs on a double round robin, one a core, that exchange what they find.

1. Each member begins from a round robin of its own, and anneals the hard limits alone, until one keeps them all.
2. From that timetable all members anneal everything: once from hot, then reheated from the best of all.
Members meet after equal counts of evaluations, never after equal times, so the same seed and counts bring the same
timetable out, whatever the machine. Seconds only cut.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from math import inf

from flextime.limits import Tournament
from flextime.limits.evaluating import evaluate
from flextime.solve.annealing import (
    KEMPE,
    SWAP_HOMES,
    SWAP_SLOTS,
    TRADE_ALL,
    TRADE_GAMES,
    TRADE_HALF,
    Anneal,
    Cooling,
    Ways,
    anneal,
    start,
    typical_change,
    ways,
)
from flextime.solve.arrays import Ints, Limits, fixtures_of, limits_arrays, rows_of
from flextime.solve.grids import grid_of, hill_climb
from flextime.solve.relaxed import pace_of_shape, solve_other_shape
from flextime.solve.shapes import is_compact_double
from flextime.solve.timetabling import (
    Aim,
    Timetabled,
    TournamentBudget,
    TournamentProgress,
    TournamentWatch,
)

SHARES = {SWAP_SLOTS: 4, KEMPE: 26, SWAP_HOMES: 25, TRADE_ALL: 5}
TRADES = 40  # hundredths of draws for the partial trade of games, phased or not

# Evaluations of the hard limits alone that a budget counts as one: they are some four times as fast (Early 8: 458,000 a
# second against 125,000), and a fixed share keeps the same budget the same on every machine.
HARD_FOR_ONE = 4
# Members look at each other after so many evaluations: half a second, of which the faster one waits a tenth.
PART = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How hard limits are annealed, a deviation being the unit of temperature: at first, and again from the best."""

    first: Cooling
    again: Cooling
    growth: int  # of an anneal's evaluations, from one to the next
    patience: float  # so many anneals without gain, and a member begins anew


# From 0.8, in anneals that grow, most leagues are soonest done: Early 4 has 7 deviations left after 25 million, from
# 2.0 it has 15. Where many limits bind few teams that is too cold to begin with: one of 12 has 76 left after 4
# million, from 2.0 it has 15. There short anneals reheated to 1.0 go furthest, to 2 in 20 million; one of 80 million
# ends at 7, and reheated to 2.0, 1.3, 0.85 or 0.7 it stays at 12 to 15.
STEADY = Cooling(warm=0.8, cold=0.22, hard_points=1.0)
MELTING, REMELTING = (Cooling(warm=warm, cold=0.4, hard_points=1.0) for warm in (2.0, 1.0))
COOL = Manner(first=STEADY, again=STEADY, growth=3, patience=inf)
HOT = Manner(first=MELTING, again=REMELTING, growth=1, patience=4)
MANNERS = (COOL, HOT)
FIRST_EVALUATIONS = 4_000_000
# Temperatures in typical changes of the soft price; reheated anneals keep most of what there is.
WARM, REHEATED, COLD = 0.3, 0.12, 0.03
TYPICAL_MOVES = 400
HOT_SHARE, REHEATED_ANNEALS = 0.4, 4  # of what is left: one hot anneal, then reheated ones
SEED_STEP = 1_000_003
# Of a cap of seconds: counts decide, and what is planned for a little less is not cut short by a slow moment.
PLANNED_SHARE = 0.95
PACE_EVALUATIONS = 200_000  # half a second


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
    typical_change(twins[0], 1)  # compiles what the search will call
    run = partial(anneal, evaluations=2 * PACE_EVALUATIONS, go_on=lambda _: True, cooling=STEADY, part=PACE_EVALUATIONS)
    with ThreadPoolExecutor(members) as pool:
        list(pool.map(run, twins))  # down from the start, where every step is a new best and is copied
        began = watch.seconds()
        list(pool.map(run, twins))
    return PACE_EVALUATIONS / max(watch.seconds() - began, 1e-6)


def _portfolio(tournament: Tournament, budget: TournamentBudget, seed: int, watch: TournamentWatch) -> Portfolio:
    hard, whole = (limits_arrays(grid_of(tournament, hard_only=only)) for only in (True, False))
    return Portfolio(tournament, budget, seed, watch, _ways(tournament), hard, whole)


def _ways(tournament: Tournament) -> Ways:
    phased = tournament.base.phased
    return ways(SHARES | {TRADE_HALF if phased else TRADE_GAMES: TRADES}, half=tournament.slots // 2 if phased else 0)


@dataclass(slots=True)
class Attempt:
    """A member at stage 1: its run, in which manner, how many anneals brought nothing, how often it has begun."""

    run: Anneal
    manner: Manner
    begun: int = 1
    anneals: int = 0
    idle: int = 0
    fewest: float = inf

    @property
    def cooling(self) -> Cooling:
        return self.manner.again if self.anneals else self.manner.first

    def learn(self) -> None:
        """Take notice of an anneal that is over."""
        left = float(self.run.best_found[0])
        self.anneals, self.idle = self.anneals + 1, 0 if left < self.fewest else self.idle + 1
        self.fewest = min(self.fewest, left)


def _keep_hard_limits(portfolio: Portfolio, pool: ThreadPoolExecutor) -> Ints:
    """Stage 1: return the rows with the fewest hard deviations. Both manners are tried, and the better goes on."""
    tried: dict[Manner, float] = {}
    attempts = [_begin(portfolio, member, MANNERS[member % 2], 0) for member in range(portfolio.budget.members)]
    best, evaluations = min((each.run for each in attempts), key=_left), FIRST_EVALUATIONS
    while _left(best) > 0 and portfolio.left > 0 and not portfolio.over():
        runs, coolings = [each.run for each in attempts], [each.cooling for each in attempts]
        most = min(evaluations, portfolio.left * HARD_FOR_ONE)
        _anneal_all(portfolio, pool, runs, most, coolings, until_kept=True)
        best = min([best, *runs], key=_left)
        for each in attempts:
            each.learn()
            tried[each.manner] = min(tried.get(each.manner, inf), each.fewest)
        manner = min(MANNERS, key=lambda each: tried.get(each, -1.0))
        evaluations *= manner.growth if len(tried) == len(MANNERS) else 1
        attempts = [_next(portfolio, member, each, manner) for member, each in enumerate(attempts)]
    if _left(best) == 0:
        portfolio.first_seconds = portfolio.watch.seconds()
    return best.best


def _begin(portfolio: Portfolio, member: int, manner: Manner, begun: int) -> Attempt:
    """Return a member that begins from a round robin which it has not seen before."""
    seed = portfolio.seed + (member + begun * portfolio.budget.members) * SEED_STEP
    rows = rows_of(grid_of(portfolio.tournament), hill_climb(len(portfolio.tournament.teams), seed))
    return Attempt(start(portfolio.hard, rows, seed, portfolio.ways), manner, begun + 1)


def _next(portfolio: Portfolio, member: int, attempt: Attempt, manner: Manner) -> Attempt:
    """Return the member's next attempt: from its best, or anew where that leads no further."""
    if attempt.manner != manner or attempt.idle >= manner.patience:
        return _begin(portfolio, member, manner, attempt.begun)
    return replace(attempt, run=_again(portfolio, portfolio.hard, attempt.run.best, attempt.run, attempt.anneals))


def _left(run: Anneal) -> float:
    return float(run.best_found[0])


def _improve(portfolio: Portfolio, pool: ThreadPoolExecutor, rows: Ints) -> Ints:
    """Stage 2: return the best rows that keep every hard limit."""
    seeds = [portfolio.seed + (member + 1) * SEED_STEP for member in range(portfolio.budget.members)]
    runs = [start(portfolio.whole, rows, seed, portfolio.ways) for seed in seeds]
    scale = typical_change(runs[0], TYPICAL_MOVES)
    left = portfolio.left
    anneals = [int(left * HOT_SHARE)] + [int(left * (1 - HOT_SHARE) / REHEATED_ANNEALS)] * REHEATED_ANNEALS
    for number, evaluations in enumerate(anneals):
        if portfolio.over() or runs[0].best_price <= 0:  # nothing is cheaper than nothing
            break
        warm = REHEATED if number else WARM
        cooling = Cooling(warm=warm * scale, cold=COLD * scale)
        _anneal_all(portfolio, pool, runs, evaluations, [cooling] * len(runs))
        best = min(runs, key=lambda run: run.best_price).best
        runs = [_again(portfolio, portfolio.whole, best, run, number) for run in runs]
    return runs[0].best


def _again(portfolio: Portfolio, limits: Limits, rows: Ints, run: Anneal, number: int) -> Anneal:
    """Return a run that begins anew from rows; each goes on with random numbers of its own."""
    return start(limits, rows, int(run.state[0]) + number, portfolio.ways)


def _anneal_all(
    portfolio: Portfolio,
    pool: ThreadPoolExecutor,
    runs: Sequence[Anneal],
    evaluations: int,
    coolings: Sequence[Cooling],
    *,
    until_kept: bool = False,
) -> None:
    """Let every member run one anneal, part by part, until one has nothing more to gain or the solve is over."""
    done = 0
    while done < evaluations and all(_goes_on(portfolio, run, until_kept=until_kept) for run in runs):
        part = min(PART, evaluations - done)
        before = [run.done for run in runs]
        go_on = partial(_goes_on, portfolio, until_kept=until_kept)
        list(pool.map(partial(anneal, part=part), runs, repeat(evaluations), repeat(go_on), coolings))
        done += part
        ran = max(run.done - was for run, was in zip(runs, before, strict=True))
        portfolio.ran += ran
        portfolio.spent += ran // HARD_FOR_ONE if until_kept else ran
        _tell(portfolio, runs)


def _goes_on(portfolio: Portfolio, run: Anneal, *, until_kept: bool) -> bool:
    perfect = run.best_found[0] == 0 and (until_kept or run.best_found[1] <= 0)
    return not portfolio.over() and not perfect


def _tell(portfolio: Portfolio, runs: Sequence[Anneal]) -> None:
    best = min(runs, key=lambda run: tuple(run.best_found))
    aim: Aim = "limits" if best.limits is portfolio.hard else "objective"
    portfolio.watch.report(
        TournamentProgress(
            aim=aim,
            evaluations=portfolio.ran,
            infeasibility=float(best.best_found[0]),
            objective=None if aim == "limits" else float(best.best_found[1]),
            seconds=portfolio.watch.seconds(),
        )
    )
