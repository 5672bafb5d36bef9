"""Reports on rules as they are recorded: what a draft breaks, what changed, and which rules cannot hold together."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from flextime.league.ids import RuleId, SeasonId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Rule, Violation
from flextime.rules.report import MOST_TOLD, Contradiction, findings, hard_rules_digest
from flextime.season.decide import Event, decide, rule_reports_stream, season_stream, stream_of, stream_of_command
from flextime.season.in_season import GamePostponed
from flextime.season.refusal import Invalid, NotFound
from flextime.season.reports import (
    RecordRuleComparison,
    RecordRuleReport,
    RuleReportRecorded,
    RulesCompared,
    draft_findings,
)
from flextime.season.rulebook import RuleAdded, RuleChanged, RuleRetired
from flextime.season.schedules import GameMoved
from flextime.season.state import season_facts
from tests.four_teams import DRAFTED, GAMES, NO_SUNDAY, NOW, SEASON, given, state_after

UTAH_AT_BYU = GAMES[1]
SUNDAY = date(2026, 1, 4)
TO_SUNDAY = GameMoved(
    season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, now=replace(UTAH_AT_BYU, date=SUNDAY), because=""
)
BACK = GameMoved(season=SEASON, game=UTAH_AT_BYU.game, was=TO_SUNDAY.now, now=UTAH_AT_BYU, because="")
PLAYED_ON_SUNDAY: tuple[Event, ...] = (*DRAFTED, TO_SUNDAY)
(BROKEN,) = draft_findings(state_after(*PLAYED_ON_SUNDAY), SEASON)
AS_OF = len(PLAYED_ON_SUNDAY)
RECORDED = RuleReportRecorded(season=SEASON, as_of=AS_OF, was=(), now=(BROKEN,))
RULES = hard_rules_digest([NO_SUNDAY])
IMPOSSIBLE = Contradiction(rules=(NO_SUNDAY.id,), explanation="These rules cannot hold together.")
TWICE = RuleAdded(
    season=SEASON, rule=Rule(id=RuleId("twice"), kind="opponent-multiplicity", hardness="soft", weight=0.5)
)


def report(*found: object, as_of: int = AS_OF) -> RecordRuleReport:
    return RecordRuleReport(season=SEASON, as_of=as_of, findings=found)  # type: ignore[arg-type]


def test_a_finding_counts_what_is_broken_and_tells_the_dearest_places() -> None:
    def costing(price: float) -> Violation:
        game = GAMES[int(price) % 2].game
        return Violation(
            rule=RuleId("dear"), kind="rest", hardness="soft", sentence=f"{price}", price=price, games=(game,)
        )

    [found] = findings([costing(price) for price in (1.0, 4.0, 2.0, 4.0, 3.0)])
    assert (found.found, found.price, found.games) == (5, 14.0, 2)
    assert [told.price for told in found.first] == [4.0, 4.0, 3.0]
    assert len(found.first) == MOST_TOLD


def test_a_report_records_what_the_draft_breaks_once() -> None:
    assert BROKEN.first[0].sentence == "BYU plays no Sunday: 2026-01-04"
    assert given(PLAYED_ON_SUNDAY).when(report(BROKEN)) == [RECORDED]
    assert given((*PLAYED_ON_SUNDAY, RECORDED)).when(report(BROKEN, as_of=AS_OF + 1)) == []


def test_only_rules_of_which_it_says_something_else_are_in_the_event() -> None:
    other = replace(BROKEN, rule=RuleId("other"))
    changed = replace(other, found=2)
    recorded = replace(RECORDED, now=(BROKEN, other))
    assert given((*PLAYED_ON_SUNDAY, recorded)).when(report(BROKEN, changed)) == [
        RuleReportRecorded(season=SEASON, as_of=AS_OF, was=(other,), now=(changed,))
    ]


def test_a_rule_that_is_kept_again_is_in_was_alone_and_goes() -> None:
    mended = RuleReportRecorded(season=SEASON, as_of=AS_OF + 2, was=(BROKEN,), now=())
    history = (*PLAYED_ON_SUNDAY, RECORDED, BACK)
    assert given(history).when(report(as_of=AS_OF + 2)) == [mended]
    assert state_after(*history, mended).rule_reports[SEASON].findings == {}


def test_the_first_report_of_a_draft_is_recorded_though_it_breaks_nothing() -> None:
    clean = RuleReportRecorded(season=SEASON, as_of=len(DRAFTED), was=(), now=())
    assert given(DRAFTED).when(report(as_of=len(DRAFTED))) == [clean]
    assert given((*DRAFTED, clean)).when(report(as_of=len(DRAFTED) + 1)) == []


def test_a_look_earlier_than_the_last_recorded_says_nothing() -> None:
    assert given((*PLAYED_ON_SUNDAY, RECORDED)).when(report(as_of=AS_OF - 1)) == []


def test_a_rule_that_is_told_twice_is_refused_and_so_is_an_unknown_season() -> None:
    with pytest.raises(Invalid, match="is told twice"):
        given(PLAYED_ON_SUNDAY).when(report(BROKEN, BROKEN))
    with pytest.raises(NotFound, match="no season mbb-never"):
        given(PLAYED_ON_SUNDAY).when(replace(report(), season=SeasonId("mbb-never")))


def test_a_comparison_of_the_rules_in_force_is_recorded_once_and_of_others_never() -> None:
    command = RecordRuleComparison(season=SEASON, rules=RULES, cannot_hold=IMPOSSIBLE)
    compared = RulesCompared(season=SEASON, rules=RULES, was=None, now=IMPOSSIBLE)
    assert given(DRAFTED).when(command) == [compared]
    assert given((*DRAFTED, compared)).when(command) == []
    assert given((*DRAFTED, RuleRetired(season=SEASON, rule=NO_SUNDAY))).when(command) == []
    assert state_after(*DRAFTED, compared, RECORDED).rule_reports[SEASON].cannot_hold == IMPOSSIBLE


def test_rules_are_the_same_in_any_order_and_others_when_a_hard_one_changes() -> None:
    other = Rule(id=RuleId("other"), kind="rest", parameters={"b": 1, "a": ("KU",)})
    assert hard_rules_digest([NO_SUNDAY, other]) == hard_rules_digest([other, NO_SUNDAY, TWICE.rule])
    assert hard_rules_digest([NO_SUNDAY]) != hard_rules_digest([NO_SUNDAY, other])
    assert hard_rules_digest([other]) != hard_rules_digest([replace(other, parameters={"b": 2, "a": ("KU",)})])
    assert hard_rules_digest([other]) == hard_rules_digest([replace(other, parameters={"a": ("KU",), "b": 1})])


def test_reports_stand_in_a_stream_of_their_own() -> None:
    compared = RulesCompared(season=SEASON, rules=RULES, was=None, now=None)
    assert {stream_of(RECORDED), stream_of(compared)} == {rule_reports_stream(SEASON)} != {season_stream(SEASON)}
    commands = (report(), RecordRuleComparison(season=SEASON, rules=RULES))
    assert {stream_of_command(state_after(*DRAFTED), one) for one in commands} == {rule_reports_stream(SEASON)}


def moved(game: ScheduledGame, day: int) -> GameMoved:
    return GameMoved(season=SEASON, game=game.game, was=game, now=replace(game, date=date(2026, 1, day)), because="")


CHANGES = st.one_of(
    st.builds(moved, st.sampled_from(GAMES), st.integers(3, 14)),
    st.sampled_from(
        [
            TWICE,
            RuleChanged(season=SEASON, was=TWICE.rule, now=replace(TWICE.rule, weight=1.0)),
            RuleRetired(season=SEASON, rule=NO_SUNDAY),
            RuleAdded(season=SEASON, rule=NO_SUNDAY),
            *(GamePostponed(season=SEASON, game=game.game, was=game, because="ice") for game in GAMES[:2]),
        ]
    ),
)


@drawn(st.lists(st.tuples(CHANGES, st.booleans()), max_size=8))
def test_after_any_events_a_look_makes_the_record_what_the_checker_says(changes: list[tuple[Event, bool]]) -> None:
    history: list[Event] = list(DRAFTED)

    def look() -> None:
        state = state_after(*history)
        history.extend(decide(state, report(*draft_findings(state, SEASON), as_of=len(history)), NOW))

    for event, looked_at in changes:
        history.append(event)
        if looked_at:
            look()
    look()
    state = state_after(*history)
    season, known = state.seasons[SEASON], state.rule_reports[SEASON].findings
    broken = check(season_facts(state, SEASON), tuple(season.rules.values()), tuple(season.games.values()))
    assert {rule: (one.found, one.price) for rule, one in known.items()} == {
        rule: (sum(one.rule == rule for one in broken), sum(one.price for one in broken if one.rule == rule))
        for rule in {one.rule for one in broken}
    }
