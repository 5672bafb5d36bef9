"""Waivers, how to ask for one, and who gave way, as lines of a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import date

from rich.markup import escape

from flextime.league.ids import GameId, RuleId, SeasonId, WaiverId
from flextime.rules.model import Violation
from flextime.season.giving_way import GaveWay
from flextime.season.state import RecordedWaiver
from flextime_schemas.ledger import Ledger, signer

COLOURS = {"asked": "yellow", "granted": "green", "refused": "red", "withdrawn": "dim"}


def waiver_lines(ledger: Ledger, waivers: Sequence[RecordedWaiver], today: date) -> Iterator[str]:
    """Yield each waiver with who asked and why, and what was answered or who is to answer."""
    for known in waivers:
        waiver = known.waiver
        of = ", ".join(waiver.games) or "of no game in particular"
        yield f"[{COLOURS[known.status]}]{known.status:<9}[/] [bold]{escape(waiver.id)}[/] of {escape(waiver.rule)}"
        yield f"          {escape(of)}, until {waiver.until}{' (over)' if waiver.until < today else ''}"
        yield f"          {escape(waiver.asked_by)} asked: {escape(waiver.because)}"
        if known.status == "asked":
            yield f"          to be signed by {escape(signer(ledger, waiver.season, waiver.rule))}"
        else:
            signed = f"signed by {known.signed_by}: " if known.signed_by else ""
            yield f"          {escape(f'{signed}{known.answer}')}"
    yield f"{len(waivers)} waiver{'' if len(waivers) == 1 else 's'}." if waivers else "No waivers."


def ask_line(ledger: Ledger, season: SeasonId, broken: Violation) -> str:
    """Return what to type to ask that a violation be let go, and who may do so."""
    of = broken.games or ("--season", season)
    typed = shlex.join(["flextime", "waivers", "ask", ledger.state.id, broken.rule, *of])
    return f"ask: {typed} --by WHO --reason WHY (signed by {signer(ledger, season, broken.rule)})"


def usual_id(season: SeasonId, rule: RuleId, games: Sequence[GameId]) -> WaiverId:
    """Return an id for a waiver that nobody has named.

    >>> usual_id("mbb-2025-26", "min-rest", ["mbb-2025-26.ku-at-tcu", "mbb-2025-26.bay-at-ku"])
    'min-rest.ku-at-tcu+1'
    >>> usual_id("mbb-2025-26", "must-meet", [])
    'must-meet.mbb-2025-26'
    """
    more = f"+{len(games) - 1}" if len(games) > 1 else ""
    return WaiverId(f"{rule}.{games[0].removeprefix(f'{season}.') if games else season}{more}")


def ledger_lines(accounts: Sequence[GaveWay]) -> Iterator[str]:
    """Yield who gave way how often, and what each asked for."""
    for one in accounts:
        asked = f"asked {one.asked}, granted {one.granted}, refused {one.refused}"
        yield f"{escape(one.asker):<10} gave way in {one.gave_way} game{'' if one.gave_way == 1 else 's'}; {asked}"
    if not accounts:
        yield "Nobody has asked for a waiver."
