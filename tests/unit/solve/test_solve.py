"""Whole solves: valid by the checker, the same again, explained when impossible, ended when asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from flextime.league.big12 import CALENDARS, CLOSURES, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.league.ids import RuleId
from flextime.league.model import Closure, DateSpan, ScheduledGame, Window
from flextime.rules.check import check
from flextime.rules.model import Parameter, Rule
from flextime.solve import solve
from flextime.solve.problem import Budget, Infeasible, OutOfBudget, Problem, SeasonFacts, Solved
from flextime.solve.solver import shares
from tests.watches import CountingWatch

FRIDAY = 4
EASTERN = ZoneInfo("America/New_York")
SHORT = Budget(evaluations=120_000, anneals=2, seconds=1e9)


@pytest.fixture(scope="module")
def big12_mbb() -> Problem:
    facts = SeasonFacts(
        plan=mbb_plan(games_per_team=20), schools=SCHOOLS, venues=VENUES, closures=CLOSURES, calendars=CALENDARS
    )
    return Problem(facts=facts, rules=mbb_rules())


@pytest.fixture(scope="module")
def big12_solved(big12_mbb: Problem) -> Solved:
    result = solve(big12_mbb, SHORT, 1, CountingWatch())
    assert isinstance(result, Solved)
    return result


def hard(problem: Problem, games: Sequence[ScheduledGame]) -> list[str]:
    return [found.sentence for found in check(problem.facts, problem.rules, games) if found.hardness == "hard"]


def test_a_short_solve_of_the_big_12_passes_the_checker(big12_mbb: Problem, big12_solved: Solved) -> None:
    assert hard(big12_mbb, big12_solved.best.games) == []
    assert len(big12_solved.best.games) == 160
    assert big12_solved.evaluations == SHORT.evaluations
    assert big12_solved.best.score.price > 0


def test_midweek_games_are_on_more_than_one_evening(big12_solved: Solved) -> None:
    # The window of New Year has a Wednesday alone, and a Friday that is followed by a Saturday.
    evenings = {
        window.number: [day for day in window.dates if day.weekday() < FRIDAY]
        for window in mbb_plan(games_per_team=20).windows
    }
    midweek = {number for number, days in evenings.items() if len(days) > 1}
    days = Counter(game.date for game in big12_solved.best.games if game.window in midweek)
    assert len(days) > 2 * len(midweek) - 4
    assert max(days.values()) < 8


def test_tip_offs_turn_over_the_season_of_a_host_and_end_before_the_east_sleeps(big12_solved: Solved) -> None:
    zones = {venue.id: ZoneInfo(venue.time_zone) for venue in VENUES}
    of_host: dict[str, Counter[time]] = defaultdict(Counter)
    for game in big12_solved.best.games:
        begins = datetime.combine(game.date, game.tip_off, tzinfo=zones[game.venue]).astimezone(EASTERN)
        assert (begins.date(), begins.time()) <= (game.date, time(22))
        of_host[game.home][game.tip_off] += 1
    for tip_offs in of_host.values():
        assert len(tip_offs) >= 4
        assert max(tip_offs.values()) <= 5  # of ten
    eastern = [tip_offs for home, tip_offs in of_host.items() if home in {"CIN", "UCF", "WVU"}]
    assert all(max(tip_offs) >= time(20) for tip_offs in eastern)


def test_tip_offs_keep_to_the_window_that_the_planner_sets(four_team_league: SeasonFacts) -> None:
    early = Rule(id=RuleId("early"), kind="tip-off-window", parameters={"weekday_to": 19, "weekend_to": 14})
    problem = Problem(facts=four_team_league, rules=(*small_rules(), early))
    result = solve(problem, replace(SHORT, evaluations=0), 1, CountingWatch())
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []


def test_the_same_counts_and_seed_give_the_same_schedule(big12_mbb: Problem, big12_solved: Solved) -> None:
    again = solve(big12_mbb, SHORT, 1, CountingWatch())
    assert isinstance(again, Solved)
    assert again.best == big12_solved.best


def small_rules() -> tuple[Rule, ...]:
    return (
        Rule(id=RuleId("count"), kind="game-count"),
        Rule(id=RuleId("meet"), kind="opponent-multiplicity", parameters={"least": 2}),
        Rule(id=RuleId("balance"), kind="home-away-balance"),
        Rule(id=RuleId("rest"), kind="min-rest"),
        Rule(id=RuleId("away"), kind="max-consecutive-away", parameters={"games": 2}),
        Rule(id=RuleId("miles"), kind="travel-miles", hardness="soft"),
    )


def test_a_small_league_with_byes_is_solved_and_reported(four_team_league: SeasonFacts) -> None:
    watch = CountingWatch()
    problem = Problem(facts=four_team_league, rules=small_rules())
    result = solve(problem, replace(SHORT, evaluations=4000), 3, watch)
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []
    assert len(result.best.games) == 12
    assert [progress.stage for progress in watch.reports][-1] == "done"
    assert watch.incumbents[-1] == result.best
    prices = [schedule.score.price for schedule in watch.incumbents]
    assert prices == sorted(prices, reverse=True)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("away-after-away", {}),
        ("bye-weeks", {"first": 3, "last": 6, "off": 2}),
        ("final-weekday", {"weekday": "Tuesday"}),
        ("games-in-days", {"games": 2, "days": 5}),
        ("home-in-exams", {}),
        ("home-within", {"windows": 3}),
        ("must-meet", {"meetings": 2}),
        ("road-pairs", {"pairs": 0}),
        ("week-cadence", {"cadence": "1-2-1-2-1"}),
        ("weekday-games", {"games": 1}),
        ("weekday-totals", {"saturday_percent": 60.0}),
    ],
)
def test_a_hard_rule_of_each_kind_that_may_be_added_is_kept(
    four_team_league: SeasonFacts, kind: str, given: dict[str, Parameter]
) -> None:
    added = Rule(id=RuleId("added"), kind=kind, parameters=given)
    problem = Problem(facts=four_team_league, rules=(*small_rules(), added))
    result = solve(problem, replace(SHORT, evaluations=4000), 3, CountingWatch())
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []


def test_pinned_games_stay_exactly(four_team_league: SeasonFacts) -> None:
    first = solve(
        Problem(facts=four_team_league, rules=small_rules()), replace(SHORT, evaluations=0), 1, CountingWatch()
    )
    assert isinstance(first, Solved)
    pinned = (first.best.games[3], replace(first.best.games[5], network="FOX"))
    problem = Problem(facts=four_team_league, rules=small_rules(), pinned=pinned)
    result = solve(problem, replace(SHORT, evaluations=4000), 2, CountingWatch())
    assert isinstance(result, Solved)
    assert set(pinned) <= set(result.best.games)
    assert hard(problem, result.best.games) == []


def test_no_sunday_and_closures_decide_the_day(four_team_league: SeasonFacts) -> None:
    saturdays = tuple(
        Closure(venue=home.venue, span=DateSpan(first=window.dates[0], last=window.dates[0]), reason="a fair")
        for home in four_team_league.plan.home_venues
        for window in four_team_league.plan.windows[::2][:2]
    )
    facts = replace(four_team_league, closures=saturdays)
    rules = (*small_rules(), Rule(id=RuleId("closed"), kind="venue-closure"))
    sunday = Rule(id=RuleId("sunday"), kind="no-sunday", parameters={"teams": ("AAA",)})
    result = solve(Problem(facts=facts, rules=(*rules, sunday)), replace(SHORT, evaluations=2000), 1, CountingWatch())
    assert isinstance(result, Solved)
    byes = {
        window
        for window in (0, 2)
        if not any(g.window == window and "AAA" in (g.home, g.away) for g in result.best.games)
    }
    assert byes == {0, 2}


def test_contradicting_rules_are_named_and_no_others(four_team_league: SeasonFacts) -> None:
    rules = (
        *small_rules(),
        Rule(id=RuleId("weekends"), kind="weekend-home", parameters={"games": 4, "teams": ("AAA",)}),
        Rule(id=RuleId("quiet"), kind="holidays", parameters={"days": ("2026-01-04",)}),
    )
    result = solve(Problem(facts=four_team_league, rules=rules), SHORT, 1, CountingWatch())
    assert isinstance(result, Infeasible)
    assert set(result.rules) == {"balance", "weekends"}  # three home games in all cannot be four on weekends
    assert "AAA has at least 4 home games from Friday to Sunday." in result.explanation
    without = tuple(rule for rule in rules if rule.id != "weekends")
    assert isinstance(
        solve(Problem(facts=four_team_league, rules=without), replace(SHORT, evaluations=0), 1, CountingWatch()), Solved
    )


def test_a_rematch_after_enough_games_is_not_called_impossible_for_want_of_days(four_team_league: SeasonFacts) -> None:
    far = Rule(id=RuleId("far"), kind="rematch-separation", parameters={"games": 2, "days": 60})
    rules = tuple(rule for rule in small_rules() if rule.id != "away")  # mirrored halves have three away in a row
    problem = Problem(facts=four_team_league, rules=(*rules, far))
    result = solve(problem, replace(SHORT, evaluations=4000), 1, CountingWatch())
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []


def test_games_on_two_days_running_are_twenty_hours_apart(four_team_league: SeasonFacts) -> None:
    days = tuple(date(2026, 1, 3) + timedelta(days=n) for n in range(3))
    windows = tuple(Window(number=n, kind="weekend", dates=(day,)) for n, day in enumerate(days))
    facts = replace(four_team_league, plan=replace(four_team_league.plan, windows=windows, games_per_team=3))
    rules = (
        Rule(id=RuleId("count"), kind="game-count"),
        Rule(id=RuleId("meet"), kind="opponent-multiplicity", parameters={"most": 1}),
        Rule(id=RuleId("once"), kind="one-game-a-day", parameters={"hours": 20}),
    )
    problem = Problem(facts=facts, rules=rules)
    result = solve(problem, replace(SHORT, evaluations=0), 1, CountingWatch())
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []


def test_weekend_home_games_are_found_in_windows_that_mix_week_and_weekend(four_team_league: SeasonFacts) -> None:
    thursday = date(2026, 1, 8)
    windows = tuple(
        Window(number=n, kind="weekend", dates=(thursday + timedelta(weeks=n), thursday + timedelta(weeks=n, days=2)))
        for n in range(6)
    )
    facts = replace(four_team_league, plan=replace(four_team_league.plan, windows=windows))
    weekends = Rule(id=RuleId("weekends"), kind="weekend-home", parameters={"games": 2, "teams": ("AAA",)})
    problem = Problem(facts=facts, rules=(*small_rules(), weekends))
    result = solve(problem, replace(SHORT, evaluations=0), 1, CountingWatch())
    assert isinstance(result, Solved)
    assert hard(problem, result.best.games) == []


@pytest.mark.parametrize("evaluations", [0, 1, 4_000_000, 40_000_000, 10**10, 10**18])
def test_evaluations_are_parted_into_runs_without_a_rest_and_without_end(evaluations: int) -> None:
    parts = shares(replace(SHORT, evaluations=evaluations), games=144)
    assert sum(parts) == evaluations
    assert len(parts) <= 2500


def test_a_season_of_fewer_games_has_more_runs_and_shorter_ones() -> None:
    budget = Budget(evaluations=40_000_000, anneals=3)
    assert (len(shares(budget, 144)), len(shares(budget, 160)), len(shares(budget, 36))) == (10, 10, 40)


def test_a_cancelled_solve_returns_without_a_schedule_or_with_its_best(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    assert isinstance(solve(problem, SHORT, 1, CountingWatch(cancel_after=0)), OutOfBudget)
    late = solve(problem, replace(SHORT, evaluations=50_000_000), 1, CountingWatch(cancel_after=6))
    assert isinstance(late, Solved)
    assert late.evaluations < 50_000_000
