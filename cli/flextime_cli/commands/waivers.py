"""`flextime waivers`: asked for, granted, refused and withdrawn; what was answered before, and who gave way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flextime.league.ids import GameId, RuleId, SeasonId, WaiverId
from flextime.rules.waiving import day_of
from flextime.season.giving_way import who_gave_way
from flextime.season.state import Conference, RecordedWaiver
from flextime.season.waivers import AskWaiver, GrantWaiver, RefuseWaiver, WaiverCommand, WithdrawWaiver
from flextime_cli.auditing.present import conference_now, history_now
from flextime_cli.commands.common import ActorOption, ConferenceArgument, DataOption, FromFile, console, plain_words
from flextime_cli.commands.games import season_of_all
from flextime_cli.commands.sending import send_unless
from flextime_cli.errors import StackError
from flextime_cli.rendering.waivers import ledger_lines, usual_id, waiver_lines

HELP = "Let a hard rule go for some games and a time, and find what was let go before."
app = typer.Typer(help=HELP, no_args_is_help=True)

WaiverArgument = Annotated[str, typer.Argument(metavar="WAIVER", help="Its id, as `flextime waivers list` tells it.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; the precedent for whoever asks next.")]
SeasonOption = Annotated[str, typer.Option("--season", help="Only of one season.")]


class NoSeason(StackError):
    """A waiver that names neither games nor a season that is open."""


def register(parent: typer.Typer) -> None:
    """Hang `waivers` into the command line."""
    parent.add_typer(app, name="waivers")


@app.command(name="list")
def list_waivers(
    conference: ConferenceArgument,
    *,
    season: SeasonOption = "",
    rule: Annotated[str, typer.Option("--rule", help="Only of one rule.")] = "",
    status: Annotated[str, typer.Option("--status", help="asked, granted, refused or withdrawn.")] = "",
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell the waivers, in the order in which they were asked for."""

    def wanted(known: RecordedWaiver) -> bool:
        waiver = known.waiver
        return season in ("", waiver.season) and rule in ("", waiver.rule) and status in ("", known.status)

    _tell(conference, wanted, from_file, data)


@app.command(name="precedents")
def precedents(
    conference: ConferenceArgument,
    kind: Annotated[str, typer.Argument(help="The kind of the rule, as min-rest.")],
    *,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell what was granted and refused of a kind of rule, in all seasons."""
    _tell(
        conference,
        lambda known: known.waiver.kind == kind and known.status in ("granted", "refused"),
        from_file,
        data,
    )


@app.command(name="ledger")
def ledger(
    conference: ConferenceArgument,
    *,
    season: SeasonOption = "",
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell who gave way: for each school how many of its games were waived for others, and what it asked for."""
    with plain_words():
        state = conference_now(conference, data=data, from_file=from_file)
    for line in ledger_lines(who_gave_way(state, SeasonId(season) if season else None)):
        console.print(line, soft_wrap=True)


@app.command(name="ask")
def ask(
    conference: ConferenceArgument,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id.")],
    games: Annotated[list[str] | None, typer.Argument(metavar="GAME...", help="Ids, as mbb-2025-26.ku-at-tcu.")] = None,
    *,
    by: Annotated[str, typer.Option("--by", help="Who asks: a school's code, or an office.")],
    reason: ReasonOption,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Its last day; without it, the season's."),
    ] = None,
    season: Annotated[str, typer.Option("--season", help="Of a rule that is broken by no game in particular.")] = "",
    name: Annotated[str, typer.Option("--id", help="The waiver's id; made of rule and games without it.")] = "",
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Ask that a hard rule be let go for games; `flextime conflicts ways-out` tells where that opens a way."""
    with plain_words():
        known = history_now(conference, data=data, from_file=None).ledger
        named = tuple(map(GameId, games or ()))
        of = season_asked(known.state, named, season)
        command = AskWaiver(
            waiver=WaiverId(name) if name else usual_id(of, RuleId(rule), named),
            season=of,
            rule=RuleId(rule),
            games=named,
            until=until.date() if until else known.state.season(of).plan.last,
            asked_by=by,
            because=reason,
        )
        send_unless(known, [command], preview=False, actor=actor, data=data)
        console.print(f"Asked for as {command.waiver}.", markup=False)


@app.command(name="grant")
def grant(
    conference: ConferenceArgument,
    waiver: WaiverArgument,
    *,
    signed_by: Annotated[str, typer.Option("--signed-by", help="Who lets the rule go.")],
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Grant a waiver: from now on its rule does not stand in the way of its games."""
    _answer(conference, GrantWaiver(waiver=WaiverId(waiver), signed_by=signed_by, because=reason), actor, data)


@app.command(name="refuse")
def refuse(
    conference: ConferenceArgument,
    waiver: WaiverArgument,
    *,
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Refuse a waiver."""
    _answer(conference, RefuseWaiver(waiver=WaiverId(waiver), because=reason), actor, data)


@app.command(name="withdraw")
def withdraw(
    conference: ConferenceArgument,
    waiver: WaiverArgument,
    *,
    reason: ReasonOption,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Take a waiver back, granted or not yet answered; what was moved under it stays where it is."""
    _answer(conference, WithdrawWaiver(waiver=WaiverId(waiver), because=reason), actor, data)


def season_asked(state: Conference, games: Sequence[GameId], season: str) -> SeasonId:
    """Return the season of the games, or the one that is named without games. Raises NoSeason, BadGames."""
    if games:
        found = season_of_all(state, games)
        if season not in ("", found):
            raise NoSeason(f"These games are of {found}, not of {season}.")
        return found
    if SeasonId(season) not in state.seasons:
        raise NoSeason("Name games, or a season.", advice=f"There are {', '.join(sorted(state.seasons)) or 'none'}.")
    return SeasonId(season)


def _tell(conference: str, wanted: Callable[[RecordedWaiver], bool], from_file: Path | None, data: Path | None) -> None:
    with plain_words():
        known = history_now(conference, data=data, from_file=from_file).ledger
    found = [waiver for waiver in known.state.waivers.values() if wanted(waiver)]
    for line in waiver_lines(known, found, day_of(datetime.now(UTC))):
        console.print(line, soft_wrap=True)


def _answer(conference: str, command: WaiverCommand, actor: str, data: Path | None) -> None:
    with plain_words():
        known = history_now(conference, data=data, from_file=None).ledger
        send_unless(known, [command], preview=False, actor=actor, data=data)
