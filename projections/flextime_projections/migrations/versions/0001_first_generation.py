"""The first generation of the read model, its views, and the record of which generation is live."""

from alembic import op

from flextime_projections.tables import books_tables, generation_tables, point_views, schema_of

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the books, rm_1 and the views over it. A generation is always made from today's contract: a later change
    of the contract comes as a rebuild, never as an alteration of rows that only a fold could fill."""
    schema = schema_of(1)
    bind = op.get_bind()
    books_tables().create_all(bind)
    op.execute(f"CREATE SCHEMA {schema}")
    generation_tables(schema).create_all(bind)
    op.execute("INSERT INTO projections.live (generation) VALUES (1)")
    for statement in point_views(schema):
        op.execute(statement)


def downgrade() -> None:
    """Drop everything: all of it can be made again from the events."""
    op.execute("DROP SCHEMA IF EXISTS read CASCADE")
    op.execute("DROP SCHEMA IF EXISTS rm_1 CASCADE")
    op.execute("DROP TABLE projections.live")
