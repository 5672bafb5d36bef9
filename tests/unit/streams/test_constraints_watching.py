"""The constraint service's mind: which drafts are looked at, what is not recorded yet, and which rules to compare."""

from dataclasses import replace

from flextime.league.ids import RuleId
from flextime.rules.report import hard_rules_digest
from flextime.season.decide import Event, decide
from flextime.season.reports import RecordRuleReport, RuleReportRecorded, RulesCompared
from flextime.season.rulebook import RuleAdded
from flextime.season.schedules import GamePinned
from flextime.season.venues import VenueClosed
from flextime_streams.constraints.watching import Watch, rules_alone, uncompared
from tests.four_teams import DRAFTED, GAMES, NO_SUNDAY, NOW, OPENED, SEASON, state_after
from tests.unit.season.test_recorded_conflicts import FLOOD
from tests.unit.season.test_rule_reports import BACK, BROKEN, PLAYED_ON_SUNDAY, RECORDED, RULES, TWICE

CLOSURES = RuleAdded(season=SEASON, rule=replace(NO_SUNDAY, id=RuleId("closed"), kind="venue-closure", parameters={}))


def looks(watch: Watch, *history: Event) -> list[RecordRuleReport]:
    return list(watch.look(state_after(*history), len(history)))


def test_a_draft_that_breaks_a_rule_is_told_once_and_again_when_it_is_mended() -> None:
    watch = Watch(state_after(*DRAFTED))
    assert looks(watch, *DRAFTED) == [RecordRuleReport(season=SEASON, as_of=len(DRAFTED))]
    told = RecordRuleReport(season=SEASON, as_of=len(PLAYED_ON_SUNDAY), findings=(BROKEN,))
    assert looks(watch, *PLAYED_ON_SUNDAY) == [told]
    assert looks(watch, *PLAYED_ON_SUNDAY, RECORDED) == []
    assert looks(watch, *PLAYED_ON_SUNDAY, RECORDED, BACK) == [
        RecordRuleReport(season=SEASON, as_of=len(PLAYED_ON_SUNDAY) + 2)
    ]


def test_of_several_events_the_newest_state_alone_is_told() -> None:
    watch = Watch(state_after(*DRAFTED))
    looks(watch, *DRAFTED)
    assert looks(watch, *PLAYED_ON_SUNDAY, BACK) == []


def test_a_fact_of_the_conference_is_looked_at_like_a_move() -> None:
    history: list[Event] = [*DRAFTED, CLOSURES]
    watch = Watch(state_after(*history))
    looks(watch, *history)
    [told] = looks(watch, *history, FLOOD)
    assert isinstance(FLOOD, VenueClosed)
    assert [finding.rule for finding in told.findings] == ["closed"]


def test_what_changes_no_draft_is_not_told_and_a_season_without_one_never() -> None:
    watch = Watch(state_after(*OPENED))
    assert looks(watch, *OPENED) == []
    assert len(looks(watch, *DRAFTED)) == 1
    assert looks(watch, *DRAFTED, GamePinned(season=SEASON, game=GAMES[0].game, at=GAMES[0])) == []


def test_a_successor_owes_what_is_not_recorded_and_no_more() -> None:
    assert looks(Watch(state_after(*PLAYED_ON_SUNDAY, RECORDED)), *PLAYED_ON_SUNDAY, RECORDED) == []
    stale = RuleReportRecorded(season=SEASON, as_of=3, was=(), now=(replace(BROKEN, found=9),))
    history: list[Event] = [*PLAYED_ON_SUNDAY, stale]
    [owed] = looks(Watch(state_after(*history)), *history)
    history += decide(state_after(*history), owed, NOW)
    assert state_after(*history).rule_reports[SEASON].findings == {BROKEN.rule: BROKEN}
    assert looks(Watch(state_after(*history)), *history) == []


def test_a_season_has_its_hard_rules_compared_once_for_the_same_rules() -> None:
    compared = RulesCompared(season=SEASON, rules=RULES, was=None, now=None)
    assert list(uncompared(state_after(*OPENED))) == [(SEASON, RULES)]
    assert list(uncompared(state_after(*OPENED, compared))) == []
    assert list(uncompared(state_after(*PLAYED_ON_SUNDAY, compared, TWICE))) == []
    both = hard_rules_digest([NO_SUNDAY, CLOSURES.rule])
    assert list(uncompared(state_after(*OPENED, compared, CLOSURES))) == [(SEASON, both)]


def test_rules_are_compared_without_wishes_and_without_what_stands() -> None:
    state = state_after(*DRAFTED, TWICE, GamePinned(season=SEASON, game=GAMES[0].game, at=GAMES[0]))
    problem = rules_alone(state, SEASON)
    assert (problem.rules, problem.pinned) == ((NO_SUNDAY,), ())
