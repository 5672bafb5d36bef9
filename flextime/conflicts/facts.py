"""What is known of a conference beside its games: schools, venues, plans, closures, calendars, and the figures."""

from collections.abc import Iterator

from flextime.conflicts.model import Place
from flextime.conflicts.numbers import Numbers
from flextime.conflicts.placed import PlacedGame, placed
from flextime.league.distance import great_circle_miles
from flextime.league.ids import SchoolCode, SeasonId, VenueId
from flextime.league.model import AcademicCalendar, Closure, School, SeasonPlan, Venue


class Facts:
    """Kept up to date by the detector alone; the kinds of conflicts only read it."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.schools: dict[SchoolCode, School] = {}
        self.venues: dict[VenueId, Venue] = {}
        self.plans: dict[SeasonId, SeasonPlan] = {}
        self.closures: dict[VenueId, tuple[Closure, ...]] = {}
        self.calendars: dict[tuple[SchoolCode, str], AcademicCalendar] = {}
        self._miles: dict[tuple[SchoolCode, SchoolCode], float] = {}

    def know_school(self, school: School) -> None:
        self.schools[school.code] = school
        self._miles = {}

    def miles(self, one: SchoolCode | None, other: SchoolCode | None) -> float:
        """Return the great-circle miles between two campuses; 0 where one is not known."""
        if one is None or other is None or one == other:
            return 0.0
        key = (one, other) if one < other else (other, one)
        if (known := self._miles.get(key)) is None:
            first, second = (self.schools.get(code) for code in key)
            known = great_circle_miles(first, second) if first and second else 0.0
            self._miles[key] = known
        return known

    def place(self, edit: Place) -> PlacedGame:
        """Return a game with its moments; its season must be known."""
        plan = self.plans[edit.season]
        return placed(
            edit.game,
            edit.season,
            plan.sport,
            self.venues.get(edit.game.venue),
            plan.days_per_game,
            self.numbers.game_hours[plan.sport],
            by_hand=edit.by_hand,
        )

    def calendar(self, school: SchoolCode, game: PlacedGame) -> AcademicCalendar | None:
        """Return a school's calendar of the academic year that the game's season lies in."""
        return self.calendars.get((school, self.plans[game.season].year))

    def venue_name(self, venue: VenueId) -> str:
        return known.name if (known := self.venues.get(venue)) else venue

    def closures_of(self, game: PlacedGame) -> Iterator[Closure]:
        """Yield the closures of a game's venue that one of its days lies in."""
        for closure in self.closures.get(game.game.venue, ()):
            if any(day in closure.span for day in game.days):
                yield closure
