"""Games of a season under way: postponed and owed, made up, cancelled, forfeited."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from flextime.conflicts.gathering import board_of, detector_of
from flextime.league.ids import CandidateId, GameId, RuleId, RunId, SchoolCode, SeasonId, VenueId, game_id
from flextime.league.model import ScheduledGame
from flextime.rules.model import Rule
from flextime.season.decide import Command, Event, decide, evolve
from flextime.season.in_season import (
    CancelGames,
    ForfeitGames,
    GameCancelled,
    GameForfeited,
    GameMadeUp,
    GamePostponed,
    MakeUpGames,
    PostponeGames,
)
from flextime.season.owing import draft_violations
from flextime.season.refusal import Invalid, NotFound, NotNow, Refused, RuleBroken
from flextime.season.rulebook import RuleAdded
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import (
    AdoptCandidate,
    GamePinned,
    MoveGame,
    NewPlace,
    PinGame,
    PublishSchedule,
    SchedulePublished,
)
from flextime.season.seasons import PlayedSeasonImported, SeasonOpened
from flextime.season.state import problem_of, season_facts
from flextime.season.streams import stream_of, stream_of_command
from tests.four_teams import ARENAS, DRAFTED, GAMES, NOW, PLAN, SEASON, given, state_after
from tests.histories import played_2019_20

ASU_AT_ARIZ, UTAH_AT_BYU, ARIZ_AT_BYU, ASU_AT_UTAH, UTAH_AT_ARIZ, BYU_AT_ASU = GAMES
STORM = "ice storm over Utah"
ASU, BYU, UTAH = SchoolCode("ASU"), SchoolCode("BYU"), SchoolCode("UTAH")
LATER = date(2026, 1, 14)
COUNT = RuleAdded(season=SEASON, rule=Rule(id=RuleId("count"), kind="game-count"))
MEET = RuleAdded(season=SEASON, rule=Rule(id=RuleId("meet"), kind="must-meet"))
ONCE = RuleAdded(season=SEASON, rule=Rule(id=RuleId("once"), kind="one-game-a-day"))
POSTPONED = GamePostponed(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, because=STORM)
CANCELLED = GameCancelled(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, postponed=False, because=STORM)
FORFEITED = GameForfeited(season=SEASON, game=BYU_AT_ASU.game, at=BYU_AT_ASU, by=BYU, because="no team")
PUBLISHED = SchedulePublished(season=SEASON, revision=1, games=GAMES)


def postpone(*games: GameId) -> PostponeGames:
    return PostponeGames(season=SEASON, games=games, because=STORM)


def cancel(*games: GameId) -> CancelGames:
    return CancelGames(season=SEASON, games=games, because=STORM)


def forfeit(*games: GameId, by: SchoolCode = BYU) -> ForfeitGames:
    return ForfeitGames(season=SEASON, games=games, by=by, because="no team")


def make_up(game: GameId, day: date = LATER) -> MakeUpGames:
    place = NewPlace(game=game, date=day, tip_off=time(18))
    return MakeUpGames(season=SEASON, places=(place,), because="a free Wednesday")


def test_a_storm_postpones_the_games_of_a_region_together() -> None:
    told = given(DRAFTED).when(postpone(UTAH_AT_BYU.game, ASU_AT_UTAH.game))
    assert told == [POSTPONED, GamePostponed(season=SEASON, game=ASU_AT_UTAH.game, was=ASU_AT_UTAH, because=STORM)]


def test_a_postponed_game_has_no_place_and_is_owed() -> None:
    season = state_after(*DRAFTED, POSTPONED).seasons[SEASON]
    assert UTAH_AT_BYU.game not in season.games
    assert season.postponed == {UTAH_AT_BYU.game: UTAH_AT_BYU}
    assert len(season.games) == len(GAMES) - 1


def test_of_games_that_are_postponed_together_all_are_or_none() -> None:
    stranger = GameId(f"{SEASON}.ku-at-tcu")
    with pytest.raises(NotFound, match="ku-at-tcu"):
        given(DRAFTED).when(postpone(UTAH_AT_BYU.game, stranger))


def test_a_postponement_asks_no_rule() -> None:
    assert given((*DRAFTED, COUNT, MEET)).when(postpone(UTAH_AT_BYU.game)) == [POSTPONED]


def test_a_game_is_made_up_in_its_arena_and_without_the_network_of_the_lost_day() -> None:
    shown = replace(UTAH_AT_BYU, network="ESPN")
    saturday = date(2026, 1, 10)
    past = given((*DRAFTED, replace(POSTPONED, was=shown)))
    (told,) = past.when(make_up(UTAH_AT_BYU.game, saturday))
    now = replace(UTAH_AT_BYU, date=saturday, tip_off=time(18), window=2, network=None)
    assert told == GameMadeUp(season=SEASON, game=shown.game, was=shown, now=now, because="a free Wednesday")
    season = state_after(*past.events, told).seasons[SEASON]
    assert (season.games[shown.game], season.postponed) == (now, {})


def test_a_make_up_is_judged_by_the_rules_as_a_move_is() -> None:
    past = given((*DRAFTED, ONCE, POSTPONED))
    with pytest.raises(RuleBroken, match="BYU plays no Sunday"):
        past.when(make_up(UTAH_AT_BYU.game, date(2026, 1, 11)))
    with pytest.raises(RuleBroken, match="plays twice") as refusal:
        past.when(make_up(UTAH_AT_BYU.game, ARIZ_AT_BYU.date))
    assert refusal.value.field == "places"
    assert {found.rule for found in refusal.value.evidence} == {"once"}


def test_the_place_of_a_postponed_game_is_free_for_another() -> None:
    move = MoveGame(season=SEASON, game=ARIZ_AT_BYU.game, date=UTAH_AT_BYU.date, tip_off=UTAH_AT_BYU.tip_off)
    arizona_free = GamePostponed(season=SEASON, game=ASU_AT_ARIZ.game, was=ASU_AT_ARIZ, because=STORM)
    with pytest.raises(RuleBroken, match="BYU plays twice"):
        given((*DRAFTED, ONCE, arizona_free)).when(move)
    assert len(given((*DRAFTED, ONCE, arizona_free, POSTPONED)).when(move)) == 1


def test_games_are_made_up_together_or_not_at_all() -> None:
    also = GamePostponed(season=SEASON, game=ARIZ_AT_BYU.game, was=ARIZ_AT_BYU, because=STORM)
    places = tuple(NewPlace(game=game.game, date=LATER, tip_off=time(18)) for game in (UTAH_AT_BYU, ARIZ_AT_BYU))
    with pytest.raises(RuleBroken, match="BYU plays twice"):
        given((*DRAFTED, ONCE, POSTPONED, also)).when(MakeUpGames(season=SEASON, places=places, because="both"))


def test_a_game_is_cancelled_where_it_stands_or_while_it_is_owed() -> None:
    assert given(DRAFTED).when(cancel(UTAH_AT_BYU.game)) == [CANCELLED]
    owed = replace(CANCELLED, postponed=True)
    assert given((*DRAFTED, POSTPONED)).when(cancel(UTAH_AT_BYU.game)) == [owed]
    season = state_after(*DRAFTED, POSTPONED, owed).seasons[SEASON]
    assert (season.cancelled, season.postponed) == ({UTAH_AT_BYU.game: UTAH_AT_BYU}, {})


def test_a_forfeited_game_keeps_its_place_and_counts() -> None:
    assert given(DRAFTED).when(forfeit(BYU_AT_ASU.game)) == [FORFEITED]
    state = state_after(*DRAFTED, FORFEITED)
    assert state.seasons[SEASON].games[BYU_AT_ASU.game] == BYU_AT_ASU
    assert problem_of(state, SEASON).pinned == (BYU_AT_ASU,)
    onto_that_day = MoveGame(season=SEASON, game=ARIZ_AT_BYU.game, date=BYU_AT_ASU.date, tip_off=time(19))
    with pytest.raises(RuleBroken, match="plays twice"):
        given((*DRAFTED, ONCE, FORFEITED)).when(onto_that_day)


def test_a_pinned_game_is_forfeited_where_it_stands() -> None:
    pinned = GamePinned(season=SEASON, game=BYU_AT_ASU.game, at=BYU_AT_ASU)
    assert given((*DRAFTED, pinned)).when(forfeit(BYU_AT_ASU.game)) == [FORFEITED]


@pytest.mark.parametrize(
    ("past", "command"),
    [
        ((POSTPONED,), postpone(UTAH_AT_BYU.game)),
        ((CANCELLED,), cancel(UTAH_AT_BYU.game)),
        ((FORFEITED,), forfeit(BYU_AT_ASU.game)),
        (
            (),
            MakeUpGames(
                season=SEASON,
                places=(NewPlace(game=UTAH_AT_BYU.game, date=UTAH_AT_BYU.date, tip_off=UTAH_AT_BYU.tip_off),),
                because="it was never off",
            ),
        ),
    ],
    ids=["postponed", "cancelled", "forfeited", "stands there"],
)
def test_what_is_already_so_is_no_event(past: tuple[Event, ...], command: Command) -> None:
    assert given((*DRAFTED, *past)).when(command) == []


PINNED = GamePinned(season=SEASON, game=UTAH_AT_BYU.game, at=UTAH_AT_BYU)
MOVE_AWAY = MoveGame(season=SEASON, game=UTAH_AT_BYU.game, date=LATER, tip_off=time(19))
MOVE_FORFEITED = MoveGame(season=SEASON, game=BYU_AT_ASU.game, date=LATER, tip_off=time(19))


@pytest.mark.parametrize(
    ("past", "command", "said"),
    [
        ((CANCELLED,), postpone(UTAH_AT_BYU.game), "is cancelled"),
        ((CANCELLED,), make_up(UTAH_AT_BYU.game), "is cancelled"),
        ((CANCELLED,), forfeit(UTAH_AT_BYU.game), "is cancelled"),
        ((POSTPONED,), forfeit(UTAH_AT_BYU.game), "is postponed and has no place: send MakeUpGames"),
        ((POSTPONED,), MOVE_AWAY, "is postponed and has no place: send MakeUpGames"),
        ((POSTPONED,), PinGame(season=SEASON, game=UTAH_AT_BYU.game), "is postponed"),
        ((), make_up(UTAH_AT_BYU.game), "is not postponed: send MoveGames"),
        ((PINNED,), postpone(UTAH_AT_BYU.game), "is pinned: unpin it first"),
        ((PINNED,), cancel(UTAH_AT_BYU.game), "is pinned: unpin it first"),
        ((FORFEITED,), MOVE_FORFEITED, "was forfeited by BYU: its result stands"),
        ((FORFEITED,), postpone(BYU_AT_ASU.game), "was forfeited by BYU"),
        ((FORFEITED,), cancel(BYU_AT_ASU.game), "was forfeited by BYU"),
        ((FORFEITED,), forfeit(BYU_AT_ASU.game, by=ASU), "was forfeited by BYU"),
    ],
)
def test_what_cannot_be_in_the_present_state_is_refused(past: tuple[Event, ...], command: Command, said: str) -> None:
    with pytest.raises(NotNow, match=said):
        given((*DRAFTED, *past)).when(command)


@pytest.mark.parametrize(
    ("command", "field", "said"),
    [
        (replace(postpone(UTAH_AT_BYU.game), because=" "), "because", "Say why"),
        (replace(make_up(UTAH_AT_BYU.game), because=""), "because", "Say why"),
        (postpone(), "games", "Name at least one game"),
        (cancel(UTAH_AT_BYU.game, UTAH_AT_BYU.game), "games", "is named twice"),
        (forfeit(UTAH_AT_BYU.game, by=ASU), "by", "ASU does not play in mbb-test.utah-at-byu: UTAH visits BYU"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_field(command: Command, field: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        given(DRAFTED).when(command)
    assert refusal.value.field == field


def test_a_make_up_outside_every_window_is_refused() -> None:
    with pytest.raises(Invalid, match="lies in no window"):
        given((*DRAFTED, POSTPONED)).when(make_up(UTAH_AT_BYU.game, date(2026, 1, 20)))


def test_games_that_were_played_stay_as_they_were() -> None:
    played: PlayedSeasonImported = played_2019_20()
    command = PostponeGames(season=played.season, games=(played.games[0].game,), because=STORM)
    with pytest.raises(NotNow, match="mbb-2019-20 has been played"):
        given((*DRAFTED, played)).when(command)


def test_the_public_sees_a_postponement_with_the_next_publication() -> None:
    past = (*DRAFTED, PUBLISHED, POSTPONED)
    assert UTAH_AT_BYU.game in state_after(*past).seasons[SEASON].published
    (told,) = given(past).when(PublishSchedule(season=SEASON))
    assert isinstance(told, SchedulePublished)
    assert (told.revision, len(told.games)) == (2, len(GAMES) - 1)
    assert given((*past, told)).when(PublishSchedule(season=SEASON)) == []


@pytest.mark.parametrize("off", [POSTPONED, CANCELLED], ids=["postponed", "cancelled"])
def test_a_game_that_is_off_keeps_no_hard_rule_from_the_rest(off: Event) -> None:
    assert given((*DRAFTED, COUNT, MEET, off)).when(PublishSchedule(season=SEASON))


@pytest.mark.parametrize(("off", "word"), [(POSTPONED, "owed"), (CANCELLED, "cancelled")])
def test_a_rule_that_is_broken_by_what_is_off_names_it(off: Event, word: str) -> None:
    state = state_after(*DRAFTED, off)
    assert [found.sentence for found in draft_violations(state, SEASON, (MEET.rule, COUNT.rule))] == [
        f"BYU and UTAH meet 0 times. {UTAH_AT_BYU.game} is {word}.",
        f"BYU plays 2 conference games, not 3. {UTAH_AT_BYU.game} is {word}.",
        f"UTAH plays 2 conference games, not 3. {UTAH_AT_BYU.game} is {word}.",
    ]
    assert draft_violations(state_after(*DRAFTED), SEASON, (MEET.rule, COUNT.rule)) == ()


def test_what_was_broken_already_is_not_excused_by_a_storm() -> None:
    sunday = replace(ASU_AT_ARIZ, date=date(2026, 1, 4))
    rule = Rule(id=RuleId("asu-no-sunday"), kind="no-sunday", parameters={"teams": ("ASU",)})
    past = (*DRAFTED, COUNT, POSTPONED, RuleAdded(season=SEASON, rule=rule))
    moved = given((*DRAFTED, COUNT, POSTPONED)).when(
        MoveGame(season=SEASON, game=sunday.game, date=sunday.date, tip_off=sunday.tip_off)
    )
    with pytest.raises(RuleBroken) as refusal:
        given((*past, *moved)).when(PublishSchedule(season=SEASON))
    assert [found.rule for found in refusal.value.evidence] == ["asu-no-sunday"]


def test_the_draft_s_own_candidate_takes_postponements_back_and_another_does_not() -> None:
    past = (*DRAFTED, POSTPONED)
    with pytest.raises(NotNow, match=r"utah-at-byu is postponed, and run-1\.1 has it, here or there"):
        given(past).when(AdoptCandidate(candidate=CandidateId("run-1.1")))
    (told,) = given(past).when(AdoptCandidate(candidate=CandidateId("run-1.0")))
    season = state_after(*past, told).seasons[SEASON]
    assert (len(season.games), season.postponed) == (len(GAMES), {})


def test_another_draft_may_not_have_a_postponed_game_at_the_other_teams_home() -> None:
    turned = replace(UTAH_AT_BYU, game=game_id(SEASON, BYU, UTAH), home=UTAH, away=BYU, venue=VenueId(ARENAS[UTAH]))
    games = tuple(turned if game == UTAH_AT_BYU else game for game in GAMES)
    state = state_after(*DRAFTED, POSTPONED)
    other = replace(state.candidates[CandidateId("run-1.1")], games=games)
    state = replace(state, candidates={**state.candidates, other.id: other})
    with pytest.raises(NotNow, match=r"utah-at-byu is postponed"):
        decide(state, AdoptCandidate(candidate=other.id), NOW)


def test_no_schedule_is_asked_for_while_a_game_is_owed() -> None:
    with pytest.raises(NotNow, match="Make it up first, or move games instead"):
        given((*DRAFTED, POSTPONED)).when(RequestSchedule(run=RunId("run-2"), season=SEASON))


def test_another_draft_may_not_have_a_forfeited_game_elsewhere() -> None:
    moved = replace(BYU_AT_ASU, date=LATER, window=3)
    past = (*DRAFTED, replace(FORFEITED, at=moved))
    state = state_after(*past)
    season = state.seasons[SEASON]
    elsewhere = replace(season, games={**season.games, moved.game: moved})
    with pytest.raises(NotNow, match=r"byu-at-asu is forfeited, and run-1\.1 has it elsewhere"):
        decide(replace(state, seasons={SEASON: elsewhere}), AdoptCandidate(candidate=CandidateId("run-1.1")), NOW)


@pytest.mark.parametrize(("off", "booked"), [(POSTPONED, False), (CANCELLED, False), (FORFEITED, True)])
def test_other_seasons_find_the_arena_free_only_where_no_game_stands(
    off: GamePostponed | GameCancelled | GameForfeited, *, booked: bool
) -> None:
    women = replace(PLAN, id=SeasonId("wbb-test"), sport="WBB", name="Women, once around")
    facts = season_facts(state_after(*DRAFTED, SeasonOpened(plan=women), off), women.id)
    assert (off.game in {booking.game for booking in facts.bookings}) is booked


def test_last_year_s_hosts_are_those_of_games_that_were_not_cancelled() -> None:
    next_year = replace(PLAN, id=SeasonId("mbb-next"), year="2026-27")
    past = (*DRAFTED, PUBLISHED, CANCELLED, SeasonOpened(plan=next_year))
    hosted = {(met.away, met.home) for met in season_facts(state_after(*past), next_year.id).plan.last_year}
    assert hosted == {(game.away, game.home) for game in GAMES} - {("UTAH", "BYU")}


def test_a_game_that_is_off_has_no_conflict_and_a_forfeited_one_does_not_move() -> None:
    state = state_after(*DRAFTED, POSTPONED, FORFEITED)
    detector = detector_of(state)
    board = board_of(detector, state, SEASON, NOW.date())
    assert set(board.games) == {game.game for game in GAMES} - {UTAH_AT_BYU.game}
    assert board.fixed == {BYU_AT_ASU.game}


def test_events_of_a_season_under_way_belong_to_its_stream() -> None:
    assert stream_of(POSTPONED) == f"season/{SEASON}"
    assert stream_of_command(state_after(*DRAFTED), postpone(UTAH_AT_BYU.game)) == f"season/{SEASON}"


COMMANDS: tuple[Callable[[GameId], Command], ...] = (postpone, make_up, cancel, forfeit)


@any_of(st.lists(st.tuples(st.sampled_from(COMMANDS), st.sampled_from(GAMES)), max_size=12))
def test_whatever_befalls_them_every_game_is_in_one_state_and_a_replay_has_it_too(
    course: list[tuple[Callable[[GameId], Command], ScheduledGame]],
) -> None:
    events: list[Event] = list(DRAFTED)
    state = state_after(*events)
    for command, game in course:
        try:
            told = decide(state, command(game.game), NOW)
        except Refused:
            continue
        for event in told:
            state = evolve(state, event)
        events += told
    season = state.seasons[SEASON]
    places = [*season.games, *season.postponed, *season.cancelled]
    assert sorted(places) == sorted(game.game for game in GAMES)
    assert set(season.forfeited) <= set(season.games)
    assert state_after(*events) == state
