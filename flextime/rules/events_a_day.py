"""Events a day: how many games a venue, or a whole campus, sees on one day, those of other sports counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.league.ids import SchoolCode
from flextime.league.model import days_from
from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, named, plural
from flextime.rules.parameters import flag, number, sport_set, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsADay:
    """How many, of which sports beside this one; on the whole campus, or in the building of the team alone."""

    games: int = number(2, "games", least=1, most=6)
    sports: tuple[str, ...] = sport_set("FB", "MBB", "WBB")
    campus: bool = flag(default=True, unit="the whole campus")
    teams: tuple[str, ...] = team_set()


def sentence(given: EventsADay, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "hosts", "host")
    where = "on its campus" if given.campus else "in one venue"
    return f"{who} at most {plural(given.games, 'game')} a day {where}, with those of {named(given.sports)}."


def check(given: EventsADay, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        others = _events(given, view.facts, team)
        for game in view.by_team[team]:
            day = view.first_day(game, _full(given, others).__contains__)
            if game.home == team and day is not None:
                said = f"{team} hosts {game.away} on {day} beside {plural(others[day], 'event')} of other sports."
                yield Finding(
                    sentence=said, amount=others[day] + 1 - given.games, teams=(team,), games=(game,), dates=(day,)
                )


def limits(given: EventsADay, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        full = _full(given, _events(given, frame.facts, frame.teams[team]))
        if days := frame.days_touching(full.__contains__):
            yield DayCount(price=price, teams=(team,), mode="H", days=days, least=0, most=0)


def _events(given: EventsADay, facts: SeasonFacts, team: SchoolCode) -> Counter[date]:
    """Return by day how many events of the other sports there are where it counts."""
    own = {home.venue for home in facts.plan.home_venues if home.team == team}
    return Counter(
        day
        for one in facts.bookings
        if one.school == team and one.sport in given.sports and (given.campus or one.venue in own)
        for day in days_from(one.date, one.days)
    )


def _full(given: EventsADay, events: Counter[date]) -> set[date]:
    return {day for day, count in events.items() if count >= given.games}


KIND = RuleKind(
    name="events-a-day",
    title="Events of a day",
    category="Venue",
    parameters=EventsADay,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
