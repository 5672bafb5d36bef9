"""Conflicts on a running stack: `python -m benchmarks.conflicts_live --data FOLDER [--conference big12]`.

Without a conference, one is founded with 5,760 drawn games of twelve sports; with one, its adopted seasons are
disrupted as they stand (`flextime demo --all-sports` makes twelve). Fifty closures, each taken back: milliseconds from
the command to the conflict and to the first way out in the query API. Then, in the founded one, a thousand moves, paced
over a minute, and how far the service is behind at the end of it.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks.conflicts import TIP_OFFS, season_plan
from flextime.conflicts.numbers import SPORTS
from flextime.league.ids import CandidateId, GameId, RunId, SeasonId, VenueId, game_id
from flextime.league.model import DateSpan, ScheduledGame, SeasonPlan, Sport
from flextime.season.runs import FailRun, ProposeCandidate, RequestSchedule
from flextime.season.schedules import AdoptCandidate, MoveGame
from flextime.season.seasons import OpenSeason
from flextime.season.venues import CloseVenue, RegisterVenue, ReopenVenue
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
YEARS = (2025, 2026)
GAMES_PER_TEAM = 30  # with sixteen teams, twelve sports and two years 5,760 games
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
    """Found a conference whose seasons are drawn: no rules, so that nothing is refused."""
    for command in membership():
        if isinstance(command, RegisterVenue):  # every sport everywhere: what is measured is how many games there are
            command = RegisterVenue(venue=replace(command.venue, sports=SPORTS))  # noqa: PLW2901
        commands.decide(command)
    for year in YEARS:
        for sport in SPORTS:
            plan = _plan(sport, year)
            commands.decide(OpenSeason(plan=plan))
            _adopt(settings, commands, plan, tuple(_games(plan, chance)))


def _plan(sport: Sport, year: int) -> SeasonPlan:
    """Return a double round robin, a round a week, of a year."""
    drawn = season_plan(sport)
    shift = timedelta(days=7 * 52 * (year - YEARS[0]))
    windows = tuple(
        replace(window, dates=tuple(day + shift for day in window.dates)) for window in drawn.windows[:GAMES_PER_TEAM]
    )
    return replace(
        drawn,
        id=SeasonId(f"{drawn.id}-{year}"),
        year=f"{year}-{(year + 1) % 100}",
        first=windows[0].dates[0],
        last=windows[-1].dates[-1] + timedelta(days=6),
        games_per_team=GAMES_PER_TEAM,
        windows=windows,
    )


def _games(plan: SeasonPlan, chance: random.Random) -> Iterator[ScheduledGame]:
    """Yield rounds by the circle method, tip-offs drawn; the second half with the hosts of the first swapped."""
    homes = {home.team: home.venue for home in plan.home_venues}
    ring = list(plan.teams)
    for window in plan.windows:
        for place in range(len(ring) // 2):
            pair = ring[place], ring[-1 - place]
            home, away = pair if window.number < GAMES_PER_TEAM // 2 else pair[::-1]
            yield ScheduledGame(
                game=game_id(plan.id, away, home),
                home=home,
                away=away,
                venue=homes[home],
                date=chance.choice(window.dates),
                tip_off=chance.choice(TIP_OFFS),
                window=window.number,
            )
        ring = [ring[0], ring[-1], *ring[1:-1]]


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
    decided, seen, offered, best, moved = [], [], [], [], []
    found = clean = 0
    began = time.perf_counter()
    queries.get(f"games/{games[0]['id']}/preview", tip_off="12:34")
    print(f"the first question, which folds the log: {1e3 * (time.perf_counter() - began):,.0f} ms")
    for game in chance.sample(list(games), DISRUPTIONS):
        first = date.fromisoformat(game["date"])
        span = DateSpan(first=first, last=first + timedelta(days=chance.randrange(3)))
        began = time.perf_counter()
        commands.decide(CloseVenue(venue=VenueId(game["venue"]["id"]), span=span, reason=f"measured {uuid4().hex}"))
        decided.append(time.perf_counter() - began)
        while not (conflict := _closure(queries, game, span)):
            pass
        seen.append(time.perf_counter() - began)
        queries.get(f"conflicts/{conflict['id']}/ways-out", rungs=1)
        offered.append(time.perf_counter() - began)
        options = queries.get(f"conflicts/{conflict['id']}/ways-out")["options"]
        best.append(time.perf_counter() - began)
        found += bool(options)
        clean += any(option["clean"] for option in options)
        moved += [len(option["preview"]["moves"]) for option in options[:1]]
        commands.decide(ReopenVenue(venue=VenueId(game["venue"]["id"]), span=span))
        while _closure(queries, game, span):
            pass
    _print("closure decided", decided)
    _print("conflict in the query API", seen)
    _print("first way out in the query API", offered)
    _print("best way out, of all rungs", best)
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
