"""`flextime games`: a command is of the one season that all its games are of."""

from dataclasses import replace
from datetime import time

import pytest

from flextime.league.ids import GameId
from flextime.season.in_season import GamePostponed
from flextime.season.state import Season
from flextime_cli.commands.games import BadGames, season_of_all
from tests.four_teams import DRAFTED, GAMES, SEASON, state_after
from tests.unit.season.test_shared_buildings import PLAN_OF_WOMEN, games_of_women

FIRST, SECOND = GAMES[:2]
WOMENS = games_of_women(time(12))[0]


def test_the_season_is_that_of_the_games_those_that_are_off_too() -> None:
    postponed = GamePostponed(season=SEASON, game=FIRST.game, was=FIRST, because="storm")
    assert season_of_all(state_after(*DRAFTED, postponed), [FIRST.game, SECOND.game]) == SEASON


def test_games_of_two_seasons_go_into_no_command() -> None:
    state = state_after(*DRAFTED)
    women = Season(plan=PLAN_OF_WOMEN, games={WOMENS.game: WOMENS})
    with pytest.raises(BadGames, match="These games are of 2 seasons: mbb-test, wbb-test"):
        season_of_all(replace(state, seasons={**state.seasons, women.plan.id: women}), [FIRST.game, WOMENS.game])


def test_a_game_that_nobody_knows_is_named() -> None:
    with pytest.raises(BadGames, match=r"There is no game mbb-test\.ku-at-tcu"):
        season_of_all(state_after(*DRAFTED), [FIRST.game, GameId("mbb-test.ku-at-tcu")])
