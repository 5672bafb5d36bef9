"""A second opinion on conflicts: slow, without an index, written from the sentences of docs/conflicts.md alone.

It looks at every game, every two games, and every stretch of a team's games, with aware datetimes throughout. What it
shares with the detector are the nouns of the league, the figures, and the distance between two campuses.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flextime.conflicts.model import Conflict
from flextime.conflicts.numbers import Numbers
from flextime.league.distance import great_circle_miles
from flextime.league.ids import GameId, SchoolCode, SeasonId, VenueId
from flextime.league.model import AcademicCalendar, Closure, ScheduledGame, School, SeasonPlan, Sport, Venue

HOUR = timedelta(hours=1)


class Told(NamedTuple):
    """What two detectors must agree on; sentences and ids are the fast one's own."""

    kind: str
    severity: str
    teams: tuple[SchoolCode, ...]
    games: tuple[GameId, ...]
    days: tuple[date, ...]
    venue: VenueId | None


def told(conflicts: Iterable[Conflict]) -> list[Told]:
    """Return what the fast detector found in the same form."""
    return sorted(
        (
            Told(
                found.kind,
                found.severity,
                tuple(sorted(found.teams)),
                tuple(sorted(found.games)),
                found.dates,
                found.venue,
            )
            for found in conflicts
        ),
        key=str,
    )


@dataclass(slots=True)
class World:
    """Everything that is known, in plain lists and dictionaries."""

    numbers: Numbers = field(default_factory=Numbers)
    schools: dict[SchoolCode, School] = field(default_factory=dict)
    venues: dict[VenueId, Venue] = field(default_factory=dict)
    plans: dict[SeasonId, tuple[SeasonPlan, int]] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    calendars: dict[tuple[SchoolCode, str], AcademicCalendar] = field(default_factory=dict)
    games: dict[GameId, tuple[SeasonId, ScheduledGame]] = field(default_factory=dict)


class _Played:
    """A game with its season, as datetimes."""

    def __init__(self, world: World, season: SeasonId, game: ScheduledGame) -> None:
        self.game, self.season = game, season
        self.plan, days = world.plans[season]
        self.sport: Sport = self.plan.sport
        self.venue = world.venues.get(game.venue)
        self.zone = ZoneInfo(self.venue.time_zone if self.venue else "UTC")
        self.days = [game.date + timedelta(days=n) for n in range(days)]
        starts = [datetime.combine(day, game.tip_off, tzinfo=self.zone).astimezone(UTC) for day in self.days]
        length = world.numbers.game_hours[self.sport] * HOUR
        self.blocks = [(start, start + length) for start in starts]
        self.school = world.schools.get(self.venue.school) if self.venue else None

    @property
    def begin(self) -> datetime:
        return self.blocks[0][0]

    @property
    def end(self) -> datetime:
        return self.blocks[-1][1]


def every_conflict(world: World) -> list[Told]:
    """Return everything that is wrong, sorted."""
    games = [_Played(world, season, game) for season, game in world.games.values()]
    found = [each for game in games for each in _of_game(world, game)]
    for one, other in combinations(games, 2):
        found += _of_building(world, one, other)
        found += _of_network(one, other)
    schools = {code for game in games for code in (game.game.home, game.game.away)}
    for sport in {game.sport for game in games}:
        for school in schools:
            own = [game for game in games if game.sport == sport and school in (game.game.home, game.game.away)]
            own.sort(key=lambda game: (game.begin, game.game.game))
            found += _of_team(world, school, own)
    return sorted(found, key=str)


def _told(
    kind: str,
    severity: str,
    games: Sequence[_Played],
    *,
    teams: Iterable[SchoolCode] = (),
    days: Iterable[date] = (),
    venue: VenueId | None = None,
) -> Told:
    everybody = {code for game in games for code in (game.game.home, game.game.away)}
    every_day = {day for game in games for day in game.days}
    return Told(
        kind,
        severity,
        tuple(sorted(set(teams) or everybody)),
        tuple(sorted(game.game.game for game in games)),
        tuple(sorted(set(days) or every_day)),
        venue,
    )


