"""Previews of moves and ways out of conflicts: the domain's own, on a detector that follows the folds."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

import orjson

from flextime.conflicts.accepting import acceptance
from flextime.conflicts.detector import Detector
from flextime.conflicts.gathering import board_of, detector_of, edits_between
from flextime.conflicts.model import Conflict, ConflictId
from flextime.conflicts.preview import Move, Preview, RestChange, Shift, preview
from flextime.conflicts.repair import Option, ladder, wider_ladder
from flextime.league.ids import ConferenceId, SeasonId
from flextime.league.model import ScheduledGame
from flextime.rules.model import Violation
from flextime.season.state import Conference
from flextime.season.streams import season_stream
from flextime_schemas.conflict_documents import (
    BrokenRuleDocument,
    ConflictBrief,
    MoveDocument,
    PlaceDocument,
    PreviewDocument,
    RestDocument,
    WayOutDocument,
    WaysOutDocument,
)
from flextime_schemas.ledger import Ledger, signer
from flextime_schemas.plain import to_json


@dataclass(slots=True)
class _Standing:
    detector: Detector
    state: Conference
    sequence: int


class Detectors:
    """A detector for each conference that was asked about, brought to the state of whoever asks.

    One asks at a time about a conference: a look ahead changes the detector, and takes it back.
    """

    def __init__(self) -> None:
        self._standing: dict[ConferenceId, _Standing] = {}
        self._locks: defaultdict[ConferenceId, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def at(self, ledger: Ledger) -> Iterator[Detector]:
        """Lend the detector of a moment; of an earlier one than that which stands, one of its own."""
        state = ledger.state
        with self._locks[state.id]:
            standing = self._standing.pop(state.id, None)
            if standing is None or standing.sequence > ledger.sequence:
                asked = _Standing(detector_of(state), state, ledger.sequence)
            else:
                asked = standing
                asked.detector.apply(edits_between(standing.state, state))
                asked.state, asked.sequence = state, ledger.sequence
            yield asked.detector
            # Not after an exception: what it left half done is built anew.
            self._standing[state.id] = max(asked, standing or asked, key=lambda one: one.sequence)


def preview_of(detectors: Detectors, ledger: Ledger, move: Move, today: date) -> PreviewDocument | None:
    """Return what a move would bring about; None for a game that stands nowhere. Raises NoSuchMove.

    Here and below, `today` is the day by which waivers are judged.
    """
    season = ledger.state.season_of(move.game)
    if season is None or move.game in ledger.state.season(season).off:
        return None
    with detectors.at(ledger) as detector:
        found = preview(board_of(detector, ledger.state, season, today), move)
    return _preview(ledger, season, found, because="")


def ways_out_of(
    detectors: Detectors, ledger: Ledger, conflict: Conflict, today: date, *, rungs: int, most: int
) -> WaysOutDocument:
    """Return the best ways out of a conflict: of the first rung that has a clean one that a command can take.

    No rung behind the first so many is tried.
    """
    with detectors.at(ledger) as detector:
        boards = {season: board_of(detector, ledger.state, season, today) for season in conflict.seasons}
        options = _first_clean(islice(ladder(boards, conflict), rungs))
    return _ways_out(ledger, conflict, options[:most])


def ways_out_as_found(ledger: Ledger, conflict: Conflict, today: date, most: int) -> Iterator[WaysOutDocument]:
    """Yield the best ways out known after each rung, and after each wider neighbourhood; it holds up nobody else."""
    detector = detector_of(ledger.state)
    boards = {season: board_of(detector, ledger.state, season, today) for season in conflict.seasons}
    for options in wider_ladder(boards, conflict):
        yield _ways_out(ledger, conflict, options[:most])


def _ways_out(ledger: Ledger, conflict: Conflict, options: Sequence[Option]) -> WaysOutDocument:
    return {
        "conference": ledger.state.id,
        "conflict": conflict.id,
        "options": [_way_out(ledger, option, conflict.id) for option in options],
    }


def _first_clean(rungs: Iterator[Sequence[Option]]) -> Sequence[Option]:
    found: Sequence[Option] = ()
    for found in rungs:
        if any(option.clean and option.keeps_hosts for option in found):
            break
    return found


def _way_out(ledger: Ledger, option: Option, conflict: ConflictId) -> WayOutDocument:
    return {
        "manner": option.manner,
        "sentence": option.sentence,
        "clean": option.clean,
        "cost": option.cost,
        "teams": list(option.teams),
        "preview": _preview(ledger, option.season, option.preview, because=f"way out of {conflict}"),
    }


def _preview(ledger: Ledger, season: SeasonId, found: Preview, *, because: str) -> PreviewDocument:
    command = acceptance(season, found.shifts, because)
    return {
        "season": season,
        "if_match": ledger.folded.versions[season_stream(season)],
        "moves": [_move(shift) for shift in found.shifts],
        "opened": [_brief(one) for one in found.conflicts.opened],
        "cleared": [_brief(one) for one in found.conflicts.cleared],
        "broken": [_broken(ledger, season, one) for one in found.broken],
        "mended": [_broken(ledger, season, one) for one in found.mended],
        "price": found.price,
        "prices": [{"of": one.of, "was": one.was, "now": one.now} for one in found.prices],
        "miles": found.miles,
        "team_miles": [{"of": one.of, "was": one.was, "now": one.now} for one in found.team_miles],
        "rest": [_rest(one) for one in found.rest],
        "command": None if command is None else orjson.loads(to_json(command)),
    }


def _rest(found: RestChange) -> RestDocument:
    return {
        "team": found.team,
        "game": found.game,
        "before_was": found.before_was,
        "before_now": found.before_now,
        "after_was": found.after_was,
        "after_now": found.after_now,
    }


def _move(shift: Shift) -> MoveDocument:
    return {"game": shift.was.game, "was": _place(shift.was), "now": _place(shift.now)}


def _place(game: ScheduledGame) -> PlaceDocument:
    return {
        "home": game.home,
        "date": game.date.isoformat(),
        "tip_off": game.tip_off.isoformat(),
        "venue": game.venue,
    }


def _brief(conflict: Conflict) -> ConflictBrief:
    return {"id": conflict.id, "severity": conflict.severity, "sentence": conflict.sentence}


def _broken(ledger: Ledger, season: SeasonId, found: Violation) -> BrokenRuleDocument:
    return {
        "rule": found.rule,
        "sentence": found.sentence,
        "price": found.price,
        "signer": signer(ledger, season, found.rule),
        "teams": list(found.teams),
        "games": list(found.games),
    }
