"""The state of one conference: what a fold of its events knows. Values all the way down; mappings are never mutated."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from flextime.conflicts.model import Conflict, ConflictId
from flextime.league.ids import (
    CandidateId,
    ConferenceId,
    GameId,
    RuleId,
    RunId,
    SchoolCode,
    SeasonId,
    VenueId,
    WaiverId,
)
from flextime.league.model import (
    AcademicCalendar,
    Booking,
    Closure,
    Meeting,
    PlayedGame,
    ScheduledGame,
    School,
    SeasonPlan,
    SeasonStatus,
    Sport,
    Venue,
    booking,
)
from flextime.rules.model import Rule
from flextime.rules.report import Contradiction, RuleFinding
from flextime.rules.waiving import Waiver
from flextime.season.refusal import NotFound
from flextime.season.years import year_before
from flextime.solve.problem import Budget, Problem, Score, SeasonFacts

BOOKED_AROUND = timedelta(days=7)  # beyond a season's ends no rule looks
RunStatus = Literal["requested", "solved", "infeasible", "failed", "cancelled"]
ConflictStatus = Literal["open", "acknowledged", "overridden"]
WaiverStatus = Literal["asked", "granted", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A season to be scheduled: its plan, its rules in force, and the draft that grows into the published schedule.

    `games` have a place. Those that have lost theirs are in `postponed`, owed, or in `cancelled`, each as it stood
    last. `forfeited` tells who forfeited which of the games; they keep their place. `revision` counts publications;
    0 means that nothing is published yet.
    """

    plan: SeasonPlan
    status: SeasonStatus = "planned"
    rules: dict[RuleId, Rule] = field(default_factory=dict)
    retired: frozenset[RuleId] = frozenset()
    adopted: CandidateId | None = None
    games: dict[GameId, ScheduledGame] = field(default_factory=dict)
    pinned: frozenset[GameId] = frozenset()
    published: dict[GameId, ScheduledGame] = field(default_factory=dict)
    revision: int = 0
    postponed: dict[GameId, ScheduledGame] = field(default_factory=dict)
    cancelled: dict[GameId, ScheduledGame] = field(default_factory=dict)
    forfeited: dict[GameId, SchoolCode] = field(default_factory=dict)

    @property
    def off(self) -> dict[GameId, ScheduledGame]:
        """Games without a place, postponed or cancelled, each as it stood last."""
        return {**self.postponed, **self.cancelled}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedSeason:
    """A past season as the record has it."""

    id: SeasonId
    sport: Sport
    year: str
    name: str
    games: tuple[PlayedGame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A request for a schedule: a portfolio of `members` solves that differ by seed."""

    id: RunId
    season: SeasonId
    status: RunStatus
    members: int
    seed: int
    budget: Budget
    adopt_best: bool
    candidates: tuple[CandidateId, ...] = ()
    failed_members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A schedule that a run proposes; `seed` and `evaluations` bring it out again."""

    id: CandidateId
    run: RunId
    season: SeasonId
    member: int
    seed: int
    evaluations: int
    games: tuple[ScheduledGame, ...]
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedConflict:
    """A conflict that is there, and what planners said of it; `since` is the sequence after which it was found."""

    conflict: Conflict
    since: int
    status: ConflictStatus = "open"
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReport:
    """What a season's draft breaks of its rules, by those that are broken, after the event with the sequence `as_of`.

    `as_of` is 0 before the first look. `compared` is the digest of the hard rules that were compared last, and
    `cannot_hold` what came of it.
    """

    as_of: int = 0
    findings: dict[RuleId, RuleFinding] = field(default_factory=dict)
    compared: str = ""
    cannot_hold: Contradiction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedWaiver:
    """A waiver that was asked for, and what became of it: who signed it, and why it was answered so."""

    waiver: Waiver
    status: WaiverStatus = "asked"
    signed_by: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """Everything that was decided in one conference. `name` is None until it is registered.

    `conflicts` are as of the sequence `conflicts_as_of`, the last whose look has changed any.
    """

    id: ConferenceId
    name: str | None = None
    schools: dict[SchoolCode, School] = field(default_factory=dict)
    venues: dict[VenueId, Venue] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    calendars: dict[str, AcademicCalendar] = field(default_factory=dict)
    seasons: dict[SeasonId, Season] = field(default_factory=dict)
    played: dict[SeasonId, PlayedSeason] = field(default_factory=dict)
    runs: dict[RunId, Run] = field(default_factory=dict)
    candidates: dict[CandidateId, Candidate] = field(default_factory=dict)
    conflicts: dict[ConflictId, RecordedConflict] = field(default_factory=dict)
    conflicts_as_of: int = 0
    rule_reports: dict[SeasonId, RuleReport] = field(default_factory=dict)
    waivers: dict[WaiverId, RecordedWaiver] = field(default_factory=dict)

    def season(self, season: SeasonId) -> Season:
        """Return the season; raises NotFound with the ones that exist."""
        if (found := self.seasons.get(season)) is None:
            known = ", ".join(sorted(self.seasons)) or "none yet"
            raise NotFound(f"There is no season {season}; this conference has: {known}.", field="season")
        return found

    def season_of(self, game: GameId) -> SeasonId | None:
        """Return the season that a game is of, with a place or off; None for a game that no draft has."""
        return next((key for key, season in self.seasons.items() if game in season.games or game in season.off), None)

    def run(self, run: RunId) -> Run:
        """Return the run; raises NotFound."""
        if (found := self.runs.get(run)) is None:
            raise NotFound(f"There is no run {run}.", field="run")
        return found

    def venue(self, venue: VenueId) -> Venue:
        """Return the venue; raises NotFound."""
        if (found := self.venues.get(venue)) is None:
            raise NotFound(f"There is no venue {venue}.", field="venue")
        return found


def waivers_in_force(state: Conference, season: SeasonId, today: date) -> tuple[Waiver, ...]:
    """Return a season's waivers that were granted, and have neither lapsed nor been withdrawn."""
    return tuple(
        known.waiver
        for known in state.waivers.values()
        if known.status == "granted" and known.waiver.season == season and today <= known.waiver.until
    )


def calendar_key(school: SchoolCode, year: str) -> str:
    """Name a school's academic year: "KU 2025-26"."""
    return f"{school} {year}"


def season_facts(state: Conference, season: SeasonId) -> SeasonFacts:
    """Return what rules and solver may know of a season. Raises NotFound for an unknown season.

    The venues are all in which its schools may host the sport; bookings, the drafts of the other seasons. A plan that
    does not say who hosted whom last year is told by the record.
    """
    plan = state.season(season).plan
    if not plan.last_year:
        plan = replace(plan, last_year=_last_year(state, plan))
    venues = _venues(state, plan)
    return SeasonFacts(
        plan=plan,
        schools=tuple(state.schools[code] for code in sorted(plan.teams)),
        venues=tuple(state.venues[venue] for venue in sorted(venues)),
        closures=tuple(closure for closure in state.closures if closure.venue in venues),
        calendars=tuple(
            state.calendars[key]
            for code in sorted(plan.teams)
            if (key := calendar_key(code, plan.year)) in state.calendars
        ),
        bookings=tuple(_bookings(state, plan)),
    )


def _bookings(state: Conference, plan: SeasonPlan) -> Iterator[Booking]:
    """Yield the home games that the plan's schools have in other seasons while it is played, by season and game."""
    schools = set(plan.teams)
    first, last = plan.first - BOOKED_AROUND, plan.last + BOOKED_AROUND
    for key in sorted(state.seasons):
        other = state.seasons[key]
        if key == plan.id or other.status == "cancelled" or other.plan.last < first or last < other.plan.first:
            continue
        for game in (other.games[game] for game in sorted(other.games)):
            if game.home in schools and first <= game.date <= last:
                yield booking(other.plan, game)


def _venues(state: Conference, plan: SeasonPlan) -> set[VenueId]:
    homes = {home.venue for home in plan.home_venues}
    teams = set(plan.teams)
    return homes | {venue.id for venue in state.venues.values() if venue.school in teams and plan.sport in venue.sports}


def _last_year(state: Conference, plan: SeasonPlan) -> tuple[Meeting, ...]:
    """Return who hosted whom in the sport's season of the year before; a game on neutral ground had no host."""
    before = year_before(plan.year)
    meetings: list[Meeting] = []
    for played in sorted(state.played.values(), key=lambda season: season.id):
        if (played.sport, played.year) == (plan.sport, before):
            meetings += [Meeting(home=game.home, away=game.away) for game in played.games if not game.neutral]
    if not meetings:
        for planned in sorted(state.seasons.values(), key=lambda season: season.plan.id):
            if (planned.plan.sport, planned.plan.year) == (plan.sport, before):
                games = planned.published or planned.games
                held = [game for game in games.values() if game.game not in planned.cancelled]
                meetings += [Meeting(home=game.home, away=game.away) for game in held]
    teams = set(plan.teams)
    return tuple(meeting for meeting in meetings if {meeting.home, meeting.away} <= teams)


def problem_of(state: Conference, season: SeasonId) -> Problem:
    """Return the season as a problem for the solver: facts, rules in force, pinned and forfeited games."""
    found = state.season(season)
    return Problem(
        facts=season_facts(state, season),
        rules=tuple(found.rules[rule] for rule in sorted(found.rules)),
        pinned=tuple(found.games[game] for game in sorted({*found.pinned, *found.forfeited})),
    )
