"""`flextime demo`: the whole main job on a real season, from nothing to a published schedule."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track

from flextime.league.big12 import CONFERENCE
from flextime.league.big12_seasons import every_season
from flextime.league.ids import SeasonId
from flextime.league.model import SeasonPlan
from flextime.rules.model import Rule
from flextime.season.decide import Command
from flextime.season.schedules import PublishSchedule
from flextime.solve.problem import Budget
from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.commands import CommandApi
from flextime_cli.apis.problems import JsonObject, evidence_lines
from flextime_cli.apis.queries import QueryApi
from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.commands.export import Format, schedule_file, write_file
from flextime_cli.commands.up import bring_up
from flextime_cli.commands.watch import follow_run
from flextime_cli.demo.buildings import shared_buildings, uses_of
from flextime_cli.demo.closing import best_that_can_be_taken, close_a_building, take
from flextime_cli.demo.conference import membership, season_and_rules, season_of
from flextime_cli.demo.farewell import addresses, suggestions
from flextime_cli.demo.moves import move_one, refused_move, sentence
from flextime_cli.demo.solving import await_adoption, open_run, request_run, require_solved
from flextime_cli.rendering.buildings import buildings_table, clash_line
from flextime_cli.rendering.closing import closing_lines, story_lines
from flextime_cli.rendering.figures import figures_line, standings_table
from flextime_cli.rendering.grid import season_grid
from flextime_cli.stack.folder import DataFolder, find_data_folder
from flextime_schemas.settings import Settings

# Servers and services may still be catching up when the first question comes; a broker that was killed is back in 4 s.
PATIENCE_SECONDS = 60.0
# Only a cap: counts of evaluations end the solve, after a minute or two on two idle cores. The issue allows five.
SECONDS = Budget().seconds
# Of a season among twelve: what 40 million are to the 144 games of basketball, roughly.
EVALUATIONS_PER_GAME = 250_000
SPORTS = [plan.sport for plan, _ in every_season()]
Planned = tuple[SeasonPlan, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of the solver for each season."""

    seconds: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The two APIs, the season's id, and where files go."""

    commands: CommandApi
    queries: QueryApi
    season: str
    folder: DataFolder
    settings: Settings

    @property
    def page(self) -> Path:
        return self.folder.root / f"{self.season}.html"


def register(app: typer.Typer) -> None:
    """Hang `demo` into the command line."""
    app.command(name="demo")(demo)


def demo(
    sport: Annotated[str, typer.Option("--sport", help=f"{', '.join(SPORTS)}.")] = "MBB",
    games: Annotated[int | None, typer.Option("--games", help="Conference games of each team: MBB 18 or 20.")] = None,
    *,
    all_sports: Annotated[bool, typer.Option("--all-sports", help="All twelve, in buildings that they share.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", help="How long the solver may look, a season.")] = SECONDS,
    seed: Annotated[int, typer.Option("--seed", help="Another seed is another season.")] = 0,
    data: DataOption = None,
) -> None:
    """Make a Big 12 season, men's basketball unless said, start to finish; a second run finds it there. All runs on."""
    began = time.monotonic()
    with plain_words():
        planned = every_season() if all_sports else (season_of(sport.upper(), games),)
        folder = find_data_folder(data)
        bring_up(folder)
        settings = find_settings(folder.root)
        with (
            CommandApi(settings.command_api, CONFERENCE, actor="demo", patience_seconds=PATIENCE_SECONDS) as commands,
            QueryApi(settings.query_api, CONFERENCE, patience_seconds=PATIENCE_SECONDS) as queries,
        ):
            ask = Ask(seconds=seconds, seed=seed)
            made = [
                Demo(commands=commands, queries=queries, season=plan.id, folder=folder, settings=settings)
                for plan, _ in planned
            ]
            if all_sports:
                _all_sports(made, planned, ask)
            else:
                _one_sport(made[0], *planned[0], ask)
            _farewell(made[-1], "" if data is None else f" --data {data}")
    console.print(f"Done in {time.monotonic() - began:.0f} s. Everything is left running.")


