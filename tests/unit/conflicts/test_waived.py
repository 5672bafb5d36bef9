"""What is waived is not broken: in previews and ways out as in the writer."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from flextime.conflicts.board import Board
from flextime.conflicts.gathering import board_of, detector_of
from flextime.conflicts.preview import Move, preview
from flextime.conflicts.repair import legal_slots, rearranged
from flextime.league.ids import WaiverId
from flextime.rules.waiving import Waiver
from flextime.season.decide import Event
from flextime.season.refusal import RuleBroken
from flextime.season.schedules import MoveGame
from flextime.solve.problem import SeasonFacts
from tests.four_teams import DRAFTED, NOW, PLAN, SEASON, given, state_after
from tests.unit.conflicts.test_neighbourhood import BALANCED
from tests.unit.conflicts.test_repair import closed, round_robin
from tests.unit.conflicts.test_repair import detector_of as detector_with
from tests.unit.season.test_waivers import ASKED, GRANTED, MOVED, SUNDAY, UTAH_AT_BYU, WITHDRAWN

TODAY = NOW.date()
DAYS = [day for window in PLAN.windows for day in window.dates]
PASTS: tuple[tuple[Event, ...], ...] = ((), (ASKED,), (ASKED, GRANTED), (ASKED, GRANTED, WITHDRAWN))


def board_after(*since: Event, today: date = TODAY) -> Board:
    state = state_after(*DRAFTED, *since)
    return board_of(detector_of(state), state, SEASON, today)


def test_a_move_that_is_waived_breaks_nothing_and_one_whose_waiver_has_lapsed_does() -> None:
    move = Move(game=UTAH_AT_BYU.game, day=SUNDAY)
    assert [one.rule for one in preview(board_after(ASKED), move).broken] == ["byu-no-sunday"]
    assert preview(board_after(ASKED, GRANTED), move).broken == ()
    last = GRANTED.waiver.until
    assert preview(board_after(ASKED, GRANTED, today=last), move).broken == ()
    assert len(preview(board_after(ASKED, GRANTED, today=last + timedelta(days=1)), move).broken) == 1


def test_a_slot_that_only_a_waiver_stood_against_is_told_without_it() -> None:
    def of_sunday(*since: Event) -> list[int]:
        options = legal_slots(board_after(*since), UTAH_AT_BYU.game, 50)
        return [len(option.waivers) for option in options if option.shifts[0].now.date == SUNDAY]

    assert set(of_sunday(ASKED)) == {1}
    assert set(of_sunday(ASKED, GRANTED)) == {0}


@any_of(past=st.sampled_from(PASTS), day=st.sampled_from(DAYS))
def test_a_preview_breaks_nothing_just_when_the_writer_takes_the_move(past: tuple[Event, ...], day: date) -> None:
    foreseen = preview(board_after(*past), Move(game=UTAH_AT_BYU.game, day=day, tip_off=time(20))).broken
    command = MoveGame(season=SEASON, game=UTAH_AT_BYU.game, date=day, tip_off=time(20))
    if foreseen:
        with pytest.raises(RuleBroken):
            given((*DRAFTED, *past)).when(command)
    else:
        assert len(given((*DRAFTED, *past)).when(command)) == 1


def test_what_stands_by_a_waiver_is_told_apart_from_what_is_broken() -> None:
    stands, broken = board_after(ASKED, GRANTED, MOVED).verdict, board_after(ASKED, MOVED).verdict
    assert ([one.rule for one in stands.waived], stands.broken) == (["byu-no-sunday"], ())
    assert (broken.waived, [one.rule for one in broken.broken]) == ((), ["byu-no-sunday"])


def test_what_stands_by_a_waiver_does_not_stand_in_the_way_of_a_neighbourhood(six_team_league: SeasonFacts) -> None:
    games = list(round_robin(six_team_league))
    place = next(n for n, game in enumerate(games) if game.window == 8)
    games[place] = replace(games[place], date=games[place].date + timedelta(days=1))  # and the next is on a Monday
    detector = detector_with(six_team_league, games)
    conflict = closed(detector, games[0].venue, games[0].date)
    short = Board(detector, six_team_league, BALANCED).verdict.broken
    waivers = [
        Waiver(
            id=WaiverId(f"short-{number}"),
            season=six_team_league.plan.id,
            rule=one.rule,
            kind=one.kind,
            games=one.games,
            teams=one.teams,
            until=games[-1].date,
            asked_by="conference",
            because="television",
        )
        for number, one in enumerate(short)
    ]
    board = Board(detector, six_team_league, BALANCED, waivers=waivers)
    assert (board.verdict.broken, {one.rule for one in board.verdict.waived}) == ((), {"rest"})
    assert next(rearranged(board, conflict)).clean
