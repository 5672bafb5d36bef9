"""Named instances: a league of four teams, small enough to check by hand, and its conference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce

from flextime.league.big12 import SCHOOLS, VENUES
from flextime.league.ids import CandidateId, ConferenceId, RuleId, RunId, SchoolCode, SeasonId, VenueId, game_id
from flextime.league.model import HomeVenue, ScheduledGame, SeasonPlan, Window
from flextime.rules.check import score
from flextime.rules.model import Rule
from flextime.season.decide import Command, Event, decide, empty, evolve
from flextime.season.members import ConferenceRegistered, SchoolAdmitted
from flextime.season.rulebook import RuleAdded
from flextime.season.runs import CandidateProposed, ScheduleRequested
from flextime.season.schedules import CandidateAdopted
from flextime.season.seasons import SeasonOpened
from flextime.season.state import Conference
from flextime.season.venues import VenueRegistered
from flextime.solve.problem import Budget, SeasonFacts

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
SEASON = SeasonId("mbb-test")
TEAMS = tuple(SchoolCode(code) for code in ("ARIZ", "ASU", "BYU", "UTAH"))
ARENAS = {venue.school: venue.id for venue in VENUES if "MBB" in venue.sports}
WINDOWS = (
    Window(number=0, kind="weekend", dates=(date(2026, 1, 3), date(2026, 1, 4))),
    Window(number=1, kind="midweek", dates=(date(2026, 1, 6), date(2026, 1, 7))),
    Window(number=2, kind="weekend", dates=(date(2026, 1, 10), date(2026, 1, 11))),
    Window(number=3, kind="midweek", dates=(date(2026, 1, 13), date(2026, 1, 14))),
)
PLAN = SeasonPlan(
    id=SEASON,
    sport="MBB",
    year="2025-26",
    name="Four teams, once around",
    first=date(2026, 1, 2),
    last=date(2026, 1, 31),
    games_per_team=3,
    teams=TEAMS,
    windows=WINDOWS,
    home_venues=tuple(HomeVenue(team=team, venue=ARENAS[team]) for team in TEAMS),
)
NO_SUNDAY = Rule(id=RuleId("byu-no-sunday"), kind="no-sunday", parameters={"teams": ("BYU",)})


def game(away: str, home: str, day: date, window: int) -> ScheduledGame:
    host = SchoolCode(home)
    return ScheduledGame(
        game=game_id(SEASON, SchoolCode(away), host),
        home=host,
        away=SchoolCode(away),
        venue=VenueId(ARENAS[host]),
        date=day,
        tip_off=time(19),
        window=window,
    )


GAMES = (
    game("ASU", "ARIZ", date(2026, 1, 3), 0),
    game("UTAH", "BYU", date(2026, 1, 3), 0),
    game("ARIZ", "BYU", date(2026, 1, 6), 1),
    game("ASU", "UTAH", date(2026, 1, 7), 1),
    game("UTAH", "ARIZ", date(2026, 1, 10), 2),
    game("BYU", "ASU", date(2026, 1, 10), 2),
)
SCORE = score(
    SeasonFacts(
        plan=PLAN,
        schools=tuple(school for school in SCHOOLS if school.code in TEAMS),
        venues=tuple(venue for venue in VENUES if venue.id in ARENAS.values()),
    ),
    (NO_SUNDAY,),
    GAMES,
)
RUN = RunId("run-1")

MEMBERSHIP: tuple[Event, ...] = (
    ConferenceRegistered(name="Four Corners"),
    *(SchoolAdmitted(school=school) for school in SCHOOLS if school.code in TEAMS),
    *(VenueRegistered(venue=venue) for venue in VENUES if venue.school in TEAMS),
)
OPENED: tuple[Event, ...] = (*MEMBERSHIP, SeasonOpened(plan=PLAN), RuleAdded(season=SEASON, rule=NO_SUNDAY))
REQUESTED: tuple[Event, ...] = (
    *OPENED,
    ScheduleRequested(run=RUN, season=SEASON, seed=1, members=2, budget=Budget(), adopt_best=True),
)


def proposed(member: int = 0) -> CandidateProposed:
    return CandidateProposed(
        candidate=CandidateId(f"{RUN}.{member}"),
        run=RUN,
        season=SEASON,
        member=member,
        seed=1,
        evaluations=10,
        games=GAMES,
        score=SCORE,
    )


def adopted(member: int = 0) -> CandidateAdopted:
    candidate = proposed(member).candidate
    return CandidateAdopted(season=SEASON, run=RUN, was=None, now=candidate, games=GAMES)


DRAFTED: tuple[Event, ...] = (*REQUESTED, proposed(0), proposed(1), adopted())


FOUR = ConferenceId("four")


def state_after(*events: Event) -> Conference:
    """Fold events into the conference of the four."""
    return reduce(evolve, events, empty(FOUR))


@dataclass(frozen=True)
class given:
    """A conference with a past; `when` decides on it."""

    events: tuple[Event, ...]

    def when(self, command: Command) -> Sequence[Event]:
        return decide(state_after(*self.events), command, NOW)
