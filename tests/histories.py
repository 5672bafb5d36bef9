"""Histories as a topic would hold them: the envelope, chain and bytes that the writer would have given the events."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce

from flextime.conflicts.gathering import detector_of
from flextime.league.big12 import CALENDARS, CLOSURES, CONFERENCE_NAME, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.league.ids import CandidateId, ConferenceId, GameId, RunId, SchoolCode, SeasonId, VenueId, game_id
from flextime.league.model import PlayedGame, ScheduledGame, SeasonPlan, Venue
from flextime.rules.model import Rule
from flextime.rules.report import Contradiction, hard_rules_digest
from flextime.season.conflicts import ConflictAcknowledged, ConflictOpened, ConflictOverridden
from flextime.season.decide import Event, empty, evolve, stream_of
from flextime.season.in_season import GameCancelled, GameForfeited, GameMadeUp, GamePostponed
from flextime.season.members import ConferenceRegistered, SchoolAdmitted, SchoolChanged
from flextime.season.reports import RuleReportRecorded, RulesCompared, draft_findings
from flextime.season.rulebook import RuleAdded
from flextime.season.runs import CandidateProposed, ScheduleRequested
from flextime.season.schedules import CandidateAdopted, GameMoved, SchedulePublished
from flextime.season.seasons import PlayedSeasonImported, SeasonOpened
from flextime.season.venues import AcademicCalendarSet, VenueChanged, VenueClosed, VenueRegistered
from flextime.solve.problem import Budget, RulePrice, Score
from flextime_schemas.codec import Codec, type_name
from flextime_schemas.envelope import GENESIS, EventEnvelope, Headers, chained, derive_id, event_headers

BEGIN = datetime(2025, 9, 1, 12, tzinfo=UTC)
PLAN = mbb_plan()
RULES = mbb_rules()
SEASON = PLAN.id
RUN = RunId("run-1")
PLAYED = SeasonId("mbb-2019-20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of the events topic before it has its offset."""

    key: bytes
    value: bytes
    headers: Headers
    envelope: EventEnvelope
    event: Event


def recorded_history(codec: Codec, conference: str, events: Iterable[Event]) -> Iterator[Record]:
    """Yield the events of a conference as the writer would record them, one a second, planner by planner."""
    chain, versions = GENESIS, Counter[str]()
    for sequence, event in enumerate(events, start=1):
        value, stream = codec.encode(event), stream_of(event)
        versions[stream] += 1
        cause = derive_id(conference, f"command {sequence}")
        envelope = EventEnvelope(
            id=derive_id(cause, "0"),
            type=type_name(event),
            conference=ConferenceId(conference),
            stream=stream,
            time=BEGIN + timedelta(seconds=sequence),
            actor="planner",
            correlation=cause,
            causation=cause,
            sequence=sequence,
            stream_version=versions[stream],
            chain="",
        )
        envelope = chained(envelope, chain, value)
        chain = envelope.chain
        yield Record(
            key=conference.encode(), value=value, headers=event_headers(envelope), envelope=envelope, event=event
        )


def big12_members() -> list[Event]:
    """The conference with its schools, venues, closures and calendars."""
    return [
        ConferenceRegistered(name=CONFERENCE_NAME),
        *(SchoolAdmitted(school=school) for school in SCHOOLS),
        *(VenueRegistered(venue=venue) for venue in VENUES),
        *(VenueClosed(closure=closure) for closure in CLOSURES),
        *(AcademicCalendarSet(was=None, now=calendar) for calendar in CALENDARS),
    ]


def members_changed() -> list[Event]:
    """BYU moved across the state and renamed, and Allen Fieldhouse renamed, in another zone."""
    byu = next(school for school in SCHOOLS if school.code == "BYU")
    allen = next(venue for venue in VENUES if venue.id == "ku-allen-fieldhouse")
    return [
        SchoolChanged(was=byu, now=replace(byu, name="Brigham Young", city="St. George", latitude=37.1)),
        VenueChanged(was=allen, now=replace(allen, name="Phog Allen Fieldhouse", time_zone="America/Denver")),
    ]


def big12_opened(plan: SeasonPlan = PLAN, rules: Sequence[Rule] = RULES) -> list[Event]:
    """The men's season, open with its rulebook."""
    return [*big12_members(), SeasonOpened(plan=plan), *(RuleAdded(season=plan.id, rule=rule) for rule in rules)]


