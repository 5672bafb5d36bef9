"""What a move would bring about, before it is made: agreed with what it then does bring about."""

from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.conflicts.board import Board
from flextime.conflicts.detector import Detector
from flextime.conflicts.errors import NoSuchMove, UnknownGame
from flextime.conflicts.model import Changes, CloseDays, KnowSchool, KnowSeason, KnowVenue, Place
from flextime.conflicts.preview import Move, edits_of, moved, preview
from flextime.league.big12 import SCHOOLS, VENUES
from flextime.league.ids import GameId, RuleId, SchoolCode, VenueId
from flextime.league.model import Closure, DateSpan, SeasonPlan
from flextime.rules.check import check, score
from flextime.rules.model import Rule
from flextime.solve.problem import SeasonFacts
from tests.four_teams import ARENAS, GAMES, NO_SUNDAY, PLAN, SEASON, TEAMS

RULES = (
    NO_SUNDAY,
    Rule(id=RuleId("one-game-a-day"), kind="one-game-a-day"),
    Rule(id=RuleId("travel-miles"), kind="travel-miles", hardness="soft"),
    Rule(id=RuleId("ideal-rest"), kind="ideal-rest", hardness="soft", weight=0.4),
)
VENUES_OF_FOUR = tuple(venue for venue in VENUES if venue.school in TEAMS)
FACTS = SeasonFacts(
    plan=PLAN,
    schools=tuple(school for school in SCHOOLS if school.code in TEAMS),
    venues=tuple(venue for venue in VENUES_OF_FOUR if venue.id in ARENAS.values()),
)
UTAH_AT_BYU = GameId("mbb-test.utah-at-byu")
DAYS = [day for window in PLAN.windows for day in window.dates]


def detector_of(plan: SeasonPlan = PLAN) -> Detector:
    """Return the four teams with their six games."""
    detector = Detector()
    detector.apply([
        *(KnowSchool(school=school) for school in FACTS.schools),
        *(KnowVenue(venue=venue) for venue in VENUES_OF_FOUR),
        KnowSeason(plan=plan),
        *(Place(season=SEASON, game=game) for game in GAMES),
    ])  # fmt: skip
    return detector


def board_of(detector: Detector) -> Board:
    return Board(detector, FACTS, RULES)


def test_a_move_to_a_sunday_opens_a_conflict_and_breaks_the_rule_that_says_so() -> None:
    detector = detector_of()
    asked = preview(board_of(detector), Move(game=UTAH_AT_BYU, day=date(2026, 1, 4)))
    assert [conflict.kind for conflict in asked.conflicts.opened] == ["no-sunday"]
    assert [broken.sentence for broken in asked.broken] == ["BYU plays no Sunday: 2026-01-04"]
    assert asked.broken[0].price > 0
    assert (asked.mended, asked.miles) == ((), 0.0)
    assert detector.conflicts() == ()


def test_rest_is_told_of_both_teams_before_and_after_in_hours() -> None:
    asked = preview(board_of(detector_of()), Move(game=UTAH_AT_BYU, day=date(2026, 1, 3), tip_off=time(12)))
    assert [(rest.team, rest.before_was, rest.before_now, rest.after_was, rest.after_now) for rest in asked.rest] == [
        ("BYU", None, None, 69, 76),
        ("UTAH", None, None, 93, 100),
    ]


def test_swapped_hosts_play_at_the_other_home_under_the_id_of_that_visit_and_cost_other_miles() -> None:
    board = board_of(detector_of())
    asked = preview(board, Move(game=GameId("mbb-test.asu-at-utah"), swap_hosts=True))
    (shift,) = asked.shifts
    assert (shift.now.game, shift.now.home, shift.now.venue) == (
        "mbb-test.utah-at-asu",
        "ASU",
        "asu-desert-financial-arena",
    )
    assert asked.miles == pytest.approx(sum(change.now - change.was for change in asked.team_miles))
    assert {change.of for change in asked.team_miles} == {"ASU", "UTAH"}
    assert [change.of for change in asked.prices] == ["travel-miles"]
    assert asked.price == pytest.approx(asked.miles / 10)


def test_a_second_visit_has_the_next_leg() -> None:
    board = board_of(detector_of())
    there = moved(board, Move(game=UTAH_AT_BYU, swap_hosts=True))
    board.detector.apply([Place(season=SEASON, game=there)])
    again = moved(board_of(board.detector), Move(game=UTAH_AT_BYU, swap_hosts=True))
    assert (there.game, again.game) == ("mbb-test.byu-at-utah", "mbb-test.byu-at-utah.2")


def test_another_venue_is_what_a_closure_asks_for() -> None:
    detector = detector_of()
    shut = Closure(venue=ARENAS[SchoolCode("BYU")], span=DateSpan(first=DAYS[0], last=DAYS[0]), reason="flood")
    (conflict,) = detector.apply([CloseDays(closure=shut)]).opened
    asked = preview(board_of(detector), Move(game=UTAH_AT_BYU, venue=VenueId("byu-smith-fieldhouse")))
    assert asked.conflicts.cleared == (conflict,)
    assert [broken.kind for broken in asked.broken] == ["wrong-venue"]


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Move(game=UTAH_AT_BYU), "stands there already"),
        (Move(game=UTAH_AT_BYU, day=date(2026, 1, 5)), "lies in no window"),
        (Move(game=UTAH_AT_BYU, venue=VenueId("wembley")), "no venue wembley"),
    ],
)
def test_a_move_that_cannot_be_meant_is_refused_with_what_is_wrong(move: Move, why: str) -> None:
    with pytest.raises(NoSuchMove, match=why):
        preview(board_of(detector_of()), move)


def test_a_game_that_is_not_of_the_season_is_refused() -> None:
    with pytest.raises(UnknownGame, match="mbb-test"):
        preview(board_of(detector_of()), Move(game=GameId("chess.white-at-black"), tip_off=time(12)))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.builds(
            Move,
            game=st.sampled_from([game.game for game in GAMES]),
            day=st.sampled_from(DAYS),
            tip_off=st.sampled_from([time(0), time(12), time(19), time(23, 30)]),
            swap_hosts=st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_foretold_is_what_happens(steps: list[Move]) -> None:
    detector = detector_of()
    for step in steps:
        board = board_of(detector)
        try:
            asked = preview(board, step)
        except (NoSuchMove, UnknownGame):  # it was moved there, or turned, by a step before
            continue
        assert detector.apply(edits_of(board, asked.shifts)) == asked.conflicts
        after = board_of(detector)
        games = tuple(after.games.values())
        known = score(FACTS, RULES, games)
        assert sum(after.verdict.prices.values()) == pytest.approx(known.price)
        assert sum(after.verdict.miles.values()) == pytest.approx(known.miles)
        assert sum(board.verdict.prices.values()) + asked.price == pytest.approx(known.price)
        hard = [broken for broken in check(FACTS, RULES, games) if broken.hardness == "hard"]
        assert [broken.sentence for broken in after.verdict.broken] == [broken.sentence for broken in hard]
        assert len(board.verdict.broken) + len(asked.broken) - len(asked.mended) == len(hard)


def test_asking_leaves_everything_as_it_is() -> None:
    detector = detector_of()
    board = board_of(detector)
    for day in DAYS[1:]:
        preview(board, Move(game=UTAH_AT_BYU, day=day))
    assert detector.conflicts() == ()
    assert board_of(detector).games == board.games
    assert detector.apply([Place(season=SEASON, game=game) for game in GAMES]) == Changes()
