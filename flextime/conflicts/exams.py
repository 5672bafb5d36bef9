"""Exams: a team has more games within a span of its school's exams than its sport may."""

from collections.abc import Iterator, Sequence

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, TeamKind
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.placed import PlacedGame
from flextime.league.model import DateSpan


def find(team: Team, games: Sequence[PlacedGame], facts: Facts) -> Iterator[Finding]:
    most = facts.numbers.exam_games[team.sport]
    if most is None:
        return
    for season in dict.fromkeys(game.season for game in games):
        own = [game for game in games if game.season == season]
        calendar = facts.calendar(team.school, own[0])
        for span in calendar.exams if calendar else ():
            within = [game for game in own if any(day in span for day in game.days)]
            if len(within) > most:
                cause = Cause("calendar", f"{team.school} {facts.plans[season].year}")
                yield _finding(team, span, within, most, cause)


def _finding(team: Team, span: DateSpan, games: Sequence[PlacedGame], most: int, cause: Cause) -> Finding:
    count = f"{len(games)} {'game' if len(games) == 1 else 'games'}"
    return Finding(
        key=(games[0].season, team.school, f"{span.first}..{span.last}"),
        severity="low",
        sentence=f"{team} has {count} in its exams from {span.first} to {span.last}, not {most} at most.",
        games=games,
        teams=(team.school,),
        dates=tuple(sorted({day for game in games for day in game.days if day in span})),
        causes=(cause,),
    )


KIND = TeamKind(name="exams", priority=3, reads="calendars", find=find)
