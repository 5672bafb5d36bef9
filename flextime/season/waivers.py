"""Waivers: asked for, granted or refused, withdrawn. What they let be is judged in `flextime.rules.waiving`.

None is ever forgotten: what was granted or refused once is the precedent for whoever asks next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flextime.league.ids import GameId, RuleId, SchoolCode, SeasonId, WaiverId
from flextime.rules.model import Rule
from flextime.rules.waiving import Waiver
from flextime.season.refusal import AlreadyExists, Invalid, NotFound, NotNow
from flextime.season.state import Conference, RecordedWaiver, Season, WaiverStatus

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWaiver:
    """Ask that a hard rule be let go for games of a season, until a day; without games, where it speaks of none."""

    waiver: WaiverId
    season: SeasonId
    rule: RuleId
    games: tuple[GameId, ...] = ()
    until: date
    asked_by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWaiver:
    """Grant a waiver that was asked for; `signed_by` is who may let the rule go."""

    waiver: WaiverId
    signed_by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseWaiver:
    """Refuse a waiver that was asked for."""

    waiver: WaiverId
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWaiver:
    """Take back a waiver, or the asking for one."""

    waiver: WaiverId
    because: str


WaiverCommand = AskWaiver | GrantWaiver | RefuseWaiver | WithdrawWaiver

# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverAsked:
    """A waiver was asked for."""

    season: SeasonId
    waiver: Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverGranted:
    """A waiver was granted, and signed by whoever may let its rule go."""

    season: SeasonId
    waiver: Waiver
    signed_by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRefused:
    """A waiver was refused."""

    season: SeasonId
    waiver: Waiver
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverWithdrawn:
    """A waiver was taken back; `was` says whether it had been granted, and `signed_by` by whom."""

    season: SeasonId
    waiver: Waiver
    was: WaiverStatus
    signed_by: str
    because: str


WaiverEvent = WaiverAsked | WaiverGranted | WaiverRefused | WaiverWithdrawn

# Decide --------------------------------------------------------------------------------------------------------------


def ask_waiver(state: Conference, command: AskWaiver, today: date) -> Sequence[WaiverAsked]:
    """Decide on asking: the rule is in force and hard, the games are of the draft, and nobody asks the same now."""
    season = state.season(command.season)
    known = state.waivers.get(command.waiver)
    if known is not None and _same(known.waiver, command):
        if known.status in ("asked", "granted"):
            return []
        raise NotNow(f"{command.waiver} was {known.status}: ask anew, by another id.", field="waiver")
    if known is not None:
        raise AlreadyExists(f"The waiver {command.waiver} was asked with other values: choose an id.", field="waiver")
    _require_said(command)
    rule = _hard_rule(season, command.rule)
    if command.until < today:
        raise Invalid(f"{command.until} is over: a waiver is for a time to come.", field="until")
    teams = _teams_of(season, command.games)
    _require_new(state, command)
    waiver = Waiver(
        id=command.waiver,
        season=command.season,
        rule=rule.id,
        kind=rule.kind,
        games=command.games,
        teams=teams,
        until=command.until,
        asked_by=command.asked_by,
        because=command.because,
    )
    return [WaiverAsked(season=command.season, waiver=waiver)]


def grant_waiver(state: Conference, command: GrantWaiver, today: date) -> Sequence[WaiverGranted]:
    """Decide on granting a waiver: it was asked for, and has not lapsed. The same signature again is already so."""
    known = _recorded(state, command.waiver)
    if (known.status, known.signed_by, known.answer) == ("granted", command.signed_by, command.because):
        return []
    _require_asked(known)
    if not command.signed_by.strip():
        raise Invalid("Say who signs: the one who may let the rule go.", field="signed_by")
    _require_reason(command.because)
    waiver = known.waiver
    if today > waiver.until:
        raise NotNow(f"{waiver.id} was asked until {waiver.until}, which is over: ask for another.", field="waiver")
    return [
        WaiverGranted(season=waiver.season, waiver=waiver, signed_by=command.signed_by, because=command.because),
    ]


def refuse_waiver(state: Conference, command: RefuseWaiver) -> Sequence[WaiverRefused]:
    """Decide on refusing a waiver that was asked for; the same words again are already so."""
    known = _recorded(state, command.waiver)
    if (known.status, known.answer) == ("refused", command.because):
        return []
    _require_asked(known)
    _require_reason(command.because)
    return [WaiverRefused(season=known.waiver.season, waiver=known.waiver, because=command.because)]


def withdraw_waiver(state: Conference, command: WithdrawWaiver) -> Sequence[WaiverWithdrawn]:
    """Decide on taking back a waiver, granted or not yet answered; a withdrawn one is already so.

    What was moved under it stays where it is, and stands as broken when the rules are asked next.
    """
    known = _recorded(state, command.waiver)
    if known.status == "withdrawn":
        return []
    if known.status == "refused":
        raise NotNow(f"{command.waiver} was refused: there is nothing to take back.", field="waiver")
    _require_reason(command.because)
    waiver = known.waiver
    return [
        WaiverWithdrawn(
            season=waiver.season, waiver=waiver, was=known.status, signed_by=known.signed_by, because=command.because
        )
    ]


def season_of(state: Conference, waiver: WaiverId) -> SeasonId:
    """Return the season that a waiver is of. Raises NotFound."""
    return _recorded(state, waiver).waiver.season


def _same(waiver: Waiver, command: AskWaiver) -> bool:
    asked = (waiver.season, waiver.rule, waiver.games, waiver.until, waiver.asked_by, waiver.because)
    return asked == (
        command.season, command.rule, command.games, command.until, command.asked_by, command.because,
    )  # fmt: skip


def _require_said(command: AskWaiver) -> None:
    if not command.waiver.strip() or len(command.waiver) > 100:
        raise Invalid("A waiver needs a name of 1 to 100 characters.", field="waiver")
    if not command.asked_by.strip():
        raise Invalid("Say who asks: a school's code, or an office.", field="asked_by")
    _require_reason(command.because)
    if len(set(command.games)) < len(command.games):
        twice = next(game for game in command.games if command.games.count(game) > 1)
        raise Invalid(f"{twice} is named twice.", field="games")


def _require_reason(because: str) -> None:
    if not because.strip():
        raise Invalid("Say why: it is the precedent for whoever asks next.", field="because")


def _hard_rule(season: Season, rule: RuleId) -> Rule:
    if (found := season.rules.get(rule)) is None:
        raise NotFound(f"No rule {rule} is in force in {season.plan.id}.", field="rule")
    if found.hardness != "hard":
        raise Invalid(f"{rule} is {found.hardness}, and stands in no game's way: it needs no waiver.", field="rule")
    return found


def _teams_of(season: Season, games: Sequence[GameId]) -> tuple[SchoolCode, ...]:
    """Return the teams of games, each once. A postponed game has a waiver for the place where it is made up."""
    if games and not season.games and not season.off:
        raise NotNow(f"{season.plan.id} has no schedule yet: adopt a candidate first.", field="season")
    teams: dict[SchoolCode, None] = {}
    for game in games:
        if game in season.cancelled:
            raise NotNow(f"{game} is cancelled.", field="games")
        if (found := season.games.get(game) or season.postponed.get(game)) is None:
            raise NotFound(f"There is no game {game} in {season.plan.id}.", field="games")
        teams |= {found.home: None, found.away: None}
    return tuple(teams)


def _require_new(state: Conference, command: AskWaiver) -> None:
    """Raise AlreadyExists when another waiver, asked or granted, is of the same rule and games until as late a day."""
    for known in state.waivers.values():
        waiver = known.waiver
        if known.status not in ("asked", "granted") or waiver.until < command.until:
            continue
        same = (waiver.season, waiver.rule, set(waiver.games)) == (command.season, command.rule, set(command.games))
        if same:
            raise AlreadyExists(f"{waiver.id} is {known.status} for the same until {waiver.until}.", field="waiver")


def _recorded(state: Conference, waiver: WaiverId) -> RecordedWaiver:
    if (known := state.waivers.get(waiver)) is None:
        raise NotFound(f"No waiver {waiver} was asked for: send AskWaiver first.", field="waiver")
    return known


def _require_asked(known: RecordedWaiver) -> None:
    if known.status != "asked":
        raise NotNow(f"{known.waiver.id} was {known.status}: only one that is asked for is answered.", field="waiver")


# Evolve --------------------------------------------------------------------------------------------------------------


def waiver_recorded(state: Conference, event: WaiverEvent) -> Conference:
    match event:
        case WaiverAsked():
            now = RecordedWaiver(waiver=event.waiver)
        case WaiverGranted(signed_by=signed_by, because=because):
            now = RecordedWaiver(waiver=event.waiver, status="granted", signed_by=signed_by, answer=because)
        case WaiverRefused(because=because):
            now = RecordedWaiver(waiver=event.waiver, status="refused", answer=because)
        case WaiverWithdrawn(signed_by=signed_by, because=because):
            now = RecordedWaiver(waiver=event.waiver, status="withdrawn", signed_by=signed_by, answer=because)
    return replace(state, waivers={**state.waivers, event.waiver.id: now})
