"""`flextime waivers` on a copy of a conference's records, and the line that asks for what a way out breaks."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flextime.league.ids import GameId, SeasonId
from flextime.season.decide import Event
from flextime.season.rulebook import RuleAdded
from flextime_cli.auditing.records import write_copy
from flextime_cli.commands.waivers import NoSeason, season_asked
from flextime_cli.main import app
from flextime_schemas.registry import numbered_here
from tests.four_teams import DRAFTED, NO_SUNDAY, SEASON, state_after
from tests.unit.cli_commands.test_audit import written
from tests.unit.season import test_waivers as in_january
from tests.unit.season.test_waivers import MOVED, ONE_SUNDAY, UTAH_AT_BYU

FAR = date(2099, 1, 1)  # these commands look at the clock
ASKED, GRANTED, REFUSED = (
    replace(event, waiver=replace(ONE_SUNDAY, until=FAR))
    for event in (in_january.ASKED, in_january.GRANTED, in_january.REFUSED)
)
# The rule as BYU asked for it: whoever asked for a rule may let it go.
BY_BYU = tuple(
    RuleAdded(season=SEASON, rule=NO_SUNDAY, asked_by="BYU") if isinstance(event, RuleAdded) else event
    for event in DRAFTED
)


def told(folder: Path, group: str, command: str, *arguments: str, since: tuple[Event, ...]) -> str:
    file = folder / "since.jsonl"
    write_copy(file, "four", written((*BY_BYU, *since)), numbered_here())
    result = CliRunner().invoke(app, [group, command, "four", *arguments, "--from-file", str(file)])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_waiver_that_waits_is_told_with_whoever_may_sign_it(tmp_path: Path) -> None:
    said = told(tmp_path, "waivers", "list", since=(ASKED,))
    assert said == (
        "asked one-sunday of byu-no-sunday mbb-test.utah-at-byu, until 2099-01-01 "
        "UTAH asked: the arena is let on Saturday to be signed by BYU 1 waiver."
    )


def test_a_waiver_that_has_lapsed_is_told_as_over(tmp_path: Path) -> None:
    assert "until 2026-01-31 (over)" in told(tmp_path, "waivers", "list", since=(in_january.ASKED,))


def test_a_granted_waiver_is_told_with_its_signature_and_left_out_when_others_are_asked_for(tmp_path: Path) -> None:
    since = (ASKED, GRANTED)
    assert "signed by BYU: once, for a neighbour" in told(tmp_path, "waivers", "list", since=since)
    for option in (("--status", "refused"), ("--season", "fb-2025-26"), ("--rule", "min-rest")):
        assert told(tmp_path, "waivers", "list", *option, since=since) == "No waivers."


def test_precedents_are_the_answered_ones_of_a_kind(tmp_path: Path) -> None:
    assert told(tmp_path, "waivers", "precedents", "no-sunday", since=(ASKED,)) == "No waivers."
    assert "never on a Sunday 1 waiver." in told(tmp_path, "waivers", "precedents", "no-sunday", since=(ASKED, REFUSED))
    assert told(tmp_path, "waivers", "precedents", "min-rest", since=(ASKED, REFUSED)) == "No waivers."


def test_the_ledger_tells_who_gave_way(tmp_path: Path) -> None:
    said = told(tmp_path, "waivers", "ledger", since=(ASKED, GRANTED))
    assert said.startswith("BYU gave way in 1 game; asked 0, granted 0, refused 0 UTAH gave way in 0 games; asked 1")
    assert told(tmp_path, "waivers", "ledger", since=()) == "Nobody has asked for a waiver."


def test_a_way_out_that_breaks_a_rule_says_how_to_ask_for_a_waiver_until_it_is_granted(tmp_path: Path) -> None:
    line = "ask: flextime waivers ask four byu-no-sunday mbb-test.utah-at-byu --by WHO --reason WHY (signed by BYU)"
    assert line in told(tmp_path, "conflicts", "ways-out", UTAH_AT_BYU.game, "--most", "50", since=())
    assert line not in told(tmp_path, "conflicts", "ways-out", UTAH_AT_BYU.game, "--most", "50", since=(ASKED, GRANTED))


def test_why_a_game_stands_where_it_does_tells_the_waiver_before_the_move(tmp_path: Path) -> None:
    said = told(tmp_path, "conflicts", "why", UTAH_AT_BYU.game, since=(ASKED, GRANTED, MOVED))
    asked = (
        "UTAH asked for the waiver one-sunday of byu-no-sunday for mbb-test.utah-at-byu until 2099-01-01: "
        "the arena is let on Saturday."
    )
    let = "one-sunday of byu-no-sunday was granted until 2099-01-01, signed by BYU: once, for a neighbour."
    assert 0 < said.index(asked) < said.index(let) < said.index("UTAH at BYU was moved from")


def test_a_waiver_is_of_the_season_of_its_games_or_of_the_one_that_is_named() -> None:
    state = state_after(*DRAFTED)
    assert season_asked(state, [UTAH_AT_BYU.game], "") == SEASON
    assert season_asked(state, [], SEASON) == SeasonId(SEASON)
    with pytest.raises(NoSeason, match="of mbb-test, not of fb-2025-26"):
        season_asked(state, [GameId(UTAH_AT_BYU.game)], "fb-2025-26")
    with pytest.raises(NoSeason, match="Name games, or a season"):
        season_asked(state, [], "")
