"""solve: the stages in order, each with a valid best schedule to show, none trusted before the checker has seen it.

1. Matchups: who meets whom, and who hosts.
2. Dates: a slot for each game, by CP-SAT; failing that, matchups and slots and days at once; failing that, why not.
3. Annealing: a warm run from there, then runs reheated from the best.
4. Days, tip-offs, networks; the independent checker; the score.
5. The pool: short anneals under other prices, and the few that differ most usefully of all that was found.
Every schedule that leaves this file has passed the checker.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flextime.league.model import ScheduledGame
from flextime.limits.model import Fixture
from flextime.rules.check import check, score
from flextime.solve.dating import date_games
from flextime.solve.explaining import explain
from flextime.solve.foreseeing import foreseen
from flextime.solve.matchups import choose_matchups
from flextime.solve.partnering import improved, weekends_of
from flextime.solve.pool import Bent, bent_table, bents_of, diverse_pool, parted
from flextime.solve.problem import Budget, OutOfBudget, Problem, Progress, Result, Schedule, Solved, SolveStage, Watch
from flextime.solve.searching import Stopwatch
from flextime.solve.slotting import slot_games
from flextime.solve.timetable import Timetable, cautious, fixture_of, timetable_of
from flextime.solve.tipping import tip_off_games

if TYPE_CHECKING:
    from flextime.solve.annealing import Anneal

REPORT_SECONDS = 1.0  # how often progress is told when nothing better was found
DATING_SECONDS = 15.0  # beyond the cap: days for a season take 1 to 5
# Of a season of RUN_GAMES, and in proportion: three chained runs reached 167,900 miles, one of 12 million 173,100.
RUN_EVALUATIONS = 4_000_000
RUN_GAMES = 144
MOST_RUNS = 2500  # what the most evaluations that can be asked for part into; more only allocates
# Where a hard deviation's cost ends that is steered from 3 heats: a short anneal has no time to climb there, and of
# four with 110,000 evaluations three kept every hard limit at no moment that counted.
ASIDE_HARD_HEATS = 10.0
FIRST_CAUTION = 100.0  # points: 1,000 miles
ROUND_EVALUATIONS = 1_000_000  # what a round of partners' weekends counts as: about as many seconds as an anneal of it
SEED_STEP = 1_000_003  # between the seeds of two runs: apart for any number of runs that anyone asks for


@dataclass(slots=True)
class Run:
    """A solve under way: what it was given, what it has, what it has told."""

    problem: Problem
    budget: Budget
    seed: int
    clock: Stopwatch
    table: Timetable
    best: Schedule | None = None
    valid: list[Schedule] = field(default_factory=list)  # settled thoroughly, and checked
    evaluations: int = 0
    first_seconds: float = 0.0
    told: float = field(default=-1e9)

    @property
    def seconds(self) -> float:
        return self.clock.watch.seconds()

    def tell(self, stage: SolveStage, message: str = "", *, incumbent: Schedule | None = None) -> None:
        """Report progress, at most once in REPORT_SECONDS unless there is an incumbent or a message."""
        if incumbent is None and not message and self.seconds - self.told < REPORT_SECONDS:
            return
        self.told = self.seconds
        known = self.best.score if self.best else None
        progress = Progress(
            stage=stage,
            evaluations=self.evaluations,
            best=known.price if known else None,
            miles=known.miles if known else None,
            seconds=self.seconds,
            message=message,
        )
        self.clock.watch.report(progress, incumbent)


def solve_season(problem: Problem, budget: Budget, seed: int, watch: Watch) -> Result:
    """Return the best schedule, the rules that cannot hold, or that the budget ended. Raises RuleError."""
    clock = Stopwatch(budget, watch)
    run = Run(problem, budget, seed, clock, timetable_of(problem))
    fixtures = _first_fixtures(run)
    if not isinstance(fixtures, list):
        return fixtures
    if run.best is None and not _offer(run, fixtures, "dates", thorough=False):
        return OutOfBudget(reason="No dates were found for the first timetable.", seconds=run.seconds)
    _offer(run, fixtures, "times", thorough=True)
    if weekends_of(run.table):
        return _partnered(run, fixtures)
    bents = bents_of(problem)
    evaluations, own = parted(budget.evaluations, bents)
    annealed_on = _anneal_on(run, fixtures, shares(replace(budget, evaluations=evaluations), run.table.games))
    for number, (bent, share) in enumerate(zip(bents, own, strict=True), start=1):
        _look_aside(run, annealed_on, bent, share, seed - number * SEED_STEP)
    if run.best is None:
        return OutOfBudget(reason=_why_over(run), seconds=run.seconds)
    return _solved(run, run.best)


def _solved(run: Run, best: Schedule) -> Solved:
    run.tell("done", "The solve is done.", incumbent=best)
    return Solved(
        best=best,
        evaluations=run.evaluations,
        seconds_to_first=run.first_seconds,
        seconds=run.seconds,
        pool=diverse_pool(run.problem.facts, best, run.valid),
    )


def _partnered(run: Run, fixtures: Sequence[Fixture]) -> Result:
    """Stage 3 of a season whose travel partners stay together: a round for each million evaluations of the budget."""
    rounds = run.budget.evaluations // ROUND_EVALUATIONS
    run.tell("annealing", "Arranging weekends anew.")
    for found in improved(
        run.table, fixtures, rounds=rounds, seed=run.seed, clock=run.clock, tick=lambda: run.tell("annealing")
    ):
        _offer(run, found, "times", thorough=True)
    return OutOfBudget(reason=_why_over(run), seconds=run.seconds) if run.best is None else _solved(run, run.best)


def annealed(problem: Problem, schedule: Schedule, budget: Budget, seed: int, watch: Watch) -> Schedule:
    """Return the best schedule found by annealing from one at hand: that one, unless a better one is found.

    Pinned games must stand in it. The same counts and seed give the same schedule. Raises RuleError.
    """
    run = Run(problem, budget, seed, Stopwatch(budget, watch), timetable_of(problem), best=schedule)
    fixtures = [fixture_of(problem.facts, game) for game in schedule.games]
    _anneal_on(run, fixtures, shares(budget, run.table.games), good=True)
    return run.best or schedule


def _first_fixtures(run: Run) -> list[Fixture] | Result:
    """Stages 1 and 2: the first timetable that keeps the hard limits, or why there is none."""
    # Who meets whom says nothing yet of partners' weekends: there, pairs and slots are found at once.
    fixtures = _all_at_once(run) if weekends_of(run.table) else _pairs_first(run)
    if fixtures is not None and _offer(run, fixtures, "dates", thorough=False):
        return fixtures
    if run.clock.over():
        return OutOfBudget(reason=_why_over(run), seconds=run.seconds)
    run.tell("dates", "No timetable that way: looking for rules that contradict each other.")
    infeasible = explain(run.problem, run.seed, run.clock)
    if infeasible is not None:
        return infeasible
    fixtures = _all_at_once(run)
    return fixtures if fixtures is not None else OutOfBudget(reason=_why_over(run), seconds=run.seconds)


def _pairs_first(run: Run) -> list[Fixture] | None:
    run.tell("matchups", "Choosing who meets whom.")
    matchups = choose_matchups(run.table, run.seed, run.clock)
    run.tell("dates", "Placing the games in the season's windows.")
    if matchups is None or run.clock.over():
        return None
    fixtures, _ = slot_games(run.table, matchups, seed=run.seed, clock=run.clock, tick=lambda: run.tell("dates"))
    return fixtures


def _all_at_once(run: Run) -> list[Fixture] | None:
    run.tell("dates", "Placing pairs, windows and days at once.")
    fixtures, _ = slot_games(
        run.table, None, seed=run.seed, clock=run.clock, with_days=True, tick=lambda: run.tell("dates")
    )
    return fixtures


def _why_over(run: Run) -> str:
    if run.clock.watch.cancelled():
        return "The solve was cancelled before a first valid schedule."
    return "The budget ended before a first valid schedule, and no contradiction between rules was proved."


def _anneal_on(
    run: Run, fixtures: Sequence[Fixture], shares: Sequence[int], *, good: bool = False
) -> Sequence[Fixture]:
    """Stage 3: a warm run from the first timetable, then runs reheated from the best; offer each that is better.

    What no days can be found for is not gone on from: the annealing sees windows, and would come back to it for ever.
    After each such one, hosting in windows with closed dates costs more. From a timetable that is `good` already, the
    first run is reheated too. Returns the last that was taken.
    """
    # Loading numba takes a second or more: not before there is a first schedule to show.
    from flextime.solve.annealing import FIRST, REHEATED, anneal, start  # noqa: PLC0415
    from flextime.solve.arrays import fixtures_of, limits_arrays, rows_of  # noqa: PLC0415

    table = foreseen(run.table)
    limits, taken, caution = limits_arrays(table), fixtures, 0.0
    best_price = float("inf")
    for number, share in enumerate(shares):
        if run.clock.over():
            break
        state = start(limits, rows_of(run.table, taken), run.seed + number * SEED_STEP)
        anneal(state, share, _watching(run), REHEATED if good else FIRST)
        if state.best_price < best_price:
            found = fixtures_of(state.best)
            if _offer(run, found, "times", thorough=True):
                best_price, taken, good = state.best_price, found, True
            else:
                caution = 2 * caution or FIRST_CAUTION
                limits, best_price = limits_arrays(cautious(table, caution)), float("inf")
    return taken


def _look_aside(run: Run, fixtures: Sequence[Fixture], bent: Bent, evaluations: int, seed: int) -> None:
    """Stage 5: one reheated anneal from the best, then days, under the prices of a direction; offer it."""
    from flextime.solve.annealing import AWAY, anneal, start  # noqa: PLC0415  as above
    from flextime.solve.arrays import fixtures_of, limits_arrays, rows_of  # noqa: PLC0415

    if run.clock.over() or evaluations == 0:
        return
    run.tell("annealing", f"Looking for {bent.name}, at some price.")
    table = bent_table(run.table, run.problem, bent)
    state = start(limits_arrays(foreseen(table)), rows_of(table, fixtures), seed)
    state.hard_heats = ASIDE_HARD_HEATS
    go_on = _watching(run)
    anneal(state, evaluations, go_on, AWAY, part=evaluations // 2)
    state.best_found[:] = float("inf")  # the best of the first half is where it came from: that is in the pool
    anneal(state, evaluations, go_on, AWAY)
    if state.best_price < float("inf"):
        _offer(run, fixtures_of(state.best), "times", thorough=True, table=table)


def shares(budget: Budget, games: int) -> list[int]:
    """Part the evaluations into at least `anneals` runs of about RUN_EVALUATIONS; they add up to the budget's.

    A season of fewer games has shorter runs, and so more timetables whose days are tried.
    """
    length = RUN_EVALUATIONS * min(1.0, games / RUN_GAMES)
    runs = min(max(1, budget.anneals, round(budget.evaluations / length)), MOST_RUNS)
    shares = [budget.evaluations // runs + (number < budget.evaluations % runs) for number in range(runs)]
    return [share for share in shares if share > 0]


def _watching(run: Run) -> Callable[["Anneal"], bool]:
    before = run.evaluations

    def go_on(now: "Anneal") -> bool:
        run.evaluations = before + now.done
        if run.seconds - run.told >= REPORT_SECONDS:
            run.tell("annealing", f"Annealing: {now.best_price:,.0f} points before days and times.")
        return not run.clock.over()

    return go_on


def _offer(
    run: Run, fixtures: Sequence[Fixture], stage: SolveStage, *, thorough: bool, table: Timetable | None = None
) -> bool:
    """Stage 4: settle the days and times of a timetable, check it, and take it when it is the best.

    Days are settled by the prices of `table`, the problem's own unless another is given; the price is always its own.
    """
    games = _settle(run, table or run.table, fixtures, thorough=thorough)
    if games is None or _breaks_hard_rules(run, games):
        return False
    schedule = Schedule(games=games, score=score(run.problem.facts, run.problem.rules, games))
    if thorough:
        run.valid.append(schedule)
    if run.best is None:
        run.first_seconds = run.seconds
    if run.best is None or schedule.score.price < run.best.score.price:
        run.best = schedule
        run.tell(stage, incumbent=schedule)
    return True


def _breaks_hard_rules(run: Run, games: Sequence[ScheduledGame]) -> bool:
    return any(broken.hardness == "hard" for broken in check(run.problem.facts, run.problem.rules, games))


def _settle(
    run: Run, table: Timetable, fixtures: Sequence[Fixture], *, thorough: bool
) -> tuple[ScheduledGame, ...] | None:
    facts = run.problem.facts
    pinned = {fixture_of(facts, game): game.date for game in run.problem.pinned}
    # The cap on seconds ends the search for timetables; what it found still gets its days.
    clock = Stopwatch(replace(run.budget, seconds=run.budget.seconds + DATING_SECONDS), run.clock.watch)
    days = date_games(table, fixtures, pinned, seed=run.seed, clock=clock, thorough=thorough)
    return None if days is None else tip_off_games(facts, run.problem.rules, days, run.problem.pinned)
