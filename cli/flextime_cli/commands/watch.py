"""`flextime watch`: a conference's events as they happen, and a run's progress until it is over."""

from __future__ import annotations

import threading
import time
from typing import Annotated

import typer
from rich.live import Live
from rich.markup import escape

from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.problems import JsonObject, NotReached
from flextime_cli.apis.queries import QueryApi
from flextime_cli.commands.common import DataOption, console, plain_words
from flextime_cli.rendering.events import event_line
from flextime_cli.rendering.run import best_of, ending_line, run_line
from flextime_schemas.settings import Settings

# A solve reports about once a second; asking twice as often shows each report soon.
ASK_SECONDS = 0.5
# A conference that was never heard of is a mistake; a server that is away for less than this is not.
PATIENCE_SECONDS = 30.0


def register(app: typer.Typer) -> None:
    """Hang `watch` into the command line."""
    app.command(name="watch")(watch)


def watch(
    conference: Annotated[str, typer.Argument(help="For example big12.")],
    run: Annotated[str | None, typer.Option("--run", help="Follow this run and end with it.")] = None,
    since: Annotated[int | None, typer.Option("--since", help="Begin behind this sequence; else with now.")] = None,
    data: DataOption = None,
) -> None:
    """Follow a conference's events; Ctrl-C ends it. With --run, ends 0 when the run has a schedule, else 1."""
    with plain_words():
        settings = find_settings(data)
        with QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as api:
            after = str(api.sequence() if since is None else since)
            if run is not None:
                api.get(f"runs/{run}")  # one that nobody requested is a mistake, told before anything is followed
        try:
            if run is None:
                follow_events(settings, conference, after=after)
                return
            ended = _follow_run_and_events(settings, conference, run, after=after)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None
    if ended["status"] != "solved":
        raise typer.Exit(1)


def follow_events(settings: Settings, conference: str, *, after: str) -> None:
    """Print events for ever, over the stream's interruptions. Raises NotReached when the API stays away."""
    reached = time.monotonic()
    while True:
        try:
            with QueryApi(settings.query_api, conference) as api:
                for event in api.stream(after):
                    after, reached = event.id or after, time.monotonic()
                    console.print(escape(event_line(event.data)), soft_wrap=True)
        except NotReached as away:
            if time.monotonic() - reached > PATIENCE_SECONDS:
                raise
            time.sleep(away.retry_after)


def follow_run(api: QueryApi, run: str) -> JsonObject:
    """Show a run's progress on one line until it is over; returns its last document. Raises Problem, NotReached.

    Where no one-line display can be, in a file or a pipe, each better value is a line of its own.
    """
    best: float | None = None
    with Live("", console=console, auto_refresh=False, transient=True) as live:
        while (document := api.get(f"runs/{run}"))["status"] == "requested":
            if console.is_terminal:
                live.update(escape(run_line(document)), refresh=True)
            elif (now := best_of(document)) != best:
                best = now
                console.print(escape(run_line(document)), soft_wrap=True)
            time.sleep(ASK_SECONDS)
    console.print(escape(ending_line(document)), soft_wrap=True)
    return document


def _follow_run_and_events(settings: Settings, conference: str, run: str, *, after: str) -> JsonObject:
    """Events come from a thread of their own, which ends with the process: the stream itself never does."""
    events = threading.Thread(target=_events_aside, args=(settings, conference, after), daemon=True)
    events.start()
    with QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as api:
        return follow_run(api, run)


def _events_aside(settings: Settings, conference: str, after: str) -> None:
    try:
        follow_events(settings, conference, after=after)
    except NotReached as away:
        console.print(escape(f"Events are no longer shown: {away}"), soft_wrap=True)
