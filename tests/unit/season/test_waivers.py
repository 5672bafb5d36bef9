"""Waivers: asked for, granted or refused, withdrawn; and what they let a schedule do."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from flextime.league.ids import GameId, RuleId, RunId, SchoolCode, SeasonId, WaiverId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Rule, Violation
from flextime.rules.waiving import Waiver, covers, unwaived
from flextime.season.decide import Command, Event, decide
from flextime.season.in_season import GameCancelled, GamePostponed, MakeUpGames
from flextime.season.refusal import AlreadyExists, Invalid, NotFound, NotNow, Refused, RuleBroken
from flextime.season.rulebook import RuleAdded, RuleChanged, RuleRetired
from flextime.season.runs import CandidateProposed, ProposeCandidate, ScheduleRequested
from flextime.season.schedules import (
    AdoptCandidate,
    CandidateAdopted,
    GameMoved,
    MoveGame,
    MoveGames,
    NewPlace,
    PublishSchedule,
    SchedulePublished,
)
from flextime.season.state import season_facts
from flextime.season.streams import stream_of, stream_of_command
from flextime.season.waivers import (
    AskWaiver,
    GrantWaiver,
    RefuseWaiver,
    WaiverAsked,
    WaiverGranted,
    WaiverRefused,
    WaiverWithdrawn,
    WithdrawWaiver,
)
from flextime.solve.problem import Budget
from tests.four_teams import (
    DRAFTED,
    GAMES,
    NO_SUNDAY,
    NOW,
    REQUESTED,
    SCORE,
    SEASON,
    adopted,
    given,
    proposed,
    state_after,
)

UTAH_AT_BYU, ARIZ_AT_BYU, BYU_AT_ASU = GAMES[1], GAMES[2], GAMES[5]
SUNDAY = date(2026, 1, 4)
LAST_DAY = date(2026, 1, 31)
BYU, UTAH = SchoolCode("BYU"), SchoolCode("UTAH")
ONE_SUNDAY = Waiver(
    id=WaiverId("one-sunday"),
    season=SEASON,
    rule=NO_SUNDAY.id,
    kind=NO_SUNDAY.kind,
    games=(UTAH_AT_BYU.game,),
    teams=(BYU, UTAH),
    until=LAST_DAY,
    asked_by="UTAH",
    because="the arena is let on Saturday",
)
ASKED = WaiverAsked(season=SEASON, waiver=ONE_SUNDAY)
GRANTED = WaiverGranted(season=SEASON, waiver=ONE_SUNDAY, signed_by="BYU", because="once, for a neighbour")
REFUSED = WaiverRefused(season=SEASON, waiver=ONE_SUNDAY, because="never on a Sunday")
WITHDRAWN = WaiverWithdrawn(
    season=SEASON, waiver=ONE_SUNDAY, was="granted", signed_by="BYU", because="the arena is free again"
)
TO_SUNDAY = MoveGame(season=SEASON, game=UTAH_AT_BYU.game, date=SUNDAY, tip_off=time(19))
MOVED = GameMoved(
    season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, now=replace(UTAH_AT_BYU, date=SUNDAY), because=""
)
PUBLISH = PublishSchedule(season=SEASON)
MEET_TWICE = Rule(id=RuleId("twice"), kind="must-meet", parameters={"times": 2})


def ask(*games: GameId, waiver: str = "one-sunday", until: date = LAST_DAY, rule: RuleId = NO_SUNDAY.id) -> AskWaiver:
    return AskWaiver(
        waiver=WaiverId(waiver),
        season=SEASON,
        rule=rule,
        games=games,
        until=until,
        asked_by=ONE_SUNDAY.asked_by,
        because=ONE_SUNDAY.because,
    )


def at(now: datetime, past: Sequence[Event], command: Command) -> Sequence[Event]:
    return decide(state_after(*past), command, now)


def granted(**changed: object) -> tuple[WaiverAsked, WaiverGranted]:
    waiver = replace(ONE_SUNDAY, **changed)  # type: ignore[arg-type]  # fields by name
    return replace(ASKED, waiver=waiver), replace(GRANTED, waiver=waiver)


def test_a_waiver_is_asked_for_with_all_that_a_reader_needs() -> None:
    assert given(DRAFTED).when(ask(UTAH_AT_BYU.game)) == [ASKED]


@pytest.mark.parametrize("past", [(ASKED,), (ASKED, GRANTED)])
def test_asking_the_same_again_is_already_so(past: tuple[Event, ...]) -> None:
    assert given((*DRAFTED, *past)).when(ask(UTAH_AT_BYU.game)) == []


@pytest.mark.parametrize("past", [(ASKED, REFUSED), (ASKED, GRANTED, WITHDRAWN)])
def test_what_was_refused_or_withdrawn_is_asked_for_by_another_id(past: tuple[Event, ...]) -> None:
    with pytest.raises(NotNow, match="ask anew, by another id"):
        given((*DRAFTED, *past)).when(ask(UTAH_AT_BYU.game))


def test_a_waiver_s_id_is_taken_by_what_it_was_asked_for() -> None:
    with pytest.raises(AlreadyExists, match="one-sunday was asked with other values"):
        given((*DRAFTED, ASKED)).when(ask(ARIZ_AT_BYU.game))


@pytest.mark.parametrize("open_one", [(ASKED,), (ASKED, GRANTED)])
def test_nobody_asks_for_what_is_open_under_another_id(open_one: tuple[Event, ...]) -> None:
    with pytest.raises(AlreadyExists, match=r"one-sunday is \w+ for the same until 2026-01-31"):
        given((*DRAFTED, *open_one)).when(ask(UTAH_AT_BYU.game, waiver="another"))


@pytest.mark.parametrize("over", [(ASKED, REFUSED), (ASKED, GRANTED, WITHDRAWN)])
def test_what_was_refused_or_withdrawn_may_be_asked_for_anew(over: tuple[Event, ...]) -> None:
    (told,) = given((*DRAFTED, *over)).when(ask(UTAH_AT_BYU.game, waiver="another"))
    assert isinstance(told, WaiverAsked)


def test_a_longer_waiver_may_be_asked_for_beside_a_shorter_one() -> None:
    (told,) = given((*DRAFTED, *granted(until=SUNDAY))).when(ask(UTAH_AT_BYU.game, waiver="longer"))
    assert isinstance(told, WaiverAsked)


def test_a_postponed_game_has_a_waiver_for_where_it_is_made_up() -> None:
    off = GamePostponed(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, because="storm")
    sunday = MakeUpGames(
        season=SEASON, places=(NewPlace(game=UTAH_AT_BYU.game, date=SUNDAY, tip_off=time(19)),), because="no other day"
    )
    assert given((*DRAFTED, off)).when(ask(UTAH_AT_BYU.game)) == [ASKED]
    with pytest.raises(RuleBroken, match="BYU plays no Sunday"):
        given((*DRAFTED, off, ASKED)).when(sunday)
    assert len(given((*DRAFTED, off, ASKED, GRANTED)).when(sunday)) == 1


SOFT = RuleChanged(season=SEASON, was=NO_SUNDAY, now=replace(NO_SUNDAY, hardness="soft"))
GONE = RuleRetired(season=SEASON, rule=NO_SUNDAY)
CANCELLED = GameCancelled(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, postponed=False, because="storm")
GAME = UTAH_AT_BYU.game


@pytest.mark.parametrize(
    ("past", "command", "refusal", "field", "says"),
    [
        (DRAFTED, replace(ask(GAME), season=SeasonId("chess")), NotFound, "season", "no season chess"),
        (DRAFTED, ask(GAME, rule=RuleId("no-monday")), NotFound, "rule", "No rule no-monday is in force"),
        ((*DRAFTED, GONE), ask(GAME), NotFound, "rule", "No rule byu-no-sunday is in force"),
        ((*DRAFTED, SOFT), ask(GAME), Invalid, "rule", "is soft, .* needs no waiver"),
        (DRAFTED, ask(GameId("mbb-test.ku-at-tcu")), NotFound, "games", "no game mbb-test.ku-at-tcu"),
        ((*DRAFTED, CANCELLED), ask(GAME), NotNow, "games", "is cancelled"),
        (REQUESTED, ask(GAME), NotNow, "season", "adopt a candidate first"),
        (DRAFTED, ask(GAME, GAME), Invalid, "games", "named twice"),
        (DRAFTED, ask(GAME, until=date(2025, 8, 31)), Invalid, "until", "2025-08-31 is over"),
        (DRAFTED, ask(GAME, waiver=" "), Invalid, "waiver", "1 to 100 characters"),
        (DRAFTED, replace(ask(GAME), asked_by=" "), Invalid, "asked_by", "Say who asks"),
        (DRAFTED, replace(ask(GAME), because=" "), Invalid, "because", "Say why"),
    ],
)
def test_what_cannot_be_waived_is_refused_with_the_reason(
    past: tuple[Event, ...], command: AskWaiver, refusal: type[Refused], field: str, says: str
) -> None:
    with pytest.raises(refusal, match=says) as raised:
        given(past).when(command)
    assert raised.value.field == field


GRANT = GrantWaiver(waiver=ONE_SUNDAY.id, signed_by="BYU", because="once, for a neighbour")
REFUSE = RefuseWaiver(waiver=ONE_SUNDAY.id, because="never on a Sunday")
WITHDRAW = WithdrawWaiver(waiver=ONE_SUNDAY.id, because="the arena is free again")


def test_a_waiver_that_is_asked_for_is_granted_or_refused() -> None:
    past = given((*DRAFTED, ASKED))
    assert past.when(GRANT) == [GRANTED]
    assert past.when(REFUSE) == [REFUSED]


def test_a_waiver_is_withdrawn_before_it_is_answered_and_after() -> None:
    assert given((*DRAFTED, ASKED)).when(WITHDRAW) == [replace(WITHDRAWN, was="asked", signed_by="")]
    assert given((*DRAFTED, ASKED, GRANTED)).when(WITHDRAW) == [WITHDRAWN]


@pytest.mark.parametrize(
    ("past", "command"), [((GRANTED,), GRANT), ((REFUSED,), REFUSE), ((GRANTED, WITHDRAWN), WITHDRAW)]
)
def test_the_same_answer_twice_is_already_so(past: tuple[Event, ...], command: Command) -> None:
    assert given((*DRAFTED, ASKED, *past)).when(command) == []


@pytest.mark.parametrize(
    ("past", "command", "says"),
    [
        ((GRANTED,), REFUSE, "one-sunday was granted"),
        ((GRANTED,), replace(GRANT, signed_by="UTAH"), "one-sunday was granted"),
        ((REFUSED,), GRANT, "one-sunday was refused"),
        ((GRANTED, WITHDRAWN), GRANT, "one-sunday was withdrawn"),
        ((REFUSED,), WITHDRAW, "nothing to take back"),
    ],
)
def test_an_answered_waiver_is_answered_no_more(past: tuple[Event, ...], command: Command, says: str) -> None:
    with pytest.raises(NotNow, match=says):
        given((*DRAFTED, ASKED, *past)).when(command)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (replace(GRANT, signed_by=" "), "signed_by"),
        (replace(GRANT, because=""), "because"),
        (replace(REFUSE, because=""), "because"),
        (replace(WITHDRAW, because=""), "because"),
    ],
)
def test_an_answer_takes_a_reason_and_a_grant_a_signature(command: Command, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        given((*DRAFTED, ASKED)).when(command)
    assert raised.value.field == field


@pytest.mark.parametrize("command", [GRANT, REFUSE, WITHDRAW])
def test_a_waiver_that_nobody_asked_for_is_not_found(command: Command) -> None:
    with pytest.raises(NotFound, match="AskWaiver"):
        given(DRAFTED).when(command)


def test_waivers_are_told_in_the_stream_of_their_season() -> None:
    state = state_after(*DRAFTED, ASKED)
    assert {stream_of(event) for event in (ASKED, GRANTED, REFUSED, WITHDRAWN)} == {f"season/{SEASON}"}
    assert {stream_of_command(state, command) for command in (ask(), GRANT, REFUSE, WITHDRAW)} == {f"season/{SEASON}"}


def test_a_granted_waiver_lets_a_move_be_made_that_its_rule_forbids() -> None:
    with pytest.raises(RuleBroken, match="BYU plays no Sunday"):
        given((*DRAFTED, ASKED)).when(TO_SUNDAY)
    assert given((*DRAFTED, ASKED, GRANTED)).when(TO_SUNDAY) == [MOVED]


@pytest.mark.parametrize("after", [(ASKED, REFUSED), (ASKED, GRANTED, WITHDRAWN)])
def test_a_refused_or_withdrawn_waiver_lets_nothing_be(after: tuple[Event, ...]) -> None:
    with pytest.raises(RuleBroken):
        given((*DRAFTED, *after)).when(TO_SUNDAY)


def test_a_waiver_is_of_its_games_alone() -> None:
    other = MoveGame(season=SEASON, game=BYU_AT_ASU.game, date=date(2026, 1, 11), tip_off=time(19))
    both = MoveGames(
        season=SEASON,
        moves=tuple(NewPlace(game=move.game, date=move.date, tip_off=move.tip_off) for move in (TO_SUNDAY, other)),
    )
    for command in (other, both):
        with pytest.raises(RuleBroken) as raised:
            given((*DRAFTED, ASKED, GRANTED)).when(command)
        assert [found.games for found in raised.value.evidence] == [(BYU_AT_ASU.game,)]


def test_a_waiver_holds_through_its_last_day_anywhere_on_earth_and_not_an_hour_longer() -> None:
    past = (*DRAFTED, *granted(until=date(2025, 9, 1)))
    assert at(datetime(2025, 9, 2, 11, 59, tzinfo=UTC), past, TO_SUNDAY) == [MOVED]
    with pytest.raises(RuleBroken):
        at(datetime(2025, 9, 2, 12, tzinfo=UTC), past, TO_SUNDAY)


def test_on_its_last_day_a_waiver_is_asked_for_and_granted_and_the_day_after_neither() -> None:
    asked = replace(ASKED, waiver=replace(ONE_SUNDAY, until=date(2025, 9, 1)))
    the_day, after = datetime(2025, 9, 1, 18, tzinfo=UTC), datetime(2025, 9, 2, 18, tzinfo=UTC)
    assert at(the_day, DRAFTED, ask(GAME, until=date(2025, 9, 1))) == [asked]
    assert len(at(the_day, (*DRAFTED, asked), GRANT)) == 1
    with pytest.raises(Invalid, match="is over"):
        at(after, DRAFTED, ask(GAME, until=date(2025, 9, 1)))
    with pytest.raises(NotNow, match="ask for another"):
        at(after, (*DRAFTED, asked), GRANT)


def test_what_was_moved_under_a_waiver_is_published_while_it_holds_and_not_after() -> None:
    past = (*DRAFTED, *granted(until=date(2025, 9, 1)), MOVED)
    (told,) = at(NOW, past, PUBLISH)
    assert isinstance(told, SchedulePublished)
    with pytest.raises(RuleBroken, match="BYU plays no Sunday"):
        at(datetime(2025, 9, 3, tzinfo=UTC), past, PUBLISH)


def test_when_a_waiver_has_lapsed_other_games_still_move() -> None:
    past = (*DRAFTED, *granted(until=date(2025, 9, 1)), MOVED)
    other = MoveGame(season=SEASON, game=ARIZ_AT_BYU.game, date=date(2026, 1, 7), tip_off=time(19))
    assert len(at(datetime(2025, 9, 3, tzinfo=UTC), past, other)) == 1


def test_a_candidate_that_a_waiver_covers_is_proposed_and_adopted() -> None:
    games = tuple(MOVED.now if game == UTAH_AT_BYU else game for game in GAMES)
    again = ScheduleRequested(run=RunId("run-2"), season=SEASON, seed=2, members=1, budget=Budget(), adopt_best=False)
    propose = ProposeCandidate(run=again.run, member=0, seed=2, evaluations=10, games=games, score=SCORE)
    waived = (*DRAFTED, again, ASKED, GRANTED)
    (told,) = given(waived).when(propose)
    assert isinstance(told, CandidateProposed)
    adopt = AdoptCandidate(candidate=told.candidate)
    (taken,) = given((*waived, told)).when(adopt)
    assert isinstance(taken, CandidateAdopted)
    with pytest.raises(RuleBroken):
        given((*waived, told, WITHDRAWN)).when(adopt)


def test_a_waiver_of_a_retired_rule_does_nothing_and_holds_again_with_the_rule() -> None:
    retired = (*DRAFTED, ASKED, GRANTED, GONE)
    assert given(retired).when(TO_SUNDAY) == [MOVED]
    assert given((*retired, RuleAdded(season=SEASON, rule=NO_SUNDAY))).when(TO_SUNDAY) == [MOVED]


def test_a_waiver_is_of_the_kind_of_rule_that_was_asked_about() -> None:
    namesake = Rule(id=NO_SUNDAY.id, kind="season-window")
    found = Violation(rule=namesake.id, kind=namesake.kind, hardness="hard", sentence="late", games=ONE_SUNDAY.games)
    assert not covers(ONE_SUNDAY, found)


def test_a_waiver_without_games_covers_what_is_said_of_no_game_and_nothing_else() -> None:
    rule = RuleAdded(season=SEASON, rule=MEET_TWICE)
    whole = replace(ONE_SUNDAY, rule=MEET_TWICE.id, kind=MEET_TWICE.kind, games=(), teams=())
    of_none, of_one = (
        Violation(rule=MEET_TWICE.id, kind=MEET_TWICE.kind, hardness="hard", sentence="once", games=games)
        for games in ((), (GAME,))
    )
    assert unwaived([of_none, of_one], [whole]) == (of_one,)
    assert unwaived([of_none, of_one], [replace(whole, games=(GAME,))]) == (of_none,)
    (told,) = given((*DRAFTED, rule)).when(ask(rule=MEET_TWICE.id))
    assert isinstance(told, WaiverAsked)
    assert (told.waiver.games, told.waiver.teams) == ((), ())


def test_two_waivers_do_not_make_one_of_both_their_games() -> None:
    both = Violation(
        rule=NO_SUNDAY.id, kind=NO_SUNDAY.kind, hardness="hard", sentence="", games=(GAME, ARIZ_AT_BYU.game)
    )
    halves = [ONE_SUNDAY, replace(ONE_SUNDAY, games=(ARIZ_AT_BYU.game,))]
    assert unwaived([both], halves) == (both,)
    assert unwaived([both], [replace(ONE_SUNDAY, games=both.games)]) == ()


LONG_REST = Rule(id=RuleId("rest"), kind="min-rest", parameters={"free_days": 2})
LATER = {0: date(2026, 1, 4), 1: date(2026, 1, 7), 2: date(2026, 1, 11)}
RULES = (NO_SUNDAY, LONG_REST)
SOME_GAMES = st.sets(st.sampled_from(GAMES), min_size=1) | st.just(set(GAMES))


@any_of(
    late=st.sets(st.sampled_from(GAMES)), waived=st.lists(st.tuples(st.sampled_from(RULES), SOME_GAMES), max_size=5)
)
def test_a_schedule_is_adopted_and_published_just_when_single_waivers_cover_all_that_it_breaks(
    late: set[ScheduledGame], waived: list[tuple[Rule, set[ScheduledGame]]]
) -> None:
    """Of any games on later days, with any waivers of either rule for any games."""
    games = tuple(replace(game, date=LATER[game.window]) if game in late else game for game in GAMES)
    candidate = replace(proposed(1), games=games)
    answered = [
        event
        for number, (rule, named) in enumerate(waived)
        for event in granted(id=WaiverId(f"w{number}"), rule=rule.id, kind=rule.kind, games=ids(named))
    ]
    past = (*REQUESTED, RuleAdded(season=SEASON, rule=LONG_REST), proposed(0), candidate, adopted(), *answered)
    covered = all(
        any(rule.id == found.rule and set(found.games) <= set(ids(named)) for rule, named in waived)
        for found in check(season_facts(state_after(*past), SEASON), RULES, games)
    )
    adoption = CandidateAdopted(
        season=SEASON, run=candidate.run, was=proposed(0).candidate, now=candidate.candidate, games=games
    )
    assert is_accepted(past, AdoptCandidate(candidate=candidate.candidate)) == covered
    assert is_accepted((*past, adoption), PUBLISH) == covered


def ids(games: Iterable[ScheduledGame]) -> tuple[GameId, ...]:
    return tuple(sorted(game.game for game in games))


def is_accepted(past: Sequence[Event], command: Command) -> bool:
    try:
        return len(at(NOW, past, command)) == 1
    except RuleBroken:
        return False
