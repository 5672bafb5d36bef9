"""The main job, end to end, through the two HTTP APIs of the running system: from an empty conference to a published,
searchable, replayable season. One season serves all claims; they stand in the order of its history."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import httpx
import pytest
from typer.testing import CliRunner

from flextime.league.ids import RunId, SeasonId
from flextime.rules.check import check
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import PublishSchedule
from flextime.season.state import season_facts
from flextime.solve.problem import Budget
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.records import read_topic
from flextime_cli.auditing.verify import audit
from flextime_cli.demo.conference import membership, season_and_rules, season_of
from flextime_cli.demo.moves import Moved, move_one, refused_move
from flextime_cli.main import app
from flextime_cli.stack.running import RunningStack
from flextime_schemas.codec import Codec
from flextime_schemas.settings import Settings

pytestmark = pytest.mark.stack

CONFERENCE = "main-job"  # of its own: other tests of the session have theirs
RUN = RunId("main-job-1")
SECONDS = 150.0  # a first valid schedule takes up to 20 on two idle cores; the count of evaluations ends the solve
BUDGET = Budget(evaluations=1_000_000, anneals=1, seconds=SECONDS)
PATIENCE_SECONDS = 60.0
CSV_HEADER = "game_id,season,home,away,venue,date,tip_off_local,time_zone,tip_off_utc,status"


@dataclass(frozen=True, slots=True, kw_only=True)
class MainJob:
    """A published season and what came about on the way."""

    settings: Settings
    commands: CommandApi
    queries: QueryApi
    run: JsonObject
    adopted: JsonObject
    games_before: list[JsonObject]
    moved: Moved
    published: Sent

    @property
    def season(self) -> str:
        return str(self.adopted["id"])

    def games(self, **params: str | int | None) -> list[JsonObject]:
        return list(self.queries.items(f"seasons/{self.season}/games", **params))


@pytest.fixture(scope="module")
def job(system: RunningStack) -> Iterator[MainJob]:
    settings = Settings.from_environment(system.environment)
    plan, rules = season_of("MBB", 18)
    with (
        CommandApi(settings.command_api, CONFERENCE, actor="tester", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, CONFERENCE, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        for command in (*membership(), *season_and_rules(plan, rules)):
            sent = commands.decide(command)
        sent = commands.decide(RequestSchedule(run=RUN, season=plan.id, seed=7, budget=BUDGET))
        run = until_over(queries, sent)
        adopted = until_adopted(queries, plan.id)
        games = list(queries.items(f"seasons/{plan.id}/games"))
        moved = move_one(commands, adopted, games)
        assert moved is not None, "no game of a fresh season can move within its window"
        published = commands.decide(PublishSchedule(season=plan.id))
        queries.get(f"seasons/{plan.id}", min_position=published.position)
        yield MainJob(
            settings=settings, commands=commands, queries=queries, run=run, adopted=adopted, games_before=games,
            moved=moved, published=published,
        )  # fmt: skip


def until_over(queries: QueryApi, sent: Sent) -> JsonObject:
    """Wait for the run's end; the stream of events would tell it sooner, and is a claim of its own below."""
    deadline = time.monotonic() + 2 * SECONDS
    run = queries.get(f"runs/{RUN}", min_position=sent.position)
    while run["status"] == "requested":
        assert time.monotonic() < deadline, f"the run is not over: {run}"
        time.sleep(0.2)
        run = queries.get(f"runs/{RUN}")
    return run


def until_adopted(queries: QueryApi, season: SeasonId) -> JsonObject:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (document := queries.get(f"seasons/{season}"))["adopted"] is None:
        assert time.monotonic() < deadline, "no candidate was adopted"
        time.sleep(0.1)
    return document


def test_a_request_becomes_candidates_and_the_best_of_them_the_draft(job: MainJob) -> None:
    assert job.run["status"] == "solved", job.run
    prices = {found["id"]: found["price"] for found in job.run["candidates"]}
    assert prices[job.adopted["adopted"]] == min(prices.values())
    assert len(job.games_before) == job.adopted["games"] == 144


def test_the_log_alone_says_that_no_hard_rule_is_broken(job: MainJob) -> None:
    found = audit(CONFERENCE, read_topic(job.settings, CONFERENCE), Codec.load(job.settings))
    assert found.faults == ()
    season = found.folded.state.seasons[SeasonId(job.season)]
    facts = season_facts(found.folded.state, season.plan.id)
    violations = check(facts, tuple(season.rules.values()), tuple(season.games.values()))
    assert [violation for violation in violations if violation.hardness == "hard"] == []


def test_a_read_behind_the_moves_position_shows_the_move(job: MainJob) -> None:
    game = job.queries.get(f"games/{job.moved.game['id']}", min_position=job.moved.sent.position)
    assert game["date"] == job.moved.to.isoformat() != job.moved.game["date"]


