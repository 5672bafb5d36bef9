"""A season in the terminal: every team, every window, at home or away, however narrow the window is."""

from typing import Any

import pytest
from rich.console import Console

from flextime_cli.rendering.figures import figures_line, standings_table
from flextime_cli.rendering.grid import blocks, grid_cells, season_grid
from flextime_cli.rendering.run import best_of, ending_line, run_line
from tests.four_teams import GAMES, PLAN

SEASON: dict[str, Any] = {
    "windows": [{"number": window.number, "dates": [str(day) for day in window.dates]} for window in PLAN.windows],
    "teams": [{"id": team, "name": team} for team in PLAN.teams],
}
DOCUMENTS = [{"home": {"id": game.home}, "away": {"id": game.away}, "window": game.window} for game in GAMES]


def standing(team: str, miles: float, home: int = 2, away: int = 1) -> dict[str, Any]:
    return {
        "team": {"id": team}, "home": home, "away": away, "miles": miles, "breaks": 1, "longest_away_run": 1,
        "longest_home_run": 2, "weekend_home": 1, "shortest_rest_days": None,
    }  # fmt: skip


STANDINGS = [standing("ARIZ", 900.4), standing("BYU", 1200.2, 1, 2)]
RUN: dict[str, Any] = {
    "id": "run-1",
    "status": "requested",
    "candidates": [],
    "progress": [
        {"member": 1, "stage": "dates", "evaluations": 0, "best": None, "miles": None, "seconds": 3.2},
        {"member": 0, "stage": "annealing", "evaluations": 2000, "best": 81.25, "miles": 99000.0, "seconds": 9.0},
    ],
}


def rendered(width: int, *things: object) -> str:
    console = Console(width=width, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as capture:
        console.print(*things, sep="\n")
    return capture.get()


def test_a_cell_names_the_opponent_with_an_at_on_the_road() -> None:
    cells = grid_cells(SEASON, DOCUMENTS)
    assert cells["ARIZ"] == ["ASU", "@BYU", "UTAH", "·"]
    assert cells["ASU"] == ["@ARIZ", "@UTAH", "BYU", "·"]


def test_every_team_and_window_stands_in_the_grid() -> None:
    text = rendered(120, *season_grid(SEASON, DOCUMENTS, 120))
    assert [line.split() for line in text.splitlines() if line.startswith(("ARIZ", "UTAH"))] == [
        ["ARIZ", "ASU", "@BYU", "UTAH", "·"],
        ["UTAH", "@BYU", "ASU", "@ARIZ", "·"],
    ]
    assert "Sa-Su" in text
    assert "1/13" in text


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = rendered(width, *season_grid(SEASON, DOCUMENTS, width))
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    assert text.count("@BYU") == 2
    assert "…" not in text


def test_blocks_cover_every_window_once_and_are_even() -> None:
    for columns in (1, 19, 20):
        for width in (12, 60, 80, 140, 300):
            parts = blocks(columns, width)
            assert [column for part in parts for column in part] == list(range(columns))
            assert max(map(len, parts)) - min(map(len, parts[:-1] or parts)) <= 1


def test_figures_name_the_extremes_and_the_balance() -> None:
    assert figures_line(STANDINGS) == (
        "2,101 miles (ARIZ 900 to BYU 1,200), 2 breaks, longest away run 1; home and away balance for every team"
    )
    assert "home and away differ for KU" in figures_line([*STANDINGS, standing("KU", 1.0, 3, 1)])
    assert figures_line([]) == "no games yet"


def test_the_team_that_travels_farthest_stands_first() -> None:
    lines = rendered(120, standings_table(STANDINGS)).splitlines()
    assert [line.split()[0] for line in lines if line.startswith(("ARIZ", "BYU"))] == ["BYU", "ARIZ"]


def test_a_running_run_shows_its_best_and_each_member() -> None:
    assert run_line(RUN) == (
        "run-1: best 81.2, 99,000 miles; member 0 annealing 9 s, 2,000 tried, best 81.2, member 1 dates 3 s"
    )


def test_a_run_without_a_schedule_says_so() -> None:
    assert best_of(RUN | {"progress": []}) is None
    assert run_line(RUN | {"progress": []}) == "run-1: no schedule yet"


def test_a_run_that_is_over_says_how_it_ended() -> None:
    solved = RUN | {"status": "solved", "candidates": [{"member": 0, "price": 80.0, "miles": 98000.0}]}
    assert ending_line(solved) == "run-1 solved, best 80.0, 98,000 miles, 1 candidates"
    failed = RUN | {"status": "infeasible", "progress": [], "infeasible": {"explanation": "two rules clash"}}
    assert ending_line(failed) == "run-1 cannot be solved: two rules clash"
