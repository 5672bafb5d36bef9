"""Conflicts on a running stack: `python -m benchmarks.conflicts_live --data FOLDER [--conference big12]`.

Without a conference, one is founded with 4,992 drawn games of twelve sports; with one, its adopted seasons are
disrupted as they stand (`flextime demo --all-sports` makes twelve). Fifty closures, each taken back: milliseconds from
the command to the conflict and to the first way out in the query API. Then, in the founded one, a thousand moves, paced
over a minute, and how far the service is behind at the end of it.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks.conflicts import TIP_OFFS, drawn_season, season_plan
from flextime.conflicts.numbers import SPORTS
from flextime.league.ids import CandidateId, GameId, RunId, SeasonId, VenueId
from flextime.league.model import DateSpan, ScheduledGame, SeasonPlan
from flextime.season.runs import FailRun, ProposeCandidate, RequestSchedule
from flextime.season.schedules import AdoptCandidate, MoveGame
from flextime.season.seasons import OpenSeason
from flextime.season.venues import CloseVenue, ReopenVenue
from flextime.solve.problem import Budget, Score
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import JsonObject
from flextime_cli.apis.queries import QueryApi
from flextime_cli.demo.conference import membership
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_schemas.plain import to_json
from flextime_schemas.settings import Settings
from tests.together import decide_together

PATIENCE_SECONDS = 120.0
DISRUPTIONS = 50
MOVES, MOVING_SECONDS = 1_000, 60.0
NOTHING = Score(price=0.0, miles=0.0, soft=(), teams=())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--conference", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    stack = RunningStack.of(DataFolder(root=given.data.resolve()))
    settings, chance = Settings.from_environment(stack.environment), random.Random(given.seed)
    conference = given.conference or f"bench-{uuid4().hex[:8]}"
    with (
        CommandApi(settings.command_api, conference, actor="bench", patience_seconds=PATIENCE_SECONDS) as commands,
        QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
    ):
        if not given.conference:
            _found(settings, commands, chance)
        _settle(queries)
        games = [game for game in queries.items("games") if not game["played"]]
        open_now = sum(1 for _ in queries.items("conflicts"))
        print(f"{len(games):,} games, {open_now:,} conflicts, {queries.sequence():,} events")
        _disruptions(commands, queries, games, chance)
        if not given.conference:
            _moves(commands, queries, games, chance)


def _found(settings: Settings, commands: CommandApi, chance: random.Random) -> None:
    """Found a conference whose twelve seasons are drawn: no rules, so that nothing is refused."""
    for command in membership():
        commands.decide(command)
    for sport in SPORTS:
        plan = season_plan(sport)
        games = tuple(place.game for place in drawn_season(plan, chance))
        commands.decide(OpenSeason(plan=plan))
        _adopt(settings, commands, plan, games)


def _adopt(settings: Settings, commands: CommandApi, plan: SeasonPlan, games: Sequence[ScheduledGame]) -> None:
    run = RunId(f"{plan.id}.run")
    brief = Budget(evaluations=1, anneals=1, seconds=0.01)
    decide_together(
        settings,
        commands,
        [
            RequestSchedule(run=run, season=plan.id, members=2, budget=brief, adopt_best=False),
            FailRun(run=run, member=0, reason="left to the other member"),
            ProposeCandidate(run=run, member=1, seed=1, evaluations=1, games=tuple(games), score=NOTHING),
            AdoptCandidate(candidate=CandidateId(f"{run}.1")),
        ],
    )


def _settle(queries: QueryApi) -> float:
    """Wait until nothing more is recorded, and return when the last was seen."""
    last, seen = queries.sequence(), time.monotonic()
    while time.monotonic() - seen < 3.0:
        time.sleep(0.05)
        if (now := queries.sequence()) != last:
            last, seen = now, time.monotonic()
    return seen


def _disruptions(commands: CommandApi, queries: QueryApi, games: Sequence[JsonObject], chance: random.Random) -> None:
    decided, seen, offered, found, clean, moved = [], [], [], 0, 0, []
    for game in chance.sample(list(games), DISRUPTIONS):
        first = date.fromisoformat(game["date"])
        span = DateSpan(first=first, last=first + timedelta(days=chance.randrange(3)))
        began = time.perf_counter()
        commands.decide(CloseVenue(venue=VenueId(game["venue"]["id"]), span=span, reason=f"measured {uuid4().hex}"))
        decided.append(time.perf_counter() - began)
        while not (conflict := _closure(queries, game, span)):
            pass
        seen.append(time.perf_counter() - began)
        options = queries.get(f"conflicts/{conflict['id']}/ways-out")["options"]
        offered.append(time.perf_counter() - began)
        found += bool(options)
        clean += any(option["clean"] for option in options)
        moved += [len(option["preview"]["moves"]) for option in options[:1]]
        commands.decide(ReopenVenue(venue=VenueId(game["venue"]["id"]), span=span))
        while _closure(queries, game, span):
            pass
    _print("closure decided", decided)
    _print("conflict in the query API", seen)
    _print("first way out in the query API", offered)
    print(f"ways out: {found} of {DISRUPTIONS}, {clean} clean; games moved, median: {statistics.median(moved):g}")


def _closure(queries: QueryApi, game: JsonObject, span: DateSpan) -> JsonObject | None:
    page = queries.get("conflicts", game=game["id"], kind="closure")["items"]
    return next((one for one in page if one["id"].endswith(f"{span.first}..{span.last}")), None)


def _moves(commands: CommandApi, queries: QueryApi, games: Sequence[JsonObject], chance: random.Random) -> None:
    """Move games to other tip-offs, so many a minute, and tell how long after the last the last conflict came."""
    before, began = queries.sequence(), time.monotonic()
    for number, command in enumerate(_moves_of(games, chance)):
        commands.send("MoveGame", to_json(command), wait_seconds=0)
        time.sleep(max(0.0, began + (number + 1) * MOVING_SECONDS / MOVES - time.monotonic()))
    sent = time.monotonic()
    behind = _settle(queries) - sent
    told = queries.sequence() - before
    print(f"{MOVES:,} moves in {sent - began:.0f} s: {told:,} events; the last seen {behind:.2f} s after the last move")


def _moves_of(games: Sequence[JsonObject], chance: random.Random) -> Iterator[MoveGame]:
    for _ in range(MOVES):
        game = chance.choice(games)
        yield MoveGame(
            season=SeasonId(game["season"]),
            game=GameId(game["id"]),
            date=date.fromisoformat(game["date"]),
            tip_off=chance.choice(TIP_OFFS),
        )


def _print(what: str, seconds: Sequence[float]) -> None:
    cuts = statistics.quantiles([1e3 * one for one in seconds], n=100, method="inclusive")
    print(f"{what:<32} p50 {cuts[49]:>6,.0f} ms, p99 {cuts[98]:>6,.0f} ms ({len(seconds)})")


if __name__ == "__main__":
    main()
