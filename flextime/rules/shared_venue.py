"""Shared venue: no home game where another season of the conference has the building, with time to turn it over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from flextime.league.model import Booking, days_from
from flextime.limits import DayCount, Limit
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import SATURDAY
from flextime.solve.problem import SeasonFacts

# Tip-offs that every default rulebook leaves, from Arizona to the East.
WEEKEND_HOURS, WEEKDAY_HOURS = (12, 14, 16, 18), (18, 19)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedVenue:
    """Hours that a game takes, and that lie between two events: four, for gymnastics twelve."""

    length: int = number(3, "hours", least=1, most=8)
    between: int = number(4, "hours", least=0, most=12)


def sentence(given: SharedVenue, _facts: SeasonFacts) -> str:
    return (
        f"No home game is played within {given.between} hours of another sport's in the same venue; "
        f"each takes {given.length} hours."
    )


def check(given: SharedVenue, view: SeasonView) -> Iterator[Finding]:
    for game in view.games:
        for booking in view.bookings.get(game.venue, ()):
            if any(_meet(given, day, game.tip_off, booking) for day in view.days_of(game)):
                said = (
                    f"{game.away} at {game.home} on {game.date} meets {booking.sport} in {game.venue}: {booking.game}."
                )
                yield Finding(sentence=said, teams=(game.home,), games=(game,))


def _meet(given: SharedVenue, day: date, tip_off: time, booking: Booking) -> bool:
    """Return True when a game at this time leaves too little before or after another, by the building's clock."""
    apart = timedelta(hours=given.length + given.between)
    begins = datetime.combine(day, tip_off)
    others = (datetime.combine(other, booking.tip_off) for other in days_from(booking.date, booking.days))
    return any(abs(begins - other) < apart for other in others)


def limits(given: SharedVenue, price: Price, frame: Frame) -> Iterator[Limit]:
    # Days are settled before tip-offs, so one hour of those that the solver may set must be left.
    for host in frame.facts.plan.home_venues:
        there = [booking for booking in frame.facts.bookings if booking.venue == host.venue]
        taken = partial(_is_taken, given, there)
        if days := frame.days_touching(taken):
            yield DayCount(price=price, teams=(frame.teams.index(host.team),), mode="H", days=days, least=0, most=0)


def _is_taken(given: SharedVenue, there: Sequence[Booking], day: date) -> bool:
    hours = WEEKEND_HOURS if day.weekday() >= SATURDAY else WEEKDAY_HOURS
    return all(any(_meet(given, day, time(hour), booking) for booking in there) for hour in hours)


def necessary(_given: SharedVenue, _price: Price, _frame: Frame) -> tuple[Limit, ...]:
    return ()  # two games fit into a long day


KIND = RuleKind(
    name="shared-venue",
    title="One event at a time in a shared venue",
    category="Venue",
    parameters=SharedVenue,
    points=500.0,
    sentence=sentence,
    check=check,
    compile=limits,
    necessary=necessary,
)
