"""Waivers: a hard rule that is let go for named games until a day, and what it then no longer stands against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from flextime.league.ids import GameId, RuleId, SchoolCode, SeasonId, WaiverId
from flextime.rules.model import Violation

# Where a day ends last on Earth: whoever reads "until 1 March" may count on 1 March, whatever their clock.
LAST_ZONE = timezone(timedelta(hours=-12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A waiver as it was asked for; `asked_by` is a school's code, or an office.

    `kind` is that of its rule, `teams` those of its games. Without games it is of the whole season. `until` is the last
    day on which it holds.
    """

    id: WaiverId
    season: SeasonId
    rule: RuleId
    kind: str
    games: tuple[GameId, ...]
    teams: tuple[SchoolCode, ...]
    until: date
    asked_by: str
    because: str


def covers(waiver: Waiver, found: Violation) -> bool:
    """Say whether a waiver that is in force lets a violation be.

    It is of the waiver's rule, and all its games are games of the waiver. A waiver without games covers what is said of
    no game: that two teams never meet. It is no waiver for any game: that is a change of the rule.
    """
    if (waiver.rule, waiver.kind) != (found.rule, found.kind):
        return False
    return set(found.games) <= set(waiver.games) if found.games else not waiver.games


def is_waived(found: Violation, waivers: Sequence[Waiver]) -> bool:
    """Say whether a single one of the waivers in force covers a violation."""
    return any(covers(waiver, found) for waiver in waivers)


def unwaived(violations: Iterable[Violation], waivers: Sequence[Waiver]) -> tuple[Violation, ...]:
    """Return the violations that no single one of the waivers in force covers."""
    return tuple(found for found in violations if not is_waived(found, waivers))


def day_of(now: datetime) -> date:
    """Return the day by which a waiver is judged at a moment: the one that it still is somewhere on Earth.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 3, 2, 11, 59, tzinfo=UTC)), day_of(datetime(2026, 3, 2, 12, tzinfo=UTC))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 2))
    """
    return now.astimezone(LAST_ZONE).date()
