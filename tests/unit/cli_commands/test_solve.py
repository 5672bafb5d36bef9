"""`flextime solve`: a timetable in a file that `flextime check` agrees with, the same again, and what it refuses."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flextime.solve.timetabling import TournamentProgress
from flextime_cli.commands.solve import sentence
from flextime_cli.main import app
from tests.robinx_files import INSTANCE


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    file = tmp_path / "four.xml"
    file.write_text(INSTANCE, encoding="utf-8")
    return file


def solved(instance: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["solve", str(instance), *options])


def test_the_solution_is_written_and_is_worth_what_it_claims(instance: Path) -> None:
    out = instance.with_name("timetable.xml")
    result = solved(instance, "--evaluations", "40000", "--seed", "3", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "Four by the sea: 4 teams, 6 slots, 9 limits" in result.output
    objective = re.search(r"feasible: objective (\d+)", result.output)
    assert objective
    checked = CliRunner().invoke(app, ["check", str(instance), str(out)])
    assert checked.exit_code == 0
    assert f"feasible: infeasibility 0, objective {objective[1]}" in checked.output
    assert "claims" not in checked.output


def test_what_it_says_brings_the_same_timetable_out_again(instance: Path) -> None:
    first, again = instance.with_name("first.xml"), instance.with_name("again.xml")
    generous = ["--evaluations", "200000", "--seconds", "3600"]  # a busy machine cuts none short
    result = solved(instance, *generous, "--seed", "5", "--out", str(first))
    told = re.search(r"(--seed 5 --members \d+ --evaluations \d+) brings it out again", result.output)
    assert told, result.output
    solved(instance, *told[1].split(), "--out", str(again))
    assert again.read_bytes() == first.read_bytes()


def test_the_solution_lies_beside_you_by_default(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(instance.parent)
    assert solved(instance, "--evaluations", "1000").exit_code in (0, 2)
    assert instance.with_name("four-solution.xml").exists()


def test_ctrl_c_keeps_the_best_so_far(instance: Path) -> None:
    out = instance.with_name("timetable.xml")
    command = [sys.executable, "-m", "flextime_cli.main", "solve", str(instance), "--out", str(out)]
    with subprocess.Popen(
        [*command, "--evaluations", "1000000000000", "--seconds", "3600"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TTY_COMPATIBLE": "1"},
    ) as child:  # fmt: skip
        assert child.stderr is not None
        seen = ""
        while "Feasible, objective" not in seen:
            piece = child.stderr.read(1)
            assert piece, seen
            seen += piece
        child.send_signal(signal.SIGINT)
        output, _ = child.communicate(timeout=120)
    assert child.returncode == 0, output
    assert re.search(r"ended after [\d,]+ of 1,000,000,000,000 evaluations a member", output)
    assert out.exists()


def test_a_single_round_robin_in_the_same_slots_is_solved_too(instance: Path) -> None:
    instance.write_text(INSTANCE.replace("<numberRoundRobin>2<", "<numberRoundRobin>1<"), encoding="utf-8")
    out = instance.with_name("timetable.xml")
    result = solved(instance, "--out", str(out), "--evaluations", "100000")
    assert result.exit_code == 0, result.output
    checked = CliRunner().invoke(app, ["check", str(instance), str(out)])
    assert (checked.exit_code, "6 games" in checked.output) == (0, True), checked.output


def test_a_proof_that_nothing_is_feasible_is_told(instance: Path) -> None:
    instance.write_text(INSTANCE.replace("<numberRoundRobin>2<", "<numberRoundRobin>3<"), encoding="utf-8")
    result = solved(instance, "--evaluations", "100000", "--out", str(instance.with_name("timetable.xml")))
    assert result.exit_code == 2, result.output
    assert "No timetable keeps every hard limit: that is proven." in result.output


def test_where_a_solve_stands_is_a_line() -> None:
    before = TournamentProgress(aim="limits", evaluations=2_500_000, infeasibility=3, objective=None, seconds=4)
    assert sentence(before) == "Keeping the hard limits: infeasibility 3; 4 s, 2.5 million evaluations a member"
    after = TournamentProgress(aim="objective", evaluations=9_000_000, infeasibility=0, objective=1394, seconds=20)
    assert sentence(after) == "Feasible, objective 1,394; 20 s, 9.0 million evaluations a member"