def _one_sport(demo: Demo, plan: SeasonPlan, rules: Sequence[Rule], ask: Ask) -> None:
    _heading("The conference, its season and the season's rules")
    position = _set_up(demo, [*membership(), *season_and_rules(plan, rules)])
    _heading("The schedule")
    _schedule(demo, position, Budget(seconds=ask.seconds), ask.seed)
    position = _move_and_publish(demo)
    _show(demo, _close_and_mend(demo, position) or position)


def _all_sports(demos: Sequence[Demo], planned: Sequence[Planned], ask: Ask) -> None:
    """Make the seasons one after the other, each around the games that are adopted; show who shares what."""
    for number, (made, (plan, rules)) in enumerate(zip(demos, planned, strict=True), start=1):
        _heading(f"{number} of {len(planned)}: {plan.name}")
        position = _set_up(made, [*(membership() if number == 1 else ()), *season_and_rules(plan, rules)])
        games = len(plan.teams) * plan.games_per_team // 2
        _schedule(made, position, Budget(evaluations=games * EVALUATIONS_PER_GAME, seconds=ask.seconds), ask.seed)
        if (position := _publish(made, made.queries.get(f"seasons/{made.season}"))) is not None:
            write_file(made.page, schedule_file(made.queries, made.season, Format.HTML, position))
    _heading("Shared buildings")
    uses = [use for made, (plan, _) in zip(demos, planned, strict=True) for use in uses_of(made.queries, plan)]
    console.print(buildings_table(shared_buildings(uses)))
    console.print(clash_line(uses))


def _set_up(demo: Demo, commands: Sequence[Command]) -> str | None:
    """Send what the conference and the season need, unless all of it is there; return the position behind it."""
    found = demo.queries.find(f"seasons/{demo.season}")
    if found is not None and found["games"]:
        console.print(f"  {found['name']} is there already, with {found['games']} games.")
        return None
    sent = [demo.commands.decide(command) for command in _tracked(commands)]
    events = sum(len(each.events) for each in sent)
    console.print(f"  {len(commands)} commands, {events} events; now at {sent[-1].position}")
    return sent[-1].position


def _schedule(demo: Demo, position: str | None, budget: Budget, seed: int) -> None:
    """Have the season solved, unless it has a schedule; shows the best value so far while it goes on."""
    season = demo.queries.get(f"seasons/{demo.season}", min_position=position)
    if season["games"]:
        console.print(f"  {season['adopted']} is adopted already.")
        return
    if (running := open_run(demo.queries, demo.season)) is not None:
        run = running["id"]
        console.print(f"  {run} is being solved already.")
    else:
        run, position = request_run(demo.commands, demo.queries, demo.season, budget=budget, seed=seed)
        console.print(f"  {run} requested: the solver looks for up to {budget.seconds:.0f} s.")
        demo.queries.get(f"runs/{run}", min_position=position)
    require_solved(follow_run(demo.queries, run))
    season = await_adoption(demo.queries, demo.season)
    console.print(f"  {season['adopted']} adopted: {season['games']} games, {season['miles']:,.0f} miles.")


def _move_and_publish(demo: Demo) -> str | None:
    """Move a game, have a move refused, publish; of a published season only the refusal is shown again."""
    _heading("A game moved, a move refused, and the publication")
    season, games = _season_and_games(demo)
    if season["revision"] == 0:
        moved = move_one(demo.commands, season, games)
        if moved is not None:
            was = sentence(moved.game, date.fromisoformat(moved.game["date"]))
            console.print(f"  Moved: {was} -> {moved.to:%A} {moved.to} ({moved.sent.position})", soft_wrap=True)
        else:
            console.print("  No game can move to another day of its window: none has one, or the rules forbid it.")
    _show_refusal(demo, season, games)
    return _publish(demo, season)


