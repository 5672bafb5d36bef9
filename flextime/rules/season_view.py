"""A season's games as a checker wants them: by team in order of time, and the lookups that every rule needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from flextime.league.distance import great_circle_miles
from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import Booking, ScheduledGame, School, Venue, Window, days_from
from flextime.solve.problem import SeasonFacts


class SeasonView:
    """The facts of a season and its games. Made once for all rules; never changed."""

    def __init__(self, facts: SeasonFacts, games: Sequence[ScheduledGame]) -> None:
        self.facts = facts
        self.plan = facts.plan
        self.teams: tuple[SchoolCode, ...] = facts.plan.teams
        self.games = sorted(games, key=lambda game: (game.date, game.tip_off, game.game))
        self.by_team: dict[SchoolCode, list[ScheduledGame]] = {team: [] for team in self.teams}
        for game in self.games:
            for team in dict.fromkeys((game.home, game.away)):
                if team in self.by_team:
                    self.by_team[team].append(game)

    @cached_property
    def venues(self) -> dict[VenueId, Venue]:
        return {venue.id: venue for venue in self.facts.venues}

    @cached_property
    def windows(self) -> dict[int, Window]:
        return {window.number: window for window in self.plan.windows}

    @cached_property
    def miles(self) -> dict[tuple[SchoolCode, SchoolCode], float]:
        return distances(self.facts)

    @cached_property
    def bookings(self) -> dict[VenueId, list[Booking]]:
        """What other seasons have in each venue."""
        found: dict[VenueId, list[Booking]] = {}
        for booking in self.facts.bookings:
            found.setdefault(booking.venue, []).append(booking)
        return found

    def starts(self, game: ScheduledGame) -> datetime:
        """Return the moment of tip-off; the venue's zone decides, or UTC where the venue is unknown."""
        venue = self.venues.get(game.venue)
        zone = ZoneInfo(venue.time_zone if venue else "UTC")
        return datetime.combine(game.date, game.tip_off, tzinfo=zone)

    def days_of(self, game: ScheduledGame) -> tuple[date, ...]:
        """Return the days on which a game, or a series, is played."""
        return days_from(game.date, self.plan.days_per_game)

    def first_day(self, game: ScheduledGame, which: Callable[[date], bool]) -> date | None:
        """Return the first day of a game that is such a one, or None."""
        return next((day for day in self.days_of(game) if which(day)), None)

    def chosen(self, codes: Sequence[str]) -> tuple[SchoolCode, ...]:
        """Return the teams a rule names, or all of them."""
        return tuple(SchoolCode(code) for code in codes) or self.teams


def distances(facts: SeasonFacts) -> dict[tuple[SchoolCode, SchoolCode], float]:
    """Return the great-circle miles between each two teams of the season, both ways."""
    schools = {school.code: school for school in facts.schools}
    teams = [schools[team] for team in facts.plan.teams]
    return {(a.code, b.code): _miles(a, b) for a in teams for b in teams}


def _miles(a: School, b: School) -> float:
    # One value for both directions, so that sums do not depend on who is named first.
    return 0.0 if a.code == b.code else great_circle_miles(*sorted((a, b), key=lambda school: school.code))


@dataclass(frozen=True, slots=True)
class Frame:
    """The season as limits number it: teams and slots from 0, and the days of each slot."""

    facts: SeasonFacts

    @property
    def teams(self) -> tuple[SchoolCode, ...]:
        return self.facts.plan.teams

    @property
    def slots(self) -> int:
        return len(self.facts.plan.windows)

    @property
    def games(self) -> int:
        return self.facts.plan.games_per_team

    def numbers(self, codes: Sequence[str] = ()) -> tuple[int, ...]:
        """Return the numbers of the teams named, or of all."""
        return tuple(self.teams.index(SchoolCode(code)) for code in codes) or tuple(range(len(self.teams)))

    def days(self) -> list[date]:
        """Return every day of every window."""
        return [day for window in self.facts.plan.windows for day in window.dates]

    def days_touching(self, which: Callable[[date], bool]) -> tuple[date, ...]:
        """Return the days of windows from which a game, or a series, would have a day that is such a one."""
        length = self.facts.plan.days_per_game
        return tuple(first for first in self.days() if any(which(day) for day in days_from(first, length)))

    def slots_within(self, days: Sequence[date]) -> tuple[int, ...]:
        """Return the slots all of whose dates are among the days."""
        chosen = set(days)
        return tuple(n for n, window in enumerate(self.facts.plan.windows) if chosen.issuperset(window.dates))

    def slots_touching(self, days: Sequence[date]) -> tuple[int, ...]:
        """Return the slots some of whose dates are among the days."""
        chosen = set(days)
        return tuple(n for n, window in enumerate(self.facts.plan.windows) if not chosen.isdisjoint(window.dates))

    def miles(self) -> tuple[tuple[float, ...], ...]:
        """Return the distance matrix in the order of the teams."""
        known = distances(self.facts)
        return tuple(tuple(known[a, b] for b in self.teams) for a in self.teams)
