"""The edits between two moments of a conference bring its detector from the one to the other."""

from dataclasses import replace
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.conflicts.detector import Detector
from flextime.conflicts.gathering import detector_of, edits_between
from flextime.conflicts.model import Place, Remove
from flextime.league.model import Closure, DateSpan
from flextime.season.decide import Event, empty, evolve
from flextime.season.in_season import GameMadeUp
from flextime.season.venues import VenueClosed, VenueReopened
from tests.histories import GAMES, big12_drafted, members_changed, moved, moves, postponed, under_way
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