def test_a_read_as_of_before_the_move_shows_the_game_where_it_was(job: MainJob) -> None:
    sequence = job.moved.sent.sequence
    assert sequence is not None
    dates = {at: {game["id"]: game["date"] for game in job.games(as_of=at)} for at in (sequence - 1, sequence)}
    moved = job.moved.game["id"]
    assert dates[sequence - 1] == {game["id"]: game["date"] for game in job.games_before}
    assert dates[sequence] == dates[sequence - 1] | {moved: job.moved.to.isoformat()}


def test_a_move_of_byu_to_a_sunday_is_refused_with_the_sunday_as_evidence(job: MainJob) -> None:
    refused = refused_move(job.commands, job.adopted, job.games())
    assert refused is not None
    game, sunday, problem = refused
    assert (problem.status, problem.code) == (409, "rule-broken")
    sentences = [violation["sentence"] for violation in problem.document["evidence"]]
    assert any("BYU plays no Sunday" in sentence and sunday.isoformat() in sentence for sentence in sentences)
    assert {each["id"]: each["date"] for each in job.games()}[game["id"]] == game["date"]


def test_the_publication_is_revision_1_and_every_game_is_in_it(job: MainJob) -> None:
    season = job.queries.get(f"seasons/{job.season}", min_position=job.published.position)
    assert (season["revision"], season["status"], season["unpublished_changes"]) == (1, "active", 0)
    assert all(game["published"] for game in job.games())


def test_the_csv_has_a_row_for_every_game_with_school_codes(job: MainJob) -> None:
    text = job.queries.file(f"seasons/{job.season}/schedule.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert ",".join(rows[0]) == CSV_HEADER
    assert {row["game_id"]: (row["home"], row["away"], row["date"]) for row in rows} == {
        game["id"]: (game["home"]["id"], game["away"]["id"], game["date"]) for game in job.games()
    }


def test_the_calendar_has_an_entry_for_every_game(job: MainJob) -> None:
    text = job.queries.file(f"seasons/{job.season}/schedule.ics").decode()
    assert text.count("BEGIN:VEVENT") == 144


def test_a_search_as_a_person_types_finds_the_home_games_of_byu_on_saturdays(job: MainJob) -> None:
    position = job.published.position
    hits = list(job.queries.items("search", q="byu saturday home", kind="game", min_position=position))
    wanted = {
        game["id"]
        for game in job.games()
        if game["home"]["id"] == "BYU" and date.fromisoformat(game["date"]).weekday() == 5
    }
    assert wanted
    assert {hit["id"] for hit in hits} == wanted


def test_standings_balance_home_and_away_for_all_16_teams(job: MainJob) -> None:
    standings = list(job.queries.items(f"seasons/{job.season}/standings"))
    assert [(row["home"], row["away"]) for row in standings] == [(9, 9)] * 16
    assert all(row["miles"] > 0 for row in standings)


def test_the_history_says_who_moved_the_game_and_why(job: MainJob) -> None:
    event = job.queries.get(f"events/{job.moved.sent.sequence}")
    assert (event["type"].rsplit(".")[-1], event["actor"]) == ("GameMoved", "tester")
    assert event["data"]["was"]["date"] == job.moved.game["date"]
    assert event["data"]["now"]["date"] == job.moved.to.isoformat()
    assert event["data"]["because"] == "shown by the demo"


def test_the_live_stream_tells_the_history_in_order_from_where_one_left(job: MainJob) -> None:
    sequence = job.published.sequence
    assert sequence is not None
    with closing(job.queries.stream(after=str(sequence - 3))) as stream:
        assert [next(stream).data["sequence"] for _ in range(3)] == [sequence - 2, sequence - 1, sequence]


def test_a_document_that_has_not_changed_is_not_sent_again(job: MainJob) -> None:
    first = httpx.get(f"{job.queries.address}{job.queries.path(f'seasons/{job.season}')}")
    again = httpx.get(str(first.request.url), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_replay_of_the_topic_equals_the_read_model(job: MainJob, system: RunningStack) -> None:
    result = CliRunner().invoke(app, ["replay", CONFERENCE, "--json"], env=dict(system.environment))
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["verified"]
    assert report["read_model"] == {"compared": True, "reason": None, "differences": []}
    assert report["state"]["seasons"][job.season]["games"] == 144


def test_a_replay_to_before_the_move_equals_the_read_as_of_then(job: MainJob, system: RunningStack) -> None:
    before = str((job.moved.sent.sequence or 0) - 1)
    result = CliRunner().invoke(app, ["replay", CONFERENCE, "--json", "--to", before], env=dict(system.environment))
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["sequence"], report["read_model"]["differences"]) == (int(before), [])
    assert report["read_model"]["compared"]
    assert report["state"]["seasons"][job.season]["revision"] == 0