def _of_game(world: World, game: _Played) -> Iterator[Told]:
    numbers = world.numbers
    for school in (game.game.home, game.game.away):
        sundays = [day for day in game.days if f"{day:%A}" == "Sunday"]
        if school in numbers.no_sunday and sundays:
            yield _told("no-sunday", "critical", [game], teams=[school], days=sundays)
    for closure in world.closures:
        shut = [day for day in game.days if closure.span.first <= day <= closure.span.last]
        if closure.venue == game.game.venue and shut:
            yield _told("closure", "critical", [game], days=shut, venue=closure.venue)
    for championship in numbers.championships:
        taken = [day for day in game.days if championship.span.first <= day <= championship.span.last]
        if championship.sport == game.sport and taken:
            yield _told("championship", "critical", [game], days=taken)
    if _is_outside(game):
        yield _told("outside-window", "medium", [game])
    yield from _of_weather(numbers, game)
    yield from _of_calendar(world, game)
    yield from _of_clock(game)


def _is_outside(game: _Played) -> bool:
    if any(day < game.plan.first or day > game.plan.last for day in game.days):
        return True
    dates = [day for window in game.plan.windows if window.number == game.game.window for day in window.dates]
    return game.game.date not in dates


def _of_weather(numbers: Numbers, game: _Played) -> Iterator[Told]:
    where = game.venue.school if game.venue else None
    spring = [day for day in game.days if day < date(day.year, *numbers.cold_until)]
    if spring and game.sport in numbers.cold_sports and where in numbers.cold_schools:
        yield _told("weather", "low", [game], days=spring, venue=game.game.venue)
    summer = [day for day in game.days if day.month in numbers.warm_months]
    early = game.game.tip_off < numbers.warm_until
    if summer and early and game.sport in numbers.warm_sports and where in numbers.warm_schools:
        yield _told("weather", "low", [game], days=summer, venue=game.game.venue)


def _of_calendar(world: World, game: _Played) -> Iterator[Told]:
    for school in (game.game.home, game.game.away):
        calendar = world.calendars.get((school, game.plan.year))
        if calendar is None:
            usual = [day for day in game.days if _is_usual(world.numbers, day)]
            if usual and world.numbers.exam_games[game.sport] == 0:
                yield _told("academic-dates", "low", [game], teams=[school], days=usual)
            continue
        hosting = (calendar.no_host, calendar.graduations) if school == game.game.home else ()
        for spans in (calendar.no_play, *hosting):
            days = [day for day in game.days for span in spans if span.first <= day <= span.last]
            if days:
                yield _told("academic-dates", "medium", [game], teams=[school], days=days)


def _is_usual(numbers: Numbers, day: date) -> bool:
    return any(date(day.year, *first) <= day <= date(day.year, *last) for first, last in numbers.academic_days)


