"""Seasons opened for planning, and seasons as they were played."""

from dataclasses import replace
from datetime import date

import pytest

from flextime.league.ids import SchoolCode, SeasonId, VenueId
from flextime.league.model import HomeVenue, PlayedGame, Rivalry, SeasonPlan, Window
from flextime.season.refusal import AlreadyExists, Invalid, NotFound
from flextime.season.seasons import ImportPlayedSeason, OpenSeason, PlayedSeasonImported, SeasonOpened
from tests.four_teams import GAMES, MEMBERSHIP, OPENED, PLAN, WINDOWS, given, state_after

PLAYED = tuple(PlayedGame(game=game.game, home=game.home, away=game.away, date=game.date) for game in GAMES)
RECORD = ImportPlayedSeason(season=SeasonId("mbb-old"), sport="MBB", year="2017-18", name="Old", games=PLAYED)


def test_a_season_is_opened_once() -> None:
    assert given(MEMBERSHIP).when(OpenSeason(plan=PLAN)) == [SeasonOpened(plan=PLAN)]
    assert given(OPENED).when(OpenSeason(plan=PLAN)) == []


def test_an_open_season_keeps_its_plan() -> None:
    with pytest.raises(AlreadyExists, match="another plan"):
        given(OPENED).when(OpenSeason(plan=replace(PLAN, name="Other")))


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (replace(PLAN, teams=PLAN.teams[:1]), "plan.teams"),
        (replace(PLAN, games_per_team=7), "plan.games_per_team"),
        (replace(PLAN, teams=PLAN.teams[:3]), "plan.games_per_team"),
        (replace(PLAN, home_venues=PLAN.home_venues[:3]), "plan.home_venues"),
        (replace(PLAN, windows=WINDOWS[:2]), "plan.windows"),
        (replace(PLAN, windows=WINDOWS[1:]), "plan.windows"),
        (replace(PLAN, windows=(*WINDOWS[:3], replace(WINDOWS[3], dates=WINDOWS[0].dates))), "plan.windows"),
        (replace(PLAN, last=date(2026, 1, 13)), "plan.windows[3].dates"),
        (replace(PLAN, last=date(2025, 1, 1)), "plan.last"),
        (replace(PLAN, rivalries=(Rivalry(first=SchoolCode("BYU"), second=SchoolCode("BYU")),)), "plan.rivalries[0]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_plan_that_cannot_be_is_refused_with_the_field(plan: SeasonPlan, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(MEMBERSHIP).when(OpenSeason(plan=plan))
    assert refusal.value.field == field


def test_a_team_must_be_a_member() -> None:
    with pytest.raises(NotFound, match="KU"):
        given(MEMBERSHIP).when(OpenSeason(plan=replace(PLAN, teams=(*PLAN.teams[:3], SchoolCode("KU")))))


def test_a_home_venue_must_exist() -> None:
    homes = (*PLAN.home_venues[:3], HomeVenue(team=PLAN.teams[3], venue=VenueId("nowhere")))
    with pytest.raises(NotFound, match="nowhere"):
        given(MEMBERSHIP).when(OpenSeason(plan=replace(PLAN, home_venues=homes)))


def test_a_home_venue_must_host_the_sport() -> None:
    with pytest.raises(Invalid, match="does not host FB"):
        given(MEMBERSHIP).when(OpenSeason(plan=replace(PLAN, sport="FB", windows=(*WINDOWS[:3], _late()))))


def _late() -> Window:
    return Window(number=3, kind="midweek", dates=(date(2026, 1, 14),))


def test_a_played_season_is_imported_once() -> None:
    told = PlayedSeasonImported(season=RECORD.season, sport="MBB", year="2017-18", name="Old", games=PLAYED)
    assert given(MEMBERSHIP).when(RECORD) == [told]
    assert given((*MEMBERSHIP, told)).when(RECORD) == []
    assert len(state_after(*MEMBERSHIP, told).played[RECORD.season].games) == 6


def test_a_played_season_is_not_replaced_by_other_games() -> None:
    told = given(MEMBERSHIP).when(RECORD)
    with pytest.raises(AlreadyExists, match="other games"):
        given((*MEMBERSHIP, *told)).when(replace(RECORD, games=PLAYED[1:]))


@pytest.mark.parametrize(
    ("games", "field"),
    [
        ((), "games"),
        ((*PLAYED, replace(PLAYED[0], date=date(2026, 1, 20))), "games[6].game"),
        ((replace(PLAYED[0], away=PLAYED[0].home),), "games[0].away"),
        ((*PLAYED[:1], replace(PLAYED[2], date=PLAYED[0].date)), "games[1]"),
    ],
    ids=["none", "twice", "itself", "busy"],
)
def test_one_wrong_game_refuses_the_whole_played_season(games: tuple[PlayedGame, ...], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(MEMBERSHIP).when(replace(RECORD, games=games))
    assert refusal.value.field == field


def test_a_played_game_of_a_stranger_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        given(MEMBERSHIP).when(replace(RECORD, games=(replace(PLAYED[0], home=SchoolCode("TEX")),)))
    assert refusal.value.field == "games[0].home"


def test_a_season_is_either_planned_or_played() -> None:
    with pytest.raises(AlreadyExists):
        given(OPENED).when(replace(RECORD, season=PLAN.id))
    played = given(MEMBERSHIP).when(replace(RECORD, season=PLAN.id))
    with pytest.raises(AlreadyExists):
        given((*MEMBERSHIP, *played)).when(OpenSeason(plan=PLAN))
