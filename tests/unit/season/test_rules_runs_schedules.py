"""Rules in force, runs and their candidates, and the schedule that grows from them."""

from dataclasses import replace
from datetime import date, time

import pytest

from flextime.league.big12 import VENUES
from flextime.league.ids import CandidateId, GameId, RuleId, RunId, VenueId
from flextime.league.model import Closure, DateSpan, Window
from flextime.rules.model import Rule
from flextime.season.decide import Command
from flextime.season.refusal import AlreadyExists, Invalid, NotFound, NotNow, RuleBroken
from flextime.season.rulebook import AddRule, ChangeRule, RetireRule, RuleAdded, RuleChanged, RuleRetired
from flextime.season.runs import (
    CancelRun,
    FailRun,
    MemberFailed,
    ProposeCandidate,
    ReportInfeasible,
    RequestSchedule,
    RunCancelled,
    RunFailed,
    RunFoundInfeasible,
    ScheduleRequested,
)
from flextime.season.schedules import (
    AdoptCandidate,
    GameMoved,
    GamePinned,
    GameUnpinned,
    MoveGame,
    MoveGames,
    NewPlace,
    PinGame,
    PublishSchedule,
    SchedulePublished,
    UnpinGame,
)
from flextime.season.seasons import SeasonOpened
from flextime.season.state import problem_of
from flextime.season.streams import stream_of, stream_of_command
from flextime.season.venues import VenueClosed, VenueRegistered
from flextime.solve.problem import Budget, RulePrice, Score
from tests.four_teams import (
    DRAFTED,
    GAMES,
    NO_SUNDAY,
    OPENED,
    PLAN,
    REQUESTED,
    RUN,
    SCORE,
    SEASON,
    adopted,
    given,
    proposed,
    state_after,
)

HOLIDAYS = replace(NO_SUNDAY, id=RuleId("asu-no-sunday"), parameters={"teams": ("ASU",)})
UTAH_AT_BYU = GAMES[1]
SUNDAY, LATER = date(2026, 1, 4), date(2026, 1, 14)


def propose(member: int = 0) -> ProposeCandidate:
    return ProposeCandidate(run=RUN, member=member, seed=1, evaluations=10, games=GAMES, score=SCORE)


def move(day: date = LATER, tip_off: time = time(19)) -> MoveGame:
    return MoveGame(season=SEASON, game=UTAH_AT_BYU.game, date=day, tip_off=tip_off)


def test_a_rule_comes_into_force_once() -> None:
    command = AddRule(season=SEASON, rule=HOLIDAYS, asked_by="ASU", because="chapel")
    told = RuleAdded(season=SEASON, rule=HOLIDAYS, asked_by="ASU", because="chapel")
    assert given(OPENED).when(command) == [told]
    assert given((*OPENED, told)).when(command) == []


def test_a_rule_in_force_is_changed_not_added_again() -> None:
    soft = replace(NO_SUNDAY, hardness="soft", weight=0.5)
    with pytest.raises(AlreadyExists, match="ChangeRule"):
        given(OPENED).when(AddRule(season=SEASON, rule=soft))
    told = RuleChanged(season=SEASON, was=NO_SUNDAY, now=soft)
    assert given(OPENED).when(ChangeRule(season=SEASON, rule=soft)) == [told]
    assert given((*OPENED, told)).when(ChangeRule(season=SEASON, rule=soft)) == []


