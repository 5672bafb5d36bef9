"""solve_other_shape: tournaments that are no compact double round robins, by CP-SAT, annealing and CP-SAT again.

1. CP-SAT looks for a timetable that keeps the base rules and hard limits, in slices of deterministic time that double.
   Every member has its own seed; the lowest that has one in a slice ends it. A proof that there is none ends it too.
2. From there the members anneal, with the moves that keep the shape, where the annealing can count all limits.
3. CP-SAT arranges parts of the best anew while the rest stands.
Where stage 1 found nothing, the members anneal the hard limits alone, from a round robin that looks at none, and
arrange parts at the price of their infeasibility; what they reach goes on to stage 2.
A unit of deterministic time counts as UNIT evaluations. What leaves is put before the limits' own checks.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count

from ortools.sat.python import cp_model

from flextime.limits import Tournament, round_robin
from flextime.limits.model import Fixture
from flextime.solve.annealing import Anneal, Cooling, anneal, start, typical_change
from flextime.solve.arranging import arrange
from flextime.solve.arrays import fixtures_of, limits_arrays, rows_of
from flextime.solve.course import UNIT, Course
from flextime.solve.grids import shuffled
from flextime.solve.heating import lower
from flextime.solve.placing import Placing, placing_of, softened
from flextime.solve.searching import search
from flextime.solve.shapes import can_be_annealed, has_objective, opening_games, shape_grid, shape_ways
from flextime.solve.timetabling import Timetabled, TournamentBudget, TournamentProgress, TournamentWatch

SEED_STEP = 1_000_003
FIRST_UNITS, GROWTH = 1.0, 2.0  # of a slice: most leagues need less than one, and what it takes in vain is little
# Of the budget for stage 1: CP-SAT has it soon or never. Early 4 with two slots to spare: nothing in its quarter, 7 s,
# and the annealing after it misses the hard limits by 2 within 12 s.
KEEPING_SHARE, LONE_KEEPING_SHARE = 0.25, 0.5
# Without the linear relaxation the hard limits are kept 2 to 50 times as fast (Big Ten 0.2 s for 3.6, Danish football
# 0.4 for 20); the odd members have all of it (1.3 and 3.3), for leagues that need counting.
LINEARIZATION = (0, 2)

# Hard limits alone: a deviation is the unit of temperature, as for double round robins.
TO_KEEP = Cooling(warm=1.6, cold=0.22, hard_points=1.0)
FIRST_EVALUATIONS, HARD_FOR_ONE = 4_000_000, 2  # two count as one where there is a price: they are that much faster
MELTING_SHARE = 0.5  # of what is left then
ANNEALING_SHARE = 0.7  # of what is left, where parts can be arranged after it
PART = 250_000
PACE_EVALUATIONS, PACE_UNITS = 400_000, 0.5  # a second or less of either stage


def solve_other_shape(
    tournament: Tournament, budget: TournamentBudget, seed: int, watch: TournamentWatch
) -> Timetabled:
    """Return the best timetable found, hard deviations first, and whether it is proven that they must be."""
    games = opening_games(tournament, shuffled(len(tournament.teams), seed))
    course = Course(tournament, budget, seed, watch, games)
    course.report()
    with ThreadPoolExecutor(budget.members) as pool:
        _keep_hard_limits(course, pool)
        if not course.feasible:
            _lower_infeasibility(course, pool)
        if course.feasible and has_objective(tournament):
            _improve(course, pool)
    return course.timetabled()


def pace_of_shape(tournament: Tournament, members: int, watch: TournamentWatch) -> float:
    """Return the evaluations a second of each member, all at work, in the mix of stages that lowers the objective."""
    games = opening_games(tournament, shuffled(len(tournament.teams), 0))
    evaluations = PACE_EVALUATIONS + round(PACE_UNITS * UNIT)
    course = Course(tournament, TournamentBudget(evaluations=evaluations, members=members), 0, Unseen(watch), games)
    share = _annealing_share(tournament) if has_objective(tournament) else 0.0
    seconds = 0.0
    with ThreadPoolExecutor(members) as pool:
        if share > 0:
            runs = _runs(course, games)
            typical_change(runs[0], 1)  # compiles what the search will call
            began = watch.seconds()
            _anneal_all(course, pool, runs, PACE_EVALUATIONS, Cooling(warm=1.0, cold=1.0))
            seconds += share * (watch.seconds() - began) / max(1, course.spent)
        if share < 1:
            began, before = watch.seconds(), course.spent
            arrange(course, pool, softened(tournament, whole=True), games)
            seconds += (1 - share) * (watch.seconds() - began) / max(1, course.spent - before)
    return 1 / max(seconds, 1e-9)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A watch that tells nobody."""

    watch: TournamentWatch

    def seconds(self) -> float:
        return self.watch.seconds()

    def report(self, progress: TournamentProgress) -> None:
        """Tell nobody."""

    def cancelled(self) -> bool:
        return self.watch.cancelled()


@dataclass(slots=True)
class Runner:
    """A member in a slice. It ends with the solve, and when a lower member has settled the slice: it cannot win."""

    course: Course
    number: int
    lower: Sequence["Runner"]
    settled: bool = False
    games: Sequence[Fixture] | None = None
    units: float = 0.0

    def over(self) -> bool:
        """Return True when there is nothing left to win."""
        return self.course.over() or any(other.settled for other in self.lower)


