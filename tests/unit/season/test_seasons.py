"""Seasons opened for planning, and seasons as they were played."""

from dataclasses import replace
from datetime import date

import pytest

from flextime.league.ids import RuleId, SchoolCode, SeasonId, VenueId
from flextime.league.model import HomeVenue, Meeting, PlayedGame, Rivalry, SeasonPlan, Window
from flextime.rules.check import score
from flextime.rules.model import Rule
from flextime.season.refusal import AlreadyExists, Invalid, NotFound
from flextime.season.seasons import ImportPlayedSeason, OpenSeason, PlayedSeasonImported, SeasonOpened
from flextime.season.state import season_facts
from tests.four_teams import DRAFTED, GAMES, MEMBERSHIP, OPENED, PLAN, WINDOWS, given, state_after

PLAYED = tuple(PlayedGame(game=game.game, home=game.home, away=game.away, date=game.date) for game in GAMES)
RECORD = ImportPlayedSeason(season=SeasonId("mbb-old"), sport="MBB", year="2025-26", name="Old", games=PLAYED)


def test_a_season_is_opened_once() -> None:
    assert given(MEMBERSHIP).when(OpenSeason(plan=PLAN)) == [SeasonOpened(plan=PLAN)]
    assert given(OPENED).when(OpenSeason(plan=PLAN)) == []


def test_an_open_season_keeps_its_plan() -> None:
    with pytest.raises(AlreadyExists, match="another plan"):
        given(OPENED).when(OpenSeason(plan=replace(PLAN, name="Other")))


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (replace(PLAN, year="2025/26"), "plan.year"),
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
    told = PlayedSeasonImported(season=RECORD.season, sport="MBB", year="2025-26", name="Old", games=PLAYED)
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
        ((PLAYED[0], replace(PLAYED[1], date=date(2025, 6, 30))), "games[1].date"),
        ((PLAYED[0], replace(PLAYED[1], attendance=-1)), "games[1].attendance"),
    ],
    ids=["none", "twice", "itself", "busy", "another year", "fewer than nobody"],
)
def test_one_wrong_game_refuses_the_whole_played_season(games: tuple[PlayedGame, ...], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(MEMBERSHIP).when(replace(RECORD, games=games))
    assert refusal.value.field == field


def test_a_played_game_of_a_stranger_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        given(MEMBERSHIP).when(replace(RECORD, games=(replace(PLAYED[0], home=SchoolCode("TEX")),)))
    assert refusal.value.field == "games[0].home"


def test_a_played_game_in_an_unknown_arena_is_refused() -> None:
    here = replace(PLAYED[0], venue=GAMES[0].venue)
    assert len(given(MEMBERSHIP).when(replace(RECORD, games=(here,)))) == 1
    with pytest.raises(NotFound, match="nowhere") as refusal:
        given(MEMBERSHIP).when(replace(RECORD, games=(here, replace(PLAYED[1], venue=VenueId("nowhere")))))
    assert refusal.value.field == "games[1].venue"


@pytest.mark.parametrize("year", ["whatever", "2025/26", "2025-27", "2025-2026", "25-26", ""])
def test_a_year_is_written_as_one(year: str) -> None:
    with pytest.raises(Invalid, match="write it like 2025-26") as refusal:
        given(MEMBERSHIP).when(replace(RECORD, year=year))
    assert refusal.value.field == "year"


ROTATION = Rule(id=RuleId("rotation"), kind="venue-rotation", hardness="soft")
LAST_YEAR = tuple(
    replace(game, date=game.date.replace(year=2025), neutral=index == 1) for index, game in enumerate(PLAYED)
)


def test_last_years_hosts_are_told_by_the_record_of_last_year() -> None:
    record = replace(RECORD, year="2024-25", games=LAST_YEAR)
    played = given(OPENED).when(record)
    facts = season_facts(state_after(*OPENED, *played), PLAN.id)
    assert len(facts.plan.last_year) == len(GAMES) - 1  # the one on neutral ground had no host
    priced = score(facts, [ROTATION], GAMES)
    assert [(part.violations, part.price) for part in priced.soft] == [(5, 150.0)]
    assert season_facts(state_after(*OPENED), PLAN.id).plan.last_year == ()


def test_last_years_hosts_are_told_by_last_years_schedule_where_nothing_is_on_record() -> None:
    id_ = SeasonId("mbb-test-2")
    next_year = replace(PLAN, id=id_, year="2026-27")
    facts = season_facts(state_after(*DRAFTED, SeasonOpened(plan=next_year)), id_)
    assert {(meeting.home, meeting.away) for meeting in facts.plan.last_year} == {(g.home, g.away) for g in GAMES}
    said = (Meeting(home=GAMES[0].home, away=GAMES[0].away),)
    told = replace(next_year, last_year=said)
    assert season_facts(state_after(*DRAFTED, SeasonOpened(plan=told)), id_).plan.last_year == said


def test_a_season_is_either_planned_or_played() -> None:
    with pytest.raises(AlreadyExists):
        given(OPENED).when(replace(RECORD, season=PLAN.id))
    played = given(MEMBERSHIP).when(replace(RECORD, season=PLAN.id))
    with pytest.raises(AlreadyExists):
        given((*MEMBERSHIP, *played)).when(OpenSeason(plan=PLAN))
