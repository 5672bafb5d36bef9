"""The tables behind the views, by SQLAlchemy Core: one schema `rm_<n>` is one generation of the read model.

The tables of the views are made from the contract itself; the bookkeeping of the projector stands beside them, so that
a generation is whole in its schema, and a rebuild has its own.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, get_type_hints

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from flextime_schemas.document_types import document_types
from flextime_schemas.read_model import READ_SCHEMA, VIEWS, ColumnType, View

BOOKS_SCHEMA = "projections"  # what belongs to no generation: which one is live, and the version of the migrations

TYPES: dict[ColumnType, TypeEngine[Any]] = {
    "text": sa.Text(),
    "bigint": sa.BigInteger(),
    "integer": sa.Integer(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "time": sa.Time(),
    "timestamptz": sa.DateTime(timezone=True),
    "double precision": sa.Double(),
    "bytea": sa.LargeBinary(),
}


def schema_of(generation: int) -> str:
    """Name the schema of a generation: "rm_3"."""
    return f"rm_{generation}"


def generation_tables(schema: str) -> sa.MetaData:
    """Return the tables of one generation in their schema."""
    metadata = sa.MetaData(schema=schema)
    for view in VIEWS:
        _table(metadata, view)
    _books(metadata)
    return metadata


def _table(metadata: sa.MetaData, view: View) -> sa.Table:
    columns = [
        sa.Column(name, TYPES[kind], nullable=name in view.nullable, autoincrement=False) for name, kind in view.columns
    ]
    table = sa.Table(view.name, metadata, *columns, sa.PrimaryKeyConstraint(*view.key, name=f"{view.name}_pkey"))
    for index in view.indices:
        sa.Index(f"{view.name}_by_{'_'.join(index)}", *(table.c[name] for name in index))
    return table


def _books(metadata: sa.MetaData) -> None:
    sa.Table(
        "offsets",
        metadata,
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
    )
    sa.Table(
        "checkpoints",
        metadata,
        sa.Column("conference", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("ledger", sa.LargeBinary, nullable=False),
    )
    sa.Table(
        "dead_letters",
        metadata,
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("offset", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.LargeBinary),
        sa.Column("value", sa.LargeBinary),
        sa.Column("headers", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
    )


def contract_digest() -> str:
    """Return the digest of what a generation holds: the columns of every view, and the members of every document."""
    views = [(view.name, view.columns, view.key, sorted(view.nullable), view.indices) for view in VIEWS]
    documents = [(name, sorted(get_type_hints(kind).items())) for name, kind in sorted(document_types().items())]
    return hashlib.sha256(repr((views, documents)).encode()).hexdigest()


def books_tables() -> sa.MetaData:
    """Return the tables that belong to no generation."""
    metadata = sa.MetaData(schema=BOOKS_SCHEMA)
    sa.Table(
        "live",
        metadata,
        sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.CheckConstraint("one", name="live_is_one_row"),
    )
    return metadata


def point_views(schema: str) -> Sequence[str]:
    """Return the statements that make the views of the contract show this schema; one transaction is the swing.

    The columns are dropped and made anew, so that a generation may have others than the one before.
    """
    drop = [f"DROP VIEW IF EXISTS {view.full_name}" for view in VIEWS]
    make = [
        f"CREATE VIEW {view.full_name} AS SELECT {', '.join(map(quoted, view.column_names))} FROM {schema}.{view.name}"
        for view in VIEWS
    ]
    return [f"CREATE SCHEMA IF NOT EXISTS {READ_SCHEMA}", *drop, *make]


def quoted(name: str) -> str:
    """Quote an identifier: `offset` and `partition` are words of SQL."""
    return f'"{name}"'
