"""The first generation of the read model, its views, and the record of which generation is live."""

from alembic import op

from flextime_projections.generations import create_generation, swing
from flextime_projections.tables import books_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the books, rm_1 and the views over it. A generation is always made from today's contract: where that has
    changed since, the next one is filled from the log, and no row is altered that only a fold could fill."""
    bind = op.get_bind()
    books_tables().create_all(bind)
    op.execute("INSERT INTO projections.live (generation) VALUES (1)")
    create_generation(bind, 1)
    swing(bind, 1)


def downgrade() -> None:
    """Drop everything: all of it can be made again from the events."""
    op.execute("DROP SCHEMA IF EXISTS read CASCADE")
    op.execute("DROP SCHEMA IF EXISTS rm_1 CASCADE")
    op.execute("DROP TABLE projections.live")
