"""Edit by edit, the detector agrees with one that compares every two games of the conference."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.conflicts.catalogue import KINDS
from flextime.conflicts.detector import Detector
from flextime.conflicts.errors import UnknownSeason
from flextime.conflicts.model import Edit, Place, Remove
from flextime.league.ids import SeasonId
from tests.conflict_worlds import edits, game, games, known_after, opening
from tests.slow_conflicts import every_conflict, told

SLOWLY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def opened(batches: Sequence[Sequence[Edit]] = ()) -> Detector:
    detector = Detector()
    detector.apply(opening())
    for batch in batches:
        detector.apply(batch)
    return detector


@SLOWLY
@given(batches=st.lists(st.lists(edits(), min_size=1, max_size=4), min_size=1, max_size=12))
def test_after_each_batch_of_edits_it_has_found_what_comparing_every_pair_finds(batches: list[list[Edit]]) -> None:
    detector, done = opened(), list(opening())
    for batch in batches:
        detector.apply(batch)
        done += batch
        assert told(detector.conflicts()) == every_conflict(known_after(done))


@SLOWLY
@given(crowd=st.lists(games(), min_size=12, max_size=40))
def test_a_whole_schedule_at_once_is_the_same_as_game_by_game(crowd: list[Place]) -> None:
    at_once, one_by_one = opened([crowd]), opened([[place] for place in crowd])
    assert at_once.conflicts() == one_by_one.conflicts()
    assert told(at_once.conflicts()) == every_conflict(known_after([*opening(), *crowd]))


@SLOWLY
@given(batches=st.lists(st.lists(edits(), min_size=1, max_size=3), min_size=1, max_size=10))
def test_what_was_open_with_the_changes_is_what_is_open(batches: list[list[Edit]]) -> None:
    detector = opened()
    for batch in batches:
        known = {conflict.id: conflict for conflict in detector.conflicts()}
        changes = detector.apply(batch)
        for gone in changes.cleared:
            assert known.pop(gone.id) == gone
        for change in changes.changed:
            assert known[change.was.id] == change.was != change.now
            known[change.now.id] = change.now
        for new in changes.opened:
            assert new.id not in known
            known[new.id] = new
        assert known == {conflict.id: conflict for conflict in detector.conflicts()}


@SLOWLY
@given(
    batches=st.lists(st.lists(edits(), min_size=1, max_size=4), max_size=6),
    asked=st.lists(st.one_of(games(), games().map(lambda place: Remove(game=place.game.game))), min_size=1, max_size=4),
)
def test_looking_ahead_tells_what_applying_does_and_leaves_everything_as_it_is(
    batches: list[list[Edit]], asked: list[Place | Remove]
) -> None:
    detector, other = opened(batches), opened(batches)
    before = detector.conflicts()
    ahead = detector.look_ahead(asked)
    assert detector.conflicts() == before
    assert detector.apply(asked) == ahead == other.apply(asked)
    assert detector.conflicts() == other.conflicts()


@SLOWLY
@given(data=st.data(), crowd=st.lists(games(), min_size=4, max_size=20, unique_by=lambda place: place.game.game))
def test_the_same_games_in_another_order_are_the_same_conflicts(data: st.DataObject, crowd: list[Place]) -> None:
    turned = data.draw(st.permutations(crowd))
    assert opened([crowd]).conflicts() == opened([[place] for place in turned]).conflicts()


@SLOWLY
@given(crowd=st.lists(games(), min_size=4, max_size=20))
def test_ids_are_unique_and_each_conflict_hangs_on_its_games(crowd: list[Place]) -> None:
    conflicts = opened([crowd]).conflicts()
    assert len({conflict.id for conflict in conflicts}) == len(conflicts)
    for conflict in conflicts:
        assert set(conflict.games) == {cause.key for cause in conflict.depends_on if cause.kind == "game"}
        assert conflict.priority == KINDS[conflict.kind].priority
        assert conflict.dates == tuple(sorted(conflict.dates))


def test_a_game_of_a_season_that_is_not_known_is_refused_and_nothing_is_taken_in() -> None:
    detector = opened()
    good, bad = game("KU@BYU", "2026-03-08"), game("KU@BYU", "2026-03-08", id="chess.ku-at-byu")
    with pytest.raises(UnknownSeason, match="chess"):
        detector.apply([Place(season=SeasonId("mbb"), game=good), Place(season=SeasonId("chess"), game=bad)])
    assert detector.conflicts() == ()
