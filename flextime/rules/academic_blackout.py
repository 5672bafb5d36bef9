"""Days that a school's calendar marks as without hosting, or without any play."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import span_days, spans_of, within
from flextime.rules.kind import Finding, RuleKind, everyone
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicBlackout:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: AcademicBlackout, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "hosts", "host")
    return f"{who} no game on days that its calendar closes to hosting, and has none at all on days closed to play."


def check(given: AcademicBlackout, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        no_host = spans_of(view.facts, team, "no_host")
        for game in view.by_team[team]:
            if day := view.first_day(game, partial(within, spans_of(view.facts, team, "no_play"))):
                yield Finding(sentence=f"{team} may not compete on {day}.", teams=(team,), games=(game,))
            elif game.home == team and (day := view.first_day(game, partial(within, no_host))):
                yield Finding(sentence=f"{team} may not host on {day}.", teams=(team,), games=(game,))


def limits(given: AcademicBlackout, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        for span in spans_of(frame.facts, frame.teams[team], "no_play"):
            if days := span_days(span, frame):
                yield DayCount(price=price, teams=(team,), mode="HA", days=days, least=0, most=0)
        for span in spans_of(frame.facts, frame.teams[team], "no_host"):
            if days := span_days(span, frame):
                yield DayCount(price=price, teams=(team,), mode="H", days=days, least=0, most=0)


KIND = RuleKind(
    name="academic-blackout",
    title="Academic blackout days",
    category="Academic",
    parameters=AcademicBlackout,
    points=500.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
