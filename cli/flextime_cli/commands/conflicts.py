"""`flextime conflicts`: what is wrong over all seasons and why, what a move would bring about, and ways out."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from flextime.conflicts.accepting import acceptance
from flextime.conflicts.board import Board
from flextime.conflicts.detector import Detector
from flextime.conflicts.errors import ConflictError
from flextime.conflicts.gathering import board_of, detector_of
from flextime.conflicts.mending import Mending, mend
from flextime.conflicts.model import Cause, Conflict, ConflictId, Place
from flextime.conflicts.preview import Move, preview
from flextime.conflicts.provenance import provenance
from flextime.conflicts.repair import Option, legal_slots, repairs, wider_ladder
from flextime.league.ids import GameId, SeasonId, VenueId
from flextime.rules.waiving import day_of
from flextime.season.conflicts import AcknowledgeConflict, OverrideConflict
from flextime.season.in_season import MakeUpGames
from flextime.season.schedules import MoveGames
from flextime.season.state import Conference
from flextime_cli.auditing.present import conference_now, history_now
from flextime_cli.commands.common import ActorOption, ConferenceArgument, DataOption, FromFile, console, plain_words
from flextime_cli.commands.sending import send_unless
from flextime_cli.errors import StackError
from flextime_cli.rendering.conflicts import conflict_lines, mending_lines, option_lines, preview_lines

app = typer.Typer(help="What is wrong with games as they stand, and ways out.", no_args_is_help=True)

GameArgument = Annotated[str, typer.Argument(help="A game's id: mbb-2025-26.ku-at-tcu.")]
ConflictArgument = Annotated[str, typer.Argument(help="A conflict's id, as `flextime conflicts list` tells it.")]


class NoAnswer(StackError):
    """What was asked about is not there, or cannot be meant."""


def register(parent: typer.Typer) -> None:
    """Hang `conflicts` into the command line."""
    parent.add_typer(app, name="conflicts")


@app.command(name="list")
def list_conflicts(
    conference: ConferenceArgument,
    *,
    season: Annotated[str, typer.Option("--season", help="Only those of one season's games.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Only those of one kind, as venue-overlap.")] = "",
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell everything that is wrong now, the most pressing first."""
    with plain_words():
        state = conference_now(conference, data=data, from_file=from_file)
        found = detector_of(state).conflicts()
    wanted = [one for one in found if kind in ("", one.kind) and season in ("", *one.seasons)]
    for line in conflict_lines(wanted, state.conflicts):
        console.print(line, soft_wrap=True)


@app.command(name="preview")
def preview_move(
    conference: ConferenceArgument,
    game: GameArgument,
    *,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="To this date.")] = None,
    tip_off: Annotated[datetime | None, typer.Option("--time", formats=["%H:%M"], help="To this tip-off.")] = None,
    venue: Annotated[str | None, typer.Option("--venue", help="To this venue.")] = None,
    swap_hosts: Annotated[bool, typer.Option("--swap-hosts", help="At home of the other team.")] = False,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell what a move would bring about. Nothing changes by asking."""
    with plain_words():
        state = conference_now(conference, data=data, from_file=from_file)
        move = Move(
            game=GameId(game),
            day=day.date() if day else None,
            tip_off=tip_off.time() if tip_off else None,
            venue=VenueId(venue) if venue else None,
            swap_hosts=swap_hosts,
        )
        try:
            found = preview(_board(state, detector_of(state), move.game), move)
        except ConflictError as error:
            raise NoAnswer(str(error)) from error
    for line in preview_lines(found):
        console.print(line, soft_wrap=True)


@app.command(name="ways-out")
def ways_out(
    conference: ConferenceArgument,
    about: Annotated[str, typer.Argument(metavar="CONFLICT|GAME", help="A conflict's id, or a game's.")],
    *,
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="How many.")] = 5,
    wide: Annotated[bool, typer.Option("--wide", help="Go on for some 15 s, for fewer games to move.")] = False,
    accept: Annotated[
        int | None, typer.Option("--accept", min=1, help="Take the one of this number: all or nothing.")
    ] = None,
    actor: ActorOption = "planner",
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell ways out of a conflict, or places for a game, the best first; with --accept, take one.

    A postponed game is looked at as if it still stood where it stood last.

    What was accepted is decided anew by the writer: where the season has moved on, or a hard rule would be broken, it
    is refused, and nothing moves.
    """
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        options = options_for(history.ledger.state, about, max(most, accept or 0), wide=wide)
        if accept is None:
            for line in option_lines(history.ledger, options):
                console.print(line, soft_wrap=True)
            return
        if accept > len(options):
            raise NoAnswer(f"There is no way out number {accept}: there are {len(options)}.")
        command = acceptance_of(history.ledger.state, options[accept - 1], f"way out of {about}")
        send_unless(history.ledger, [command], preview=from_file is not None, actor=actor, data=data)


