"""The present: the views of the read model, each look in one snapshot of PostgreSQL."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection, IsolationLevel, sql
from psycopg_pool import AsyncConnectionPool

from flextime_query_api.reading.conditions import ORDERS, Condition, Equals
from flextime_query_api.reading.rows import Place, Row
from flextime_schemas.problems import problem
from flextime_schemas.read_model import EVENTS, PARKED, POSITIONS, READ_SCHEMA

Connection = AsyncConnection[tuple[Any, ...]]
Pool = AsyncConnectionPool[Connection]

MOST_CONNECTIONS = 8  # more only queue up in a PostgreSQL on two cores
CONNECTION_SECONDS = 2.0  # to wait for one: the longest that a reader hangs when the server is away
STATEMENT_MS = 5_000  # no statement here takes 100 ms; beyond this the server is in trouble

_PLACES = sql.SQL("SELECT conference, sequence, chain, recorded_at FROM {}").format(
    sql.Identifier(READ_SCHEMA, POSITIONS.name)
)
_PLACE = _PLACES + sql.SQL(" WHERE conference = %s")


def open_pool(address: str) -> Pool:
    """Return a pool that is not open yet. While the server is away it gives up after a second and starts anew."""
    return AsyncConnectionPool(
        address,
        min_size=0,
        max_size=MOST_CONNECTIONS,
        timeout=CONNECTION_SECONDS,
        # The pool doubles its pauses between attempts up to minutes; after this long it tries again when asked.
        reconnect_timeout=1.0,
        check=AsyncConnectionPool.check_connection,
        configure=_configure,
        kwargs={
            "connect_timeout": 2,
            "options": f"-c statement_timeout={STATEMENT_MS}",
            "application_name": "query-api",
        },
        open=False,
    )


async def _configure(connection: Connection) -> None:
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    await connection.set_read_only(True)


async def read_places(pool: Pool) -> dict[str, Place]:
    """Return where every conference stands."""
    async with pool.connection() as connection:
        cursor = await connection.execute(_PLACES)
        return {row[0]: _place(row) for row in await cursor.fetchall()}


async def read_parked(pool: Pool, conference: str) -> str | None:
    """Return why a conference's views stand still; None when they do not."""
    query = sql.SQL("SELECT reason FROM {} WHERE conference = %s").format(sql.Identifier(READ_SCHEMA, PARKED.name))
    async with pool.connection() as connection:
        row = await (await connection.execute(query, (conference,))).fetchone()
    return row[0] if row else None


def _place(row: tuple[Any, ...]) -> Place:
    conference, sequence, chain, recorded_at = row
    return Place(conference=conference, sequence=sequence, chain=chain, recorded_at=recorded_at)


class Present:
    """A look at one conference as the views show it."""

    for_ever = False

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection = connection
        self.place = place

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
        """See Look.rows."""
        mine = (Equals("conference", self.place.conference), *conditions)
        return await select(self._connection, view, mine, behind=behind, limit=limit)

    async def times(self, sequences: Sequence[int]) -> Mapping[int, datetime]:
        """See Look.times."""
        query = sql.SQL("SELECT sequence, time FROM {} WHERE conference = %s AND sequence = ANY(%s)").format(
            sql.Identifier(READ_SCHEMA, EVENTS.name)
        )
        cursor = await self._connection.execute(query, (self.place.conference, list(sequences)))
        return dict(await cursor.fetchall())


async def select(
    connection: Connection,
    view: str,
    conditions: Sequence[Condition],
    *,
    behind: Sequence[Any] | None = None,
    limit: int | None = None,
) -> list[Row]:
    """Return rows of a view, of every conference unless a condition names one."""
    order = ORDERS[view]
    wanted = [condition.as_sql() for condition in conditions]
    if behind is not None:
        wanted.append(order.behind(behind))
    query = sql.SQL("SELECT sequence, etag, document, {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        sql.SQL(", ").join(map(sql.Identifier, order.columns)),
        sql.Identifier(READ_SCHEMA, view),
        sql.SQL(" AND ").join([sql.SQL("true"), *wanted]),
        order.as_sql(),
        sql.Literal(limit),
    )
    cursor = await connection.execute(query)
    return [
        Row(sequence, etag, document.encode(), tuple(place))
        for sequence, etag, document, *place in await cursor.fetchall()
    ]


@asynccontextmanager
async def look_at_present(pool: Pool, conference: str) -> AsyncIterator[Present]:
    """Give a look at the newest snapshot. Raises the Problem of a conference that does not exist."""
    async with pool.connection() as connection:
        row = await (await connection.execute(_PLACE, (conference,))).fetchone()
        if row is None:
            raise no_such_conference(conference)
        yield Present(connection, _place(row))


def no_such_conference(conference: str) -> Exception:
    """Return the Problem of a conference that nothing is known of."""
    return problem("not-found", f"There is no conference {conference}: nothing was recorded of it.")
