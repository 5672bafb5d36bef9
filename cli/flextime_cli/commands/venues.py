"""`flextime venues`: buildings closed and opened for days, one by one or a whole region at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from flextime.league.distance import great_circle_miles
from flextime.league.ids import SchoolCode
from flextime.league.model import DateSpan, Venue, days_from
from flextime.season.state import Conference
from flextime.season.venues import CloseVenue, ReopenVenue
from flextime_cli.auditing.present import history_now
from flextime_cli.commands.common import ActorOption, ConferenceArgument, DataOption, console, plain_words
from flextime_cli.commands.sending import send_unless
from flextime_cli.errors import StackError

app = typer.Typer(help="Close buildings for days, and open them again.", no_args_is_help=True)

VenuesArgument = Annotated[list[str] | None, typer.Argument(metavar="[VENUE...]", help="Ids of buildings.")]
States = Annotated[list[str] | None, typer.Option("--state", help="All in this state, as KS; may be said again.")]
Near = Annotated[str, typer.Option("--near", help="All of the schools around this one, as KU.")]
Miles = Annotated[float, typer.Option("--miles", min=1, help="With --near: how far, in miles.")]
First = Annotated[datetime, typer.Option("--first", formats=["%Y-%m-%d"], help="From this day on.")]
Last = Annotated[datetime | None, typer.Option("--last", formats=["%Y-%m-%d"], help="To this day; one day without.")]
Preview = Annotated[bool, typer.Option("--preview", help="Send nothing; tell which buildings, and which games.")]


class NoVenues(StackError):
    """No building, or one that is not known."""


def register(parent: typer.Typer) -> None:
    """Hang `venues` into the command line."""
    parent.add_typer(app, name="venues")


@app.command(name="close")
def close(
    conference: ConferenceArgument,
    venues: VenuesArgument = None,
    *,
    first: First,
    last: Last = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; stands in the history and in every conflict.")],
    state: States = None,
    near: Near = "",
    miles: Miles = 100.0,
    preview: Preview = False,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Close buildings for days: named ones, all of a state, or all around a school, as when a storm comes."""
    with plain_words():
        ledger = history_now(conference, data=data, from_file=None).ledger
        chosen = _chosen(ledger.state, venues or (), state or (), near, miles)
        span = _span(first, last)
        _tell(ledger.state, chosen, span)
        commands = [CloseVenue(venue=venue.id, span=span, reason=reason) for venue in chosen]
        send_unless(ledger, commands, preview=preview, actor=actor, data=data)


@app.command(name="reopen")
def reopen(
    conference: ConferenceArgument,
    venues: VenuesArgument = None,
    *,
    first: First,
    last: Last = None,
    reason: Annotated[str, typer.Option("--reason", help="The reason that it was closed for.")],
    state: States = None,
    near: Near = "",
    miles: Miles = 100.0,
    preview: Preview = False,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Take a closure back, in the buildings that have it for this reason."""
    with plain_words():
        ledger = history_now(conference, data=data, from_file=None).ledger
        span = _span(first, last)
        shut = {one.venue for one in ledger.state.closures if one.span == span and one.reason == reason}
        chosen = [one for one in _chosen(ledger.state, venues or (), state or (), near, miles) if one.id in shut]
        commands = [ReopenVenue(venue=venue.id, span=span) for venue in chosen]
        send_unless(ledger, commands, preview=preview, actor=actor, data=data)


def _span(first: datetime, last: datetime | None) -> DateSpan:
    if last is not None and last < first:
        raise NoVenues(f"{last:%Y-%m-%d} lies before {first:%Y-%m-%d}.", advice="Give --first and --last in order.")
    return DateSpan(first=first.date(), last=(last or first).date())


def _chosen(state: Conference, named: Sequence[str], states: Sequence[str], near: str, miles: float) -> Sequence[Venue]:
    """Return the buildings that are meant, in order of their ids. Raises NoVenues."""
    if unknown := [venue for venue in named if venue not in state.venues]:
        raise NoVenues(f"There is no venue {unknown[0]}.", advice="The query API's /venues names them.")
    if strange := sorted(set(states) - {school.state for school in state.schools.values()}):
        raise NoVenues(f"No school is in {strange[0]}.", advice="States are written KS, OK, TX.")
    schools = {code for code, school in state.schools.items() if school.state in states}
    if near:
        if (centre := state.schools.get(SchoolCode(near))) is None:
            raise NoVenues(f"There is no school {near}.", advice=f"There are: {', '.join(sorted(state.schools))}.")
        schools |= {code for code, one in state.schools.items() if great_circle_miles(centre, one) <= miles}
    found = [venue for key, venue in sorted(state.venues.items()) if key in named or venue.school in schools]
    if not found:
        raise NoVenues("No building is meant.", advice="Name some, or give --state or --near.")
    return found


def _tell(state: Conference, venues: Sequence[Venue], span: DateSpan) -> None:
    """Say which buildings are meant, and which games are to be played there on these days."""
    shut = {venue.id for venue in venues}
    console.print(f"{len(venues)} buildings: {', '.join(sorted(shut))}", markup=False, soft_wrap=True)
    hit = sorted(
        (game.date, game.game)
        for season in state.seasons.values()
        for game in season.games.values()
        if game.venue in shut and any(day in span for day in days_from(game.date, season.plan.days_per_game))
    )
    for day, game in hit:
        console.print(f"  {day} {game}", markup=False, soft_wrap=True)
    console.print(f"{len(hit)} games are to be played there.")
