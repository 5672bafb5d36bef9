"""The past: a fold of the log that the read model keeps, byte for byte, up to an earlier sequence.

Rows come out of the same builders that the projectors use, so a read of the past has the shape of a read of now.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from psycopg import sql

from flextime.league.ids import ConferenceId
from flextime.season.decide import Event
from flextime_query_api.reading.conditions import ORDERS, Condition
from flextime_query_api.reading.postgres import Pool
from flextime_query_api.reading.rows import Place, Row
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.fold import BrokenHistory, Recorded
from flextime_schemas.ledger import Ledger, blank, entered
from flextime_schemas.messages import EVENT_TYPES, full_name
from flextime_schemas.read_model import COMMON, EVENTS, READ_SCHEMA, VIEWS
from flextime_schemas.rows import BUILDERS, etag_of, keys_of

MOST_FOLDS = 64  # folds share what did not change between them: some MB for all
CHUNK = 500  # events fetched, decoded and folded at once: 50 ms of a thread
COLUMNS_AFTER_COMMON = {view.name: view.column_names[len(COMMON) :] for view in VIEWS}

_RECORDS = sql.SQL(
    "SELECT sequence, id, type, stream, stream_version, time, actor, source, causation, correlation, chain, "
    '"partition", "offset", value FROM {} WHERE conference = %s AND '
).format(sql.Identifier(READ_SCHEMA, EVENTS.name))
_LOG = _RECORDS + sql.SQL("sequence > %s AND sequence <= %s ORDER BY sequence LIMIT %s")
_OF_STREAMS = _RECORDS + sql.SQL("sequence <= %s AND stream = ANY(%s) AND type = ANY(%s) ORDER BY sequence")
_LAST_AT = sql.SQL("SELECT max(sequence) FROM {} WHERE conference = %s AND time <= %s").format(
    sql.Identifier(READ_SCHEMA, EVENTS.name)
)
_TIMES = sql.SQL("SELECT sequence, time FROM {} WHERE conference = %s AND sequence = ANY(%s)").format(
    sql.Identifier(READ_SCHEMA, EVENTS.name)
)


class Folds:
    """Folds of conferences at the sequences that were asked for lately; the next one begins at the nearest before."""

    def __init__(self, pool: Pool, codec: Codec) -> None:
        self._pool, self._codec = pool, codec
        self._held: OrderedDict[tuple[str, int], Ledger] = OrderedDict()
        self._folding: dict[str, asyncio.Lock] = {}

    async def sequence_at(self, conference: str, moment: datetime) -> int | None:
        """Return the last sequence that was recorded up to a moment; None when nothing was."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_LAST_AT, (conference, moment))).fetchone()
        return row[0] if row else None

    async def at(self, conference: str, sequence: int) -> Ledger:
        """Return the fold up to a sequence that the log has. Raises BrokenHistory, Undecodable, RegistryAway."""
        async with self._folding.setdefault(conference, asyncio.Lock()):
            ledger = self._nearest(conference, sequence)
            while ledger.sequence < sequence:
                chunk = await self._read(conference, ledger.sequence, sequence)
                if not chunk:
                    raise BrokenHistory(f"{conference} has no sequence {ledger.sequence + 1}.", sequence=sequence)
                ledger = await asyncio.to_thread(self._grown, ledger, chunk)
                self._hold(conference, ledger)
            return ledger

    async def recorded(
        self, place: Place, streams: Collection[str], kinds: Collection[type[Event]]
    ) -> Sequence[Recorded]:
        """Return the events of some streams and kinds up to a place. Raises Undecodable, RegistryAway."""
        names = [full_name(kind) for kind in kinds]
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_OF_STREAMS, (place.conference, place.sequence, list(streams), names))
            rows = await cursor.fetchall()
        return await asyncio.to_thread(lambda: [self._recorded(ConferenceId(place.conference), row) for row in rows])

    def _nearest(self, conference: str, sequence: int) -> Ledger:
        held = [at for name, at in self._held if name == conference and at <= sequence]
        if not held:
            return blank(ConferenceId(conference))
        key = (conference, max(held))
        self._held.move_to_end(key)
        return self._held[key]

    def _hold(self, conference: str, ledger: Ledger) -> None:
        self._held[conference, ledger.sequence] = ledger
        while len(self._held) > MOST_FOLDS:
            self._held.popitem(last=False)

    async def _read(self, conference: str, after: int, last: int) -> list[tuple[Any, ...]]:
        async with self._pool.connection() as connection:
            return await (await connection.execute(_LOG, (conference, after, last, CHUNK))).fetchall()

    def _grown(self, ledger: Ledger, chunk: Sequence[tuple[Any, ...]]) -> Ledger:
        for row in chunk:
            ledger = entered(ledger, self._recorded(ledger.state.id, row))
        return ledger

    def _recorded(self, conference: ConferenceId, row: tuple[Any, ...]) -> Recorded:
        event = self._codec.decode(row[13])
        if not isinstance(event, EVENT_TYPES):
            raise Undecodable(f"{type(event).__name__} is no event")
        envelope = EventEnvelope(
            conference=conference,
            sequence=row[0],
            id=row[1],
            type=row[2],
            stream=row[3],
            stream_version=row[4],
            time=row[5],
            actor=row[6],
            source=row[7],
            causation=row[8],
            correlation=row[9],
            chain=row[10],
        )
        return Recorded(envelope=envelope, event=event, partition=row[11], offset=row[12], value=row[13])


class Past:
    """A look at one conference as it was. Rows carry the sequence of the look: the fold forgets who changed what."""

    for_ever = True

    def __init__(self, pool: Pool, ledger: Ledger) -> None:
        self._pool, self._ledger = pool, ledger
        self.place = Place(conference=ledger.state.id, sequence=ledger.sequence, chain=ledger.folded.chain)

    @property
    def ledger(self) -> Ledger:
        """The fold itself, for what no row has."""
        return self._ledger

    async def find(self, view: str, conditions: Sequence[Condition]) -> Row | None:
        """See Look.find."""
        found = await self.rows(view, conditions, limit=1)
        return found[0] if found else None

    async def rows(
        self,
        view: str,
        conditions: Sequence[Condition] = (),
        *,
        behind: Sequence[Any] | None = None,
        limit: int | None = None,
    ) -> list[Row]:
        """See Look.rows; views without a builder (events) have no past other than their sequence."""
        found = await asyncio.to_thread(rows_of_past, self._ledger, view, conditions, behind)
        return found[:limit]

    async def times(self, sequences: Sequence[int]) -> Mapping[int, datetime]:
        """See Look.times."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_TIMES, (self.place.conference, list(sequences)))
            return dict(await cursor.fetchall())


def rows_of_past(ledger: Ledger, view: str, conditions: Sequence[Condition], behind: Sequence[Any] | None) -> list[Row]:
    """Build the rows of a view that meet the conditions, in the view's order."""
    order, found = ORDERS[view], []
    for season, key in keys_of(ledger, view):
        if (built := BUILDERS[view](ledger, season, key)) is None:
            continue
        cells = dict(zip(COLUMNS_AFTER_COMMON[view], built.cells, strict=True))
        cells |= {"conference": ledger.state.id, "id": key}
        if not all(condition.holds(cells) for condition in conditions):
            continue
        if behind is not None and not order.is_behind(cells, behind):
            continue
        document = orjson.dumps(built.document)
        found.append(Row(ledger.sequence, etag_of(document), document, order.key(cells)))
    return sorted(found, key=lambda row: row.place, reverse=order.descending)
