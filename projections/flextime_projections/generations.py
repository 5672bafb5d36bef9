"""Which generation of the read model is live, and how another takes its place."""

import sqlalchemy as sa

from flextime_projections.tables import contract_digest, generation_tables, point_views, schema_of


def engine(address: str) -> sa.Engine:
    """Return an engine over psycopg for a postgresql:// address; it keeps no idle connection."""
    return sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=sa.NullPool)


def live_generation(connection: sa.Connection) -> int:
    """Return the number of the live generation. Raises ProgrammingError before the migration has run."""
    return int(connection.execute(sa.text("SELECT generation FROM projections.live")).scalar_one())


def known_generations(connection: sa.Connection) -> list[int]:
    """Return the numbers of all generations that exist, live or being built."""
    names = sa.inspect(connection).get_schema_names()
    return sorted(int(name[3:]) for name in names if name.startswith("rm_") and name[3:].isdecimal())


def create_generation(connection: sa.Connection, generation: int) -> None:
    """Make the empty tables of a generation; what a broken rebuild left under its number is dropped first."""
    schema = schema_of(generation)
    drop_generation(connection, generation)
    connection.execute(sa.schema.CreateSchema(schema))
    generation_tables(schema).create_all(connection)
    connection.execute(sa.text(f"COMMENT ON SCHEMA {schema} IS '{contract_digest()}'"))


def keep_contract(connection: sa.Connection) -> int:
    """Return the live generation, a new and empty one where the live one is of another contract than today's.

    Its projector begins with the first event; until it has caught up, a read that waits for a position is told so.
    """
    live = live_generation(connection)
    if _contract_of(connection, live) == contract_digest():
        return live
    create_generation(connection, live + 1)
    swing(connection, live + 1)
    drop_generation(connection, live)
    return live + 1


def _contract_of(connection: sa.Connection, generation: int) -> str | None:
    query = sa.text("SELECT obj_description(to_regnamespace(:schema)::oid, 'pg_namespace')")
    told: str | None = connection.execute(query, {"schema": schema_of(generation)}).scalar_one()
    return told


def drop_generation(connection: sa.Connection, generation: int) -> None:
    """Drop a generation with all it holds."""
    connection.execute(sa.schema.DropSchema(schema_of(generation), cascade=True, if_exists=True))


def swing(connection: sa.Connection, generation: int) -> None:
    """Let the views show a generation. The caller's transaction is the moment: readers see the one or the other."""
    for statement in point_views(schema_of(generation)):
        connection.execute(sa.text(statement))
    connection.execute(sa.text("UPDATE projections.live SET generation = :n"), {"n": generation})
