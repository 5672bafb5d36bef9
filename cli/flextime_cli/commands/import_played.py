"""`flextime import played`: seasons as they were played, from a CSV file, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flextime.league.big12 import CONFERENCE, CONFERENCE_NAME, SCHOOLS
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.seasons import ImportPlayedSeason
from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.commands import CommandApi, Sent, content_id
from flextime_cli.apis.queries import QueryApi
from flextime_cli.commands.common import DataOption, console, content_of, plain_words
from flextime_cli.errors import StackError
from flextime_cli.played.known import require_no_contradiction
from flextime_cli.played.model import PlayedFile, season_id, to_command
from flextime_cli.played.reading import read_played

PATIENCE_SECONDS = 30.0
MOST_SHOWN = 50  # wrong rows; with more, the file as a whole is of another kind
ACTOR = "import"


class NotRegistered(StackError):
    """The conference that the seasons belong to does not exist."""


def register(app: typer.Typer) -> None:
    """Hang `played` into `flextime import`."""
    app.command(name="played")(import_played)


def import_played(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns of the conference's own record.")],
    *,
    conference: Annotated[str, typer.Option("--conference")] = CONFERENCE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row, send nothing.")] = False,
    keep_good_seasons: Annotated[
        bool, typer.Option("--keep-good-seasons", help="Import the seasons in which every row is right.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Import played seasons. A file with a wrong row imports nothing, and ends with 1; every wrong row is told."""
    with plain_words():
        if dry_run:
            found = read_played(content_of(file), {school.code for school in SCHOOLS})
            chosen = tell_rows(found, keep_good_seasons=keep_good_seasons)
            console.print(f"Nothing was sent. {len(chosen)} of {len(found.seasons)} seasons could be imported.")
        else:
            settings = find_settings(data)
            with (
                QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries,
                CommandApi(
                    settings.command_api, conference, actor=ACTOR, patience_seconds=PATIENCE_SECONDS
                ) as commands,
            ):
                found = read_played(content_of(file), known_codes(queries))
                chosen = tell_rows(found, keep_good_seasons=keep_good_seasons)
                last = import_seasons(commands, queries, found, chosen)
                if last is not None:
                    _tell_seasons(queries, chosen, last)
    if found.wrong:
        raise typer.Exit(1)


def known_codes(queries: QueryApi) -> set[str]:
    """Return the codes that a team may have: the conference's schools, and those that we know to have been in it."""
    admitted = {school["id"] for school in queries.items("schools")} if queries.find() else set()
    return admitted | ({school.code for school in SCHOOLS} if queries.conference == CONFERENCE else set())


def tell_rows(found: PlayedFile, *, keep_good_seasons: bool) -> tuple[str, ...]:
    """Print the wrong rows and how many are right in each season; return the seasons to import."""
    for row in found.wrong[:MOST_SHOWN]:
        console.print(f"[red]line {row.line}[/red]: {escape(row.reason)}", soft_wrap=True)
    if len(found.wrong) > MOST_SHOWN:
        console.print(f"... and {len(found.wrong) - MOST_SHOWN} wrong lines more")
    for season in found.seasons:
        wrong = len(found.wrong_of(season))
        tail = f", [red]{wrong} wrong[/red]" if wrong else ""
        console.print(f"{season}: {len(found.right_of(season))} rows right{tail}")
    if not found.wrong:
        return found.seasons
    chosen = found.whole_seasons if keep_good_seasons else ()
    kept = f"only {', '.join(chosen)} is imported" if chosen else "nothing is imported"
    hint = "" if keep_good_seasons or not found.whole_seasons else " (--keep-good-seasons imports the seasons without)"
    console.print(f"{len(found.wrong)} of {len(found.right) + len(found.wrong)} rows are wrong: {kept}{hint}.")
    return chosen


def import_seasons(commands: CommandApi, queries: QueryApi, found: PlayedFile, chosen: Sequence[str]) -> Sent | None:
    """Send what is missing and the seasons, each one command; return the last outcome. Raises Problem, NotReached.

    A command's id is a digest of what it says, so that the same file sent again is the same commands again. Before
    anything is sent all seasons are compared with the record. Raises ContradictsRecord when one cannot come in.
    """
    if not chosen:
        return None
    seasons = [to_command(season, found.right_of(season)) for season in chosen]
    known = {command.season for command in seasons if _is_on_record(queries, command)}
    teams = {code for season in chosen for row in found.right_of(season) for code in (row.home, row.away)}
    last = _admit_missing(commands, queries, teams)
    for command in seasons:
        last = commands.decide(command, command_id=content_id(commands.conference, command))
        news = "are on record already" if command.season in known else "imported"
        console.print(f"{command.season}: {len(command.games)} games {news} ({last.position})")
    return last


def _is_on_record(queries: QueryApi, command: ImportPlayedSeason) -> bool:
    """Say whether a season is there with the same games. Raises ContradictsRecord when it is there otherwise."""
    season = queries.find(f"seasons/{command.season}")
    games = [] if season is None else list(queries.items(f"seasons/{command.season}/games"))
    require_no_contradiction(command, season, games)
    return season is not None


def _admit_missing(commands: CommandApi, queries: QueryApi, teams: Set[str]) -> Sent | None:
    """Register the Big 12 where it is not there yet, and let in the teams of the file that it lacks."""
    last = None
    if queries.find() is None:
        if commands.conference != CONFERENCE:
            raise NotRegistered(
                f"There is no conference {commands.conference}.",
                advice=f"flextime submit {commands.conference} RegisterConference --field name=...",
            )
        last = commands.decide(RegisterConference(name=CONFERENCE_NAME))
        admitted = set()
    else:
        admitted = {school["id"] for school in queries.items("schools")}
    for school in SCHOOLS:
        if school.code in teams - admitted:
            last = commands.decide(AdmitSchool(school=school))
            console.print(f"{school.name} admitted ({school.status} member)")
    return last


def _tell_seasons(queries: QueryApi, seasons: Sequence[str], last: Sent) -> None:
    table = Table("season", "games", "miles", "breaks", "longest away run", box=None, pad_edge=False)
    for season in seasons:
        identity = season_id(season)
        document = queries.get(f"seasons/{identity}", min_position=last.position)
        standings = list(queries.items(f"seasons/{identity}/standings", min_position=last.position))
        table.add_row(
            identity,
            str(document["games"]),
            f"{sum(row['miles'] for row in standings):,.0f}",
            str(sum(row["breaks"] for row in standings)),
            str(max(row["longest_away_run"] for row in standings)),
        )
    console.print(table)
    console.print(f"Try: flextime export {season_id(seasons[-1])} --format csv, or search for one of the games:")
    console.print(
        f"  {queries.address}{queries.path('search')}?q=kansas+at+tcu&season={season_id(seasons[0])}", soft_wrap=True
    )
