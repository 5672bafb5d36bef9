"""Several sports of one conference through the running system, one after the other: each is solved around what the
others have adopted. The smaller sports, which share arenas and courts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

import pytest

from flextime.league.big12_seasons import every_season
from flextime.league.ids import ConferenceId, GameId, SeasonId
from flextime.rules.check import check
from flextime.season.schedules import MoveGame, PublishSchedule
from flextime.season.state import Conference, season_facts
from flextime.solve.problem import Budget
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import JsonObject, Problem
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.records import read_topic
from flextime_cli.auditing.verify import audit
from flextime_cli.demo.buildings import Use, clashes, shared_buildings, uses_of
from flextime_cli.demo.conference import membership, season_and_rules
from flextime_cli.demo.solving import await_adoption, request_run
from flextime_cli.stack.running import RunningStack
from flextime_schemas.codec import Codec
from flextime_schemas.settings import Settings

pytestmark = pytest.mark.stack

CONFERENCE = "many-seasons"
PATIENCE_SECONDS = 60.0
BUDGET = Budget(evaluations=100_000, anneals=1, seconds=150.0)
GAMES = {"GYM": 21, "WRE": 56, "LAX": 15, "SB": 44, "WTN": 104, "MTN": 36}
PLANNED = [(plan, rules) for plan, rules in every_season() if plan.sport in GAMES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The seasons as the query API has them once all are published, and when their buildings are used."""

    settings: Settings
    commands: CommandApi
    seasons: dict[str, JsonObject]
    uses: list[Use]

    def state(self) -> Conference:
        """Return the conference as its log alone tells it."""
        found = audit(ConferenceId(CONFERENCE), read_topic(self.settings, CONFERENCE), Codec.load(self.settings))
        assert found.faults == ()
        return found.folded.state


@pytest.fixture(scope="module")
def year(system: RunningStack) -> Iterator[Year]:
    settings = Settings.from_environment(system.environment)
    with (
        CommandApi(settings.command_api, CONFERENCE, actor="tester", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, CONFERENCE, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        sent = [commands.decide(command) for command in membership()][-1]
        seasons: dict[str, JsonObject] = {}
        for plan, rules in PLANNED:
            sent = [commands.decide(command) for command in season_and_rules(plan, rules)][-1]
            queries.get(f"seasons/{plan.id}", min_position=sent.position)
            request_run(commands, queries, plan.id, budget=BUDGET, seed=3)
            await_adoption(queries, plan.id, 2 * BUDGET.seconds)
            published = commands.decide(PublishSchedule(season=plan.id))
            seasons[plan.sport] = queries.get(f"seasons/{plan.id}", min_position=published.position)
        uses = [use for plan, _ in PLANNED for use in uses_of(queries, plan)]
        yield Year(settings=settings, commands=commands, seasons=seasons, uses=uses)


def test_every_season_is_published_with_the_games_of_its_sport(year: Year) -> None:
    assert {sport: season["games"] for sport, season in year.seasons.items()} == GAMES
    assert {season["revision"] for season in year.seasons.values()} == {1}


def test_no_hard_rule_of_any_season_is_broken_by_what_the_log_tells(year: Year) -> None:
    state = year.state()
    for plan, _ in PLANNED:
        season = state.seasons[plan.id]
        found = check(season_facts(state, plan.id), list(season.rules.values()), list(season.games.values()))
        assert [each for each in found if each.hardness == "hard"] == []


def test_sports_share_buildings_and_never_at_one_time(year: Year) -> None:
    shared = {one.venue: set(one.sports) for one in shared_buildings(year.uses)}
    assert {"GYM", "WRE"} <= shared["Desert Financial Arena"]
    assert {"WTN", "MTN"} <= shared["Eccles"]
    assert clashes(year.uses) == []


def test_a_move_into_the_hours_of_another_sport_is_refused_with_its_game(year: Year) -> None:
    state = year.state()
    women, men = state.seasons[SeasonId("wtn-2025-26")], state.seasons[SeasonId("mtn-2025-26")]
    theirs, ours = next(
        (theirs, ours)
        for theirs in women.games.values()
        for ours in men.games.values()
        if ours.venue == theirs.venue and any(theirs.date in window.dates for window in men.plan.windows)
    )
    with pytest.raises(Problem) as refused:
        year.commands.decide(
            MoveGame(season=men.plan.id, game=GameId(ours.game), date=theirs.date, tip_off=theirs.tip_off)
        )
    assert refused.value.status == 409
    assert any(theirs.game in evidence["sentence"] for evidence in refused.value.document["evidence"])


def test_softball_comes_in_series_that_keep_their_building_for_three_days(year: Year) -> None:
    days = [use for use in year.uses if use.sport == "SB"]
    assert len(days) == 3 * GAMES["SB"]
    assert all(isinstance(use.begins, datetime) and use.begins.time() >= time(12) for use in days)