def _keep_hard_limits(course: Course, pool: ThreadPoolExecutor) -> None:
    """Stage 1: look for a timetable that keeps everything hard, or a proof that there is none."""
    if course.feasible:
        return
    placing, units, number = placing_of(course.tournament, soft=False), FIRST_UNITS, 0
    share = KEEPING_SHARE if can_be_annealed(course.tournament) else LONE_KEEPING_SHARE
    most = int(course.budget.evaluations * share)
    while course.spent < most and not course.over():
        units = min(units, (most - course.spent) / UNIT)
        runners: list[Runner] = []
        for member in range(course.budget.members):
            runners.append(Runner(course, member, tuple(runners)))
        list(pool.map(partial(_run, placing, units, number), runners))
        first = next((runner for runner in runners if runner.settled), None)
        course.spend(max(runner.units for runner in runners[: first.number + 1 if first else None]))
        if first is not None:
            if first.games is None:
                course.proven = True
            else:
                course.offer(first.games)
            course.report()
            return
        units, number = units * GROWTH, number + 1


def _run(placing: Placing, units: float, number: int, runner: Runner) -> None:
    course = runner.course
    solver, status = search(
        placing.model.clone(),
        seed=course.seed + runner.number * SEED_STEP + number,
        deterministic_time=units,
        clock=runner,
        tick=course.report if runner.number == 0 else lambda: None,
        linearization=LINEARIZATION[runner.number % len(LINEARIZATION)],
        shuffled=True,
    )
    runner.units = solver.response_proto.deterministic_time
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        runner.games = placing.games(solver)
    runner.settled = status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)


def _lower_infeasibility(course: Course, pool: ThreadPoolExecutor) -> None:
    """Lower what the opening round robin misses of the hard limits: by annealing them alone, then part by part."""
    if _misses_games(course):
        return
    for_one = HARD_FOR_ONE if has_objective(course.tournament) else 1
    if can_be_annealed(course.tournament):
        until, evaluations, number = int(course.left * (1 - MELTING_SHARE)), FIRST_EVALUATIONS, 0
        while not course.feasible and course.left > until and not course.over() and not (course.proven and number):
            runs = _runs(course, course.games, number, hard_only=True)
            many = min(evaluations, (course.left - until) * for_one)
            _anneal_all(course, pool, runs, many, TO_KEEP, for_one=for_one)
            evaluations, number = int(evaluations * GROWTH), number + 1
    if not course.feasible:
        arrange(course, pool, softened(course.tournament), course.games)


def _misses_games(course: Course) -> bool:
    """Return True where there are too few slots: no move makes that good."""
    tournament = course.tournament
    return bool(round_robin.check(tournament.base, course.games, len(tournament.teams), tournament.slots))


def _improve(course: Course, pool: ThreadPoolExecutor) -> None:
    """Stages 2 and 3: lower the objective."""
    share = _annealing_share(course.tournament)
    if share > 0:
        _anneal(course, pool, int(course.left * share))
    if share < 1:
        arrange(course, pool, course.tournament, course.games)


def _annealing_share(tournament: Tournament) -> float:
    """Return the share of stage 2: CP-SAT knows no miles, the annealing not every limit."""
    if not can_be_annealed(tournament):
        return 0.0
    return ANNEALING_SHARE if tournament.miles is None else 1.0


def _runs(course: Course, games: Sequence[Fixture], number: int = 0, *, hard_only: bool = False) -> list[Anneal]:
    """Return a run of each member that begins at the games."""
    grid, may = shape_grid(course.tournament, hard_only=hard_only), shape_ways(course.tournament)
    limits, rows = limits_arrays(grid), rows_of(grid, games)
    seeds = (course.seed + member * SEED_STEP + number for member in range(course.budget.members))
    return [start(limits, rows, seed, may) for seed in seeds]


def _anneal(course: Course, pool: ThreadPoolExecutor, evaluations: int) -> None:
    """Stage 2: anneal everything, each time from the best of all."""
    numbers = count()

    def search(many: int, cooling: Cooling) -> list[Anneal]:
        runs = _runs(course, course.games, next(numbers))
        _anneal_all(course, pool, runs, many, cooling)
        return runs

    lower(_runs(course, course.games)[0], evaluations, search)


def _anneal_all(
    course: Course,
    pool: ThreadPoolExecutor,
    runs: Sequence[Anneal],
    evaluations: int,
    cooling: Cooling,
    *,
    for_one: int = 1,
) -> None:
    """Let every member run one anneal, part by part, until nothing is left to gain or the solve is over.

    `for_one` evaluations count as one.
    """
    done = 0
    while done < evaluations and not course.over() and all(run.best_found.any() for run in runs):
        part = min(PART, evaluations - done)
        run = partial(anneal, evaluations=evaluations, go_on=lambda _: not course.over(), cooling=cooling, part=part)
        list(pool.map(run, runs))
        done += part
        course.spent += max(1, part // for_one)
        best = min(runs, key=lambda each: tuple(each.best_found))
        course.offer(fixtures_of(best.best))
        course.report()
