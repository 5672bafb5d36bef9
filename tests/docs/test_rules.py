"""docs/rules.md is what `flextime rules --markdown` prints, and the conference's catalogue is told whole."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.league.big12_seasons import every_season
from flextime.rules.catalogue import KINDS
from flextime.rules.conference_rules import BEYOND, CARRIED
from flextime_cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def told(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["rules", *arguments])
    assert result.exit_code == 0
    return result.output


def test_the_page_is_what_the_command_prints() -> None:
    assert told("--markdown") == PAGE.read_text(encoding="utf-8"), "flextime rules --markdown > docs/rules.md"


def test_the_page_of_rulebooks_has_every_sentence_of_every_sport_word_by_word() -> None:
    page = PAGE.with_name("rulebooks.md")
    assert told("--rulebooks") == page.read_text(encoding="utf-8"), "flextime rules --rulebooks > docs/rulebooks.md"
    for plan, rules in every_season():
        assert f"## {plan.name}" in told("--rulebooks")
        assert all(f"- `{rule.id}`" in told("--rulebooks") for rule in rules)


def test_every_number_of_the_catalogue_is_carried() -> None:
    assert list(CARRIED) == list(range(1, 65))


def test_every_kind_carries_a_rule_of_the_catalogue_or_stands_beyond_it() -> None:
    kinds = {kind for _, carriers in CARRIED.values() for kind in carriers}
    assert kinds | set(BEYOND) == set(KINDS)
    assert not kinds & set(BEYOND)


def test_all_kinds_are_listed() -> None:
    listed = {line.split()[0] for line in told().splitlines() if line.strip()}
    assert set(KINDS) <= listed


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_told_with_its_parameters(kind: str) -> None:
    said = told(kind)
    assert KINDS[kind].title in said
    assert all(parameter in said for parameter in KINDS[kind].defaults())


def test_a_kind_that_is_misspelt_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["rules", "exam"])
    assert result.exit_code == 1
    assert "There is no kind of rule 'exam'" in result.output
    assert "exams" in result.output


@pytest.mark.parametrize("two", [["exams", "--markdown"], ["--templates", "--rulebooks"]])
def test_two_questions_at_once_are_refused(two: list[str]) -> None:
    result = CliRunner().invoke(app, ["rules", *two])
    assert result.exit_code == 1
    assert "are two questions" in result.output
