"""A diverse pool: the best schedule and a few good ones of another structure, each the best of them in some respect.

1. Candidates: every schedule that the solve settled and checked on its way, and what short anneals found that begin at
   the best with other prices: miles dearer, rest dearer, fairness dearer, television dearer.
2. For each figure in turn, the candidate that is strictly better in it than all that the pool has joins, when it is
   good, far enough from every member, and no member is left without a figure of its own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flextime.limits import GA1, DayLimit, SlotLimit
from flextime.limits.model import Price
from flextime.rules.season_view import Frame
from flextime.solve.problem import Alternative, Problem, Schedule, SeasonFacts
from flextime.solve.timetable import Timetable
from flextime.solve.traits import FIGURES, SATURDAY, Traits, differences, traits_of

POOL_SIZE = 5  # with the best: what a meeting can hold beside each other
# Share of games whose host or window differs. Below a quarter a planner sees the same schedule with some games moved;
# anneals reheated from the best end at half and more.
LEAST_APART = 0.25
MOST_DEARER = 1.10  # of the best's price: what is dearer is different, but no longer good

POOL_SHARE = 0.15  # of a solve's evaluations: a quarter of it cools an anneal of a season well enough to see its bent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bent:
    """A direction in which to look: kinds of rules whose price is multiplied, and limits that no rule states."""

    name: str
    kinds: frozenset[str]
    factor: float
    also: Callable[[Frame], Iterable[SlotLimit]] = lambda _: ()


RIVALRY_POINTS = 30.0  # for a rivalry out of sight: ten miles are a point, and a detour of 300 miles is worth it


def _rivalries_on_weekends(frame: Frame) -> Iterator[GA1]:
    pairs = [frame.numbers((pair.first, pair.second)) for pair in frame.facts.plan.rivalries]
    meetings = tuple((one, other) for pair in pairs for one, other in (pair, pair[::-1]))
    weekends = frame.slots_touching([day for day in frame.days() if day.weekday() >= SATURDAY])
    if meetings and weekends:
        price = Price(rule="", points=RIVALRY_POINTS)
        yield GA1(price=price, meetings=meetings, slots=weekends, least=len(meetings), most=len(meetings))


# Factors at which the figures move and the price stays within MOST_DEARER, on the Big 12 men's season: there a day of
# rest that is missing costs 1.6 points and a mile out of balance 0.07, of some 15,600.
BENTS: tuple[Bent, ...] = (
    Bent(name="fewer miles", kinds=frozenset({"travel-miles"}), factor=2.0),
    Bent(name="more rest", kinds=frozenset({"ideal-rest"}), factor=10.0),
    Bent(name="fairness", kinds=frozenset({"travel-balance", "weekend-home-spread"}), factor=5.0),
    Bent(name="television", kinds=frozenset({"rivalry-dates"}), factor=1.0, also=_rivalries_on_weekends),
)


def bents_of(problem: Problem) -> list[Bent]:
    """Return the directions that some priced rule of the problem can be bent to."""
    priced = {rule.kind for rule in problem.rules if rule.hardness != "hard" and rule.weight > 0}
    return [bent for bent in BENTS if bent.kinds & priced]


def parted(evaluations: int, bents: Sequence[Bent]) -> tuple[int, list[int]]:
    """Return the evaluations of the main search and those of each direction; they add up."""
    own = int(evaluations * POOL_SHARE) // len(bents) if bents else 0
    return evaluations - own * len(bents), [own] * len(bents)


def bent_table(table: Timetable, problem: Problem, bent: Bent) -> Timetable:
    """Return the table with the prices of a direction."""
    rules = {str(rule.id) for rule in problem.rules if rule.kind in bent.kinds}
    return replace(
        table,
        slot_limits=(
            *(_bent(limit, rules, bent.factor) for limit in table.slot_limits),
            *bent.also(Frame(table.facts)),
        ),
        day_limits=tuple(_bent_day(limit, rules, bent.factor) for limit in table.day_limits),
    )


def _bent(limit: SlotLimit, rules: Collection[str], factor: float) -> SlotLimit:
    return replace(limit, price=_dearer(limit.price, factor)) if limit.price.rule in rules else limit


def _bent_day(limit: DayLimit, rules: Collection[str], factor: float) -> DayLimit:
    return replace(limit, price=_dearer(limit.price, factor)) if limit.price.rule in rules else limit


def _dearer(price: Price, factor: float) -> Price:
    return price if price.points is None else replace(price, points=price.points * factor)


def apart(one: Schedule, other: Schedule) -> float:
    """Return the share of games whose host or window differs: 0 for the same structure, 1 for none in common."""
    places = [{(game.home, game.away, game.window) for game in schedule.games} for schedule in (one, other)]
    return len(places[0] - places[1]) / max(1, len(places[0]))


def diverse_pool(facts: SeasonFacts, best: Schedule, candidates: Sequence[Schedule]) -> tuple[Alternative, ...]:
    """Return the best and up to four others, in the order found; `candidates` must keep every hard rule."""
    good = [known for known in candidates if known.score.price <= best.score.price * MOST_DEARER]
    known = [(schedule, traits_of(facts, schedule)) for schedule in sorted(good, key=lambda each: each.score.price)]
    members = [(best, traits_of(facts, best))]
    for figure in FIGURES:
        for candidate in sorted(known, key=lambda each: figure.rank(each[1])):  # stable: the cheaper first among equals
            if len(members) == POOL_SIZE or figure.rank(candidate[1]) >= min(figure.rank(own) for _, own in members):
                break
            if _may_join(members, candidate):
                members.append(candidate)
                break
    titles = _titles([own for _, own in members])
    return tuple(_alternative(members[0], member, titles[place]) for place, member in enumerate(members))


_Member = tuple[Schedule, Traits]


def _may_join(members: Sequence[_Member], candidate: _Member) -> bool:
    if any(apart(candidate[0], schedule) < LEAST_APART for schedule, _ in members):
        return False
    titles = _titles([own for _, own in [*members, candidate]])
    return all(titles[place] for place in range(1, len(members) + 1))


def _titles(traits: Sequence[Traits]) -> Mapping[int, tuple[str, ...]]:
    """Return by place the figures in which it alone is best; price is the first's in any case."""
    found: dict[int, list[str]] = {place: [] for place in range(len(traits))}
    for name, place in _winners(traits):
        found[place].append(name)
    return {place: tuple(names) for place, names in found.items()}


def _winners(traits: Sequence[Traits]) -> Iterator[tuple[str, int]]:
    for figure in FIGURES:
        ranks = [figure.rank(own) for own in traits]
        if figure.name == "price":
            yield figure.name, 0
        elif ranks.count(min(ranks)) == 1:
            yield figure.name, ranks.index(min(ranks))


def _alternative(best: _Member, member: _Member, best_in: tuple[str, ...]) -> Alternative:
    schedule, own = member
    return Alternative(
        schedule=schedule,
        best_in=best_in,
        apart=apart(best[0], schedule),
        differences=differences(best[1], own),
    )
