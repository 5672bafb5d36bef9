"""The edits between two moments of a conference bring its detector from the one to the other."""

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.conflicts.board import MOVED_POINTS
from flextime.conflicts.detector import Detector
from flextime.conflicts.gathering import board_of, detector_of, edits_between
from flextime.conflicts.model import Place, Remove
from flextime.conflicts.repair import legal_slots
from flextime.league.model import Closure, DateSpan, ScheduledGame
from flextime.season.decide import Event, empty, evolve
from flextime.season.in_season import GameMadeUp
from flextime.season.schedules import SchedulePublished
from flextime.season.venues import VenueClosed, VenueReopened
from tests.histories import GAMES, PLAN, big12_drafted, members_changed, moved, moves, postponed, under_way
from tests.histories import SEASON as MENS

CLOSED = Closure(venue=GAMES[3].venue, span=DateSpan(first=GAMES[3].date, last=GAMES[3].date), reason="flood")
HISTORY: tuple[Event, ...] = (
    *big12_drafted(),
    VenueClosed(closure=CLOSED),
    *moves(30),
    *under_way(),
    VenueReopened(closure=CLOSED),
    *members_changed(),
    VenueClosed(closure=replace(CLOSED, reason="flood again")),
)
STATES = [empty("big12")]  # type: ignore[arg-type]  # an id is text
for event in HISTORY:
    STATES.append(evolve(STATES[-1], event))


@settings(max_examples=15, deadline=None)
@given(stops=st.lists(st.integers(0, len(STATES) - 1), max_size=6))
def test_whatever_moments_are_stopped_at_the_detector_ends_as_one_that_looks_at_the_last(stops: list[int]) -> None:
    detector, at = Detector(), STATES[0]
    for stop in [*sorted(stops), len(STATES) - 1]:
        detector.apply(edits_between(at, STATES[stop]))
        at = STATES[stop]
    assert detector.conflicts() == detector_of(STATES[-1]).conflicts()
    assert detector.conflicts() != ()


def test_a_move_by_hand_is_one_edit_and_the_same_state_none() -> None:
    drafted = reduce(evolve, big12_drafted(), empty("big12"))  # type: ignore[arg-type]  # an id is text
    move = moved(GAMES[0], GAMES[0].date.replace(day=28))
    after = evolve(drafted, move)
    assert edits_between(drafted, after) == [Place(season=MENS, game=move.now, by_hand=True)]
    assert edits_between(after, after) == []
    back = evolve(after, replace(move, was=move.now, now=move.was))
    assert edits_between(after, back) == [Place(season=MENS, game=GAMES[0], by_hand=False)]


def test_a_postponed_game_is_taken_from_the_detector_and_put_back_when_it_is_made_up() -> None:
    drafted = reduce(evolve, big12_drafted(), empty("big12"))  # type: ignore[arg-type]  # an id is text
    off = postponed(GAMES[0])
    after = evolve(drafted, off)
    assert edits_between(drafted, after) == [Remove(game=GAMES[0].game)]
    now = moved(GAMES[0], GAMES[0].date.replace(day=28)).now
    made_up = GameMadeUp(season=MENS, game=now.game, was=GAMES[0], now=now, because="a free day")
    assert edits_between(after, evolve(after, made_up)) == [Place(season=MENS, game=now, by_hand=True)]


def test_while_a_season_is_under_way_what_is_over_is_fixed_and_only_days_to_come_are_offered() -> None:
    state = reduce(evolve, big12_drafted(), empty("big12"))  # type: ignore[arg-type]  # an id is text
    today = sorted({game.date for game in GAMES})[4]
    board = board_of(detector_of(state), state, MENS, today)
    assert board.fixed == {game.game for game in GAMES if game.date <= today}
    ahead = next(game for game in GAMES if game.date > today)
    offered = [option.shifts[0].now.date for option in legal_slots(board, ahead.game, most=50)]
    assert offered
    assert min(offered) > today
    before = board_of(detector_of(state), state, MENS, PLAN.first - timedelta(days=1))
    assert (before.fixed, before.after) == (frozenset(), None)


def test_to_move_a_game_costs_more_once_it_is_published_and_the_nearer_it_is() -> None:
    drafted = big12_drafted()
    published = [*drafted, SchedulePublished(season=MENS, revision=1, games=GAMES)]
    first, *_, last = sorted(GAMES, key=lambda game: game.date)

    def cost(events: list[Event], game: ScheduledGame, today: date) -> float:
        state = reduce(evolve, events, empty("big12"))  # type: ignore[arg-type]  # an id is text
        return board_of(detector_of(state), state, MENS, today).moving_points([game.game])

    long_before = PLAN.first - timedelta(days=60)
    assert cost(drafted, last, long_before) == MOVED_POINTS
    assert cost(published, last, long_before) == 2 * MOVED_POINTS
    assert cost(published, last, last.date - timedelta(days=15)) == 2 * MOVED_POINTS
    assert cost(published, last, last.date - timedelta(days=14)) == 4 * MOVED_POINTS
    assert cost(published, last, last.date - timedelta(days=3)) == 8 * MOVED_POINTS
    assert first.date < last.date - timedelta(days=15)
