"""The shapes of the read model's documents: what the column `document` of each view holds.

Dates are "2026-02-14", local times "19:00:00", moments RFC 3339 in UTC ("2026-02-15T01:00:00Z"), distances statute
miles rounded to 0.1. A key is always there; what is not known is null.
"""

from typing import Any, Literal, TypedDict


class Named(TypedDict):
    """A reference that a person can read."""

    id: str
    name: str


class SeasonBrief(TypedDict):
    id: str
    name: str
    sport: str
    year: str
    status: str


class ConferenceDocument(TypedDict):
    id: str
    name: str
    schools: int
    venues: int
    seasons: list[SeasonBrief]
    registered_at: str


class SpanDocument(TypedDict):
    """Calendar days, both ends included."""

    first: str
    last: str


class CalendarDocument(TypedDict):
    year: str
    exams: list[SpanDocument]
    graduations: list[SpanDocument]
    breaks: list[SpanDocument]
    no_host: list[SpanDocument]
    no_play: list[SpanDocument]


class SchoolDocument(TypedDict):
    conference: str
    id: str
    name: str
    city: str
    state: str
    latitude: float
    longitude: float
    time_zone: str
    nicknames: list[str]
    status: str
    venues: list[Named]
    calendars: list[CalendarDocument]


class ClosureDocument(TypedDict):
    first: str
    last: str
    reason: str


class VenueDocument(TypedDict):
    conference: str
    id: str
    name: str
    school: Named
    city: str
    state: str
    time_zone: str
    sports: list[str]
    capacity: int | None
    closures: list[ClosureDocument]


class RulePriceDocument(TypedDict):
    rule: str
    violations: int
    price: float


class ScoreDocument(TypedDict):
    """The score that the adopted candidate was proposed with; `miles` of the season itself follow every move."""

    price: float
    miles: float
    soft: list[RulePriceDocument]


class WindowDocument(TypedDict):
    number: int
    kind: str
    dates: list[str]


class SeasonDocument(TypedDict):
    conference: str
    id: str
    name: str
    sport: str
    year: str
    status: str
    played: bool
    first: str
    last: str
    games_per_team: int | None
    teams: list[Named]
    windows: list[WindowDocument]
    rules: int
    adopted: str | None
    revision: int
    published_at: str | None
    unpublished_changes: int
    games: int
    pinned: int
    miles: float | None
    breaks: int | None
    score: ScoreDocument | None


class RuleDocument(TypedDict):
    conference: str
    season: str
    id: str
    kind: str
    hardness: str
    weight: float
    parameters: dict[str, Any]
    in_force: bool
    sentence: str
    asked_by: str
    because: str
    changed_at: str


class ViolationDocument(TypedDict):
    """One place where a schedule breaks a rule; `price` is 0 for a hard one."""

    sentence: str
    price: float
    teams: list[str]
    games: list[str]
    dates: list[str]


class RuleViolationsDocument(TypedDict):
    """What a season's draft breaks of a rule. `found` counts the violations and `games` names all of theirs;
    `violations` are the first of them."""

    conference: str
    season: str
    rule: str
    hardness: str
    in_force: bool
    sentence: str
    found: int
    price: float
    games: list[str]
    violations: list[ViolationDocument]


class ReportedRule(TypedDict):
    """A rule as it stands with the draft. `found` counts its violations, `games` the games in them; `violations` are
    the dearest of them. A rule that is kept has none."""

    rule: str
    kind: str
    hardness: str
    sentence: str
    found: int
    price: float
    games: int
    violations: list[ViolationDocument]


class ContradictionDocument(TypedDict):
    """Hard rules that cannot hold together; `minimal` when it was proved that without any one the others can."""

    rules: list[str]
    explanation: str
    minimal: bool


class RuleReportDocument(TypedDict):
    """What a season's draft breaks of its rules, those that are broken or cost most first; `price` is of all soft ones,
    `id` the season's.

    `as_of` is the sequence after which the last report was made that said something else, null while there is none.
    `compared` tells whether the hard rules in force were compared with each other; `cannot_hold` is what came of it.
    """

    conference: str
    id: str
    as_of: int | None
    hard_broken: int
    price: float
    rules: list[ReportedRule]
    compared: bool
    cannot_hold: ContradictionDocument | None


class CandidateBrief(TypedDict):
    id: str
    member: int
    price: float
    miles: float
    adopted: bool


class FailedMember(TypedDict):
    member: int
    reason: str


class InfeasibleDocument(TypedDict):
    """A minimal set of rules that cannot hold together."""

    rules: list[str]
    explanation: str


class RunDocument(TypedDict):
    conference: str
    id: str
    season: str
    status: str
    members: int
    seed: int
    budget: dict[str, Any]
    adopt_best: bool
    candidates: list[CandidateBrief]
    failed_members: list[FailedMember]
    infeasible: InfeasibleDocument | None
    reason: str | None
    requested_at: str
    requested_by: str
    ended_at: str | None


class CandidateGame(TypedDict):
    game: str
    home: str
    away: str
    venue: str
    date: str
    tip_off: str
    window: int
    network: str | None


class CandidateDocument(TypedDict):
    """`score` is the whole one, with a summary for each team."""

    conference: str
    id: str
    run: str
    season: str
    member: int
    seed: int
    evaluations: int
    adopted: bool
    proposed_at: str
    score: dict[str, Any]
    games: list[CandidateGame]


class GameVenue(TypedDict):
    id: str
    name: str
    city: str
    state: str


GameStatus = Literal["scheduled", "postponed", "cancelled", "forfeited", "completed"]


class GameDocument(TypedDict):
    """`published` says that the published schedule has the game exactly so; `miles` lie between the two campuses.

    A postponed or cancelled game has no place: its venue, date and hour are those where it stood last, and `published`
    says that the published schedule is without it. A series is one game, from `date` on `days` consecutive days.
    """

    conference: str
    season: str
    sport: str
    id: str
    home: Named
    away: Named
    venue: GameVenue | None
    date: str
    weekday: str
    days: int
    tip_off_local: str | None
    time_zone: str | None
    tip_off_utc: str | None
    window: int | None
    status: GameStatus
    forfeited_by: str | None
    pinned: bool
    published: bool
    network: str | None
    miles: float
    played: bool
    neutral: bool
    attendance: int | None
    home_won: bool | None


class StandingDocument(TypedDict):
    """What a schedule asks of a team. Miles chain away games venue to venue, from home and back, as in the travelling
    tournament. `breaks` counts consecutive games both at home or both away. `wins` and `losses` only where played."""

    conference: str
    season: str
    team: Named
    home: int
    away: int
    neutral: int
    miles: float
    longest_away_run: int
    longest_home_run: int
    breaks: int
    weekend_home: int
    shortest_rest_days: int | None
    wins: int | None
    losses: int | None


class EventDocument(TypedDict):
    """`data` holds the event's own fields; `type` is the Avro full name ("flextime.events.GameMoved")."""

    conference: str
    sequence: int
    id: str
    type: str
    stream: str
    stream_version: int
    time: str
    actor: str
    source: str
    causation: str
    correlation: str
    chain: str
    data: dict[str, Any]
