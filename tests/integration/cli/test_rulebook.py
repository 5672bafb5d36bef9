"""A rulebook as a file, and imports of members, on the running system: previewed, sent once, told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.queries import QueryApi
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import SEASON
from tests.query_reading import PATIENCE_SECONDS, drafted

pytestmark = pytest.mark.stack

SHUT = "  - {id: shut, kind: no-host-dates, parameters: {teams: [ARIZ], days: [2026-01-10], reason: Rodeo}}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A conference of four with a draft, and the command line that speaks of it."""

    system: RunningStack
    queries: QueryApi

    def flextime(self, *arguments: str | Path, answer: str = "") -> tuple[int, str]:
        told = [*map(str, arguments), "--conference", self.queries.conference]
        result = CliRunner().invoke(app, told, env=dict(self.system.environment), input=answer)
        return result.exit_code, result.output

    def decided(self) -> int:
        """Return how many events the season has; what services record of it stands in other streams."""
        return sum(1 for _ in self.queries.items("events", stream=f"season/{SEASON}"))


@pytest.fixture(scope="module")
def office(system: RunningStack) -> Iterator[Office]:
    settings, conference = Settings.from_environment(system.environment), f"office-{uuid4().hex[:8]}"
    with (
        CommandApi(settings.command_api, conference, patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        queries.get(min_position=drafted(settings, commands).position)
        yield Office(system=system, queries=queries)


@pytest.fixture
def rules(office: Office, tmp_path: Path) -> Path:
    """The season's rules as they are, in a file."""
    file = tmp_path / "rules.yaml"
    code, output = office.flextime("rulebook", "export", SEASON, "--out", file)
    assert code == 0, output
    return file


def test_a_rule_in_the_file_comes_into_force_once_and_the_games_that_break_it_are_named(
    office: Office, rules: Path
) -> None:
    rules.write_text(rules.read_text() + SHUT)
    before = office.decided()
    code, preview = office.flextime("rulebook", "import", SEASON, rules, "--preview")
    assert code == 0
    assert "added shut (hard)" in preview
    assert "(utah-at-ariz)" in preview
    assert office.decided() == before
    code, output = office.flextime("rulebook", "import", SEASON, rules, "--asked-by", "ARIZ", "--because", "Rodeo")
    assert code == 0, output
    (position,) = re.findall(rf"All 1 accepted; now at ({office.queries.conference}:\d+)\.", output)
    found = office.queries.get(f"seasons/{SEASON}/rules/shut/violations", min_position=position)
    assert (found["found"], found["games"]) == (1, [f"{SEASON}.utah-at-ariz"])
    rule = office.queries.get(f"seasons/{SEASON}/rules/shut", min_position=position)
    assert (rule["asked_by"], rule["because"]) == ("ARIZ", "Rodeo")
    code, again = office.flextime("rulebook", "import", SEASON, rules)
    assert code == 0
    assert "There is nothing to send." in again
    assert office.decided() == before + 1


def test_a_rule_is_retired_after_a_question_only(office: Office, rules: Path) -> None:
    rules.write_text(f"season: {SEASON}\nrules: []\n")
    before = office.decided()
    code, output = office.flextime("rulebook", "import", SEASON, rules, answer="n\n")
    assert code == 1
    assert "Retire" in output
    assert office.decided() == before


def test_a_file_with_a_mistake_sends_nothing(office: Office, rules: Path) -> None:
    rules.write_text(rules.read_text() + "  - {id: wrong, kind: exams, parameters: {games: 99}}\n")
    before = office.decided()
    code, output = office.flextime("rulebook", "import", SEASON, rules, "--yes")
    assert code == 1
    assert "games: must be 0 to 10 games, not 99" in output
    assert office.decided() == before


def test_a_changed_rule_sent_by_itself_names_the_games_that_break_it(office: Office) -> None:
    rule = '{"id": "byu-no-sunday", "kind": "no-host-dates", "parameters": {"teams": ["BYU"]}}'
    fields = ("--field", f"season={SEASON}", "--field", f"rule={rule}".replace("byu-no-sunday", "byu-shut"))
    days = ("--field", 'rule.parameters.days=["2026-01-03"]')
    told = ["submit", office.queries.conference, "AddRule", *fields, *days]
    result = CliRunner().invoke(app, told, env=dict(office.system.environment))
    assert result.exit_code == 0, result.output
    assert "the draft breaks it once" in result.output
    assert "(utah-at-byu)" in result.output


def test_schools_and_venues_come_in_once_and_their_changes_follow(office: Office, tmp_path: Path) -> None:
    schools, venues = tmp_path / "schools.csv", tmp_path / "venues.yaml"
    schools.write_text(
        "code,name,city,state,latitude,longitude,time_zone\nKU,Kansas,Lawrence,KS,38.9543,-95.2558,America/Chicago\n"
    )
    venues.write_text("venues:\n  - {id: ku-hall, name: Hall, school: KU, sports: [MBB], capacity: 900}\n")
    for file, kind in ((schools, "schools"), (venues, "venues")):
        code, output = office.flextime("import", kind, file)
        assert code == 0, output
        assert "1 added, 0 changed, 0 unchanged" in output
    venues.write_text(venues.read_text().replace("900", "950"))
    code, output = office.flextime("import", "venues", venues)
    assert code == 0, output
    assert "changed ku-hall: capacity 900 -> 950" in output
    position = output.rpartition("now at ")[2].strip().rstrip(".")
    assert office.queries.get("venues/ku-hall", min_position=position)["capacity"] == 950
    assert "There is nothing to send." in office.flextime("import", "venues", venues)[1]
    replayed = CliRunner().invoke(app, ["replay", office.queries.conference], env=dict(office.system.environment))
    assert replayed.exit_code == 0, replayed.output
