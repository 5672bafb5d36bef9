"""Alembic's entry: it runs on the connection that `flextime_projections.migrate` hands over."""

from alembic import context

from flextime_projections.tables import BOOKS_SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    version_table="migrations",
    version_table_schema=BOOKS_SCHEMA,
)
with context.begin_transaction():
    context.run_migrations()