def _close_and_mend(demo: Demo, position: str | None) -> str | None:
    """Close a building after the first publication, take the best way out, publish; return the position behind it."""
    _heading("A building closes, and the way out")
    season, games = _season_and_games(demo, position)
    if season["revision"] != 1:
        console.print("  That was shown before; what is wrong now: `flextime conflicts list`.")
        return None
    if (closed := close_a_building(demo.commands, demo.queries, games)) is None:
        console.print("  Every game is pinned: none could be moved.")
        return None
    for line in closing_lines(closed):
        console.print(f"  {line}", soft_wrap=True)
    if (option := best_that_can_be_taken(closed)) is None:
        console.print("  No way out keeps every rule: this is for people to settle.")
        return None
    taken = take(demo.commands, option)
    console.print(f"  Taken ({taken.position}); why the game stands where it does:")
    for line in story_lines(demo.queries.get(f"games/{closed.game['id']}/story", min_position=taken.position)):
        console.print(f"    {line}", soft_wrap=True)
    return _publish(demo, demo.queries.get(f"seasons/{demo.season}", min_position=taken.position))


def _publish(demo: Demo, season: JsonObject) -> str | None:
    """Publish the draft, unless it is published as it stands; return the position behind it."""
    if season["revision"] and not season["unpublished_changes"]:
        console.print(f"  Published already, as revision {season['revision']}.")
        return None
    sent = demo.commands.decide(PublishSchedule(season=SeasonId(demo.season)))
    console.print(f"  Published ({sent.position})")
    return sent.position


def _show_refusal(demo: Demo, season: JsonObject, games: list[JsonObject]) -> None:
    rule = demo.queries.find(f"seasons/{demo.season}/rules/byu-no-sunday")
    if rule is None or not rule["in_force"]:
        return
    if (refused := refused_move(demo.commands, season, games)) is not None:
        game, day, problem = refused
        console.print(f"  [red]Refused[/red]: {sentence(game, day)}: {escape(str(problem))}", soft_wrap=True)
        for line in evidence_lines(problem.document):
            console.print(f"  {escape(line)}", soft_wrap=True)


def _show(demo: Demo, position: str | None) -> None:
    season, games = _season_and_games(demo, position)
    standings = list(demo.queries.items(f"seasons/{demo.season}/standings", min_position=position))
    _heading(season["name"])
    for block in season_grid(season, games, console.width):
        console.print(block)
    console.print(standings_table(standings))
    console.print(figures_line(standings))
    write_file(demo.page, schedule_file(demo.queries, demo.season, Format.HTML, position))


def _farewell(demo: Demo, data_option: str) -> None:
    _heading("Where it is")
    for name, address in addresses(demo.settings, demo.queries, demo.season, demo.page):
        console.print(f"  {name:<34}{address}", soft_wrap=True)
    _heading("What to try next")
    for name, command in suggestions(demo.queries, demo.season, _last_move(demo), data_option):
        console.print(f"  {name:<34}{escape(command)}", soft_wrap=True)


def _last_move(demo: Demo) -> JsonObject | None:
    """Return the last move of the season's history, with the home team; None when no game was ever moved."""
    stream = f"season/{demo.season}"
    moves = list(demo.queries.items("events", stream=stream, type="flextime.events.GameMoved"))
    return moves[-1] | {"team": moves[-1]["data"]["now"]["home"]} if moves else None


def _season_and_games(demo: Demo, position: str | None = None) -> tuple[JsonObject, list[JsonObject]]:
    season = demo.queries.get(f"seasons/{demo.season}", min_position=position)
    return season, list(demo.queries.items(f"seasons/{demo.season}/games", min_position=position))


def _tracked(commands: Sequence[Command]) -> Iterable[Command]:
    return track(commands, description="  Commands", console=console, transient=True)


def _heading(text: str) -> None:
    console.print(f"\n[bold]{escape(text)}[/bold]")
