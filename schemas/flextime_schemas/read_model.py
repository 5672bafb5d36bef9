"""The contract of the read model: views in PostgreSQL, one alias in Elasticsearch, and the shapes of their documents.

Projectors write it, the query API reads it; neither knows the other. Views live in the schema `read` and show the
generation (`rm_<n>`) that is live: a rebuild is swung in one transaction, so read through the views, never the tables.

Every view but `positions` and `parked` has the columns of COMMON: `document` is the JSON text to serve as it is (its
shape stands in `flextime_schemas.read_documents`), `etag` a digest of it without quotes, `sequence` the conference's
sequence that last changed the row. Search has its own contract: `flextime_schemas.search_model`.
"""

from dataclasses import dataclass
from typing import Literal

READ_SCHEMA = "read"

ColumnType = Literal["text", "bigint", "integer", "boolean", "date", "time", "timestamptz", "double precision", "bytea"]

COMMON: tuple[tuple[str, ColumnType], ...] = (
    ("conference", "text"),
    ("id", "text"),
    ("sequence", "bigint"),
    ("etag", "text"),
    ("document", "text"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view `read.<name>` over a table of the same name; `key` is unique. Columns in `nullable` may be unknown."""

    name: str
    columns: tuple[tuple[str, ColumnType], ...]
    key: tuple[str, ...]
    nullable: frozenset[str] = frozenset()
    indices: tuple[tuple[str, ...], ...] = ()

    @property
    def full_name(self) -> str:
        """The name to select from: "read.games"."""
        return f"{READ_SCHEMA}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


POSITIONS = View(  # one row a conference: what every other view shows
    name="positions",
    columns=(
        ("conference", "text"),
        ("sequence", "bigint"),
        ("chain", "text"),
        ("recorded_at", "timestamptz"),  # when the projector committed
        ("event_time", "timestamptz"),  # `ce_time` of the last event
        ("partition", "integer"),
        ("last_offset", "bigint"),
    ),
    key=("conference",),
)
PARKED = View(  # conferences whose views stand still until the poison is dealt with
    name="parked",
    columns=(
        ("conference", "text"),
        ("sequence", "bigint"),  # the first event that is not in the views
        ("partition", "integer"),
        ("offset", "bigint"),
        ("reason", "text"),
        ("at", "timestamptz"),
    ),
    key=("conference",),
    nullable=frozenset({"sequence"}),
)
CONFERENCES = View(name="conferences", columns=(*COMMON, ("name", "text")), key=("conference",))  # id = conference
SCHOOLS = View(  # id = code
    name="schools", columns=(*COMMON, ("name", "text"), ("status", "text")), key=("conference", "id")
)
VENUES = View(
    name="venues", columns=(*COMMON, ("name", "text"), ("school", "text")), key=("conference", "id"),
    indices=(("conference", "school"),),
)  # fmt: skip
SEASONS = View(  # planned and played ones; a played season has no candidate, revision 0 and status "completed"
    name="seasons",
    columns=(
        *COMMON, ("name", "text"), ("sport", "text"), ("year", "text"), ("status", "text"), ("played", "boolean"),
        ("adopted", "text"), ("revision", "integer"), ("games", "integer"), ("miles", "double precision"),
        ("first", "date"), ("last", "date"),
    ),
    key=("conference", "id"),
    nullable=frozenset({"adopted", "miles"}),
)  # fmt: skip
RULES = View(  # retired rules stay, with in_force false
    name="rules",
    columns=(
        *COMMON, ("season", "text"), ("kind", "text"), ("hardness", "text"), ("weight", "double precision"),
        ("in_force", "boolean"), ("sentence", "text"),
    ),
    key=("conference", "season", "id"),
)  # fmt: skip
RUNS = View(
    name="runs",
    columns=(*COMMON, ("season", "text"), ("status", "text"), ("requested_at", "timestamptz")),
    key=("conference", "id"),
    indices=(("conference", "season"),),
)
CANDIDATES = View(
    name="candidates",
    columns=(
        *COMMON, ("season", "text"), ("run", "text"), ("member", "integer"), ("price", "double precision"),
        ("miles", "double precision"), ("adopted", "boolean"),
    ),
    key=("conference", "id"),
    indices=(("conference", "season"), ("conference", "run")),
)  # fmt: skip
GAMES = View(  # the draft of every planned season, with what is off, and the games of every played one
    name="games",
    columns=(
        *COMMON, ("season", "text"), ("home", "text"), ("away", "text"), ("venue", "text"), ("date", "date"),
        ("tip_off_local", "time"), ("time_zone", "text"), ("tip_off_utc", "timestamptz"), ("status", "text"),
        ("pinned", "boolean"), ("network", "text"), ("played", "boolean"), ("published", "boolean"),
    ),
    key=("conference", "season", "id"),
    nullable=frozenset({"venue", "tip_off_local", "time_zone", "tip_off_utc", "network"}),
    indices=(
        ("conference", "id"), ("conference", "season", "date"), ("conference", "home", "date"),
        ("conference", "away", "date"), ("conference", "venue", "date"),
    ),
)  # fmt: skip
STANDINGS = View(  # id = team: what the schedule of a season asks of each team
    name="standings",
    columns=(
        *COMMON, ("season", "text"), ("team", "text"), ("home", "integer"), ("away", "integer"),
        ("neutral", "integer"), ("miles", "double precision"), ("longest_away_run", "integer"),
        ("longest_home_run", "integer"), ("breaks", "integer"), ("shortest_rest_days", "integer"),
    ),
    key=("conference", "season", "id"),
    nullable=frozenset({"shortest_rest_days"}),
)  # fmt: skip
CONFLICTS = View(  # those that are there; `urgency` sorts them, the gravest and most pressing first
    name="conflicts",
    columns=(
        *COMMON, ("seasons", "text"), ("teams", "text"), ("games", "text"),  # codes between marks: "|KU|TCU|"
        ("kind", "text"), ("severity", "text"), ("priority", "integer"), ("urgency", "integer"), ("status", "text"),
    ),
    key=("conference", "id"),
)  # fmt: skip
RULE_REPORTS = View(  # id = season; `hard_broken` counts the hard rules that its draft breaks
    name="rule_reports",
    columns=(*COMMON, ("hard_broken", "integer"), ("price", "double precision")),
    key=("conference", "id"),
)
EVENTS = View(  # id = event id; `value` is the record as the topic has it, with its framing
    name="events",
    columns=(
        *COMMON, ("type", "text"), ("stream", "text"), ("stream_version", "bigint"), ("time", "timestamptz"),
        ("actor", "text"), ("source", "text"), ("causation", "text"), ("correlation", "text"), ("chain", "text"),
        ("partition", "integer"), ("offset", "bigint"), ("schema_id", "integer"), ("value", "bytea"),
    ),
    key=("conference", "sequence"),
    indices=(("conference", "stream", "sequence"), ("conference", "id"), ("conference", "causation")),
)  # fmt: skip

VIEWS: tuple[View, ...] = (
    POSITIONS, PARKED, CONFERENCES, SCHOOLS, VENUES, SEASONS, RULES, RUNS, CANDIDATES, GAMES, STANDINGS, CONFLICTS,
    RULE_REPORTS, EVENTS,
)  # fmt: skip