@app.command(name="mend")
def mend_season(
    conference: ConferenceArgument,
    season: Annotated[str, typer.Argument(help="A season's id: mbb-2025-26.")],
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Send nothing.")] = False,
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Mend every critical and high conflict of a season that has a clean way out, few games moved, by one command.

    The writer decides anew: all of it, or nothing where the season has moved on.
    """
    with plain_words():
        ledger = history_now(conference, data=data, from_file=None).ledger
        if SeasonId(season) not in ledger.state.seasons:
            raise NoAnswer(f"There is no season {season}.", advice=f"There are: {', '.join(ledger.state.seasons)}.")
        done = _mended(ledger.state, SeasonId(season))
        for line in mending_lines(done):
            console.print(line, soft_wrap=True)
        command = acceptance(done.season, done.shifts, f"mends {len(done.mended)} conflicts")
        send_unless(ledger, [command] if command and done.shifts else [], preview=preview, actor=actor, data=data)


def _mended(state: Conference, season: SeasonId) -> Mending:
    done = Mending(season=season)
    with console.status("Looking ...") as status:
        for done in mend(state, season, _today()):
            status.update(f"{len(done.mended)} mended by {len(done.shifts)} moves, {len(done.left)} without a way out")
    return done


@app.command(name="why")
def why(
    conference: ConferenceArgument,
    about: Annotated[str, typer.Argument(metavar="CONFLICT|GAME", help="A conflict's id, or a game's.")],
    *,
    from_file: FromFile = None,
    data: DataOption = None,
) -> None:
    """Tell the events that made a conflict, or put a game where it stands: what, when, and by whom."""
    with plain_words():
        history = history_now(conference, data=data, from_file=from_file)
        state = history.ledger.state
        if state.season_of(GameId(about)) is not None:
            causes: tuple[Cause, ...] = (Cause("game", about),)
        else:
            conflict = _conflict(detector_of(state), about)
            causes = conflict.depends_on
            console.print(conflict.sentence, markup=False, soft_wrap=True)
        told = list(provenance(causes, history.events(), ConflictId(about)))
    for envelope, sentence in told:
        at = f"{envelope.time:%Y-%m-%d %H:%M} {envelope.conference}:{envelope.sequence}, {envelope.actor}: "
        console.print(f"{at}{sentence}", markup=False, soft_wrap=True)


@app.command(name="acknowledge")
def acknowledge(
    conference: ConferenceArgument,
    conflict: ConflictArgument,
    *,
    because: Annotated[str, typer.Option("--because", help="What is done about it.")] = "",
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Say that a conflict was seen, and that somebody looks after it."""
    _answer(conference, AcknowledgeConflict(conflict=ConflictId(conflict), because=because), actor, data)


@app.command(name="override")
def override(
    conference: ConferenceArgument,
    conflict: ConflictArgument,
    *,
    because: Annotated[str, typer.Option("--because", help="Why it may stand.")],
    actor: ActorOption = "planner",
    data: DataOption = None,
) -> None:
    """Let a conflict stand, for a reason that stays in the history."""
    _answer(conference, OverrideConflict(conflict=ConflictId(conflict), because=because), actor, data)


def _answer(conference: str, command: AcknowledgeConflict | OverrideConflict, actor: str, data: Path | None) -> None:
    with plain_words():
        ledger = history_now(conference, data=data, from_file=None).ledger
        send_unless(ledger, [command], preview=False, actor=actor, data=data)


def options_for(state: Conference, about: str, most: int, *, wide: bool = False) -> tuple[Option, ...]:
    """Return ways out of a conflict, or places for a game. Raises NoAnswer for what is unknown, or cancelled."""
    detector = detector_of(state)
    game = GameId(about)
    if (season := state.season_of(game)) is not None:
        if (stood := state.season(season).postponed.get(game)) is not None:
            detector.apply([Place(season=season, game=stood)])
        elif game in state.season(season).cancelled:
            raise NoAnswer(f"{game} is cancelled, and gets no place.")
        return legal_slots(board_of(detector, state, season, _today()), game, most)
    conflict = _conflict(detector, about)
    boards = {season: board_of(detector, state, season, _today()) for season in conflict.seasons}
    return _looked_wide(boards, conflict)[:most] if wide else repairs(boards, conflict, most)


def _looked_wide(boards: dict[SeasonId, Board], conflict: Conflict) -> tuple[Option, ...]:
    """Look in ever wider neighbourhoods, and say how far that has come; Ctrl-C ends with what there is by then."""
    options: tuple[Option, ...] = ()
    with console.status("Looking ...") as status, suppress(KeyboardInterrupt):
        for options in wider_ladder(boards, conflict):
            if clean := [option for option in options if option.clean]:
                status.update(f"Looking on; the best moves {len(clean[0].shifts)} games ...")
    return options


def acceptance_of(state: Conference, option: Option, because: str) -> MoveGames | MakeUpGames:
    """Return the command that takes a way out. Raises NoAnswer for one that no command can say."""
    if (command := acceptance(option.season, option.shifts, because)) is None:
        raise NoAnswer("It swaps hosts, and a game keeps its host for good.", advice="Take another one.")
    if command.moves[0].game in state.season(option.season).postponed:  # its places are sought for a game alone
        return MakeUpGames(season=command.season, places=command.moves, because=because)
    return command


def _board(state: Conference, detector: Detector, game: GameId) -> Board:
    if (season := state.season_of(game)) is None:
        raise NoAnswer(f"There is no game {game}.", advice="`flextime conflicts list` and the schedules name games.")
    if game in state.season(season).off:
        raise NoAnswer(
            f"{game} has no place now.", advice="`flextime conflicts ways-out` finds one for a postponed game."
        )
    return board_of(detector, state, season, _today())


def _today() -> date:
    return day_of(datetime.now(UTC))


def _conflict(detector: Detector, about: str) -> Conflict:
    try:
        return detector.conflict(ConflictId(about))
    except ConflictError as error:
        raise NoAnswer(str(error), advice="`flextime conflicts list` tells those that are open.") from error
