"""A played season planned anew: its rounds, its figures, and dates that keep what was played."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.played_seasons import FILE, PlayedSeason, read_seasons, require_no_worse
from flextime.limits.days import DatedFixture
from flextime.solve import solve
from flextime.solve.grids import circle_method
from flextime.solve.problem import Budget
from flextime.solve.replanning import Figures, dated, figures_of, on_rounds, rounds_of, tournament_of
from flextime.solve.searching import Stopwatch
from flextime.solve.timetabling import TournamentBudget
from tests.bench_data import bench_data
from tests.watches import Counting, CountingWatch

SATURDAY = date(2020, 1, 4)
LINE = tuple(tuple(100.0 * abs(a - b) for b in range(4)) for a in range(4))  # four towns along a road
NO_END = 1e9


def four_towns() -> tuple[DatedFixture, ...]:
    """A double round robin of four: one game on each Saturday, and the other on the Sunday after."""
    games = sorted(circle_method(range(4)), key=lambda game: (game.slot, game.home))
    days = [SATURDAY + timedelta(weeks=game.slot, days=place % 2) for place, game in enumerate(games)]
    return on_rounds([(*game[:2], day) for game, day in zip(games, days, strict=True)])


def test_a_team_that_plays_again_begins_a_round() -> None:
    days = [SATURDAY + timedelta(days=n) for n in range(4)]
    games = [(0, 1, days[0]), (2, 3, days[1]), (1, 0, days[2]), (0, 2, days[3])]
    assert rounds_of(games) == [(days[0], days[1]), (days[2],), (days[3],)]


def test_figures_are_counted_from_dates_alone() -> None:
    days = [SATURDAY + timedelta(days=n) for n in (0, 2, 5, 9)]
    games = on_rounds([(0, 1, days[0]), (2, 1, days[1]), (1, 0, days[2]), (1, 2, days[3])])
    assert figures_of(games, LINE) == Figures(
        miles=(100 + 200 + 100) + 2 * 100 + 2 * 100,  # 1 goes 1-0-2-1, the others to 1 and back
        longest_home_run=2,
        longest_away_run=2,
        shortest_rest=2,
        closest_rematch=5,
    )


def test_a_season_planned_anew_is_on_its_dates_and_no_worse() -> None:
    played = four_towns()
    was = figures_of(played, LINE)
    tournament = tournament_of("four towns", ("A", "B", "C", "D"), played, LINE)
    found = solve(tournament, TournamentBudget(evaluations=100_000, members=1, seconds=NO_END), 1, Counting())
    clock = Stopwatch(Budget(seconds=NO_END), CountingWatch())
    games = dated(found.fixtures, played, was, seed=1, clock=clock)
    assert games is not None
    season = PlayedSeason(name="four towns", teams=tournament.teams, games=played, miles=LINE)
    require_no_worse(season, games)
    assert figures_of(games, LINE).miles <= was.miles
    with pytest.raises(AssertionError, match="other dates"):
        require_no_worse(season, [replaced._replace(day=SATURDAY) for replaced in games])


def test_dates_that_keep_no_rest_are_none() -> None:
    played = four_towns()
    was = replace(figures_of(played, LINE), shortest_rest=8)
    clock = Stopwatch(Budget(seconds=NO_END), CountingWatch())
    assert dated([game.fixture for game in played], played, was, seed=1, clock=clock) is None


def test_the_played_seasons_are_those_of_the_record() -> None:
    seasons = {season.name: season for season in read_seasons(bench_data(FILE))}
    told = {name: (season.figures, len(season.games)) for name, season in seasons.items()}
    # The record's miles are 80,171, 83,868 and 80,403; the campuses' coordinates differ by less than one in 5,000.
    for name, miles in (("2017-18", 80_171), ("2018-19", 83_868), ("2019-20", 80_403)):
        figures, games = told[name]
        assert games == 90
        assert figures.miles == pytest.approx(miles, rel=2e-4)
    runs = [max(figures.longest_home_run, figures.longest_away_run) for figures, _ in told.values()]
    assert runs == [2, 3, 2]
    assert [season.tournament.slots for season in seasons.values()] == [18, 19, 18]
