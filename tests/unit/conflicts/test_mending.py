"""A disrupted season mended by one command: what has a way out is mended, the rest is told, and nothing else moves."""

from flextime.conflicts.accepting import acceptance
from flextime.conflicts.gathering import detector_of
from flextime.conflicts.mending import Mending, mend
from flextime.conflicts.model import GRAVE
from flextime.league.model import Closure, DateSpan
from flextime.season.conflicts import ConflictOpened, ConflictOverridden
from flextime.season.decide import Event, decide
from flextime.season.state import Conference
from flextime.season.venues import VenueClosed
from tests.four_teams import ARENAS, DRAFTED, GAMES, NOW, PLAN, SEASON, TEAMS, state_after

FIRST_WEEKEND = DateSpan(first=GAMES[0].date, last=GAMES[0].date)
STORM: tuple[Event, ...] = tuple(
    VenueClosed(closure=Closure(venue=game.venue, span=FIRST_WEEKEND, reason="storm")) for game in GAMES[:2]
)


def last(state: Conference) -> Mending:
    *_, done = mend(state, SEASON, NOW.date())
    return done


def test_what_a_storm_makes_wrong_is_mended_by_one_command_that_the_writer_takes() -> None:
    history = [*DRAFTED, *STORM]
    state = state_after(*history)
    done = last(state)
    assert {conflict.kind for conflict in done.mended} == {"closure"}
    assert (len(done.mended), done.left) == (2, {})
    assert {shift.was.game for shift in done.shifts} >= {game.game for game in GAMES[:2]}
    command = acceptance(SEASON, done.shifts, "storm")
    assert command is not None
    mended = state_after(*history, *decide(state, command, NOW))
    assert [one for one in detector_of(mended).conflicts() if one.severity in GRAVE] == []


def test_a_season_in_which_nothing_is_grave_is_left_alone() -> None:
    done = last(state_after(*DRAFTED))
    assert (done.mended, done.shifts, done.left) == ([], (), {})


def test_what_has_no_way_out_is_told_and_what_has_one_is_mended_all_the_same() -> None:
    for_good = Closure(venue=ARENAS[TEAMS[0]], span=DateSpan(first=PLAN.first, last=PLAN.last), reason="rebuilt")
    done = last(state_after(*DRAFTED, VenueClosed(closure=for_good), STORM[1]))
    at_home = {game.game for game in GAMES if game.home == TEAMS[0]}
    assert {game for conflict in done.left.values() for game in conflict.games} == at_home
    assert [conflict.venue for conflict in done.mended] == [GAMES[1].venue]


def test_the_same_state_is_mended_the_same_way() -> None:
    state = state_after(*DRAFTED, *STORM)
    assert last(state).shifts == last(state).shifts


def test_what_a_planner_lets_stand_stands() -> None:
    history = [*DRAFTED, *STORM]
    flood, *_ = detector_of(state_after(*history)).conflicts()
    done = last(
        state_after(
            *history, ConflictOpened(conflict=flood, as_of=9), ConflictOverridden(conflict=flood, because="pumps")
        )
    )
    assert flood not in done.mended
    assert len(done.mended) == 1
    assert {shift.was.game for shift in done.shifts}.isdisjoint(flood.games)