def _of_clock(game: _Played) -> Iterator[Told]:
    for day in game.days:
        naive = datetime.combine(day, game.game.tip_off)
        moments = {naive.replace(tzinfo=game.zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        if len(moments) == 2:
            yield _told("clock-change", "low", [game], days=[day], venue=game.game.venue)


def _of_building(world: World, one: _Played, other: _Played) -> Iterator[Told]:
    if one.game.venue != other.game.venue:
        return
    short = at_once = False
    for begin, end in one.blocks:
        for first, last in other.blocks:
            at_once |= begin < last and first < end
            before, after = (one, other) if begin <= first else (other, one)
            between = max(begin, first) - min(end, last)
            needed = max(world.numbers.clearing_hours[before.sport], world.numbers.setup_hours[after.sport])
            short |= between < needed * HOUR
    if at_once or short:
        yield _told("venue-overlap", "critical" if at_once else "high", [one, other], venue=one.game.venue)


def _of_network(one: _Played, other: _Played) -> Iterator[Told]:
    same = one.game.network and one.game.network == other.game.network
    if same and any(a[0] < b[1] and b[0] < a[1] for a in one.blocks for b in other.blocks):
        yield _told("television", "high", [one, other])


def _of_team(world: World, school: SchoolCode, games: Sequence[_Played]) -> Iterator[Told]:
    numbers = world.numbers
    for one, other in combinations(games, 2):
        if _is_double(numbers, one, other):
            severity = "high" if other.begin < one.end else "medium"
            yield _told("team-double-booking", severity, [one, other], teams=[school])
    for place in range(1, len(games)):
        yield from _of_neighbours(world, school, games[place - 1], games[place])
    yield from _of_week(world, school, games)
    for season in {game.season for game in games}:
        yield from _of_season(world, school, [game for game in games if game.season == season])


def _is_double(numbers: Numbers, one: _Played, other: _Played) -> bool:
    """Two games of a team, the first to begin given first: at once, or less than 20 hours from tip-off to tip-off."""
    return other.begin < one.end or other.begin - one.blocks[-1][0] < numbers.team_hours * HOUR


def _miles(one: School | None, other: School | None) -> float:
    return great_circle_miles(*sorted((one, other), key=lambda school: school.code)) if one and other else 0.0


def _of_neighbours(world: World, school: SchoolCode, one: _Played, other: _Played) -> Iterator[Told]:
    numbers = world.numbers
    miles, free = _miles(one.school, other.school), other.begin - one.end
    elsewhere = one.school is not None and other.school is not None and one.school.code != other.school.code
    way = miles / numbers.miles_per_hour + numbers.travel_buffer_hours + numbers.travel_rest_hours
    if elsewhere and free >= timedelta(0) and free.total_seconds() < way * 3600:
        yield _told("travel", "high", [one, other], teams=[school])
    if _is_double(numbers, one, other):
        return
    rest = numbers.rest_at_home_hours if one.game.home == school else numbers.rest_away_hours
    if elsewhere and miles > numbers.far_miles:
        rest = numbers.rest_far_hours
    if free < rest * HOUR:
        yield _told("rest", "medium", [one, other], teams=[school])
    if (other.days[0] - one.days[-1]).days < numbers.days_apart:
        yield _told("back-to-back", "high", [one, other], teams=[school])


def _of_week(world: World, school: SchoolCode, games: Sequence[_Played]) -> Iterator[Told]:
    """Every stretch of a team's games within seven days; those that are a part of a stretch already told are not."""
    numbers, last_told = world.numbers, 0
    for begin in range(len(games)):
        ends = [end for end in range(begin + 1, len(games) + 1) if _within(numbers, games[begin:end])]
        end = max((end for place, end in enumerate(ends) if end == begin + 1 + place), default=begin)
        before = [world.schools.get(school), *(game.school for game in games)]
        miles = sum(_miles(before[place], games[place].school) for place in range(begin, end))
        if end > last_told and end - begin > numbers.burden_games and miles > numbers.burden_miles:
            last_told = end
            yield _told("travel-burden", "high", games[begin:end], teams=[school])


def _within(numbers: Numbers, games: Sequence[_Played]) -> bool:
    return all((game.days[-1] - games[0].days[0]).days < numbers.burden_days for game in games)


def _of_season(world: World, school: SchoolCode, games: Sequence[_Played]) -> Iterator[Told]:
    numbers, sport = world.numbers, games[0].sport
    homes = "".join("H" if game.game.home == school else "A" for game in games)
    share = abs(homes.count("H") - homes.count("A")) / len(homes)
    if len(games) >= numbers.imbalance_from and share > numbers.imbalance:
        yield _told("imbalance", "medium" if share > 2 * numbers.imbalance else "low", games, teams=[school])
    for first, last in combinations(range(len(games) + 1), 2):
        run = homes[first:last]
        ends = homes[first - 1 : first] != run[0] and homes[last : last + 1] != run[0]
        most = numbers.home_run[sport] if run[0] == "H" else numbers.away_run[sport]
        if len(set(run)) == 1 and ends and len(run) > most:
            yield _told("streak", "medium", games[first:last], teams=[school])
    calendar, allowed = world.calendars.get((school, games[0].plan.year)), numbers.exam_games[sport]
    for span in calendar.exams if calendar and allowed is not None else ():
        sat = [game for game in games if any(span.first <= day <= span.last for day in game.days)]
        if len(sat) > (allowed or 0):
            days = [day for game in sat for day in game.days if span.first <= day <= span.last]
            yield _told("exams", "low", sat, teams=[school], days=days)
