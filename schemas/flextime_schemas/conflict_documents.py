"""The shapes of documents about conflicts: what is wrong, what a move would bring about, ways out, and why.

They are written as those of `flextime_schemas.read_documents` are.
"""

from typing import Any, TypedDict

from flextime_schemas.read_documents import Named


class CauseDocument(TypedDict):
    """A fact that a conflict hangs on: a game, a venue, a closure, a calendar, a school or a season, and its key."""

    kind: str
    key: str


class ConflictDocument(TypedDict):
    """Something wrong with games as they stand, over all seasons. `status` is open, acknowledged or overridden.

    `priority` is 1 to 10, the most pressing 10; `by_hand` are those of the games that a planner moved; `since` is the
    sequence of the event after which it was there.
    """

    conference: str
    id: str
    kind: str
    severity: str
    priority: int
    sentence: str
    seasons: list[str]
    teams: list[Named]
    games: list[str]
    by_hand: list[str]
    venue: Named | None
    dates: list[str]
    depends_on: list[CauseDocument]
    status: str
    because: str
    answered_by: str | None
    answered_at: str | None
    since: int
    opened_at: str
    changed_at: str


class PlaceDocument(TypedDict):
    """Where a game stands, local to the venue."""

    home: str
    date: str
    tip_off: str
    venue: str


class MoveDocument(TypedDict):
    game: str
    was: PlaceDocument
    now: PlaceDocument


class BrokenRuleDocument(TypedDict):
    """A hard rule that would be broken; `price` is what it costs to waive it, in points, `signer` who may let it go."""

    rule: str
    sentence: str
    price: float
    signer: str
    teams: list[str]
    games: list[str]


class ConflictBrief(TypedDict):
    id: str
    severity: str
    sentence: str


class ChangeDocument(TypedDict):
    """A figure before and after: the points of a rule, the miles of a team."""

    of: str
    was: float
    now: float


class RestDocument(TypedDict):
    """Hours without a game before and after one that moves, for a team; null where it is the first or the last."""

    team: str
    game: str
    before_was: float | None
    before_now: float | None
    after_was: float | None
    after_now: float | None


class PreviewDocument(TypedDict):
    """What moves would bring about. `price` (points) and `miles` are differences: below 0 is better.

    `command` makes the moves when it is posted as it is; null where no command can. `if_match` is the version of the
    season that was looked at: sent as `If-Match`, the command is refused when the season has moved on.
    """

    season: str
    if_match: int
    moves: list[MoveDocument]
    opened: list[ConflictBrief]
    cleared: list[ConflictBrief]
    broken: list[BrokenRuleDocument]
    mended: list[BrokenRuleDocument]
    price: float
    prices: list[ChangeDocument]
    miles: float
    team_miles: list[ChangeDocument]
    rest: list[RestDocument]
    command: dict[str, Any] | None


class WayOutDocument(TypedDict):
    """`clean`: no hard rule is broken by it, no grave conflict opened. `cost` (points) is what they are sorted by.

    `sentence` says how many games move, and what is proved of it.
    """

    manner: str
    sentence: str
    clean: bool
    cost: float
    teams: list[str]
    preview: PreviewDocument


class WaysOutDocument(TypedDict):
    """Ways out of a conflict, the clean ones first, and of these the cheapest."""

    conference: str
    conflict: str
    options: list[WayOutDocument]


class StepDocument(TypedDict):
    sequence: int
    time: str
    actor: str
    sentence: str


class StoryDocument(TypedDict):
    """Why something is as it is: the events that made it so, in order."""

    conference: str
    about: str
    sentence: str
    steps: list[StepDocument]
