"""Why not this game on that date? A schedule that has it, with its price, or the rules that forbid it.

1. What the season's facts say: no such team, no such day, it stands there already, it is pinned elsewhere.
2. Near the schedule at hand: windows around the day and around the game's place may move, more and more of them.
3. If that finds nothing: do rules and pinned games forbid it? Then they are named, with the ways out.
4. If not: every window at once, and the whole season anew.
5. From the first schedule that has it: fewer moves, then a lower price, while the budget lasts.
Every schedule is put before the checker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flextime.league.model import ScheduledGame
from flextime.limits.model import Fixture
from flextime.rules.check import check, score, sentence
from flextime.solve.answers import (
    Alternative,
    Answer,
    Forbidden,
    Moved,
    Plain,
    Possible,
    PriceChange,
    Question,
    Undecided,
)
from flextime.solve.contradicting import Claim
from flextime.solve.explaining import explain
from flextime.solve.nearby import Dated, Neighbourhood, around, dated, move_within, settled
from flextime.solve.problem import Budget, Infeasible, Problem, Schedule, Score, Watch
from flextime.solve.searching import Stopwatch
from flextime.solve.solver import annealed
from flextime.solve.timetable import Timetable, timetable_of
from flextime.solve.tipping import TIP_OFF_KINDS, tip_off_games
from flextime.solve.witnessing import from_nothing, seek

RADII = (4, 6, 8, 10)  # windows; 6 to 10 did for nine questions in ten on a Big 12 season, in 0.2 s
WHOLE_TIME = 3.0  # deterministic, for all windows at once
CONTRADICTION_TIME = 1.0  # deterministic; contradictions show in a tenth of that
ROUNDS = 20  # of moving games back, at most: 0.1 to 0.3 s each
ROUNDS_TIME = 2.0  # deterministic, for all rounds together
IDLE_ROUNDS = 8  # that bring no game back
ROUND_WINDOWS = 9
ROUND_TOUCHED = 5  # of those windows that hold moved games


@dataclass(slots=True, kw_only=True)
class Asking:
    """A question under way: the problem with the asked game pinned, the schedule at hand, those found that have it."""

    problem: Problem
    present: Schedule
    asked: ScheduledGame
    table: Timetable
    pinned: Dated
    seed: int
    clock: Stopwatch
    found: list[Alternative] = field(default_factory=list)

    def take(self, games: tuple[ScheduledGame, ...]) -> None:
        """Keep a schedule that has the game, with what it means."""
        schedule = Schedule(games=games, score=score(self.problem.facts, self.problem.rules, games))
        self.found.append(alternative(self.present, schedule))


def why_not(
    problem: Problem, schedule: Schedule, question: Question, *, budget: Budget, seed: int, watch: Watch
) -> Answer:
    """Answer why a game is not on a date of a schedule. Raises RuleError.

    The same problem, schedule, question, counts and seed give the same answer, unless the seconds of the budget cut it
    short; its evaluations are spent on better schedules once one is found, none of them on the answer itself.
    """
    if (plain := _by_the_facts(problem, schedule, question)) is not None:
        return plain
    clock = Stopwatch(budget, watch)
    asking = _asking(problem, schedule, question, seed, clock)
    if (barred := _barred_tip_off(asking)) is not None:
        return barred
    now = next(filter(None, _near(asking)), None)
    if now is None:
        against = _against(asking)
        if against is not None:
            return Forbidden(because=against)
        now = next(filter(None, _anew(asking)), None)
    if now is None:
        return Undecided(sentence=_undecided(asking), seconds=watch.seconds())
    _move_back(asking, now)
    _anneal(asking)
    return Possible(alternatives=tuple(_worth_showing(asking.found)), seconds=watch.seconds())


def _by_the_facts(problem: Problem, schedule: Schedule, question: Question) -> Plain | None:
    """Step 1."""
    plan, home, away = problem.facts.plan, question.home, question.away
    for team in (home, away):
        if team not in plan.teams:
            return Plain(sentence=f"{team} does not play in {plan.id}.")
    if home == away:
        return Plain(sentence=f"{home} cannot play itself.")
    days = sorted(day for window in plan.windows for day in window.dates)
    if question.date not in days:
        around_it = [day for day in days if day < question.date][-1:] + [day for day in days if day > question.date][:1]
        said = " and ".join(map(str, around_it))
        return Plain(sentence=f"{plan.id} plays no games on {question.date}; the nearest days are {said}.")
    for game in schedule.games:
        if (game.home, game.away) != (home, away):
            continue
        if game.date == question.date and question.tip_off in (None, game.tip_off):
            return Plain(sentence=f"{away} does visit {home} on {game.date}, at {game.tip_off:%H:%M}.")
        if game.game in {pinned.game for pinned in problem.pinned}:
            return Plain(sentence=f"{game.game} is pinned on {game.date}: unpin it, and ask again.")
    return None


def _asking(problem: Problem, schedule: Schedule, question: Question, seed: int, clock: Stopwatch) -> Asking:
    """Pin the game that is asked for, where it is asked for."""
    plan = problem.facts.plan
    slot = next(number for number, window in enumerate(plan.windows) if question.date in window.dates)
    fixture = Fixture(plan.teams.index(question.home), plan.teams.index(question.away), slot)
    (asked,) = tip_off_games(problem.facts, problem.rules, {fixture: question.date}, ())
    if question.tip_off is not None:
        asked = replace(asked, tip_off=question.tip_off)
    pinned = replace(problem, pinned=(*problem.pinned, asked))
    hard = tuple(rule for rule in problem.rules if rule.hardness == "hard")
    return Asking(
        problem=pinned,
        present=schedule,
        asked=asked,
        table=timetable_of(replace(pinned, rules=hard)),
        pinned=dated(problem, pinned.pinned),
        seed=seed,
        clock=clock,
    )


def _barred_tip_off(asking: Asking) -> Forbidden | None:
    """Return the rules that the asked game breaks by its tip-off alone; limits know no hours."""
    problem = asking.problem
    rules = [rule for rule in problem.rules if rule.hardness == "hard" and rule.kind in TIP_OFF_KINDS]
    broken = {found.rule for found in check(problem.facts, rules, [asking.asked]) if found.kind in TIP_OFF_KINDS}
    first = next((rule for rule in rules if rule.id in broken), None)
    if first is None:
        return None
    asked = asking.asked
    told = f"{asked.game} at {asked.tip_off:%H:%M} cannot be: {sentence(first, problem.facts)}"
    seconds = asking.clock.watch.seconds()
    return Forbidden(because=Infeasible(rules=(first.id,), games=(asked.game,), explanation=told, seconds=seconds))


def _near(asking: Asking) -> Iterator[Dated | None]:
    """Step 2. Where only the other arena is in the schedule, pairs may turn round."""
    now = dated(asking.problem, asking.present.games)
    asked = (asking.asked.home, asking.asked.away)
    places = [game for game in asking.present.games if {game.home, game.away} == set(asked)]
    if not places:
        return
    same = [game for game in places if (game.home, game.away) == asked]
    centres = {fixture.slot for fixture in dated(asking.problem, [asking.asked, *(same or places)])}
    for radius in RADII:
        slots = around(centres, asking.table.slots, radius)
        yield _moved(asking, Neighbourhood(now=now, present=now, slots=slots, turning=not same))


def _moved(asking: Asking, where: Neighbourhood, time: float | None = None) -> Dated | None:
    """Return where games are moved to, when the checker has nothing against it; the schedule is kept as found."""
    if asking.clock.over():
        return None
    given = {} if time is None else {"time": time}
    days = move_within(asking.table, asking.pinned, where, seed=asking.seed, clock=asking.clock, **given)
    games = None if days is None else settled(asking.problem, days, asking.present.games)
    if games is None:
        return None
    asking.take(games)
    return days


def _against(asking: Asking) -> Infeasible | None:
    """Step 3."""
    return explain(
        asking.problem,
        asking.seed,
        asking.clock,
        kept=frozenset({Claim(game=asking.asked.game)}),
        near=asking.present.games,
        time=CONTRADICTION_TIME,
    )


def _anew(asking: Asking) -> Iterator[Dated | None]:
    """Step 4."""
    now = dated(asking.problem, asking.present.games)
    everywhere = frozenset(range(asking.table.slots))
    yield _moved(asking, Neighbourhood(now=now, present=now, slots=everywhere), WHOLE_TIME)
    if not asking.clock.over():
        made = from_nothing(seek(asking.problem, seed=asking.seed, clock=asking.clock))
        if made is not None:
            asking.take(made.games)
            yield dated(asking.problem, made.games)


def _move_back(asking: Asking, now: Dated) -> None:
    """Step 5, fewer moves: free some windows that hold moved games, and some others, time and again."""
    present = dated(asking.problem, asking.present.games)
    state, idle = asking.seed, 0
    until = asking.clock.spent + ROUNDS_TIME
    for _ in range(ROUNDS):
        if idle == IDLE_ROUNDS or asking.clock.spent > until:
            return
        away = sorted({game.slot for one, other in ((now, present), (present, now)) for game in one
                       if other.get(game) != one[game]})  # fmt: skip
        state, touched = _drawn(state, away)
        state, others = _drawn(state, range(asking.table.slots))
        slots = frozenset([*touched[:ROUND_TOUCHED], *others][:ROUND_WINDOWS])
        moved = _moved(asking, Neighbourhood(now=now, present=present, slots=slots))
        before, after = _distance(now, present), _distance(moved or now, present)
        idle = 0 if after < before else idle + 1
        if moved is not None and after <= before:
            now = moved


def _distance(one: Dated, other: Dated) -> int:
    return sum(other.get(game) != day for game, day in one.items())


def _drawn(state: int, items: Sequence[int]) -> tuple[int, list[int]]:
    """Return items in an order drawn from a state, and the next state (a linear congruential generator, Knuth's)."""
    left, order = list(items), []
    while left:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        order.append(left.pop((state >> 33) % len(left)))
    return state, order


def _anneal(asking: Asking) -> None:
    """Step 5, a lower price: anneal from the cheapest schedule that has the game, the pinned ones staying."""
    if asking.clock.budget.evaluations == 0 or asking.clock.over():
        return
    cheapest = min(asking.found, key=lambda known: known.price).schedule
    better = annealed(asking.problem, cheapest, asking.clock.budget, asking.seed, asking.clock.watch)
    if better != cheapest:
        asking.take(better.games)


def _worth_showing(found: Sequence[Alternative]) -> Iterator[Alternative]:
    """Yield the one with the fewest moves, then each that moves more and costs less than all before it."""
    least = float("inf")
    for known in sorted(found, key=lambda known: (len(known.moved), known.price)):
        if known.price < least:
            least = known.price
            yield known


def _undecided(asking: Asking) -> str:
    asked = asking.asked
    return (
        f"Neither a schedule with {asked.away} at {asked.home} on {asked.date} nor a contradiction was found: "
        "a larger budget or another seed may tell."
    )


def alternative(present: Schedule, other: Schedule) -> Alternative:
    """Return what another schedule means beside the present one."""
    return Alternative(
        schedule=other,
        moved=tuple(_differences(present.games, other.games)),
        price=other.score.price - present.score.price,
        miles=other.score.miles - present.score.miles,
        rules=tuple(_price_changes(present.score, other.score)),
    )


def _differences(present: Sequence[ScheduledGame], other: Sequence[ScheduledGame]) -> Iterator[Moved]:
    """Yield games that stand elsewhere, in the order of their new dates; a pair that turns round is one."""
    was = {game.game: game for game in present}
    now = {game.game: game for game in other}
    gone = {frozenset((game.home, game.away)): game for game in present if game.game not in now}
    for game in other:
        before = was.get(game.game) or gone.pop(frozenset((game.home, game.away)), None)
        if before != game:
            yield Moved(was=before, now=game)
    yield from (Moved(was=game, now=None) for game in gone.values())


def _price_changes(present: Score, other: Score) -> Iterator[PriceChange]:
    now = {part.rule: part.price for part in other.soft}
    for part in present.soft:
        if now[part.rule] != part.price:
            yield PriceChange(rule=part.rule, was=part.price, now=now[part.rule])
