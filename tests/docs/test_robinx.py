"""docs/robinx.md: its commands print what it shows, and its Python runs."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime_cli.main import app
from tests.robinx_files import GAMES, INSTANCE, solution

PAGE = (Path(__file__).parents[2] / "docs" / "robinx.md").read_text(encoding="utf-8")
SESSION = re.compile(r"```console\n\$ flextime ([^\n]*)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
# Porto hosts in the first slot, which it must not, and one meeting changes places with its return.
TIMETABLE = solution(((2, 0, 0), *GAMES[1:6], (0, 2, 4), *GAMES[7:]), claim=(0, 2))


@pytest.mark.parametrize(("line", "shown"), SESSION.findall(PAGE))
def test_the_commands_print_what_the_page_shows(
    line: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("four.xml").write_text(INSTANCE, encoding="utf-8")
    Path("timetable.xml").write_text(TIMETABLE, encoding="utf-8")
    printed = CliRunner().invoke(app, line.split()).stdout
    assert shown
    assert printed.startswith(shown)


def test_the_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = PYTHON.findall(PAGE)
    exec(code, {"instance": INSTANCE.encode(), "timetable": TIMETABLE.encode()})
    assert capsys.readouterr().out.startswith("3.0 175.0 ")
