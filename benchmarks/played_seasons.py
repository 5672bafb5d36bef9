"""The Big 12 seasons that were played, planned anew on their own dates: fewer miles, and nothing else the worse.

`python -m benchmarks.tournaments --sets played` prints what comes out. The miles are between campuses, great circle,
away games chained as in the travelling tournament.
"""

import csv
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flextime.league.big12 import SCHOOLS
from flextime.league.distance import great_circle_miles
from flextime.limits import Tournament
from flextime.limits.days import DatedFixture
from flextime.solve import affordable, solve
from flextime.solve.problem import Budget, Progress, Schedule
from flextime.solve.replanning import Figures, dated, figures_of, on_rounds, tournament_of
from flextime.solve.searching import Stopwatch
from flextime.solve.timetabling import TournamentBudget, TournamentProgress

FILE = "data/big12_mbb_conference_2017_2020.csv"
DATING_SECONDS = 30.0  # beyond the cap; it takes less than one
HEADER = (
    "| season | played miles | ours | fewer | runs (home, away) | ours | rest days | ours | rematch days | ours | s |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedSeason:
    """A season's games as they were played, teams numbered in order of their codes."""

    name: str
    teams: tuple[str, ...]
    games: tuple[DatedFixture, ...]
    miles: tuple[tuple[float, ...], ...]

    @property
    def figures(self) -> Figures:
        return figures_of(self.games, self.miles)

    @property
    def tournament(self) -> Tournament:
        return tournament_of(f"Big 12 {self.name}", self.teams, self.games, self.miles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What was played beside what comes out; `seconds` is all that it took."""

    season: PlayedSeason
    games: tuple[DatedFixture, ...]
    seconds: float

    def __str__(self) -> str:
        was, now = self.season.figures, figures_of(self.games, self.season.miles)
        fewer = 100 * (1 - now.miles / was.miles)
        runs = [f"{told.longest_home_run}, {told.longest_away_run}" for told in (was, now)]
        days = f"{was.shortest_rest} | {now.shortest_rest} | {was.closest_rematch} | {now.closest_rematch}"
        return (
            f"| {self.season.name} | {was.miles:,.0f} | {now.miles:,.0f} | {fewer:.1f} % | {runs[0]} | {runs[1]} "
            f"| {days} | {self.seconds:.0f} |"
        )


class Clock:
    """The watch of a search that nobody looks at, of a tournament or of dates."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def report(self, progress: TournamentProgress | Progress, incumbent: Schedule | None = None) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        return False


def read_seasons(file: Path) -> Iterator[PlayedSeason]:
    """Yield the seasons of the file in its order. Raises KeyError for a team that is no school of ours."""
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name in dict.fromkeys(row["season"] for row in rows):
        yield _season(name, [row for row in rows if row["season"] == name])


def _season(name: str, rows: Sequence[dict[str, str]]) -> PlayedSeason:
    teams = tuple(sorted({row["Home_ABR"] for row in rows}))
    schools = {str(school.code): school for school in SCHOOLS}
    campuses = [schools[team] for team in teams]
    games = [
        (teams.index(row["Home_ABR"]), teams.index(row["Away_ABR"]), date.fromisoformat(row["date"])) for row in rows
    ]
    # One value for both directions, so that sums do not depend on who is named first.
    miles = tuple(tuple(great_circle_miles(*sorted((a, b), key=lambda s: s.code)) for b in campuses) for a in campuses)
    return PlayedSeason(name=name, teams=teams, games=on_rounds(games), miles=miles)


def replan(season: PlayedSeason, *, seconds: float, members: int, seed: int) -> Replanned:
    """Return the season planned anew. Raises AssertionError for what is worse than played, by the independent count."""
    tournament = season.tournament
    evaluations = affordable(tournament, members, seconds, Clock())
    clock = Clock()
    found = solve(tournament, TournamentBudget(evaluations=evaluations, members=members, seconds=seconds), seed, clock)
    assert found.infeasibility == 0, f"{season.name}: {found.infeasibility:g} hard deviations are left"
    stopwatch = Stopwatch(Budget(seconds=seconds + DATING_SECONDS), clock)
    games = dated(found.fixtures, season.games, season.figures, seed=seed, clock=stopwatch)
    assert games is not None, f"{season.name}: no dates keep rest and rematches"
    require_no_worse(season, games)
    return Replanned(season=season, games=games, seconds=clock.seconds())


def require_no_worse(season: PlayedSeason, games: Sequence[DatedFixture]) -> None:
    """Raise AssertionError unless the games are the same, on the same dates, with nothing worse but maybe the miles."""
    played = season.games
    hosts = [sorted(game.fixture[:2] for game in known) for known in (games, played)]
    assert hosts[0] == hosts[1], "other games than were played"
    assert sorted(game.day for game in games) == sorted(game.day for game in played), "other dates than were played"
    busy = [(team, game.day) for game in games for team in game.fixture[:2]]
    assert len(busy) == len(set(busy)), "a team plays twice on a day"
    assert figures_of(games, season.miles).no_worse_than(season.figures), "runs, rest or rematches are worse"
