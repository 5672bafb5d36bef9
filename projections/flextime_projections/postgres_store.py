"""PostgreSQL as the store: rows, positions and offsets in one transaction, by psycopg.

The tables are SQLAlchemy's; the hot path is psycopg's own, because `unnest` of whole columns and COPY wrote 44,100 and
more events/s where one execution for each row wrote 11,400.

Exactly once, in order:
1. `claim` puts this owner's name on the offset rows: whoever held them can write no more.
2. Reading begins where the offset rows say, or earlier to grow a ledger; what is in the store already changes no row.
3. `write`, in one transaction: offsets compared with what this owner wrote last and set, then the rows.
4. A batch that fails was never written; the next claim begins at 2.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg.errors import DataError, IntegrityError, UndefinedTable

from flextime.league.ids import ConferenceId
from flextime_projections import statements
from flextime_projections.batch import Changes, Known, Letter, Parked
from flextime_projections.row_building import Row, Rows, event_row, rows_of
from flextime_projections.store import (
    Saved,
    Start,
    StoreAway,
    Superseded,
    Unstorable,
    due,
    ledger_model,
    where_to_seek,
)
from flextime_projections.tables import schema_of
from flextime_schemas.ledger import Ledger
from flextime_schemas.plain import Malformed, from_json, to_json
from flextime_schemas.read_model import EVENTS

SERVICE = "projector-postgres"
# A generation that nobody reads yet does not wait for the disk: rows and offsets are lost together or not at all, Kafka
# has the events, and the commit that shows it to readers makes all before it durable. What readers were shown waits:
# a crash of the server must not take them back in time.
UNHURRIED_COMMIT = "-c synchronous_commit=off"
NUL = "\x00"  # PostgreSQL's text cannot hold it


class PostgresStore:
    """One generation of the read model, held by one owner. `generation` None means the one that is live."""

    service = SERVICE

    def __init__(self, address: str, generation: int | None = None) -> None:
        self._address = address
        self._owner = str(uuid4())
        self._expected: dict[int, int] = {}
        self._saved: dict[ConferenceId, int] = {}
        with self._errors():
            options = None if generation is None else UNHURRIED_COMMIT
            self._connection = psycopg.connect(address, autocommit=True, options=options)
        self.generation = generation if generation is not None else self._live()
        self.sql = statements.of(schema_of(self.generation))

    @property
    def target(self) -> str:
        """The schema that is written to."""
        return schema_of(self.generation)

    def is_live(self) -> bool:
        """Say whether the views show this generation."""
        return self._live() == self.generation

    def _live(self) -> int:
        with self._errors():
            row = self._connection.execute("SELECT generation FROM projections.live").fetchone()
        if row is None:
            raise StoreAway("no generation is live: run python -m flextime_projections.migrate")
        return int(row[0])

    def claim(self, partitions: Sequence[int]) -> Start:
        """See Store.claim; a conference of another owner's partitions is not loaded."""
        owned = list(partitions)
        with self._errors(), self._connection.transaction():
            self._connection.execute(self.sql.claim, (self._owner, owned))
            offsets = self._connection.execute(self.sql.offsets, (owned,)).fetchall()
            saved = [self._read_saved(row) for row in self._connection.execute(self.sql.saved, (owned,)).fetchall()]
            parked = [_parked(row) for row in self._connection.execute(self.sql.parked, (owned,)).fetchall()]
        done = {int(partition): int(next_offset) for partition, next_offset in offsets}
        self._expected = dict(done)
        self._saved = {one.conference: one.ledger.sequence for one in saved if one.ledger}
        poison: dict[int, list[int]] = {}
        for one in parked:
            poison.setdefault(one.partition, []).append(one.offset)
        known = Known(
            ledgers={one.conference: one.ledger for one in saved if one.ledger},
            written={one.conference: one.sequence for one in saved},
            parked={one.conference: one for one in parked},
        )
        return Start(seek=where_to_seek(done, saved, poison), done=done, known=known)

    def _read_saved(self, row: Row) -> Saved:
        conference, partition, sequence, model, ledger = row
        return Saved(
            conference=ConferenceId(conference),
            partition=partition,
            sequence=sequence,
            ledger=_ledger(ledger) if model == ledger_model() else None,
        )

    def write(self, changes: Changes, known: Known) -> None:
        """See Store.write. The batch's rows are built before the transaction begins."""
        rows = _built(changes, known)
        with self._errors(), self._connection.transaction(), self._connection.cursor() as cursor:
            next_offsets = self._advance(cursor, changes.next_offsets)
            self._append(cursor, changes)
            for view, keys in rows.gone.items():
                cursor.execute(self.sql.delete[view], _columns([(at, key.season, key.id) for at, key in keys], 3))
            for view, written in rows.written.items():
                cursor.execute(self.sql.upsert[view], _columns(written, len(written[0])))
            self._place(cursor, changes, known)
            self._note_troubles(cursor, changes)
            saved = self._checkpoint(cursor, known, [c for c in changes.rows if self._is_due(known, c)])
        self._expected |= next_offsets
        self._saved |= saved

    def _advance(self, cursor: psycopg.Cursor[Row], next_offsets: Mapping[int, int]) -> dict[int, int]:
        """Compare and set the offset rows; what is read again to grow a ledger moves none back."""
        now = {p: max(offset, self._expected.get(p, 0)) for p, offset in next_offsets.items()}
        expected = [self._expected.get(partition, 0) for partition in now]
        cursor.execute(self.sql.advance, (list(now), expected, list(now.values()), self._owner))
        if cursor.rowcount != len(now):
            raise Superseded(f"the offsets of {schema_of(self.generation)} were taken over by another owner")
        return now

    def _append(self, cursor: psycopg.Cursor[Row], changes: Changes) -> None:
        if not changes.events:
            return
        with cursor.copy(self.sql.append) as copy:
            copy.set_types([kind.replace("double precision", "float8") for _, kind in EVENTS.columns])
            for recorded in changes.events:
                copy.write_row(event_row(recorded))

    def _place(self, cursor: psycopg.Cursor[Row], changes: Changes, known: Known) -> None:
        last = {recorded.envelope.conference: recorded for recorded in changes.events}
        rows = [
            (name, known.written[name], r.envelope.chain, r.envelope.time, r.partition, r.offset)
            for name, r in last.items()
        ]
        if rows:
            cursor.execute(self.sql.place, _columns(rows, 6))

    def _note_troubles(self, cursor: psycopg.Cursor[Row], changes: Changes) -> None:
        for parked in changes.parked:
            cursor.execute(
                self.sql.park,
                (parked.conference, parked.sequence, parked.partition, parked.offset, parked.reason.replace(NUL, "")),
            )
        for conference in changes.released:
            cursor.execute(self.sql.release, (conference,))
        for letter in changes.letters:
            headers = json.dumps([(name, value.hex()) for name, value in letter.headers]).encode()
            cursor.execute(
                self.sql.letter,
                (letter.partition, letter.offset, letter.key, letter.value, headers, letter.reason.replace(NUL, "")),
            )

    def _is_due(self, known: Known, conference: ConferenceId) -> bool:
        return due(known.ledgers[conference], self._saved.get(conference, 0))

    def checkpoint(self, known: Known) -> None:
        """See Store.checkpoint; only under the owner's own name, and only ledgers that have grown."""
        grown = [c for c, ledger in known.ledgers.items() if ledger.sequence > self._saved.get(c, 0)]
        with self._errors(), self._connection.transaction(), self._connection.cursor() as cursor:
            self._advance(cursor, self._expected)
            saved = self._checkpoint(cursor, known, grown)
        self._saved |= saved

    def _checkpoint(
        self, cursor: psycopg.Cursor[Row], known: Known, conferences: Sequence[ConferenceId]
    ) -> dict[ConferenceId, int]:
        saved = {}
        for conference in conferences:
            ledger = known.ledgers[conference]
            place = (ledger.sequence, ledger.last_offset + 1, ledger_model(), to_json(ledger), conference)
            cursor.execute(self.sql.checkpoint, place)
            saved[conference] = ledger.sequence
        return saved

    def untold(self) -> Sequence[Letter]:
        """See Store.untold."""
        with self._errors():
            return [_letter(row) for row in self._connection.execute(self.sql.untold).fetchall()]

    def told(self, letters: Sequence[Letter]) -> None:
        """See Store.told."""
        places = _columns([(letter.partition, letter.offset) for letter in letters], 2)
        with self._errors():
            self._connection.execute(self.sql.told, places)

    def close(self) -> None:
        """End the connection; what was not committed is gone."""
        self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except UndefinedTable as error:
            raise Superseded(f"the generation is gone: {error}") from error
        except (DataError, IntegrityError) as error:
            raise Unstorable(str(error).strip()) from error
        except psycopg.Error as error:
            raise StoreAway(str(error).strip()) from error


def _built(changes: Changes, known: Known) -> Rows:
    rows = Rows()
    try:
        for conference, changed in changes.rows.items():
            rows_of(known.ledgers[conference], changed, rows)
    except Exception as error:
        raise Unstorable(f"a row cannot be built: {error!r}") from error
    return rows


def _columns(rows: Sequence[Row], width: int) -> list[list[object]]:
    """Turn rows on their side: one array for each column, as unnest takes them."""
    return [[row[index] for row in rows] for index in range(width)]


def _ledger(text: bytes) -> Ledger | None:
    try:
        return from_json(Ledger, bytes(text))
    except Malformed:
        return None  # the events are the truth: fold them again


def _parked(row: Row) -> Parked:
    conference, sequence, partition, offset, reason = row
    return Parked(
        conference=ConferenceId(conference), sequence=sequence, partition=partition, offset=offset, reason=reason
    )


def _letter(row: Row) -> Letter:
    partition, offset, key, value, headers, reason = row
    return Letter(
        partition=partition,
        offset=offset,
        key=None if key is None else bytes(key),
        value=None if value is None else bytes(value),
        headers=tuple((name, bytes.fromhex(text)) for name, text in json.loads(bytes(headers))),
        reason=reason,
    )
