"""What a draft breaks of a rule, as the query API counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flextime.league.big12 import mbb_rules
from flextime.league.ids import RuleId
from flextime.rules.model import Rule
from flextime.season.rulebook import RuleAdded, RuleChanged, RuleRetired
from flextime_query_api.reading.violations import MOST_TOLD, violations_of
from flextime_schemas.ledger import Ledger
from flextime_schemas.problems import Problem
from tests.histories import GAMES, SEASON, big12_drafted, big12_opened, moved
from tests.unit.query_api.conftest import ledger_of

NO_SUNDAY = next(rule for rule in mbb_rules() if rule.kind == "no-sunday")
AT_BYU = next(game for game in GAMES if game.home == "BYU" and game.date.weekday() == 5)
TO_SUNDAY = moved(AT_BYU, AT_BYU.date + timedelta(days=1))
EVERY_PAIR_TWICE = Rule(id=RuleId("twice"), kind="must-meet", parameters={"meetings": 2})


def test_a_rule_that_the_draft_keeps_has_no_violations(big12: Ledger) -> None:
    found = violations_of(big12, SEASON, NO_SUNDAY.id)
    assert found is not None
    assert (found["found"], found["games"], found["violations"]) == (0, [], [])


def test_the_games_that_break_a_rule_are_named() -> None:
    found = violations_of(ledger_of([*big12_drafted(), TO_SUNDAY]), SEASON, NO_SUNDAY.id)
    assert found is not None
    assert (found["found"], found["games"], found["price"]) == (1, [AT_BYU.game], 0.0)
    [violation] = found["violations"]
    assert violation["dates"] == [TO_SUNDAY.now.date.isoformat()]


def test_a_rule_that_was_just_added_is_measured_against_the_draft_at_once() -> None:
    added = RuleAdded(season=SEASON, rule=EVERY_PAIR_TWICE)
    found = violations_of(ledger_of([*big12_drafted(), added]), SEASON, "twice")
    assert found is not None
    assert found["found"] == 120
    assert len(found["violations"]) == MOST_TOLD


def test_a_changed_rule_is_measured_as_it_is_now() -> None:
    added = RuleAdded(season=SEASON, rule=EVERY_PAIR_TWICE)
    once = RuleChanged(season=SEASON, was=EVERY_PAIR_TWICE, now=replace(EVERY_PAIR_TWICE, parameters={"meetings": 1}))
    found = violations_of(ledger_of([*big12_drafted(), added, once]), SEASON, "twice")
    assert found is not None
    assert (found["found"], found["sentence"]) == (0, "Every team meets every other at least once.")


def test_a_soft_rule_costs_what_its_violations_cost() -> None:
    soft = replace(EVERY_PAIR_TWICE, hardness="soft", weight=0.5)
    found = violations_of(ledger_of([*big12_drafted(), RuleAdded(season=SEASON, rule=soft)]), SEASON, "twice")
    assert found is not None
    assert found["price"] == pytest.approx(120 * 0.5 * 100)


def test_a_retired_rule_is_still_told() -> None:
    retired = RuleRetired(season=SEASON, rule=NO_SUNDAY)
    found = violations_of(ledger_of([*big12_drafted(), TO_SUNDAY, retired]), SEASON, NO_SUNDAY.id)
    assert found is not None
    assert (found["in_force"], found["found"]) == (False, 1)


def test_a_season_without_a_draft_breaks_nothing() -> None:
    found = violations_of(ledger_of(big12_opened()), SEASON, NO_SUNDAY.id)
    assert found is not None
    assert found["found"] == 0


def test_a_rule_that_the_season_never_had_is_none(big12: Ledger) -> None:
    assert violations_of(big12, SEASON, "never") is None


def test_a_rule_of_a_kind_that_is_no_more_says_so() -> None:
    added = RuleAdded(season=SEASON, rule=Rule(id=RuleId("old"), kind="forgotten"))
    with pytest.raises(Problem, match="cannot be checked by this version"):
        violations_of(ledger_of([*big12_drafted(), added]), SEASON, "old")
