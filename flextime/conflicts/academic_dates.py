"""Academic dates: a team plays on a day that its school closes to play, or hosts on one closed to that.

Graduations close a school to hosting. Where a school's calendar of the year is not known the catalogue's days count.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, GameKind
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.placed import PlacedGame
from flextime.league.model import AcademicCalendar, DateSpan


def find(game: PlacedGame, facts: Facts) -> Iterator[Finding]:
    for team in game.teams():
        calendar = facts.calendar(team.school, game)
        if calendar is None:
            yield from _usual(game, team, facts)
            continue
        for part, spans, why in _closed(calendar, host=game.is_home(team)):
            if days := _days(game, spans):
                yield Finding(
                    key=(part, team.school, game.id),
                    severity="medium",
                    sentence=f"{game} is on {days[0]}, when {team.school} {why}.",
                    games=(game,),
                    teams=(team.school,),
                    dates=days,
                    causes=(_cause(team, game, facts),),
                )


def _closed(calendar: AcademicCalendar, *, host: bool) -> Iterator[tuple[str, Sequence[DateSpan], str]]:
    yield "play", calendar.no_play, "may not compete"
    if host:
        yield "host", calendar.no_host, "may not host"
        yield "graduation", calendar.graduations, "has its graduation and may not host"


def _usual(game: PlacedGame, team: Team, facts: Facts) -> Iterator[Finding]:
    spans = facts.numbers.academic_days
    days = tuple(day for day in game.days if any(first <= (day.month, day.day) <= last for first, last in spans))
    if days and facts.numbers.exam_games[game.sport] == 0:
        yield Finding(
            key=("usual", team.school, game.id),
            severity="low",
            sentence=f"{game} is on {days[0]}, when schools have exams; the calendar of {team.school} is not known.",
            games=(game,),
            teams=(team.school,),
            dates=days,
            causes=(_cause(team, game, facts),),
        )


def _days(game: PlacedGame, spans: Sequence[DateSpan]) -> tuple[date, ...]:
    return tuple(day for day in game.days if any(day in span for span in spans))


def _cause(team: Team, game: PlacedGame, facts: Facts) -> Cause:
    return Cause("calendar", f"{team.school} {facts.plans[game.season].year}")


KIND = GameKind(name="academic-dates", priority=3, reads="calendars", find=find)
