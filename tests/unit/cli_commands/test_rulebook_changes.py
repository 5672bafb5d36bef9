"""What a rulebook file, or last year's season, changes in this one; with a copy of the records, no server is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.league.ids import RuleId, SeasonId
from flextime.rules.model import Rule
from flextime.season.decide import Event
from flextime.season.rulebook import AddRule, ChangeRule, RetireRule, RuleAdded, RuleChanged, RuleRetired
from flextime.season.seasons import SeasonOpened
from flextime.season.state import season_facts
from flextime_cli.auditing.records import write_copy
from flextime_cli.auditing.verify import audit
from flextime_cli.files.nodes import Mistakes
from flextime_cli.main import app
from flextime_cli.rendering.rulebook import change_lines
from flextime_cli.rulebooks.changes import CannotCopy, Changes, Request, changes_of, copy_of
from flextime_cli.rulebooks.model import rules_of
from flextime_cli.rulebooks.reading import read_rulebook
from flextime_cli.rulebooks.writing import write_rulebook
from flextime_schemas.ledger import Ledger
from flextime_schemas.registry import numbered_here
from tests.four_teams import DRAFTED, GAMES, NO_SUNDAY, OPENED, PLAN, SEASON
from tests.unit.cli_commands.test_audit import CODEC, written

ASKED = RuleAdded(
    season=SEASON, rule=Rule(id=RuleId("homes"), kind="max-consecutive-home"), asked_by="ASU", because="Fans"
)
NEXT_YEAR = SeasonId("mbb-next")
NEXT_PLAN = replace(PLAN, id=NEXT_YEAR, year="2026-27", name="Four teams, a year on")
NOBODY = Request()


def ledger_of(*events: Event) -> Ledger:
    return audit("four", written(events), CODEC).ledger


def changes(ledger: Ledger, content: str, request: Request = NOBODY) -> tuple[Changes, list[str]]:
    mistakes = Mistakes()
    file = read_rulebook(content.encode(), season_facts(ledger.state, SEASON), mistakes)
    found = changes_of(ledger, SEASON, file, request, mistakes)
    return found, [str(mistake) for mistake in mistakes.in_order()]


def exported(ledger: Ledger, season: SeasonId = SEASON) -> str:
    return write_rulebook(season_facts(ledger.state, season), rules_of(ledger, season, in_force=True).values())


def lines(found: Changes) -> list[str]:
    return [line.strip() for line in change_lines(found)]


@pytest.mark.parametrize("past", [OPENED, (*DRAFTED, ASKED)], ids=["opened", "drafted"])
def test_what_was_exported_changes_nothing(past: Sequence[Event]) -> None:
    ledger = ledger_of(*past)
    found, mistakes = changes(ledger, exported(ledger))
    assert (found.changes, mistakes, found.notes) == ((), [], ())
    assert lines(found) == [f"0 added, 0 changed, 0 retired, {found.unchanged} unchanged"]


def test_a_rule_that_the_season_has_not_is_added_with_who_asked_and_why() -> None:
    ledger = ledger_of(*OPENED)
    more = "  - {id: homes, kind: max-consecutive-home, hardness: hard, asked_by: ASU, because: Fans}\n"
    found, _ = changes(ledger, exported(ledger) + more)
    (change,) = found.changes
    assert change.command == AddRule(season=SEASON, rule=ASKED.rule, asked_by="ASU", because="Fans")
    assert lines(found) == [
        "[green]added[/green] homes (hard) Every team plays at most 3 home games in a row.",
        "1 added, 0 changed, 0 retired, 1 unchanged",
    ]


def test_a_changed_rule_says_what_it_was_and_what_it_is() -> None:
    ledger = ledger_of(*OPENED)
    found, _ = changes(ledger, exported(ledger).replace("[BYU]", "[BYU, UTAH]").replace("hard\n", "soft\n"))
    (change,) = found.changes
    assert isinstance(change.command, ChangeRule)
    assert (change.was, change.now) == (NO_SUNDAY, change.command.rule)
    assert lines(found)[:3] == [
        "[yellow]changed[/yellow] byu-no-sunday",
        "was (hard) BYU plays no Sunday.",
        "now (soft, weight 1) BYU and UTAH play no Sunday.",
    ]


def test_a_rule_that_the_file_lacks_is_retired() -> None:
    found, _ = changes(ledger_of(*OPENED), "rules: []\n", Request(asked_by="BYU", because="A new policy"))
    (change,) = found.changes
    assert change.command == RetireRule(season=SEASON, rule=NO_SUNDAY.id, asked_by="BYU", because="A new policy")
    assert lines(found)[0] == "[red]retired[/red] byu-no-sunday (hard) BYU plays no Sunday."


def test_who_asks_for_the_whole_file_goes_before_what_stands_at_a_rule() -> None:
    content = "rules:\n  - {id: homes, kind: max-consecutive-home, asked_by: ASU, because: Fans}\n"
    added = changes(ledger_of(*OPENED), content, Request(asked_by="Board", because="Vote of May"))[0].changes[0]
    assert isinstance(added.command, AddRule)
    assert (added.command.asked_by, added.command.because) == ("Board", "Vote of May")


def test_who_asked_and_why_alone_is_no_change_and_is_said_to_be_none() -> None:
    ledger = ledger_of(*OPENED, ASKED)
    found, _ = changes(ledger, exported(ledger).replace("because: Fans", "because: Money"))
    assert found.changes == ()
    assert found.notes == ("homes is as it was: who asked and why change together with a rule only.",)


def test_a_rule_of_another_kind_under_a_known_id_is_a_mistake_at_its_kind() -> None:
    content = "rules:\n  - id: byu-no-sunday\n    kind: holidays\n"
    assert changes(ledger_of(*OPENED), content)[1] == [
        "line 3, column 11: byu-no-sunday is of kind no-sunday: give a rule of another kind another id"
    ]


def test_a_rule_that_was_retired_comes_back_as_added() -> None:
    ledger = ledger_of(*OPENED)
    retired = ledger_of(*OPENED, RuleRetired(season=SEASON, rule=NO_SUNDAY))
    (change,) = changes(retired, exported(ledger))[0].changes
    assert isinstance(change.command, AddRule)


def test_the_games_of_the_draft_that_break_a_changed_rule_are_named_at_once() -> None:
    content = "rules:\n  - {id: byu-no-sunday, kind: no-sunday, parameters: {teams: [BYU]}}\n  - id: shut\n"
    content += "    kind: no-host-dates\n    parameters: {teams: [ARIZ], days: [2026-01-10], reason: Rodeo}\n"
    found, mistakes = changes(ledger_of(*DRAFTED), content)
    assert mistakes == []
    (change,) = found.changes
    at_arizona = next(game for game in GAMES if game.home == "ARIZ" and game.date == date(2026, 1, 10))
    assert [violation.games for violation in change.broken] == [(at_arizona.game,)]
    assert lines(found)[1:3] == [
        "[red]the draft breaks it once[/red]:",
        f"{change.broken[0].sentence} (utah-at-ariz)",
    ]


def test_a_season_without_a_draft_breaks_nothing() -> None:
    found, _ = changes(ledger_of(*OPENED), "rules:\n  - {id: twice, kind: must-meet, parameters: {meetings: 2}}\n")
    assert found.changes[0].broken == ()


def test_rules_are_copied_to_the_next_year_with_where_they_come_from() -> None:
    ledger = ledger_of(*DRAFTED, ASKED, SeasonOpened(plan=NEXT_PLAN))
    found = copy_of(ledger, SEASON, NEXT_YEAR, NOBODY)
    assert [change.command for change in found.changes] == [
        AddRule(season=NEXT_YEAR, rule=NO_SUNDAY, asked_by="", because="as in mbb-test"),
        AddRule(season=NEXT_YEAR, rule=ASKED.rule, asked_by="ASU", because="as in mbb-test: Fans"),
    ]


def test_a_copy_of_a_copy_names_the_last_season_only() -> None:
    again = replace(ASKED, because="as in mbb-2019-20: Fans")
    found = copy_of(ledger_of(*DRAFTED, again, SeasonOpened(plan=NEXT_PLAN)), SEASON, NEXT_YEAR, NOBODY)
    command = found.changes[-1].command
    assert isinstance(command, AddRule)
    assert command.because == "as in mbb-test: Fans"


def test_copying_twice_changes_nothing_the_second_time() -> None:
    past = [*DRAFTED, ASKED, SeasonOpened(plan=NEXT_PLAN)]
    copied = copy_of(ledger_of(*past), SEASON, NEXT_YEAR, NOBODY)
    for change in copied.changes:
        assert change.now is not None
        past.append(RuleAdded(season=NEXT_YEAR, rule=change.now))
    found = copy_of(ledger_of(*past), SEASON, NEXT_YEAR, NOBODY)
    assert (found.changes, found.unchanged) == ((), 2)


def test_what_the_next_year_has_otherwise_or_has_retired_stays_so() -> None:
    other = replace(NO_SUNDAY, hardness="soft")
    past = (
        *DRAFTED, ASKED, SeasonOpened(plan=NEXT_PLAN), RuleAdded(season=NEXT_YEAR, rule=other),
        RuleAdded(season=NEXT_YEAR, rule=ASKED.rule), RuleRetired(season=NEXT_YEAR, rule=ASKED.rule),
    )  # fmt: skip
    found = copy_of(ledger_of(*past), SEASON, NEXT_YEAR, NOBODY)
    assert found.changes == ()
    assert found.notes == ("byu-no-sunday stays as mbb-next has it.", "homes stays as mbb-next has it.")


def test_days_of_last_year_are_pointed_out() -> None:
    shut = Rule(id=RuleId("shut"), kind="no-host-dates", parameters={"teams": ("BYU",), "days": ("2026-01-10",)})
    yearly = replace(shut, id=RuleId("yearly"), parameters={"days": ("01-10",)})
    added = (RuleAdded(season=SEASON, rule=rule) for rule in (shut, yearly))
    found = copy_of(ledger_of(*DRAFTED, *added, SeasonOpened(plan=NEXT_PLAN)), SEASON, NEXT_YEAR, NOBODY)
    assert found.notes == ("shut: its days (2026-01-10) lie outside 2026-27: change them.",)


def test_a_season_that_cannot_have_a_rule_gets_none_and_is_told_of_every_value() -> None:
    teams = tuple(team for team in PLAN.teams if team not in ("BYU", "UTAH"))
    fewer = replace(
        NEXT_PLAN, teams=teams, games_per_team=1, home_venues=tuple(h for h in PLAN.home_venues if h.team in teams)
    )
    both = RuleChanged(
        season=SEASON, was=NO_SUNDAY, now=replace(NO_SUNDAY, parameters={"teams": ("BYU", "ASU", "UTAH")})
    )
    with pytest.raises(CannotCopy) as refused:
        copy_of(ledger_of(*DRAFTED, both, SeasonOpened(plan=fewer)), SEASON, NEXT_YEAR, NOBODY)
    assert str(refused.value) == "2 values of mbb-test cannot be in mbb-next; nothing was sent."
    assert refused.value.advice.splitlines()[:2] == [
        "  byu-no-sunday: teams: BYU does not play in mbb-next",
        "  byu-no-sunday: teams: UTAH does not play in mbb-next",
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    file = tmp_path / "four.jsonl"
    changed = RuleChanged(
        season=SEASON, was=ASKED.rule, now=replace(ASKED.rule, hardness="soft", weight=0.5), asked_by="TV", because=""
    )
    retired = RuleRetired(season=SEASON, rule=changed.now, asked_by="ASU", because="No longer")
    write_copy(file, "four", written((*DRAFTED, ASKED, changed, retired)), numbered_here())
    return file


def flextime(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.output


def test_the_whole_way_from_a_file_to_its_preview(copy: Path, tmp_path: Path) -> None:
    told = ("--conference", "four", "--from-file", copy)
    file = tmp_path / "rules.yaml"
    assert flextime("rulebook", "export", SEASON, "--out", file, *told)[0] == 0
    code, same = flextime("rulebook", "import", SEASON, file, "--preview", *told)
    assert (code, same) == (0, "0 added, 0 changed, 0 retired, 1 unchanged\nNothing was sent.\n")
    file.write_text(file.read_text().replace("[BYU]", "[BYU, YALE]"))
    code, wrong = flextime("rulebook", "import", SEASON, file, "--preview", *told)
    assert code == 1
    assert "rules.yaml has 1 mistake; nothing was sent.\n  line 11, column 20: teams: YALE does not play" in wrong


def test_the_history_of_a_rule_says_who_asked_for_what_and_why(copy: Path) -> None:
    code, told = flextime("rulebook", "history", SEASON, "homes", "--conference", "four", "--from-file", copy)
    assert code == 0
    sentence = "Every team plays at most 3 home games in a row."
    assert [line[17:] if line.startswith("20") else line for line in told.splitlines()] == [
        "four:37 added homes, sent by planner", f"  (hard) {sentence}", "  asked by ASU: Fans",
        "four:38 changed homes, sent by planner", f"  was (hard) {sentence}", f"  now (soft, weight 0.5) {sentence}",
        "  asked by TV: no reason given",
        "four:39 retired homes, sent by planner", f"  (soft, weight 0.5) {sentence}", "  asked by ASU: No longer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "nowhere"), "There is no season nowhere; this conference has: mbb-test."),
        (("history", SEASON, "never"), "mbb-test never had a rule never."),
        (("copy", SEASON, "nowhere"), "There is no season nowhere"),
    ],
)
def test_what_is_not_there_is_said_not_to_be(copy: Path, arguments: tuple[str, ...], told: str) -> None:
    code, output = flextime("rulebook", *arguments, "--conference", "four", "--from-file", copy)
    assert code == 1
    assert told in output


def test_schools_are_previewed_on_a_copy_of_the_records(copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(
        "code,name,city,state,latitude,longitude,time_zone\nKU,Kansas,Lawrence,KS,38.9,-95.2,America/Chicago\n"
    )
    code, told = flextime("import", "schools", file, "--conference", "four", "--from-file", copy)
    assert (code, told) == (
        0, "added KU: Kansas, Lawrence, KS\n1 added, 0 changed, 0 unchanged\nNothing was sent.\n"
    )  # fmt: skip
    file.write_text("code,name\nKU,Kansas\n")
    code, told = flextime("import", "schools", file, "--conference", "four", "--from-file", copy)
    assert code == 1
    assert "line 1, column 1: columns are missing: city, state, latitude, longitude, time_zone" in told
