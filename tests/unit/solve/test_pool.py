"""The pool: valid, far from each other, each the best in what it is named for, and told as it is."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.league.big12 import CALENDARS, CLOSURES, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.league.ids import RuleId
from flextime.league.model import ScheduledGame, SeasonPlan
from flextime.rules.check import check, score
from flextime.rules.model import Rule
from flextime.solve import solve
from flextime.solve.pool import (
    BENTS,
    LEAST_APART,
    MOST_DEARER,
    POOL_SHARE,
    POOL_SIZE,
    apart,
    bents_of,
    diverse_pool,
    parted,
)
from flextime.solve.problem import Alternative, Budget, Problem, Schedule, SeasonFacts, Solved
from flextime.solve.traits import FIGURES, Traits, differences, sentence, traits_of
from tests.histories import round_robin
from tests.watches import CountingWatch

BUDGET = Budget(evaluations=3_000_000, anneals=2, seconds=1e9)
PLAN = mbb_plan()
MILES = Rule(id=RuleId("miles"), kind="travel-miles", hardness="soft")


def facts_of(plan: SeasonPlan) -> SeasonFacts:
    return SeasonFacts(plan=plan, schools=SCHOOLS, venues=VENUES, closures=CLOSURES, calendars=CALENDARS)


FACTS = facts_of(PLAN)
PROBLEM = Problem(facts=FACTS, rules=mbb_rules())


def scheduled(games: tuple[ScheduledGame, ...], *, price: float | None = None) -> Schedule:
    own = score(FACTS, (MILES,), games)
    return Schedule(games=games, score=own if price is None else replace(own, price=price))


@pytest.fixture(scope="module")
def solved() -> Solved:
    result = solve(PROBLEM, BUDGET, 1, CountingWatch())
    assert isinstance(result, Solved)
    return result


def test_a_season_has_the_best_and_others(solved: Solved) -> None:
    assert solved.pool[0].schedule == solved.best
    assert 1 < len(solved.pool) <= POOL_SIZE
    assert solved.evaluations == BUDGET.evaluations


def test_every_member_keeps_every_hard_rule(solved: Solved) -> None:
    for member in solved.pool:
        broken = check(FACTS, PROBLEM.rules, member.schedule.games)
        assert [found.sentence for found in broken if found.hardness == "hard"] == []
        assert member.schedule.score == score(FACTS, PROBLEM.rules, member.schedule.games)


def test_members_are_far_from_each_other_and_good(solved: Solved) -> None:
    for one, other in combinations(solved.pool, 2):
        assert moved(one, other) >= LEAST_APART
    for member in solved.pool:
        assert member.apart == pytest.approx(moved(solved.pool[0], member))
        assert solved.best.score.price <= member.schedule.score.price <= MOST_DEARER * solved.best.score.price


def moved(one: Alternative, other: Alternative) -> float:
    """The share of games that are not at the same host in the same window, counted game by game."""
    windows = {game.game: (game.home, game.window) for game in other.schedule.games}
    return sum(windows.get(game.game) != (game.home, game.window) for game in one.schedule.games) / len(windows)


def test_each_member_leads_alone_in_what_it_is_named_for(solved: Solved) -> None:
    figures = {figure.name: figure for figure in FIGURES}
    traits = [traits_of(FACTS, member.schedule) for member in solved.pool]
    for place, member in enumerate(solved.pool):
        assert member.best_in or place == 0
        for name in member.best_in:
            ranks = [figures[name].rank(own) for own in traits]
            assert ranks[place] == min(ranks)
            assert name == "price" or ranks.count(min(ranks)) == 1


def test_the_same_counts_and_seed_give_the_same_pool(solved: Solved) -> None:
    again = solve(PROBLEM, BUDGET, 1, CountingWatch())
    assert isinstance(again, Solved)
    assert again.pool == solved.pool


def test_without_evaluations_the_best_is_alone() -> None:
    result = solve(PROBLEM, replace(BUDGET, evaluations=0), 1, CountingWatch())
    assert isinstance(result, Solved)
    assert [member.schedule for member in result.pool] == [result.best]


@given(evaluations=st.integers(0, 10**12), rules=st.sets(st.sampled_from(mbb_rules()).map(lambda rule: rule.id)))
def test_evaluations_are_parted_without_a_rest(evaluations: int, rules: set[RuleId]) -> None:
    own = tuple(rule for rule in mbb_rules() if rule.id in rules)
    bents = bents_of(Problem(facts=FACTS, rules=own))
    main, aside = parted(evaluations, bents)
    assert main + sum(aside) == evaluations
    assert sum(aside) <= POOL_SHARE * evaluations
    assert len(aside) == len(bents) <= len(BENTS)


# Given schedules with games on other days and at other hosts, the figures and what is said of them are those of a count
# from the games alone.
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_what_is_said_agrees_with_a_recount(data: st.DataObject) -> None:
    best, other = scheduled(round_robin()), scheduled(shuffled(data))
    was, now = traits_of(FACTS, best), traits_of(FACTS, other)
    for traits, schedule in ((was, best), (now, other)):
        assert recount(schedule) == (traits.short_rests, traits.shortest_rest, len(traits.crowded), traits.showcased)
    told = {known.figure: known for known in differences(was, now)}
    for figure in FIGURES:
        change = figure.of(now) - figure.of(was)
        assert (figure.name in told) == (round(abs(change)) > 0)
        if figure.name in told:
            said = told[figure.name]
            assert (said.was, said.now) == (figure.of(was), figure.of(now))
            assert said.better == ((change > 0) == figure.more_is_better)
            assert f"{abs(change):,.0f}" in re.findall(r"[\d,]+", said.sentence)


def shuffled(data: st.DataObject) -> tuple[ScheduledGame, ...]:
    """The round robin with some games on another day of their windows, on a network, or at the other host."""
    games = []
    for game in round_robin():
        window = PLAN.windows[game.window]
        now = replace(game, date=data.draw(st.sampled_from(window.dates)))
        now = replace(now, network=data.draw(st.sampled_from((None, "ESPN"))))
        games.append(replace(now, home=game.away, away=game.home) if data.draw(st.booleans()) else now)
    return tuple(games)


def recount(schedule: Schedule) -> tuple[int, int, int, int]:
    """Short rests, shortest rest, stretches of three games in six days, rivalries shown: from the games alone."""
    short, shortest, crowded = 0, 99, 0
    for team in PLAN.teams:
        days = sorted(game.date for game in schedule.games if team in (game.home, game.away))
        free = [(later - day).days - 1 for day, later in pairwise(days)]
        short += sum(count in (0, 1) for count in free)
        shortest = min(shortest, *free)
        crowded += sum(day + timedelta(days=5) >= third for day, third in zip(days, days[2:], strict=False))
    rivals = [{pair.first, pair.second} for pair in PLAN.rivalries]
    meetings = [game for game in schedule.games if {game.home, game.away} in rivals]
    return short, shortest, crowded, sum(game.date.isoweekday() > 5 or bool(game.network) for game in meetings)


def test_differences_read_as_a_sentence() -> None:
    was = Traits(
        price=1000.0, miles=5000.0, most_miles=900.0, shortest_rest=1, short_rests=4, crowded=(), miles_spread=300.0,
        weekend_home_spread=2, away_run_spread=1, showcased=3, networked=6,
    )  # fmt: skip
    now = replace(was, price=1310.0, miles=4588.0, crowded=(PLAN.teams[-2],), showcased=4, away_run_spread=0)
    assert sentence(differences(was, now)) == (
        "412 fewer miles, 1 more rivalry game on weekends or television and longest road trips 1 game more even, "
        "but 1 more stretch of three games in six days (new for UTAH); price +310"
    )
    assert sentence(differences(was, was)) == ""


def test_a_candidate_that_is_near_dear_or_best_in_nothing_stays_out() -> None:
    games = round_robin()
    best = scheduled(games, price=100.0)
    far = tuple(replace(game, home=game.away, away=game.home, network=None) for game in games)
    near = tuple(replace(game, network="ESPN") for game in games)
    worse = tuple(replace(game, network=None) for game in far)
    candidates = [best, scheduled(near, price=100.0), scheduled(far, price=100.0 * MOST_DEARER + 1), scheduled(worse)]
    assert apart(best, candidates[1]) == 0.0
    assert apart(best, candidates[2]) == 1.0
    assert [member.schedule for member in diverse_pool(FACTS, best, candidates)] == [best]
    shown = scheduled(tuple(replace(game, network="ESPN") for game in far), price=101.0)
    pool = diverse_pool(FACTS, best, [*candidates, shown])
    assert [member.schedule for member in pool] == [best, shown]
    assert "games on a network" in pool[1].best_in
