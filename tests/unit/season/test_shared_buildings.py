"""Two seasons of a conference in one building: what the one has adopted is a fact of the other."""

from dataclasses import replace
from datetime import date, time

import pytest

from flextime.league.ids import CandidateId, RuleId, RunId, SeasonId, game_id
from flextime.league.model import ScheduledGame
from flextime.rules.model import Rule
from flextime.season.decide import Event
from flextime.season.refusal import RuleBroken
from flextime.season.rulebook import RuleAdded
from flextime.season.runs import ProposeCandidate, ScheduleRequested
from flextime.season.schedules import AdoptCandidate, MoveGame
from flextime.season.seasons import SeasonOpened
from flextime.season.state import season_facts
from flextime.solve.problem import Budget
from tests.four_teams import DRAFTED, GAMES, PLAN, SCORE, given, state_after

WOMEN = SeasonId("wbb-test")
PLAN_OF_WOMEN = replace(PLAN, id=WOMEN, sport="WBB", name="Women, once around")
RUN_OF_WOMEN = RunId("run-w")
SHARED = Rule(id=RuleId("shared-venue"), kind="shared-venue")
OPENED: tuple[Event, ...] = (
    *DRAFTED,  # men's games of GAMES, all at 19:00
    SeasonOpened(plan=PLAN_OF_WOMEN),
    RuleAdded(season=WOMEN, rule=SHARED),
    ScheduleRequested(run=RUN_OF_WOMEN, season=WOMEN, seed=1, members=1, budget=Budget(), adopt_best=True),
)


def games_of_women(tip_off: time) -> tuple[ScheduledGame, ...]:
    """Return the men's games at another hour."""
    return tuple(replace(game, game=game_id(WOMEN, game.away, game.home), tip_off=tip_off) for game in GAMES)


def proposal(tip_off: time) -> ProposeCandidate:
    return ProposeCandidate(
        run=RUN_OF_WOMEN, member=0, seed=1, evaluations=1, games=games_of_women(tip_off), score=SCORE
    )


def test_what_the_men_have_adopted_is_booked_for_the_women() -> None:
    facts = season_facts(state_after(*OPENED), WOMEN)
    assert [(one.season, one.sport, one.game) for one in facts.bookings] == [
        (PLAN.id, "MBB", game) for game in sorted(game.game for game in GAMES)
    ]
    assert season_facts(state_after(*OPENED), PLAN.id).bookings == ()


def test_a_season_of_other_months_books_nothing() -> None:
    later = replace(PLAN_OF_WOMEN, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert season_facts(state_after(*DRAFTED, SeasonOpened(plan=later)), WOMEN).bookings == ()


def test_a_proposal_in_an_arena_that_is_taken_is_refused_and_one_after_the_men_is_not() -> None:
    with pytest.raises(RuleBroken, match="meets MBB in"):
        given(OPENED).when(proposal(time(18)))
    assert len(given(OPENED).when(proposal(time(12)))) == 1


def test_a_cancelled_season_books_nothing() -> None:
    state = state_after(*OPENED)
    cancelled = replace(state.seasons[PLAN.id], status="cancelled")
    assert season_facts(replace(state, seasons={**state.seasons, PLAN.id: cancelled}), WOMEN).bookings == ()


def test_a_moved_game_leaves_the_venue_to_the_other_season() -> None:
    both: tuple[Event, ...] = (*OPENED, RuleAdded(season=PLAN.id, rule=SHARED))
    (proposed,) = given(both).when(proposal(time(12)))
    (adopted,) = given((*both, proposed)).when(AdoptCandidate(candidate=CandidateId("run-w.0")))
    past = given((*both, proposed, adopted))
    game = GAMES[0]
    with pytest.raises(RuleBroken, match="meets WBB in"):
        past.when(MoveGame(season=PLAN.id, game=game.game, date=game.date, tip_off=time(17)))
    assert len(past.when(MoveGame(season=PLAN.id, game=game.game, date=game.date, tip_off=time(20)))) == 1
