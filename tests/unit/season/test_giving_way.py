"""Who gave way: counted from what was granted, whoever asked."""

from dataclasses import replace

from flextime.league.ids import SeasonId, WaiverId
from flextime.season.decide import Event
from flextime.season.giving_way import GaveWay, who_gave_way
from flextime.season.in_season import GameCancelled
from tests.four_teams import DRAFTED, GAMES, SEASON, state_after
from tests.unit.season.test_waivers import ASKED, GRANTED, ONE_SUNDAY, REFUSED, UTAH_AT_BYU, WITHDRAWN

ARIZ_AT_BYU = GAMES[2]
TWO_GAMES = replace(ONE_SUNDAY, id=WaiverId("two"), games=(UTAH_AT_BYU.game, ARIZ_AT_BYU.game), asked_by="BYU")


def accounts(*since: Event, season: SeasonId | None = None) -> dict[str, tuple[int, int, int, int]]:
    found = who_gave_way(state_after(*DRAFTED, *since), season)
    return {one.asker: (one.asked, one.granted, one.refused, one.gave_way) for one in found}


def test_a_team_gives_way_with_each_game_that_is_waived_for_another() -> None:
    assert accounts(ASKED, GRANTED) == {"BYU": (0, 0, 0, 1), "UTAH": (1, 1, 0, 0)}
    both = (replace(ASKED, waiver=TWO_GAMES), replace(GRANTED, waiver=TWO_GAMES))
    assert accounts(*both) == {"BYU": (1, 1, 0, 0), "UTAH": (0, 0, 0, 1), "ARIZ": (0, 0, 0, 1)}


def test_for_an_office_both_teams_give_way() -> None:
    waiver = replace(ONE_SUNDAY, asked_by="ESPN")
    told = accounts(replace(ASKED, waiver=waiver), replace(GRANTED, waiver=waiver))
    assert told == {"BYU": (0, 0, 0, 1), "UTAH": (0, 0, 0, 1), "ESPN": (1, 1, 0, 0)}


def test_nobody_gives_way_for_what_is_not_granted_or_was_withdrawn() -> None:
    assert accounts(ASKED) == {"UTAH": (1, 0, 0, 0)}
    assert accounts(ASKED, REFUSED) == {"UTAH": (1, 0, 1, 0)}
    assert accounts(ASKED, GRANTED, WITHDRAWN) == {"UTAH": (1, 0, 0, 0)}


def test_a_game_that_was_cancelled_since_was_given_way_with_all_the_same() -> None:
    off = GameCancelled(season=SEASON, game=UTAH_AT_BYU.game, was=UTAH_AT_BYU, postponed=False, because="storm")
    assert accounts(ASKED, GRANTED, off)["BYU"] == (0, 0, 0, 1)


def test_an_account_is_of_one_season_or_of_all_and_whoever_gave_way_most_is_first() -> None:
    assert accounts(ASKED, GRANTED, season=SEASON) == accounts(ASKED, GRANTED)
    assert accounts(ASKED, GRANTED, season=SeasonId("mbb-2026-27")) == {}
    first = who_gave_way(state_after(*DRAFTED, ASKED, GRANTED))[0]
    assert first == GaveWay(asker="BYU", asked=0, granted=0, refused=0, gave_way=1)
