"""docs/rulebook-and-imports.md: its commands print what it shows, and its tables explain every field."""

import re
import subprocess
from dataclasses import replace
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.league.ids import RuleId, SeasonId
from flextime.rules.model import Rule
from flextime.season.rulebook import RuleAdded
from flextime.season.seasons import SeasonOpened
from flextime_cli.auditing.records import RawRecord, write_copy
from flextime_cli.main import app
from flextime_cli.members.kinds import KINDS
from flextime_cli.rulebooks.reading import FIELDS
from flextime_schemas.codec import Codec
from flextime_schemas.registry import numbered_here
from tests.histories import PLAN, RULES, big12_drafted, recorded_history

PAGE = (Path(__file__).parents[2] / "docs" / "rulebook-and-imports.md").read_text(encoding="utf-8")
SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"```(?:yaml|csv) (\S+)\n(.*?)```", re.DOTALL)
EXCERPT = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
TABLE_FIELD = re.compile(r"`([a-z_]+)`")
LAST_YEAR = replace(PLAN, id=SeasonId("mbb-2024-25"), year="2024-25")
NO_SUNDAY = next(rule for rule in RULES if rule.id == "byu-no-sunday")
LATE = Rule(
    id=RuleId("no-games-late-in-march"),
    kind="no-host-dates",
    parameters={"teams": ("KU",), "days": ("2025-03-22..2025-03-23",), "reason": "State finals"},
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's files, and the records of the Big 12: a drafted season, and the one before it."""
    monkeypatch.chdir(tmp_path)
    for name, content in NAMED.findall(PAGE):
        Path(name).write_text(content, encoding="utf-8")
    events = [
        *big12_drafted(), SeasonOpened(plan=LAST_YEAR),
        RuleAdded(season=LAST_YEAR.id, rule=NO_SUNDAY, asked_by="BYU", because="Religious observance"),
        RuleAdded(season=LAST_YEAR.id, rule=LATE),
    ]  # fmt: skip
    codec = Codec.without_registry(numbered_here())
    records = [
        RawRecord(partition=0, offset=offset, key=one.key, value=one.value, headers=tuple(one.headers))
        for offset, one in enumerate(recorded_history(codec, "big12", events))
    ]
    write_copy(tmp_path / "copy.jsonl", "big12", records, numbered_here())
    return tmp_path


def steps(session: str) -> list[tuple[str, str]]:
    """Return each command of a session with what the page shows behind it."""
    return [(line, shown) for line, _, shown in (part.partition("\n") for part in session.split("$ ")[1:])]


def test_the_commands_print_what_the_page_shows(folder: Path) -> None:
    sessions = SESSION.findall(PAGE)
    assert len(sessions) == 7
    for line, shown in (step for session in sessions for step in steps(session)):
        program, *arguments = line.split()
        if program == "flextime":
            result = CliRunner().invoke(app, [*arguments, "--from-file", str(folder / "copy.jsonl")])
            assert OutputChecker().check_output(shown, result.output, ELLIPSIS), result.output
        else:
            subprocess.run(line, shell=True, check=True)


def test_the_excerpt_is_what_is_written(folder: Path) -> None:
    told = ("--out", "rules.yaml", "--from-file", str(folder / "copy.jsonl"))
    assert CliRunner().invoke(app, ["rulebook", "export", PLAN.id, *told]).exit_code == 0
    (excerpt,) = EXCERPT.findall(PAGE)
    assert excerpt in Path("rules.yaml").read_text(encoding="utf-8")


def table(heading: str) -> list[str]:
    """Return the fields that a table of the page explains."""
    _, _, rest = PAGE.partition(f"| {heading} | |\n| --- | --- |\n")
    rows = rest.partition("\n\n")[0].splitlines()
    return [field for row in rows for field in TABLE_FIELD.findall(row.split("|")[1])]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_column_is_explained(kind: str) -> None:
    assert sorted(table(kind)) == sorted(KINDS[kind].fields)


def test_every_field_of_a_rule_is_explained() -> None:
    assert sorted(table("field")) == sorted(FIELDS)
