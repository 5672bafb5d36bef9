"""The projector's SQL, once for each generation. Whole columns travel as arrays: one statement for a batch."""

from dataclasses import dataclass
from functools import cache

from flextime_projections.tables import quoted
from flextime_schemas.read_model import EVENTS, PARKED, POSITIONS, VIEWS, View

FOLDED = tuple(view for view in VIEWS if view not in (POSITIONS, PARKED, EVENTS))  # rows that a batch folds by key


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Each text with its parameters in the order that PostgresStore hands them over."""

    claim: bytes
    offsets: bytes
    saved: bytes
    parked: bytes
    advance: bytes
    append: bytes
    place: bytes
    park: bytes
    release: bytes
    letter: bytes
    untold: bytes
    told: bytes
    checkpoint: bytes
    upsert: dict[str, bytes]
    delete: dict[str, bytes]


@cache
def of(schema: str) -> Statements:
    """Return the statements over the tables of one schema."""
    texts = {name: text.replace("RM.", f"{schema}.").encode() for name, text in TEXTS.items()}
    return Statements(
        **texts,
        append=f"COPY {schema}.events ({_names(EVENTS)}) FROM STDIN (FORMAT BINARY)".encode(),
        upsert={view.name: _upsert(schema, view) for view in FOLDED},
        delete={view.name: _delete(schema, view) for view in FOLDED},
    )


def _names(view: View) -> str:
    return ", ".join(map(quoted, view.column_names))


def _upsert(schema: str, view: View) -> bytes:
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in view.columns)
    others = [quoted(name) for name in view.column_names if name not in view.key]
    return f"""INSERT INTO {schema}.{view.name} AS known ({_names(view)})
        SELECT * FROM unnest({arrays})
        ON CONFLICT ({", ".join(map(quoted, view.key))})
        DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in others)}
        WHERE known.sequence <= excluded.sequence""".encode()


def _delete(schema: str, view: View) -> bytes:
    season = "AND known.season = gone.season" if "season" in view.key else ""
    return f"""DELETE FROM {schema}.{view.name} AS known
        USING unnest(%s::text[], %s::text[], %s::text[]) AS gone(conference, season, id)
        WHERE known.conference = gone.conference AND known.id = gone.id {season}""".encode()


TEXTS = {
    "claim": """INSERT INTO RM.offsets (partition, next_offset, owner)
        SELECT partition, 0, %s FROM unnest(%s::int[]) AS asked(partition) ORDER BY partition
        ON CONFLICT (partition) DO UPDATE SET owner = excluded.owner""",
    "offsets": "SELECT partition, next_offset FROM RM.offsets WHERE partition = ANY(%s::int[])",
    "saved": """SELECT place.conference, place.partition, place.sequence, checkpoint.model, checkpoint.ledger
        FROM RM.positions AS place LEFT JOIN RM.checkpoints AS checkpoint USING (conference)
        WHERE place.partition = ANY(%s::int[])""",
    "parked": """SELECT conference, sequence, partition, "offset", reason FROM RM.parked
        WHERE partition = ANY(%s::int[])""",
    "advance": """UPDATE RM.offsets AS known SET next_offset = asked.now
        FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS asked(partition, was, now)
        WHERE known.partition = asked.partition AND known.next_offset = asked.was AND known.owner = %s""",
    "place": """INSERT INTO RM.positions (conference, sequence, chain, recorded_at, event_time, partition, last_offset)
        SELECT conference, sequence, chain, clock_timestamp(), event_time, partition, last_offset
        FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::timestamptz[], %s::int[], %s::bigint[])
            AS asked(conference, sequence, chain, event_time, partition, last_offset)
        ON CONFLICT (conference) DO UPDATE SET sequence = excluded.sequence, chain = excluded.chain,
            recorded_at = excluded.recorded_at, event_time = excluded.event_time, partition = excluded.partition,
            last_offset = excluded.last_offset""",
    "park": """INSERT INTO RM.parked (conference, sequence, partition, "offset", reason, at)
        VALUES (%s, %s, %s, %s, %s, clock_timestamp())
        ON CONFLICT (conference) DO UPDATE SET sequence = excluded.sequence, "offset" = excluded."offset",
            reason = excluded.reason, at = excluded.at WHERE RM.parked."offset" <> excluded."offset" """,
    "release": "DELETE FROM RM.parked WHERE conference = %s",
    "letter": """INSERT INTO RM.dead_letters (partition, "offset", key, value, headers, reason, at, told)
        VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), false)
        ON CONFLICT (partition, "offset") DO NOTHING""",
    "untold": """SELECT partition, "offset", key, value, headers, reason FROM RM.dead_letters
        WHERE NOT told ORDER BY partition, "offset" """,
    "told": """UPDATE RM.dead_letters AS known SET told = true
        FROM unnest(%s::int[], %s::bigint[]) AS sent(partition, "offset")
        WHERE known.partition = sent.partition AND known."offset" = sent."offset" """,
    "checkpoint": """INSERT INTO RM.checkpoints (sequence, next_offset, model, ledger, conference, partition)
        SELECT %s, %s, %s, %s, conference, partition FROM RM.positions WHERE conference = %s
        ON CONFLICT (conference) DO UPDATE SET sequence = excluded.sequence, next_offset = excluded.next_offset,
            model = excluded.model, ledger = excluded.ledger, partition = excluded.partition""",
}
