"""The sports beside men's basketball: the counts of the conference's table, and seasons that keep every hard rule."""

from collections import Counter
from collections.abc import Sequence

import pytest

from flextime.league.big12 import VENUES, season_facts
from flextime.league.big12_seasons import every_season
from flextime.league.model import Booking, SeasonPlan, booking
from flextime.rules.check import check, validate_rule
from flextime.rules.model import Rule
from flextime.solve import solve
from flextime.solve.problem import Budget, Problem, Solved
from tests.watches import CountingWatch

SEASONS: dict[str, tuple[SeasonPlan, tuple[Rule, ...]]] = {plan.sport: (plan, rules) for plan, rules in every_season()}
# Teams, games of each, games of all (the table of formats), and by how much the home games of two may differ.
TABLE = {
    "FB": (16, 9, 72, 1),
    "MBB": (16, 18, 144, 0),
    "WBB": (16, 18, 144, 0),
    "VB": (15, 18, 135, 0),
    "SOC": (16, 11, 88, 1),
    "GYM": (7, 6, 21, 0),
    "WRE": (14, 8, 56, 0),
    "LAX": (6, 5, 15, 1),
    "BSB": (14, 10, 70, 0),
    "SB": (11, 8, 44, 0),
    "WTN": (16, 13, 104, 1),
    "MTN": (9, 8, 36, 0),
}


def test_every_sport_of_the_table_has_a_plan() -> None:
    assert set(SEASONS) == set(TABLE)


@pytest.mark.parametrize("sport", TABLE)
def test_a_plan_has_the_teams_games_and_buildings_of_its_sport(sport: str) -> None:
    plan, _ = SEASONS[sport]
    teams, games, total, _ = TABLE[sport]
    assert (len(plan.teams), plan.games_per_team, len(plan.teams) * plan.games_per_team // 2) == (teams, games, total)
    venues = {venue.id: venue for venue in VENUES}
    for home in plan.home_venues:
        assert venues[home.venue].school == home.team
        assert sport in venues[home.venue].sports
    days = [day for window in plan.windows for day in window.dates]
    assert days == sorted(set(days))


@pytest.mark.parametrize("sport", TABLE)
def test_a_rulebook_names_each_rule_once_and_is_valid_in_its_season(sport: str) -> None:
    plan, rules = SEASONS[sport]
    assert max(Counter(rule.id for rule in rules).values()) == 1
    for rule in rules:
        validate_rule(rule, season_facts(plan))


@pytest.mark.parametrize("sport", TABLE)
def test_a_season_of_each_sport_has_the_counts_of_the_table_and_keeps_every_hard_rule(sport: str) -> None:
    plan, rules = SEASONS[sport]
    found = _solved(plan, rules)
    _, games, total, apart = TABLE[sport]
    played = Counter(team for game in found.best.games for team in (game.home, game.away))
    hosted = Counter(game.home for game in found.best.games)
    assert len(found.best.games) == total
    assert set(played.values()) == {games}
    assert max(hosted.values()) - min(hosted[team] for team in plan.teams) <= apart
    assert [each for each in check(season_facts(plan), rules, found.best.games) if each.hardness == "hard"] == []


@pytest.mark.parametrize("sport", ["GYM", "SB", "WTN"])
def test_the_same_seed_and_counts_give_the_same_season_of_each_format(sport: str) -> None:
    plan, rules = SEASONS[sport]
    assert _solved(plan, rules).best == _solved(plan, rules).best


def test_partners_weekends_become_cheaper_with_more_rounds() -> None:
    plan, rules = SEASONS["WTN"]
    first, then = _solved(plan, rules, evaluations=0), _solved(plan, rules, evaluations=3_000_000)
    assert then.best.score.price < first.best.score.price


def test_a_season_becomes_cheaper_where_another_has_half_of_its_days() -> None:
    women, rules = SEASONS["WTN"]
    bookings = [booking(women, game) for game in _solved(women, rules).best.games]
    plan, rules = SEASONS["MTN"]
    first = _solved(plan, rules, evaluations=0, bookings=bookings)
    then = _solved(plan, rules, evaluations=2_000_000, bookings=bookings)
    assert then.best.score.miles < 0.9 * first.best.score.miles


def test_only_men_have_a_national_monday() -> None:
    plan, rules = SEASONS["SOC"]
    mondays = [game for game in _solved(plan, rules).best.games if game.date.weekday() == 0]
    assert mondays
    assert {game.network for game in mondays} == {None}


def _solved(
    plan: SeasonPlan, rules: tuple[Rule, ...], evaluations: int = 20_000, bookings: Sequence[Booking] = ()
) -> Solved:
    budget = Budget(evaluations=evaluations, anneals=1, seconds=1e9)
    found = solve(Problem(facts=season_facts(plan, bookings), rules=rules), budget, 1, CountingWatch())
    assert isinstance(found, Solved)
    return found