def round_robin(plan: SeasonPlan = PLAN) -> tuple[ScheduledGame, ...]:
    """A single round robin by the circle method in the plan's first windows, hosts by turns: a schedule to look at,
    valid by no rulebook."""
    teams, arenas = list(plan.teams), {home.team: home.venue for home in plan.home_venues}
    games = []
    for window in plan.windows[: len(teams) - 1]:
        day = window.dates[0]
        for place in range(len(teams) // 2):
            pair = teams[place], teams[-1 - place]
            home, away = pair if (window.number + place) % 2 else pair[::-1]
            games.append(
                ScheduledGame(
                    game=game_id(plan.id, away, home),
                    home=home,
                    away=away,
                    venue=arenas[home],
                    date=day,
                    tip_off=time(19 + place % 2),
                    window=window.number,
                    network="ESPN" if place == 0 else None,
                )
            )
        teams = [teams[0], teams[-1], *teams[1:-1]]
    return tuple(games)


GAMES = round_robin()


def big12_drafted() -> list[Event]:
    """The season with a run, its candidate, and the candidate adopted."""
    score = Score(
        price=42.5, miles=100_000.04, soft=(RulePrice(rule=RULES[-1].id, violations=2, price=42.5),), teams=()
    )
    candidate = CandidateId(f"{RUN}.0")
    return [
        *big12_opened(),
        ScheduleRequested(run=RUN, season=SEASON, seed=7, members=1, budget=Budget(), adopt_best=True),
        CandidateProposed(
            candidate=candidate,
            run=RUN,
            season=SEASON,
            member=0,
            seed=7,
            evaluations=1000,
            games=GAMES,
            score=score,
        ),
        CandidateAdopted(season=SEASON, run=RUN, was=None, now=candidate, games=GAMES),
    ]


def conflicts_recorded(events: Sequence[Event], as_of: int) -> list[Event]:
    """Everything that is wrong after these events, opened; the first acknowledged, the second overridden."""
    found = detector_of(reduce(evolve, events, empty(ConferenceId("big12")))).conflicts()
    return [
        *(ConflictOpened(conflict=one, as_of=as_of) for one in found),
        ConflictAcknowledged(conflict=found[0], because="Kansas is asked"),
        ConflictOverridden(conflict=found[1], because="both teams agreed"),
    ]


def rules_reported(events: Sequence[Event], as_of: int) -> list[Event]:
    """What the draft breaks after these events, and of its hard rules two that are said not to hold together."""
    state = reduce(evolve, events, empty(ConferenceId("big12")))
    rules = state.seasons[SEASON].rules
    first, second, *_ = (rule for rule in sorted(rules) if rules[rule].hardness == "hard")
    impossible = Contradiction(rules=(first, second), explanation=f"{first} & {second} cannot hold together.")
    return [
        RuleReportRecorded(season=SEASON, as_of=as_of, was=(), now=draft_findings(state, SEASON)),
        RulesCompared(season=SEASON, rules=hard_rules_digest(rules.values()), was=None, now=impossible),
    ]


def moved(was: ScheduledGame, day: date, because: str = "television") -> GameMoved:
    """A game moved to another day of its season."""
    return GameMoved(season=SEASON, game=was.game, was=was, now=replace(was, date=day), because=because)


def moves(count: int, games: Sequence[ScheduledGame] = GAMES) -> Iterator[GameMoved]:
    """Move the games one after the other to and fro between two days: as many events as one likes, simple and true."""
    standing = list(games)
    for number in range(count):
        place = number % len(standing)
        was = standing[place]
        event = moved(was, was.date + timedelta(days=1 if was.date == games[place].date else -1), f"move {number}")
        standing[place] = event.now
        yield event


def postponed(was: ScheduledGame) -> GamePostponed:
    return GamePostponed(season=SEASON, game=was.game, was=was, because="ice storm")


def under_way(games: Sequence[ScheduledGame] = GAMES[60:64]) -> list[Event]:
    """Four games of a draft: two postponed before the first publication, one of them made up since and the other
    cancelled, one forfeited, and one cancelled out of the blue."""
    first, second, third, fourth = games
    gone = {first.game, second.game}
    now = replace(first, date=first.date + timedelta(days=1), network=None)
    return [
        postponed(first),
        postponed(second),
        SchedulePublished(season=SEASON, revision=1, games=tuple(game for game in GAMES if game.game not in gone)),
        GameMadeUp(season=SEASON, game=first.game, was=first, now=now, because="a free day"),
        GameCancelled(season=SEASON, game=second.game, was=second, postponed=True, because="no day left"),
        GameForfeited(season=SEASON, game=third.game, at=third, by=third.away, because="illness"),
        GameCancelled(season=SEASON, game=fourth.game, was=fourth, postponed=False, because="illness"),
    ]


def played_2019_20() -> PlayedSeasonImported:
    """Three games of a played season, one of them on neutral ground with an unknown venue."""
    codes = [SchoolCode(code) for code in ("KU", "TCU", "BAY")]

    def game(away: int, home: int, day: int, *, won: bool, neutral: bool = False) -> PlayedGame:
        return PlayedGame(
            game=GameId(game_id(PLAYED, codes[away], codes[home])),
            home=codes[home],
            away=codes[away],
            date=date(2020, 1, day),
            neutral=neutral,
            attendance=8000 + day,
            home_won=won,
        )

    return PlayedSeasonImported(
        season=PLAYED,
        sport="MBB",
        year="2019-20",
        name="Men's basketball 2019-20",
        games=(game(0, 1, 4, won=False), game(0, 2, 8, won=True), game(1, 2, 11, won=True, neutral=True)),
    )


def played_before_its_venue() -> list[Event]:
    """A played season with a game on Baylor's ground between two others, in a hall that is registered only later."""
    season, hall = SeasonId("mbb-2018-19"), VenueId("old-hall")
    kansas, tcu, baylor = (SchoolCode(code) for code in ("KU", "TCU", "BAY"))
    game = PlayedGame(
        game=GameId(game_id(season, tcu, kansas)),
        home=kansas,
        away=tcu,
        date=date(2019, 1, 5),
        venue=hall,
        neutral=True,
    )
    return [
        PlayedSeasonImported(
            season=season, sport="MBB", year="2018-19", name="Men's basketball 2018-19", games=(game,)
        ),
        VenueRegistered(
            venue=Venue(id=hall, name="Old Hall", school=baylor, time_zone="America/Chicago", sports=("MBB",))
        ),
    ]
