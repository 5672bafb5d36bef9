"""Other sports at home: a school is not host in two sports on one day, or one weekend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flextime.league.ids import SchoolCode
from flextime.league.model import Booking, days_from
from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, named, plural
from flextime.rules.parameters import number, sport_set, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSportHome:
    """The sports that go before this one, and for how many days before theirs this one stays away too."""

    sports: tuple[str, ...] = sport_set("FB")
    days_before: int = number(0, "days", least=0, most=6)
    teams: tuple[str, ...] = team_set()


def sentence(given: OtherSportHome, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "hosts", "host")
    before = f", or in the {plural(given.days_before, 'day')} before" if given.days_before else ""
    return f"{who} no game on a day on which the school is at home in {named(given.sports)}{before}."


def check(given: OtherSportHome, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        taken = {day: one for one in _bookings(given, view.facts, team) for day in _days(given, one)}
        for game in view.by_team[team]:
            if game.home == team and (day := view.first_day(game, taken.__contains__)):
                said = f"{team} hosts {game.away} on {day}, and {taken[day].sport} on {taken[day].date}."
                yield Finding(sentence=said, teams=(team,), games=(game,), dates=(day,))


def limits(given: OtherSportHome, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        taken = {day for one in _bookings(given, frame.facts, frame.teams[team]) for day in _days(given, one)}
        if days := frame.days_touching(taken.__contains__):
            yield DayCount(price=price, teams=(team,), mode="H", days=days, least=0, most=0)


def _bookings(given: OtherSportHome, facts: SeasonFacts, team: SchoolCode) -> Iterator[Booking]:
    return (one for one in facts.bookings if one.school == team and one.sport in given.sports)


def _days(given: OtherSportHome, booking: Booking) -> tuple[date, ...]:
    first = booking.date - timedelta(days=given.days_before)
    return days_from(first, booking.days + given.days_before)


KIND = RuleKind(
    name="other-sport-home",
    title="Another sport of the school at home",
    category="Venue",
    parameters=OtherSportHome,
    points=60.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