@pytest.mark.parametrize(
    "rule",
    [
        replace(NO_SUNDAY, id=RuleId("x"), kind="no-such-kind"),
        replace(NO_SUNDAY, id=RuleId("x"), parameters={"teams": ("KU",)}),
        replace(NO_SUNDAY, id=RuleId("x"), parameters={"planet": "Mars"}),
        replace(NO_SUNDAY, id=RuleId("x"), hardness="soft", weight=-1.0),
    ],
    ids=["kind", "team", "parameter", "weight"],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_its_field(rule: Rule) -> None:
    with pytest.raises(Invalid) as refusal:
        given(OPENED).when(AddRule(season=SEASON, rule=rule))
    assert (refusal.value.field or "").startswith("rule.")


def test_a_rule_keeps_its_kind() -> None:
    with pytest.raises(Invalid, match="another rule"):
        given(OPENED).when(ChangeRule(season=SEASON, rule=replace(NO_SUNDAY, kind="game-count", parameters={})))


def test_a_rule_is_retired_once_and_can_return() -> None:
    told = RuleRetired(season=SEASON, rule=NO_SUNDAY, because="a new policy", asked_by="BYU")
    retire = RetireRule(season=SEASON, rule=NO_SUNDAY.id, because="a new policy", asked_by="BYU")
    assert given(OPENED).when(retire) == [told]
    past = given((*OPENED, told))
    assert past.when(RetireRule(season=SEASON, rule=NO_SUNDAY.id)) == []
    assert past.when(AddRule(season=SEASON, rule=NO_SUNDAY)) == [RuleAdded(season=SEASON, rule=NO_SUNDAY)]
    with pytest.raises(NotFound):
        past.when(ChangeRule(season=SEASON, rule=NO_SUNDAY))


def test_a_run_is_requested_once() -> None:
    command = RequestSchedule(run=RUN, season=SEASON, seed=1)
    told = ScheduleRequested(run=RUN, season=SEASON, seed=1, members=2, budget=Budget(), adopt_best=True)
    assert given(OPENED).when(command) == [told]
    assert given(REQUESTED).when(command) == []
    with pytest.raises(AlreadyExists):
        given(REQUESTED).when(replace(command, seed=2))


def test_a_season_is_solved_by_one_run_at_a_time() -> None:
    with pytest.raises(NotNow, match="still solving"):
        given(REQUESTED).when(RequestSchedule(run=RunId("run-2"), season=SEASON))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (RequestSchedule(run=RunId(" "), season=SEASON), "run"),
        (RequestSchedule(run=RUN, season=SEASON, members=0), "members"),
        (RequestSchedule(run=RUN, season=SEASON, seed=-1), "seed"),
        (RequestSchedule(run=RUN, season=SEASON, budget=Budget(seconds=0)), "budget.seconds"),
        (RequestSchedule(run=RUN, season=SEASON, budget=Budget(evaluations=-1)), "budget.evaluations"),
        (RequestSchedule(run=RUN, season=SEASON, budget=Budget(evaluations=10**12)), "budget.evaluations"),
        (RequestSchedule(run=RUN, season=SEASON, budget=Budget(anneals=0)), "budget.anneals"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_run_out_of_bounds_is_refused_with_its_field(command: RequestSchedule, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(OPENED).when(command)
    assert refusal.value.field == field


def test_a_candidate_is_proposed_once_for_each_member() -> None:
    assert given(REQUESTED).when(propose()) == [proposed()]
    assert given((*REQUESTED, proposed())).when(propose()) == []


def test_a_run_with_all_its_candidates_is_solved() -> None:
    assert state_after(*REQUESTED, proposed(0)).run(RUN).status == "requested"
    assert state_after(*REQUESTED, proposed(0), proposed(1)).run(RUN).status == "solved"


def test_an_invalid_candidate_is_refused_with_the_evidence() -> None:
    games = (GAMES[0], replace(UTAH_AT_BYU, date=SUNDAY), *GAMES[2:])
    with pytest.raises(RuleBroken, match="BYU plays no Sunday: 2026-01-04") as refusal:
        given(REQUESTED).when(replace(propose(), games=games))
    assert refusal.value.evidence[0].rule == NO_SUNDAY.id
    assert refusal.value.evidence[0].games == (UTAH_AT_BYU.game,)


@pytest.mark.parametrize(
    "claimed",
    [
        replace(SCORE, price=-100.0),
        replace(SCORE, miles=SCORE.miles / 2),
        replace(SCORE, soft=(RulePrice(rule=NO_SUNDAY.id, violations=1, price=0.0),)),
        replace(SCORE, price=float("nan")),
    ],
    ids=["price", "miles", "parts", "no number"],
)
def test_a_candidate_is_worth_what_its_games_are_whatever_it_claims(claimed: Score) -> None:
    assert given(REQUESTED).when(replace(propose(), score=claimed)) == [proposed()]


def test_a_candidate_cannot_have_been_found_in_fewer_than_no_evaluations() -> None:
    with pytest.raises(Invalid) as refusal:
        given(REQUESTED).when(replace(propose(), evaluations=-1))
    assert refusal.value.field == "evaluations"


def test_a_member_beyond_the_portfolio_is_refused() -> None:
    with pytest.raises(Invalid, match="members 0 to 1"):
        given(REQUESTED).when(propose(member=2))


def test_a_cancelled_run_takes_no_candidate() -> None:
    cancelled = RunCancelled(run=RUN, season=SEASON, because="")
    assert given(REQUESTED).when(CancelRun(run=RUN)) == [cancelled]
    past = given((*REQUESTED, cancelled))
    assert past.when(CancelRun(run=RUN)) == []
    with pytest.raises(NotNow, match="cancelled"):
        past.when(propose())


def test_the_last_member_to_fail_fails_the_run() -> None:
    first, second = (FailRun(run=RUN, member=member, reason="no time") for member in (0, 1))
    gone = MemberFailed(run=RUN, season=SEASON, member=0, reason="no time")
    assert given(REQUESTED).when(first) == [gone]
    past = given((*REQUESTED, gone))
    assert past.when(first) == []
    assert past.when(second)[1:] == [RunFailed(run=RUN, season=SEASON, reason="no time")]


def test_one_candidate_is_enough_when_the_other_member_fails() -> None:
    gone = MemberFailed(run=RUN, season=SEASON, member=1, reason="no time")
    assert state_after(*REQUESTED, gone, proposed(0)).run(RUN).status == "solved"
    with pytest.raises(NotNow):
        given((*REQUESTED, proposed(0))).when(FailRun(run=RUN, member=0, reason="late"))


def test_a_run_is_given_up_as_a_whole() -> None:
    told = RunFailed(run=RUN, season=SEASON, reason="timed out")
    assert given(REQUESTED).when(FailRun(run=RUN, reason="timed out")) == [told]
    assert given((*REQUESTED, told)).when(FailRun(run=RUN, reason="timed out")) == []
    with pytest.raises(NotNow):
        given((*REQUESTED, told)).when(CancelRun(run=RUN))


def test_infeasibility_ends_a_run_unless_a_candidate_proves_it_wrong() -> None:
    command = ReportInfeasible(run=RUN, rules=(NO_SUNDAY.id,), explanation="no room")
    told = RunFoundInfeasible(run=RUN, season=SEASON, rules=(NO_SUNDAY.id,), explanation="no room")
    assert given(REQUESTED).when(command) == [told]
    assert given((*REQUESTED, told)).when(command) == []
    with pytest.raises(NotNow, match="valid candidate"):
        given((*REQUESTED, proposed(0))).when(command)


def test_an_adopted_candidate_becomes_the_draft() -> None:
    past = (*REQUESTED, proposed(0), proposed(1))
    command = AdoptCandidate(candidate=CandidateId("run-1.0"))
    assert given(past).when(command) == [adopted()]
    assert given(DRAFTED).when(command) == []
    assert tuple(state_after(*DRAFTED).season(SEASON).games.values()) == GAMES


def test_adopting_the_candidate_of_the_draft_again_takes_the_moves_back() -> None:
    moved = given(DRAFTED).when(move())
    (again,) = given((*DRAFTED, *moved)).when(AdoptCandidate(candidate=CandidateId("run-1.0")))
    assert again == replace(adopted(), was=adopted().now)
    assert state_after(*DRAFTED, *moved, again).season(SEASON).games == state_after(*DRAFTED).season(SEASON).games


def test_a_moved_game_that_is_pinned_is_not_taken_back() -> None:
    moved = given(DRAFTED).when(move())
    pinned = given((*DRAFTED, *moved)).when(PinGame(season=SEASON, game=UTAH_AT_BYU.game))
    with pytest.raises(NotNow, match="pinned"):
        given((*DRAFTED, *moved, *pinned)).when(AdoptCandidate(candidate=CandidateId("run-1.0")))


def test_a_candidate_that_breaks_a_newer_rule_is_not_adopted() -> None:
    newer = RuleAdded(
        season=SEASON,
        rule=replace(NO_SUNDAY, id=RuleId("no-third"), kind="no-host-dates", parameters={"days": ("2026-01-03",)}),
    )
    with pytest.raises(RuleBroken):
        given((*REQUESTED, proposed(0), newer)).when(AdoptCandidate(candidate=CandidateId("run-1.0")))


def test_a_pinned_game_outlives_another_candidate() -> None:
    moved = given(DRAFTED).when(move())
    pinned = GamePinned(season=SEASON, game=UTAH_AT_BYU.game, at=replace(UTAH_AT_BYU, date=LATER, window=3))
    with pytest.raises(NotNow, match="pinned"):
        given((*DRAFTED, *moved, pinned)).when(AdoptCandidate(candidate=CandidateId("run-1.1")))


def test_moving_a_game_tells_was_and_now() -> None:
    now = replace(UTAH_AT_BYU, date=LATER, window=3)
    told = GameMoved(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, now=now, because="")
    assert given(DRAFTED).when(move()) == [told]
    assert state_after(*DRAFTED, told).season(SEASON).games[UTAH_AT_BYU.game] == now


def test_moving_a_game_nowhere_is_no_event() -> None:
    assert given(DRAFTED).when(move(day=UTAH_AT_BYU.date)) == []


@pytest.mark.parametrize(
    ("day", "network"), [(date(2026, 1, 10), "ESPN"), (LATER, None)], ids=["Saturday", "Wednesday"]
)
def test_a_network_goes_with_its_day_of_the_week(day: date, network: str | None) -> None:
    televised = replace(UTAH_AT_BYU, network="ESPN")
    drafted = (*DRAFTED[:-1], replace(adopted(), games=(GAMES[0], televised, *GAMES[2:])))
    (told,) = given(drafted).when(move(day=day))
    assert isinstance(told, GameMoved)
    assert (told.was.network, told.now.network) == ("ESPN", network)


def test_a_move_into_the_night_is_refused_by_the_tip_off_window() -> None:
    window = RuleAdded(season=SEASON, rule=Rule(id=RuleId("tip-offs"), kind="tip-off-window"))
    with pytest.raises(RuleBroken, match="begins at 03:00; allowed is 17:00 to 21:00") as refusal:
        given((*DRAFTED, window)).when(move(tip_off=time(3)))
    assert refusal.value.evidence[0].rule == "tip-offs"


def test_games_that_only_fit_together_move_together() -> None:
    # Arizona's only home arena is wanted by both, on two days that they exchange.
    first, second = GAMES[0], GAMES[4]  # ASU at ARIZ in window 0, UTAH at ARIZ in window 2
    rest = RuleAdded(season=SEASON, rule=Rule(id=RuleId("once"), kind="one-game-a-day"))
    swap = MoveGames(
        season=SEASON,
        moves=(
            NewPlace(game=first.game, date=second.date, tip_off=second.tip_off),
            NewPlace(game=second.game, date=first.date, tip_off=first.tip_off),
        ),
        because="swap",
    )
    alone = MoveGame(season=SEASON, game=first.game, date=second.date, tip_off=second.tip_off)
    with pytest.raises(RuleBroken, match="plays twice"):
        given((*DRAFTED, rest)).when(alone)
    told = given(DRAFTED).when(swap)
    assert [(event.game, event.now.window, event.because) for event in told if isinstance(event, GameMoved)] == [
        (first.game, 2, "swap"),
        (second.game, 0, "swap"),
    ]


def test_of_games_that_move_together_all_move_or_none() -> None:
    good = NewPlace(game=GAMES[0].game, date=date(2026, 1, 4), tip_off=time(19))
    onto_sunday = NewPlace(game=UTAH_AT_BYU.game, date=date(2026, 1, 4), tip_off=time(19))
    with pytest.raises(RuleBroken, match="BYU plays no Sunday"):
        given(DRAFTED).when(MoveGames(season=SEASON, moves=(good, onto_sunday)))


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ((), "Name at least one game"),
        ((NewPlace(game=GAMES[0].game, date=LATER, tip_off=time(19)),) * 2, "is to be moved to two places"),
    ],
)
def test_moves_that_cannot_be_meant_are_refused(moves: tuple[NewPlace, ...], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        given(DRAFTED).when(MoveGames(season=SEASON, moves=moves))


def test_moving_games_to_where_they_stand_is_no_event() -> None:
    stays = NewPlace(game=GAMES[0].game, date=GAMES[0].date, tip_off=GAMES[0].tip_off)
    assert given(DRAFTED).when(MoveGames(season=SEASON, moves=(stays,))) == []


def test_a_time_that_the_clocks_of_the_venue_skip_is_refused_and_arizona_has_it() -> None:
    night = date(2026, 3, 8)
    window = Window(number=4, kind="weekend", dates=(night,))
    opened = [
        replace(event, plan=replace(PLAN, windows=(*PLAN.windows, window)))
        if isinstance(event, SeasonOpened)
        else event
        for event in DRAFTED
    ]
    in_utah, in_arizona = (next(game for game in GAMES if game.home == home) for home in ("UTAH", "ARIZ"))
    with pytest.raises(Invalid, match="There is no 02:30 on 2026-03-08 in America/Denver: the clocks skip it"):
        given(tuple(opened)).when(MoveGame(season=SEASON, game=in_utah.game, date=night, tip_off=time(2, 30)))
    assert given(tuple(opened)).when(MoveGame(season=SEASON, game=in_arizona.game, date=night, tip_off=time(2, 30)))


def test_a_game_may_move_to_any_arena_of_its_host_that_plays_the_sport() -> None:
    known = next(venue for venue in VENUES if venue.id == UTAH_AT_BYU.venue)
    fieldhouse = replace(known, id=VenueId("byu-fieldhouse"), name="fieldhouse")
    field = replace(known, id=VenueId("byu-field"), name="field", sports=("SOC",))
    closed = Closure(venue=fieldhouse.id, span=DateSpan(first=SUNDAY, last=SUNDAY), reason="a fair")
    rule = Rule(id=RuleId("closed"), kind="venue-closure")
    past = (
        *DRAFTED, VenueRegistered(venue=fieldhouse), VenueRegistered(venue=field), VenueClosed(closure=closed),
        RuleRetired(season=SEASON, rule=NO_SUNDAY), RuleAdded(season=SEASON, rule=rule),
    )  # fmt: skip
    there = replace(move(day=UTAH_AT_BYU.date), venue=fieldhouse.id)
    (told,) = given(past).when(there)
    assert isinstance(told, GameMoved)
    assert told.now == replace(UTAH_AT_BYU, venue=fieldhouse.id)
    with pytest.raises(RuleBroken, match="No school of the season plays MBB at byu-field"):
        given(past).when(replace(there, venue=field.id))
    with pytest.raises(RuleBroken, match="byu-fieldhouse is closed"):
        given(past).when(replace(there, date=SUNDAY))


def test_a_move_onto_a_sunday_is_refused_with_the_evidence() -> None:
    with pytest.raises(RuleBroken, match="BYU plays no Sunday: 2026-01-04"):
        given(DRAFTED).when(move(day=SUNDAY))


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (move(day=date(2026, 2, 1)), Invalid),
        (replace(move(), venue=VenueId("nowhere")), NotFound),
        (replace(move(), game=GameId("mbb-test.ku-at-tcu")), NotFound),
        (PinGame(season=SEASON, game=GameId("mbb-test.ku-at-tcu")), NotFound),
    ],
    ids=["no window", "no venue", "no game", "no game to pin"],
)
def test_a_move_to_nowhere_is_refused(command: Command, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        given(DRAFTED).when(command)


def test_a_pinned_game_is_not_moved_until_it_is_unpinned() -> None:
    pin, unpin = (kind(season=SEASON, game=UTAH_AT_BYU.game) for kind in (PinGame, UnpinGame))
    pinned = GamePinned(season=SEASON, game=UTAH_AT_BYU.game, at=UTAH_AT_BYU)
    assert given(DRAFTED).when(pin) == [pinned]
    past = (*DRAFTED, pinned)
    assert given(past).when(pin) == []
    assert problem_of(state_after(*past), SEASON).pinned == (UTAH_AT_BYU,)
    with pytest.raises(NotNow, match="unpin it first"):
        given(past).when(move())
    let_go = GameUnpinned(season=SEASON, game=UTAH_AT_BYU.game)
    assert given(past).when(unpin) == [let_go]
    assert given(DRAFTED).when(unpin) == []
    assert given((*past, let_go)).when(move()) != []


def test_a_schedule_is_published_once_for_each_revision() -> None:
    command = PublishSchedule(season=SEASON)
    first = SchedulePublished(season=SEASON, revision=1, games=GAMES)
    assert given(DRAFTED).when(command) == [first]
    assert given((*DRAFTED, first)).when(command) == []
    moved = given((*DRAFTED, first)).when(move())
    again = given((*DRAFTED, first, *moved)).when(command)
    assert isinstance(again[0], SchedulePublished)
    assert again[0].revision == 2


def test_nothing_is_published_before_there_is_a_schedule() -> None:
    for command in (PublishSchedule(season=SEASON), move()):
        with pytest.raises(NotNow, match="adopt a candidate first"):
            given(OPENED).when(command)


def test_events_and_the_commands_behind_them_speak_of_one_stream() -> None:
    state = state_after(*DRAFTED)
    assert stream_of_command(state, move()) == "season/mbb-test"
    assert stream_of_command(state, CancelRun(run=RUN)) == "season/mbb-test"
    assert stream_of_command(state, AdoptCandidate(candidate=CandidateId("run-1.0"))) == "season/mbb-test"
    assert {stream_of(event) for event in given(DRAFTED).when(move())} == {"season/mbb-test"}
    with pytest.raises(NotFound):
        stream_of_command(state, AdoptCandidate(candidate=CandidateId("run-9.0")))
